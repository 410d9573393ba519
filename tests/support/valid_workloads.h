// One valid object of each workload kind, as given by a user, for tests that change one thing of it.
#pragma once
#include <string_view>

#include "api/canonical.h"
#include "api/kind_table.h"
#include "api/patch/merge_patch.h"
#include "base/json.h"

namespace skiff::test {

inline Value given_workload(const Kind& kind) {
  const Value containers = *parse_json(R"([{"name":"c","image":"nginx"}])");
  const Value pod_template{{"metadata", {{"labels", {{"app", "a"}}}}}, {"spec", {{"containers", containers}}}};
  const Value job_template = apply_merge_patch(pod_template, *parse_json(R"({"spec":{"restartPolicy":"Never"}})"));
  Value spec{{"template", pod_template}, {"selector", {{"matchLabels", {{"app", "a"}}}}}};
  if (kind.kind == "Pod") spec = Value{{"containers", containers}};
  if (kind.kind == "Job") spec = Value{{"template", job_template}};
  if (kind.kind == "CronJob")
    spec = Value{{"schedule", "@daily"}, {"jobTemplate", {{"spec", {{"template", job_template}}}}}};
  if (kind.kind == "ReplicationController") spec.set("selector", {{"app", "a"}});
  Value object{{"apiVersion", kind.api_version()},
               {"kind", kind.kind},
               {"metadata", {{"name", "a"}, {"namespace", "default"}, {"uid", "u-1"}}}};
  if (kind.kind == "ControllerRevision") {
    object.set("data", {{"spec", Value::object()}});
    object.set("revision", 1);
  } else {
    object.set("spec", spec);
  }
  return object;
}

// The object with a merge patch (JSON text) applied, defaulted and prepared as a create does it.
inline Value created_workload(std::string_view resource, std::string_view patch) {
  const Kind& kind = *find_resource(resource);
  Value object = apply_merge_patch(given_workload(kind), *parse_json(patch));
  complete(kind, object);
  if (kind.prepare_for_create != nullptr) kind.prepare_for_create(object);
  return object;
}

}  // namespace skiff::test
