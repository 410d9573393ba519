#include "controllers/statefulset/identity.h"

#include <charconv>

#include "apiserver/client.h"
#include "controllers/statefulset/volume_claims.h"

namespace skiff::statefulset {
namespace {

constexpr const char* kPodNameLabel = "statefulset.kubernetes.io/pod-name";
constexpr const char* kPodIndexLabel = "apps.kubernetes.io/pod-index";

}  // namespace

PodName parse_pod_name(std::string_view name) {
  const size_t dash = name.find_last_of('-');
  if (dash == std::string_view::npos || dash + 1 == name.size()) return {};
  const std::string_view digits = name.substr(dash + 1);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return {};
  PodName parsed{name.substr(0, dash), -1};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed.ordinal);
  if (error != std::errc{}) parsed.ordinal = -1;
  return parsed;
}

Ordinals wanted_ordinals(const Value& spec) {
  return {.first = static_cast<int>(spec.at("ordinals", "start").as_int()),
          .count = static_cast<int>(spec["replicas"].as_int(1))};
}

std::string pod_name(std::string_view set, int ordinal) {
  std::string name(set);
  name += '-';
  name += std::to_string(ordinal);
  return name;
}

bool identity_matches(const Object& set, const Object& pod) {
  const PodName parsed = parse_pod_name(pod.name());
  return parsed.ordinal >= 0 && parsed.parent == set.name() && pod.name() == pod_name(set.name(), parsed.ordinal) &&
         pod.ns() == set.ns() && pod.metadata().at("labels", kPodNameLabel).as_string() == pod.name();
}

void repair_identity(Value& pod, int ordinal) {
  const std::string name = pod.at("metadata", "name").str();
  Value& labels = pod["metadata"]["labels"];
  labels.set(kPodNameLabel, name);
  labels.set(kPodIndexLabel, std::to_string(ordinal));
}

Value make_pod(const Object& set, const Value& pod_template, std::string_view revision, int ordinal) {
  const std::string name = pod_name(set.name(), ordinal);
  const Value& from = pod_template["metadata"];
  Value metadata = Value::object();
  metadata.set("name", name);
  metadata.set("generateName", set.name() + "-");
  metadata.set("namespace", set.ns());
  for (const char* copied : {"annotations", "finalizers"})
    if (!from[copied].empty()) metadata.set(copied, from[copied]);
  Value labels = from["labels"];
  labels.set("controller-revision-hash", revision);
  metadata.set("labels", std::move(labels));
  metadata.set("ownerReferences", Value::array({controller_reference(set)}));

  Value spec = pod_template["spec"];
  spec.set("hostname", name);
  const std::string_view service = set.spec()["serviceName"].as_string();
  if (service.empty()) spec.erase("subdomain");
  else spec.set("subdomain", service);
  set_claim_volumes(spec, set, ordinal);

  Value pod{{"apiVersion", "v1"}, {"kind", "Pod"}, {"metadata", std::move(metadata)}, {"spec", std::move(spec)}};
  repair_identity(pod, ordinal);
  return pod;
}

}  // namespace skiff::statefulset
