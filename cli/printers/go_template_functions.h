// The functions that a Go template may call: text/template's own, and kubectl's exists and base64decode.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

// A value on its way through a template. Go tells constants of the template (int) from numbers of the data (int64),
// and what is not there from null.
struct TemplateValue {
  Value value;
  bool constant = false;
  bool missing = false;
  std::string_view type() const;
};

using TemplateValues = std::vector<TemplateValue>;

struct TemplateFunction {
  std::string_view name;
  size_t least;
  bool more;  // takes any number beyond `least`
  Result<TemplateValue> (*call)(const TemplateValues& arguments);
};

const TemplateFunction* find_template_function(std::string_view name);

// text/template.IsTrue
bool is_true(const Value& value);

}  // namespace skiff::cli
