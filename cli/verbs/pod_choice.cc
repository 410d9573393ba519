#include "cli/verbs/pod_choice.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/label_selector.h"
#include "api/pod_view.h"
#include "cli/resource_args.h"

namespace skiff::cli {
namespace {

// "nginx, prep (init)": all containers, as errors list them.
std::string listed(const Object& pod) {
  std::string out;
  for (const auto& [list, mark] : {std::pair{"containers", ""}, std::pair{"initContainers", " (init)"}})
    for (const Value& container : pod.spec()[list].elements())
      out += fmt::format("{}{}{}", out.empty() ? "" : ", ", container["name"].as_string(), mark);
  return out;
}

Result<LabelSelector> pod_selector(const Object& workload) {
  const Value& selector = workload.spec()["selector"];
  if (&workload.kind() == &kService && selector.empty())
    return client_error(fmt::format("invalid service '{}': Service is defined without a selector", workload.name()));
  if (selector.contains("matchLabels") || selector.contains("matchExpressions")) return LabelSelector::of(selector);
  if (selector.is_object()) return LabelSelector::of_map(selector);
  const std::string type = fmt::format("*{}.{}", workload.kind().version, workload.kind().kind);
  return client_error(fmt::format("selector for {} not implemented", type));
}

// Upstream: ActivePods: ready before not ready, running before pending, older before younger.
bool better(const ObjectRef& a, const ObjectRef& b) {
  const PodView& x = a->view<PodView>();
  const PodView& y = b->view<PodView>();
  if (x.ready != y.ready) return x.ready;
  if (x.phase != y.phase) return x.phase == PodPhase::kRunning;
  return x.created < y.created;
}

}  // namespace

Result<std::vector<ObjectRef>> pods_of_workload(Session& session, const std::string& word, PodUse use, IoStreams& io) {
  const std::vector<std::string> args =
      word.find('/') == std::string::npos ? std::vector<std::string>{"pods", word} : std::vector<std::string>{word};
  ResourceRequest request{args, {}};
  request.decoding = Decoding::kGoTypes;
  auto targets = resolve_targets(session, request, io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors.front();
  const ObjectRef object = targets->items.front().live;
  if (&object->kind() == &kPod) return std::vector<ObjectRef>{object};
  auto selector = pod_selector(*object);
  if (!selector)
    return client_error(fmt::format("cannot {} *{}.{}: {}", use == PodUse::kLogs ? "get the logs from" : "attach to",
                                    object->kind().version, object->kind().kind, selector.error().message));
  auto pods = session.api().list(kPod, {object->ns(), "", ""});
  if (!pods) return pods.error();
  std::vector<ObjectRef> selected;
  for (const ObjectRef& pod : *pods)
    if (selector->matches(pod->metadata()["labels"])) selected.push_back(pod);
  std::stable_sort(selected.begin(), selected.end(), better);
  return selected;
}

Result<ObjectRef> choose_pod(Session& session, const std::string& word, PodUse use, IoStreams& io) {
  auto selected = pods_of_workload(session, word, use, io);
  if (!selected) return selected.error();
  if (selected->empty()) return client_error("timed out waiting for the condition");
  if (selected->size() > 1 && use == PodUse::kLogs)
    io.err << fmt::format("Found {} pods, using pod/{}\n", selected->size(), selected->front()->name());
  return selected->front();
}

Result<void> check_running_timeout(Duration timeout) {
  if (timeout > Duration::zero()) return {};
  return client_error("--pod-running-timeout must be higher than zero");
}

std::vector<std::string> container_names_of(const Object& pod) {
  std::vector<std::string> names;
  for (const char* list : {"initContainers", "containers"})
    for (const Value& container : pod.spec()[list].elements()) names.push_back(container["name"].str());
  return names;
}

Result<std::string> choose_container(const Object& pod, const std::string& name, std::ostream& err) {
  const std::vector<std::string> names = container_names_of(pod);
  if (!name.empty()) {
    if (std::find(names.begin(), names.end(), name) != names.end()) return name;
    return client_error(fmt::format("container {} is not valid for pod {} out of: {}", name, pod.name(), listed(pod)));
  }
  const std::string preferred = pod.metadata()["annotations"]["kubectl.kubernetes.io/default-container"].str();
  if (std::find(names.begin(), names.end(), preferred) != names.end()) return preferred;
  const std::string first = pod.spec()["containers"][0]["name"].str();
  if (names.size() > 1) err << fmt::format("Defaulted container \"{}\" out of: {}\n", first, listed(pod));
  return first;
}

}  // namespace skiff::cli
