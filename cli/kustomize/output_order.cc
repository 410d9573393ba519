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

std::string kind_key(std::string_view group, std::string_view version, std::string_view kind) {
  const auto or_last = [](std::string_view text, const char* mark) { return std::string(text.empty() ? mark : text); };
  return or_last(group, "~G") + "_" + or_last(version, "~V") + "_" + or_last(kind, "~K");
}

// Upstream: legacyIDSorter.
auto sort_key(const Ranks& ranks, const Resource& resource) {
  const ResourceId id = resource.id();
  const auto known = ranks.find(id.kind);
  return std::tuple(known == ranks.end() ? 0 : known->second, kind_key(id.group, id.version, id.kind),
                    id.kind_text() + "|" + or_mark(id.ns, "~X") + "|" + or_mark(id.name, "~N"));
}

Ranks usual_ranks() {
  Ranks ranks;
  rank(ranks, {std::begin(kFirst), std::end(kFirst)}, {std::begin(kLast), std::end(kLast)});
  return ranks;
}

}  // namespace

bool comes_before(const KindChoice& a, const KindChoice& b) {
  const Ranks ranks = usual_ranks();
  const auto key = [&](const KindChoice& one) {
    const auto known = ranks.find(one.kind);
    return std::pair(known == ranks.end() ? 0 : known->second, kind_key(one.group, one.version, one.kind));
  };
  return key(a) < key(b);
}

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
  if (lists.is_null()) ranks = usual_ranks();
  else rank(ranks, texts(lists["orderFirst"]), texts(lists["orderLast"]));
  std::stable_sort(resources.begin(), resources.end(),
                   [&](const Resource& a, const Resource& b) { return sort_key(ranks, a) < sort_key(ranks, b); });
  return {};
}

}  // namespace skiff::cli
