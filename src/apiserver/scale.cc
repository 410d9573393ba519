// The /scale subresource: autoscaling/v1 Scale. Mirrors pkg/registry/apps/*/storage (ScaleREST).
#include "api/scale_fields.h"
#include "apiserver/apiserver.h"
#include "apiserver/managed_fields.h"

namespace skiff {
namespace {

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
            {"spec", Value{{"replicas", wanted_replicas(object)}}},
            {"status", Value{{"replicas", present_replicas(object)}}}};
  out["status"]["selector"] = scale_selector(object);
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
  set_wanted_replicas(kind, document, replicas);
  const std::string_view version = scale.at("metadata", "resourceVersion").as_string();
  if (!version.empty()) document["metadata"]["resourceVersion"] = version;
  record_update(kind, old->document(), document, options.field_manager, "scale", now_);
  auto updated = write_update(kind, old, std::move(document), options);
  if (!updated) return updated.error();
  return scale_of(**updated);
}

}  // namespace skiff
