#include "cli/verbs/rollout/kinds/template_revisions.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/controllerrevision.h"
#include "apiserver/client.h"
#include "cli/pod_template_text.h"

namespace skiff::cli {
namespace {

// A revision's data is a patch that replaces the template: {"spec":{"template":{"$patch":"replace", …}}}.
Value recorded_template(const Value& revision) {
  Value pod_template = revision["data"]["spec"]["template"];
  pod_template.erase("$patch");
  return pod_template;
}

// The workload with the template of one of its revisions. Upstream: applyStatefulSetHistory, applyDaemonSetHistory.
Value with_template(const Object& object, const Value& pod_template) {
  Value document = object.document();
  document["spec"].set("template", pod_template);
  return document;
}

// Upstream: findHistory.
const Revision* find_revision(const std::vector<Revision>& revisions, int64_t wanted) {
  if (wanted == 0) return revisions.size() < 2 ? nullptr : &revisions[revisions.size() - 2];
  const auto found = std::find_if(revisions.begin(), revisions.end(),
                                  [&](const Revision& revision) { return revision.number == wanted; });
  return found == revisions.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Revision> template_revisions(const ApiServer& api, const Object& object) {
  std::vector<Revision> revisions;
  for (const ObjectRef& revision : api.store().dependents(kControllerRevision, object.uid())) {
    if (controller_of(revision->metadata())["uid"].as_string() != object.uid()) continue;
    const Value& document = revision->document();
    Value pod_template = recorded_template(document);
    Value shown = with_template(object, pod_template);
    revisions.push_back({document["revision"].as_int(), std::move(pod_template), std::move(shown),
                         revision->metadata()["annotations"]["kubernetes.io/change-cause"].str(), document["data"]});
  }
  std::sort(revisions.begin(), revisions.end(),
            [](const Revision& a, const Revision& b) { return a.number < b.number; });
  return revisions;
}

Result<std::string> undo_to_template_revision(ApiServer& api, const Object& object, const UndoRequest& request) {
  const std::vector<Revision> revisions = template_revisions(api, object);
  if (request.to_revision == 0 && revisions.size() < 2) return client_error("no last revision to roll back to");
  const Revision* target = find_revision(revisions, request.to_revision);
  if (target == nullptr)
    return client_error(fmt::format("unable to find specified revision {} in history", request.to_revision));
  if (request.dry_run == DryRunMode::kClient) return "will roll back to " + pod_template_text(target->pod_template);
  if (target->pod_template == object.spec()["template"])
    return fmt::format("skipped rollback (current template already matches revision {})", request.to_revision);
  auto patched = api.patch(object.kind(), object.key(), PatchType::kStrategic, target->patch,
                           write_options(request.dry_run, "kubectl"));
  if (!patched)
    return as_client_error(patched.error(), fmt::format("failed restoring revision {}: ", request.to_revision));
  return std::string("rolled back");
}

}  // namespace skiff::cli
