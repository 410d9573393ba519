// The /scale subresource: autoscaling/v1 Scale. Mirrors pkg/registry/apps/*/storage (ScaleREST).
#include "api/columns.h"
#include "api/custom_resources/custom_resource.h"
#include "api/kinds/replicationcontroller.h"
#include "apiserver/apiserver.h"
#include "apiserver/managed_fields.h"

namespace skiff {
namespace {

// A ReplicationController's selector is a plain map.
std::string selector_text(const Object& object) {
  if (const CustomResource* custom = custom_resource(object.kind()))
    return custom->preferred_version().scale()->label_selector.empty()
               ? std::string()
               : follow(object.document(), custom->preferred_version().scale()->label_selector).str();
  const Value& selector = object.document().at("spec", "selector");
  std::string text;
  append_selector_text(&object.kind() == &kReplicationController ? Value{{"matchLabels", selector}} : selector, text);
  return text;
}

enum ScalePart { kSpec, kStatus };

const Value& replicas_at(const Object& object, ScalePart part) {
  const Value& document = object.document();
  if (const CustomResource* custom = custom_resource(object.kind()))
    return follow(document, part == kSpec ? custom->preferred_version().scale()->spec_replicas
                                          : custom->preferred_version().scale()->status_replicas);
  return document.at(part == kSpec ? "spec" : "status", "replicas");
}

void set_replicas(const Kind& kind, Value& document, int64_t replicas) {
  const FieldSteps steps = custom_resource(kind) != nullptr
                               ? custom_resource(kind)->preferred_version().scale()->spec_replicas
                               : FieldSteps{"spec", "replicas"};
  Value* at = &document;
  for (const std::string& step : steps) at = &(*at)[step];
  *at = replicas;
}

Value scale_of(const Object& object) {
  const Value& document = object.document();
  const Value& metadata = document["metadata"];
  Value out{{"apiVersion", "autoscaling/v1"},
            {"kind", "Scale"},
            {"metadata", Value{{"creationTimestamp", metadata["creationTimestamp"]},
                               {"name", object.name()},
                               {"namespace", object.ns()},
                               {"resourceVersion", metadata["resourceVersion"]},
                               {"uid", metadata["uid"]}}},
            {"spec", Value{{"replicas", replicas_at(object, kSpec).as_int()}}},
            {"status", Value{{"replicas", replicas_at(object, kStatus).as_int()}}}};
  out["status"]["selector"] = selector_text(object);
  return out;
}

}  // namespace

Result<Value> ApiServer::get_scale(const Kind& kind, const ObjectKey& key) const {
  if (!kind.has_scale)
    return Error{Reason::kNotFound, "the server could not find the requested resource", {}, {}, {}, {}};
  auto object = get(kind, key);
  if (!object) return object.error();
  return scale_of(**object);
}

Result<Value> ApiServer::update_scale(const Kind& kind, const ObjectKey& key, const Value& scale,
                                      const WriteOptions& options) {
  auto current = get_scale(kind, key);
  if (!current) return current.error();
  const int64_t replicas = scale.at("spec", "replicas").as_int();
  if (replicas < 0) {
    FieldErrors errors;
    errors.invalid(FieldPath("spec.replicas"), replicas, "must be greater than or equal to 0");
    return invalid("Scale", "autoscaling", key.name, errors.take());
  }
  const ObjectRef old = store_.get(kind, key);
  Value document = old->document();
  set_replicas(kind, document, replicas);
  const std::string_view version = scale.at("metadata", "resourceVersion").as_string();
  if (!version.empty()) document["metadata"]["resourceVersion"] = version;
  record_update(kind, old->document(), document, options.field_manager, "scale", now_);
  auto updated = write_update(kind, old, std::move(document), options);
  if (!updated) return updated.error();
  return scale_of(**updated);
}

}  // namespace skiff
