// Go templates (-o go-template): text/template over what JSON decodes to, with kubectl's functions `exists` and
// `base64decode`. Mirrors text/template and text/template/parse with their errors.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "cli/printers/jsonpath.h"

namespace skiff::cli {

struct TemplateSet;

class GoTemplate {
 public:
  // Errors: `template: output:1: unclosed action`.
  static Result<GoTemplate> parse(std::string_view text);

  // Appends to `out`; what was printed before an error stays there. Errors:
  // `template: output:1:4: executing "output" at <.s.x>: can't evaluate field x in type interface {}`.
  Result<void> execute(const Value& data, MissingKeys missing, std::string& out) const;

 private:
  std::shared_ptr<const TemplateSet> set_;
};

}  // namespace skiff::cli
