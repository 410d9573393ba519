#include "cli/kustomize/field_path.h"

#include <string>

namespace skiff::cli {
namespace {

struct Step {
  std::string name;
  bool list = false;
  std::string_view rest;
};

Step first_step(std::string_view path) {
  Step step;
  size_t at = 0;
  for (; at < path.size() && path[at] != '/'; ++at) {
    if (path[at] == '\\' && at + 1 < path.size() && path[at + 1] == '/') ++at;
    step.name += path[at];
  }
  step.rest = at < path.size() ? path.substr(at + 1) : std::string_view();
  step.list = step.name.size() > 2 && step.name.ends_with("[]");
  if (step.list) step.name.resize(step.name.size() - 2);
  return step;
}

}  // namespace

void visit_field(Value& object, std::string_view path, Missing missing, const std::function<void(Value&)>& visit) {
  if (object.is_array()) {
    for (Value& element : object.edit_elements()) visit_field(element, path, missing, visit);
    return;
  }
  if (path.empty()) {
    visit(object);
    return;
  }
  if (!object.is_object() && !object.is_null()) return;
  const Step step = first_step(path);
  const Value* there = std::as_const(object).find(step.name);
  if (there == nullptr && (missing == Missing::kSkip || step.list)) return;
  if (there != nullptr && there->is_null() && missing == Missing::kSkip) return;
  Value& field = object[step.name];
  // The last field is handed over whole, a list too.
  if (step.rest.empty() && !step.list) visit(field);
  else visit_field(field, step.rest, missing, visit);
  if (std::as_const(field).is_null()) object.erase(step.name);
}

void visit_fields(Resource& resource, std::span<const FieldSpec> specs, const std::function<void(Value&)>& visit) {
  const ResourceId id = resource.id();
  for (const FieldSpec& spec : specs)
    if (id.is_of(spec.of)) visit_field(resource.object, spec.path, spec.missing, visit);
}

}  // namespace skiff::cli
