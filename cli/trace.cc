#include "cli/trace.h"

#include <fmt/format.h>

#include "api/pod_view.h"

namespace skiff::cli {
namespace {

using Lines = std::vector<std::string>;

// One step from `before` to `after` of an object called `name`.
struct Step {
  const Value& before;
  const Value& after;
  std::string_view name;
};

bool condition_is_true(const Value& object, std::string_view type) {
  return find_condition(object["status"], type)["status"].as_string() == "True";
}

// The node is told only where it is determined: by a DaemonSet, or a node selector.
bool node_is_determined(const Value& pod) {
  if (!pod["spec"]["nodeSelector"].empty()) return true;
  for (const Value& owner : pod["metadata"]["ownerReferences"].elements())
    if (owner["kind"].as_string() == "DaemonSet") return true;
  return false;
}

void pod_lines(const Step& step, Lines& out) {
  const std::string_view node = step.after["spec"]["nodeName"].as_string();
  if (step.before["spec"]["nodeName"].as_string().empty() && !node.empty())
    out.push_back(node_is_determined(step.after) ? fmt::format("scheduled {} {}", step.name, node)
                                                 : fmt::format("scheduled {}", step.name));
  const bool was_ready = condition_is_true(step.before, "Ready");
  const bool ready = condition_is_true(step.after, "Ready");
  const bool terminating = step.after["metadata"].contains("deletionTimestamp");
  if (ready && !was_ready) out.push_back(fmt::format("ready {}", step.name));
  const std::string_view phase = step.after["status"]["phase"].as_string();
  const bool finished = phase == "Succeeded" || phase == "Failed";
  if (!ready && was_ready && !terminating && !finished) out.push_back(fmt::format("unready {}", step.name));
  if (finished && step.before["status"]["phase"].as_string() != phase)
    out.push_back(fmt::format("{} {}", phase == "Succeeded" ? "succeeded" : "failed", step.name));
}

void claim_lines(const Step& step, Lines& out) {
  if (step.after["status"]["phase"].as_string() == "Bound" && step.before["status"]["phase"].as_string() != "Bound")
    out.push_back(fmt::format("bound {}", step.name));
}

void replicaset_lines(const Step& step, Lines& out) {
  if (step.before.is_null()) return;
  const int64_t from = step.before["spec"]["replicas"].as_int(1);
  const int64_t to = step.after["spec"]["replicas"].as_int(1);
  if (from != to) out.push_back(fmt::format("scale {} {}->{}", step.name, from, to));
}

void statefulset_lines(const Step& step, Lines& out) {
  const std::string_view from = step.before["status"]["updateRevision"].as_string();
  const std::string_view to = step.after["status"]["updateRevision"].as_string();
  if (!from.empty() && from != to) out.push_back(fmt::format("update {} revision {}", step.name, to));
}

void job_lines(const Step& step, Lines& out) {
  for (const auto& [condition, word] :
       {std::pair{"Complete", "complete"}, std::pair{"Failed", "failed"}, std::pair{"Suspended", "suspended"}})
    if (condition_is_true(step.after, condition) && !condition_is_true(step.before, condition))
      out.push_back(fmt::format("{} {}", word, step.name));
}

void no_lines(const Step&, Lines&) {}

struct TracedKind {
  std::string_view resource;
  std::string_view short_name;
  bool tells_terminating;
  void (*lines)(const Step&, Lines&);
};
constexpr TracedKind kTracedKinds[] = {
    {"daemonsets.apps", "ds", false, no_lines},
    {"deployments.apps", "deploy", false, no_lines},
    {"jobs.batch", "job", false, job_lines},
    {"persistentvolumeclaims", "pvc", true, claim_lines},
    {"pods", "pod", true, pod_lines},
    {"replicasets.apps", "rs", false, replicaset_lines},
    {"statefulsets.apps", "sts", false, statefulset_lines},
};

}  // namespace

std::vector<std::string> trace_lines(const journal::ObjectChange& change, const Value& before, const Value& after) {
  Lines out;
  for (const TracedKind& kind : kTracedKinds) {
    if (kind.resource != change.resource) continue;
    const std::string ns = change.ns == "default" ? std::string() : std::string(change.ns) + "/";
    const std::string name = fmt::format("{}/{}{}", kind.short_name, ns, change.name);
    if (change.type == journal::ObjectChange::Type::kDelete) {
      // Deleted without a grace: a watch sees the deletion's time on the object that is gone.
      const bool at_once = kind.tells_terminating && !before["metadata"].contains("deletionTimestamp");
      if (at_once) out.push_back("terminating " + name);
      out.push_back("deleted " + name);
      return out;
    }
    if (before.is_null()) out.push_back("create " + name);
    const bool terminating = after["metadata"].contains("deletionTimestamp");
    if (kind.tells_terminating && terminating && !before["metadata"].contains("deletionTimestamp"))
      out.push_back("terminating " + name);
    kind.lines({before, after, name}, out);
  }
  return out;
}

}  // namespace skiff::cli
