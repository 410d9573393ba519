// A compiled expression over `self` and `oldSelf`, as x-kubernetes-validations hold them. Mirrors cel-go's checker and
// interpreter, and apiextensions-apiserver's schema/cel compilation.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "cel/functions.h"
#include "cel/type.h"

namespace skiff::cel {

class Rule {
 public:
  // The other alternative is what the compiler says: "compilation failed: ERROR: <input>:1:5: undefined field 'x'\n |
  // …".
  static std::variant<Rule, std::string> compile(std::string_view text, const TypeRef& self, Type::Kind wanted);

  // It compares with what was there before: a transition rule.
  bool uses_old_self() const { return uses_old_self_; }
  // It calls something of Kubernetes' that is not simulated; evaluating it means nothing.
  bool is_beyond() const { return is_beyond_; }
  // `old_self` may be null where the rule does not use it.
  Outcome evaluate(const Value& self, const Value* old_self) const;

 private:
  struct Program;
  std::shared_ptr<const Program> program_;
  bool uses_old_self_ = false;
  bool is_beyond_ = false;
};

}  // namespace skiff::cel
