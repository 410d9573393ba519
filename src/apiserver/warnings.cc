#include "apiserver/warnings.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "api/kinds/endpoints.h"
#include "api/kinds/pod.h"
#include "api/name_rules.h"
#include "apiserver/object_warnings.h"
#include "apiserver/pod_maker.h"
#include "apiserver/pod_warnings.h"
#include "base/strings.h"

namespace skiff {
namespace {

void warn_about_name(const Value& object, std::vector<std::string>& warnings) {
  const Problems problems = dns1123_label_problems(object.at("metadata", "name").as_string());
  if (problems.empty()) return;
  warnings.push_back(
      "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is "
      "recommended: [" +
      join(problems, " ") + "]");
}

// Pods that are there already are seldom somebody's own work.
bool warns_of_pods(const Kind& kind, WriteEvent event) {
  return event == WriteEvent::kCreate || (event == WriteEvent::kNewSpec && &kind != &kPod);
}

}  // namespace

std::vector<std::string> write_warnings(const Kind& kind, const Value& object, const Value& before, WriteEvent event) {
  std::vector<std::string> warnings;
  if (std::string text = deprecation_warning(kind); !text.empty()) warnings.push_back(std::move(text));
  const auto add = [&](std::vector<std::string> more) {
    std::move(more.begin(), more.end(), std::back_inserter(warnings));
  };
  const PodMaker* maker = find_pod_maker(kind);
  const bool others_first = maker != nullptr && maker->others == Others::kBeforePods;
  const bool of_pods = maker != nullptr && warns_of_pods(kind, event);
  if (of_pods && event == WriteEvent::kCreate && maker->names_pods) warn_about_name(object, warnings);
  if (others_first) add(object_warnings(kind, object, before, event));
  if (of_pods) {
    FieldPath path;
    for (std::string_view step : maker->pod) path = path.child(step);
    add(pod_warnings(pod_of(*maker, object), path));
  }
  if (!others_first) add(object_warnings(kind, object, before, event));
  return warnings;
}

std::string deprecation_warning(const Kind& kind) {
  if (&kind != &kEndpoints) return {};
  return "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";
}

void add_warnings(std::vector<std::string> more, std::vector<std::string>& warnings) {
  for (std::string& text : more)
    if (std::find(warnings.begin(), warnings.end(), text) == warnings.end()) warnings.push_back(std::move(text));
}

}  // namespace skiff
