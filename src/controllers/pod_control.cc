#include "controllers/pod_control.h"

#include <algorithm>
#include <string>

#include "api/kinds/pod.h"

namespace skiff {

Value pod_from_template(const Value& pod_template, const Object& owner) {
  const Value& from = pod_template["metadata"];
  Value metadata{{"generateName", owner.name() + "-"},
                 {"namespace", owner.ns()},
                 {"ownerReferences", Value::array({controller_reference(owner)})}};
  for (const char* part : {"labels", "annotations", "finalizers"})
    if (!from[part].empty()) metadata[part] = from[part];
  return Value{
      {"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", std::move(metadata)}, {"spec", pod_template["spec"]}};
}

Result<ObjectRef> create_pod(Client& client, const Object& owner, Value pod) {
  Result<ObjectRef> created = client.create(kPod, std::move(pod));
  if (created) client.event(owner, EventType::kNormal, "SuccessfulCreate", "Created pod: " + (*created)->name());
  else if (!is_namespace_terminating(created.error()))
    client.event(owner, EventType::kWarning, "FailedCreate", "Error creating: " + created.error().message);
  return created;
}

Result<void> delete_pod(Client& client, const Object& owner, const Object& pod) {
  const std::string done = "Deleted pod: " + pod.name();  // before: the pod may go with the removal
  const Result<DeleteOutcome> removed = client.remove(pod);
  if (removed) {
    client.event(owner, EventType::kNormal, "SuccessfulDelete", done);
    return {};
  }
  if (removed.error().is(Reason::kNotFound)) return {};
  client.event(owner, EventType::kWarning, "FailedDelete", "Error deleting: " + removed.error().message);
  return removed.error();
}

bool is_namespace_terminating(const Error& error) {
  return std::any_of(error.causes.begin(), error.causes.end(),
                     [](const Cause& cause) { return cause.type == "NamespaceTerminating"; });
}

}  // namespace skiff
