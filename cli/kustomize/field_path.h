// Fields by path, as kustomize's transformers name them: "spec/template/metadata/labels". Lists on the way are stepped
// into. Mirrors api/types.FieldSpec and api/filters/fieldspec.
#pragma once
#include <functional>
#include <span>
#include <string_view>

#include "base/value.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

enum class Missing { kSkip, kCreate };

struct FieldSpec {
  KindChoice of;          // the objects that have the field
  std::string_view path;  // a `/` inside a name is written `\/`; a list may end in `[]`
  Missing missing = Missing::kSkip;
};

// Calls `visit` for each place that the path leads to. What is missing is made where `missing` says so, but never
// inside a list that is not there. A place that has become null is taken out again.
void visit_field(Value& object, std::string_view path, Missing missing, const std::function<void(Value&)>& visit);

// The same for those specs that speak of the object's kind.
void visit_fields(Resource& resource, std::span<const FieldSpec> specs, const std::function<void(Value&)>& visit);

}  // namespace skiff::cli
