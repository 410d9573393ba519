#include "cli/kustomize/output_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace skiff::cli {
namespace {

constexpr const char* kFirst[] = {"Namespace",
                                  "ResourceQuota",
                                  "StorageClass",
                                  "CustomResourceDefinition",
                                  "ServiceAccount",
                                  "PodSecurityPolicy",
                                  "Role",
                                  "ClusterRole",
                                  "RoleBinding",
                                  "ClusterRoleBinding",
                                  "ConfigMap",
                                  "Secret",
                                  "Endpoints",
                                  "Service",
                                  "LimitRange",
                                  "PriorityClass",
                                  "PersistentVolume",
                                  "PersistentVolumeClaim",
                                  "Deployment",
                                  "StatefulSet",
                                  "CronJob",
                                  "PodDisruptionBudget"};
constexpr const char* kLast[] = {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"};

using Ranks = std::map<std::string, int, std::less<>>;

void rank(Ranks& ranks, const std::vector<std::string>& first, const std::vector<std::string>& last) {
  for (size_t at = 0; at < first.size(); ++at) ranks[first[at]] = static_cast<int>(at) - static_cast<int>(first.size());
  for (size_t at = 0; at < last.size(); ++at) ranks[last[at]] = static_cast<int>(at) + 1;
}

std::vector<std::string> texts(const Value& list) {
  std::vector<std::string> out;
  for (const Value& element : list.elements()) out.push_back(element.str());
  return out;
}

std::string or_mark(const std::string& text, const char* mark) { return text.empty() ? mark : text; }

// Upstream: legacyIDSorter.
auto sort_key(const Ranks& ranks, const Resource& resource) {
  const ResourceId id = resource.id();
  const auto known = ranks.find(id.kind);
  return std::tuple(known == ranks.end() ? 0 : known->second,
                    or_mark(id.group, "~G") + "_" + or_mark(id.version, "~V") + "_" + or_mark(id.kind, "~K"),
                    id.kind_text() + "|" + or_mark(id.ns, "~X") + "|" + or_mark(id.name, "~N"));
}

}  // namespace

Result<void> sort_for_output(const Value& options, Resources& resources) {
  const std::string order = options.is_null() ? "legacy" : options["order"].str();
  const Value& lists = options["legacySortOptions"];
  if (order != "fifo" && order != "legacy")
    return client_error("the field 'sortOptions.order' must be one of [fifo, legacy]");
  if (order == "fifo") {
    if (lists.is_null()) return {};
    return client_error(
        "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'");
  }
  Ranks ranks;
  if (lists.is_null()) rank(ranks, {std::begin(kFirst), std::end(kFirst)}, {std::begin(kLast), std::end(kLast)});
  else rank(ranks, texts(lists["orderFirst"]), texts(lists["orderLast"]));
  std::stable_sort(resources.begin(), resources.end(),
                   [&](const Resource& a, const Resource& b) { return sort_key(ranks, a) < sort_key(ranks, b); });
  return {};
}

}  // namespace skiff::cli
