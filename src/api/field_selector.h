// Field selectors (`--field-selector status.phase!=Running`): fields.Selector, and which fields a kind can be selected
// by (the scheme's field label conversions and each strategy's selectable fields).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "base/result.h"
#include "base/value.h"

namespace skiff {

class FieldSelector {
 public:
  FieldSelector() = default;  // selects everything
  // Fails in the words of the server ("field label not supported: x") with a client error; the list request that
  // carries the selector makes a BadRequest of it.
  static Result<FieldSelector> parse(const Kind& kind, std::string_view text);

  bool matches(const Value& object) const;
  bool selects_all() const { return terms_.empty(); }
  // The value that `field` must be equal to, if the selector says so: lets a list use an index.
  std::optional<std::string_view> exact(std::string_view field) const;

 private:
  struct Term {
    std::string field;
    bool equal;
    std::string value;
  };
  std::vector<Term> terms_;
  std::string_view resource_;
};

}  // namespace skiff
