#include "cli/verbs/rollout/kinds/deployment.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "api/kinds/deployment.h"
#include "api/kinds/replicaset.h"
#include "api/pod_view.h"
#include "apiserver/client.h"
#include "cli/pod_template_text.h"

namespace skiff::cli {
namespace {

constexpr std::string_view kRevisionAnnotation = "deployment.kubernetes.io/revision";
constexpr std::string_view kChangeCause = "kubernetes.io/change-cause";
constexpr std::string_view kHashLabel = "pod-template-hash";

// Annotations that a rollback leaves as the Deployment has them. Upstream: annotationsToSkip.
constexpr std::string_view kKeptAnnotations[] = {
    "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas",
    "deployment.kubernetes.io/revision",         "deployment.kubernetes.io/revision-history",
    "deprecated.deployment.rollback.to",         "kubectl.kubernetes.io/last-applied-configuration",
};

bool is_kept(std::string_view annotation) {
  return std::find(std::begin(kKeptAnnotations), std::end(kKeptAnnotations), annotation) != std::end(kKeptAnnotations);
}

std::optional<int64_t> revision_of(const Value& object) {
  const std::string_view text = object["metadata"]["annotations"][kRevisionAnnotation].as_string();
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

Value without_hash(Value pod_template) {
  Value& labels = pod_template["metadata"]["labels"];
  labels.erase(kHashLabel);
  if (labels.empty()) pod_template["metadata"].erase("labels");
  return pod_template;
}

// Upstream: deploymentRevision.
Result<Revision> revision_to_restore(const std::vector<Revision>& revisions, const Object& deployment, int64_t wanted) {
  if (wanted == 0) {
    if (revisions.size() < 2)
      return client_error(fmt::format("no rollout history found for deployment \"{}\"", deployment.name()));
    return revisions[revisions.size() - 2];
  }
  for (const Revision& revision : revisions)
    if (revision.number == wanted) return revision;
  return client_error(fmt::format("unable to find specified revision {} in history", wanted));
}

// The Deployment's annotations after the rollback: its own bookkeeping, everything else from the ReplicaSet.
Value restored_annotations(const Object& deployment, const Value& replicaset) {
  Value annotations = Value::object();
  for (const Member& entry : deployment.metadata()["annotations"].members())
    if (is_kept(entry.name())) annotations[entry.key] = entry.value;
  for (const Member& entry : replicaset["metadata"]["annotations"].members())
    if (!is_kept(entry.name())) annotations[entry.key] = entry.value;
  return annotations;
}

}  // namespace

Result<RolloutProgress> deployment_rollout_status(const Object& object, int64_t revision) {
  if (revision > 0) {
    const int64_t running = revision_of(object.document()).value_or(0);
    if (running != revision)
      return client_error(
          fmt::format("desired revision ({}) is different from the running revision ({})", revision, running));
  }
  const Value& status = object.status();
  if (object.metadata()["generation"].as_int() > status["observedGeneration"].as_int())
    return RolloutProgress{"Waiting for deployment spec update to be observed...\n"};
  if (find_condition(status, "Progressing")["reason"].as_string() == "ProgressDeadlineExceeded")
    return client_error(fmt::format("deployment \"{}\" exceeded its progress deadline", object.name()));
  const int64_t desired = object.spec()["replicas"].as_int(1);
  const int64_t updated = status["updatedReplicas"].as_int();
  const int64_t current = status["replicas"].as_int();
  const int64_t available = status["availableReplicas"].as_int();
  const std::string waiting = fmt::format("Waiting for deployment \"{}\" rollout to finish: ", object.name());
  if (updated < desired)
    return RolloutProgress{waiting + fmt::format("{} out of {} new replicas have been updated...\n", updated, desired)};
  if (current > updated)
    return RolloutProgress{waiting + fmt::format("{} old replicas are pending termination...\n", current - updated)};
  if (available < updated)
    return RolloutProgress{waiting + fmt::format("{} of {} updated replicas are available...\n", available, updated)};
  return RolloutProgress{fmt::format("deployment \"{}\" successfully rolled out\n", object.name()), true};
}

std::vector<Revision> deployment_revisions(const ApiServer& api, const Object& object) {
  std::vector<Revision> revisions;
  for (const ObjectRef& replicaset : api.store().dependents(kReplicaSet, object.uid())) {
    if (controller_of(replicaset->metadata())["uid"].as_string() != object.uid()) continue;
    const auto number = revision_of(replicaset->document());
    if (!number) continue;
    Revision revision{*number, replicaset->spec()["template"], replicaset->document(),
                      replicaset->metadata()["annotations"][kChangeCause].str()};
    if (!revision.change_cause.empty())
      revision.pod_template["metadata"]["annotations"][kChangeCause] = revision.change_cause;
    revisions.push_back(std::move(revision));
  }
  std::sort(revisions.begin(), revisions.end(),
            [](const Revision& a, const Revision& b) { return a.number < b.number; });
  return revisions;
}

Result<std::string> undo_deployment(ApiServer& api, const Object& object, const UndoRequest& request) {
  if (request.to_revision < 0)
    return client_error(fmt::format("unable to find specified revision {} in history", request.to_revision));
  auto revision = revision_to_restore(deployment_revisions(api, object), object, request.to_revision);
  if (!revision) return revision.error();
  const Value& recorded = revision->shown["spec"]["template"];
  if (request.dry_run == DryRunMode::kClient) return pod_template_text(recorded);
  if (object.spec()["paused"].as_bool())
    return client_error(
        "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
  if (without_hash(recorded) == without_hash(object.spec()["template"]))
    return fmt::format("skipped rollback (current template already matches revision {})", request.to_revision);
  const Value patch = Value::array({
      Value{{"op", "replace"}, {"path", "/spec/template"}, {"value", without_hash(recorded)}},
      Value{{"op", "replace"},
            {"path", "/metadata/annotations"},
            {"value", restored_annotations(object, revision->shown)}},
  });
  auto patched =
      api.patch(object.kind(), object.key(), PatchType::kJson, patch, write_options(request.dry_run, "kubectl"));
  if (!patched)
    return as_client_error(patched.error(), fmt::format("failed restoring revision {}: ", request.to_revision));
  return std::string("rolled back");
}

}  // namespace skiff::cli
