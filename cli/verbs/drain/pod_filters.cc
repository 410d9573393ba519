#include "cli/verbs/drain/pod_filters.h"

#include "api/kind_table.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/pod.h"
#include "apiserver/client.h"

namespace skiff::cli {
namespace {

enum class Verdict { kDelete, kSkip, kWarn, kRefuse };

struct Finding {
  Verdict verdict = Verdict::kDelete;
  const char* message = "";
};

constexpr const char* kDaemonSetRefusal = "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)";
constexpr const char* kDaemonSetWarning = "ignoring DaemonSet-managed Pods";
constexpr const char* kLocalRefusal = "cannot delete Pods with local storage (use --delete-emptydir-data to override)";
constexpr const char* kUnmanagedRefusal = "cannot delete Pods that declare no controller (use --force to override)";
constexpr const char* kUnmanagedWarning = "deleting Pods that declare no controller";

bool finished(const Object& pod) {
  const std::string_view phase = pod.status()["phase"].as_string();
  return phase == "Succeeded" || phase == "Failed";
}

Finding daemonset_filter(const ApiServer& api, const Object& pod, const DrainRules& rules) {
  const Value& owner = controller_of(pod.metadata());
  if (owner["kind"].as_string() != "DaemonSet" || finished(pod)) return {};
  if (!api.get(kDaemonSet, {pod.ns(), owner["name"].str()}))
    return rules.force ? Finding{Verdict::kDelete, ""} : Finding{Verdict::kRefuse, kDaemonSetRefusal};
  if (!rules.ignore_daemonsets) return {Verdict::kRefuse, kDaemonSetRefusal};
  return {Verdict::kSkip, kDaemonSetWarning};
}

bool is_mirror(const Object& pod) { return pod.metadata()["annotations"].contains("kubernetes.io/config.mirror"); }

Finding local_storage_filter(const Object& pod, const DrainRules& rules) {
  bool local = false;
  for (const Value& volume : pod.spec()["volumes"].elements()) local = local || volume.contains("emptyDir");
  if (!local || finished(pod)) return {};
  if (!rules.delete_emptydir_data) return {Verdict::kRefuse, kLocalRefusal};
  return {};  // upstream's warning here is overruled by the filter that follows
}

Finding unmanaged_filter(const Object& pod, const DrainRules& rules) {
  if (finished(pod) || !controller_of(pod.metadata()).is_null()) return {};
  if (rules.force) return {Verdict::kWarn, kUnmanagedWarning};
  return {Verdict::kRefuse, kUnmanagedRefusal};
}

// Messages with their pods, each message once, in the order they came up.
class Notes {
 public:
  void add(const char* message, const Object& pod) {
    for (auto& [known, pods] : notes_)
      if (known == message) {
        pods += ", " + pod.ns() + "/" + pod.name();
        return;
      }
    notes_.emplace_back(message, pod.ns() + "/" + pod.name());
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (const auto& [message, pods] : notes_) out.push_back(std::string(message) + ": " + pods);
    return out;
  }

 private:
  std::vector<std::pair<std::string, std::string>> notes_;
};

}  // namespace

Result<DrainList> pods_to_drain(const ApiServer& api, const std::string& node, const DrainRules& rules) {
  auto listed = api.list(kPod, {"", rules.pod_selector, "spec.nodeName=" + node});
  if (!listed) return listed.error();
  DrainList list;
  Notes warnings;
  Notes refusals;
  for (const ObjectRef& pod : *listed) {
    if (is_mirror(*pod)) continue;
    // The first filter that says no has the last word. If none does, the last one has it.
    Finding last;
    for (const Finding& finding :
         {daemonset_filter(api, *pod, rules), local_storage_filter(*pod, rules), unmanaged_filter(*pod, rules)}) {
      last = finding;
      if (finding.verdict == Verdict::kSkip || finding.verdict == Verdict::kRefuse) break;
    }
    if (last.verdict == Verdict::kRefuse) refusals.add(last.message, *pod);
    if (last.verdict == Verdict::kSkip || last.verdict == Verdict::kWarn) warnings.add(last.message, *pod);
    if (last.verdict == Verdict::kDelete || last.verdict == Verdict::kWarn) list.pods.push_back(pod);
  }
  for (const std::string& line : warnings.lines()) list.warning += (list.warning.empty() ? "" : "; ") + line;
  list.refusals = refusals.lines();
  return list;
}

}  // namespace skiff::cli
