#include "api/scale_fields.h"

#include "api/columns.h"
#include "api/custom_resources/custom_resource.h"
#include "api/kinds/replicationcontroller.h"

namespace skiff {
namespace {

// Null for a built-in kind.
const ScalePaths* scale_paths(const Kind& kind) {
  const CustomResource* custom = custom_resource(kind);
  return custom == nullptr ? nullptr : &*custom->preferred_version().scale();
}

}  // namespace

int64_t wanted_replicas(const Object& object) {
  if (const ScalePaths* paths = scale_paths(object.kind()))
    return follow(object.document(), paths->spec_replicas).as_int();
  return object.spec()["replicas"].as_int();
}

int64_t present_replicas(const Object& object) {
  if (const ScalePaths* paths = scale_paths(object.kind()))
    return follow(object.document(), paths->status_replicas).as_int();
  return object.status()["replicas"].as_int();
}

void set_wanted_replicas(const Kind& kind, Value& document, int64_t replicas) {
  const ScalePaths* paths = scale_paths(kind);
  Value* at = &document;
  for (const std::string& step : paths == nullptr ? FieldSteps{"spec", "replicas"} : paths->spec_replicas)
    at = &(*at)[step];
  *at = replicas;
}

// A ReplicationController's selector is a plain map.
std::string scale_selector(const Object& object) {
  if (const ScalePaths* paths = scale_paths(object.kind()))
    return paths->label_selector.empty() ? std::string() : follow(object.document(), paths->label_selector).str();
  const Value& selector = object.spec()["selector"];
  std::string text;
  append_selector_text(&object.kind() == &kReplicationController ? Value{{"matchLabels", selector}} : selector, text);
  return text;
}

}  // namespace skiff
