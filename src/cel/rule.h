// A compiled expression over `self` and `oldSelf`, as x-kubernetes-validations hold them. Mirrors cel-go's checker and
// interpreter, and apiextensions-apiserver's schema/cel compilation.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "cel/checker.h"
#include "cel/overloads.h"
#include "cel/type.h"

namespace skiff::cel {

class Rule {
 public:
  // The other alternative is what the compiler says: "compilation failed: ERROR: <input>:1:5: undefined field 'x'\n |
  // …". The host's functions must outlive the rule.
  static std::variant<Rule, std::string> compile(std::string_view text, const Scope& scope, Type::Kind wanted);

  // It compares with what was there before: a transition rule.
  bool uses_old_self() const { return uses_old_self_; }
  struct Evaluation {
    Outcome outcome;
    int64_t cost;  // about so many steps
  };
  // `old_self` may be null where the rule does not use it, or takes it for an option. Upstream: PerCallLimit.
  static constexpr int64_t kCallCostMax = 1'000'000;
  Evaluation evaluate(const Value& self, const Value* old_self) const;

  // What an evaluation can cost at most, for all that the schema says.
  uint64_t cost_max() const;

 private:
  struct Program;
  std::shared_ptr<const Program> program_;
  bool uses_old_self_ = false;
};

}  // namespace skiff::cel
