// x-kubernetes-validations: the rules in CEL that a schema lays down beside its structure. Mirrors
// apiextensions-apiserver's apiserver/schema/cel.
#pragma once
#include <memory>
#include <optional>

#include "api/field_errors.h"
#include "base/value.h"
#include "cel/rule.h"

namespace skiff {

// The compiled rules of one schema; places without any are left out.
class ValidationRules {
 public:
  ValidationRules() = default;
  explicit ValidationRules(const Value& schema);

  bool empty() const { return root_ == nullptr; }
  // `old` is null on create; rules that speak of oldSelf count only where there was something before. What has failed
  // before, and is as it was, is `unchanged`: a warning, no error.
  void validate(const Value& object, const Value* old, FieldErrors& errors, FieldErrors& unchanged) const;

  struct Place;

 private:
  std::shared_ptr<const Place> root_;
};

// What a value that is filled in where a schema stands does against the rules of that schema. It counts as its own
// predecessor, so rules that speak of oldSelf are asked, too.
void check_preset(const Value& schema, const Value& preset, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
