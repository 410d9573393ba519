#include "cli/verbs/apply/prune.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/kind_table.h"
#include "base/strings.h"
#include "cli/last_applied.h"

namespace skiff::cli {
namespace {

constexpr std::string_view kDefaultKinds[] = {
    "core/v1/ConfigMap",
    "core/v1/Endpoints",
    "core/v1/PersistentVolumeClaim",
    "core/v1/Pod",
    "core/v1/ReplicationController",
    "core/v1/Secret",
    "core/v1/Service",
    "batch/v1/Job",
    "batch/v1/CronJob",
    "networking.k8s.io/v1/Ingress",
    "apps/v1/DaemonSet",
    "apps/v1/Deployment",
    "apps/v1/ReplicaSet",
    "apps/v1/StatefulSet",
    "core/v1/Namespace",
    "core/v1/PersistentVolume",
};

Result<const Kind*> prunable_kind(std::string_view text) {
  const auto parts = split(text, '/');
  if (parts.size() != 3)
    return client_error(fmt::format("invalid GroupVersionKind format: {}, please follow <group/version/kind>", text));
  const std::string group(parts[0] == "core" ? std::string_view() : parts[0]);
  const std::string version = group.empty() ? std::string(parts[1]) : fmt::format("{}/{}", group, parts[1]);
  if (const Kind* kind = find_kind(version, parts[2])) return kind;
  return client_error(fmt::format("no matches for kind \"{}\" in version \"{}\"", parts[2], version));
}

Result<void> find_in(Session& session, const Kind& kind, const std::string& ns, const std::string& selector,
                     const Visited& visited, std::vector<Prunable>& out) {
  ListOptions options;
  options.ns = ns;
  options.label_selector = selector;
  auto listed = session.api().list(kind, options);
  if (!listed) return listed.error();
  for (ObjectRef& object : *listed)
    if (!last_applied(object->document()).empty() && visited.uids.count(std::string(object->uid())) == 0)
      out.push_back({&kind, std::move(object)});
  return {};
}

Propagation propagation_of(const std::string& cascade) {
  if (cascade == "foreground") return Propagation::kForeground;
  return cascade == "orphan" || cascade == "false" ? Propagation::kOrphan : Propagation::kBackground;
}

}  // namespace

void warn_of_default_kinds(const std::vector<std::string>& allowlist, std::ostream& err) {
  if (!allowlist.empty()) return;
  // Upstream means -n, and looks at the namespace, which is never empty.
  err << "W0101 00:00:00.000000       1 prune.go:71] Deprecated: kubectl apply will no longer prune non-namespaced "
         "resources by default when used with the --namespace flag in a future release. To preserve the current "
         "behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.\n";
}

Result<std::vector<const Kind*>> prunable_kinds(const std::vector<std::string>& allowlist) {
  std::vector<const Kind*> kinds;
  const auto add = [&](std::string_view text) -> Result<void> {
    auto kind = prunable_kind(text);
    if (!kind) return kind.error();
    kinds.push_back(*kind);
    return {};
  };
  for (const std::string& text : allowlist)
    if (auto added = add(text); !added) return added.error();
  if (allowlist.empty())
    for (std::string_view text : kDefaultKinds)
      if (auto added = add(text); !added) return added.error();
  std::stable_partition(kinds.begin(), kinds.end(), [](const Kind* kind) { return kind->namespaced(); });
  return kinds;
}

Result<std::vector<Prunable>> find_prunable(Session& session, const std::vector<const Kind*>& kinds,
                                            const std::string& selector, const Visited& visited) {
  std::vector<Prunable> out;
  for (const std::string& ns : visited.namespaces)
    for (const Kind* kind : kinds)
      if (kind->namespaced())
        if (auto found = find_in(session, *kind, ns, selector, visited, out); !found) return found.error();
  for (const Kind* kind : kinds)
    if (!kind->namespaced())
      if (auto found = find_in(session, *kind, "", selector, visited, out); !found) return found.error();
  return out;
}

Outcome prune(const ApplyOptions& options, Session& session, const Visited& visited, ResultPrinter& printer) {
  warn_of_default_kinds(options.prune_allowlist, session.err());
  auto kinds = prunable_kinds(options.prune_allowlist);
  if (!kinds) return kinds.error();
  auto found = find_prunable(session, *kinds, options.resources.selector, visited);
  if (!found) return found.error();
  for (const Prunable& one : *found) {
    if (printer.dry_run() != DryRunMode::kClient) {
      DeleteOptions how;
      how.propagation = propagation_of(options.cascade);
      if (options.grace_period >= 0) how.grace_seconds = options.grace_period;
      how.dry_run = printer.dry_run() == DryRunMode::kServer ? DryRun::kYes : DryRun::kNo;
      auto removed = session.api().remove(*one.kind, one.object->key(), how);
      if (!removed && !removed.error().is(Reason::kNotFound)) return removed.error();
    }
    if (auto printed = printer.print(*one.kind, one.object->document(), "pruned"); !printed) return printed.error();
  }
  return {};
}

}  // namespace skiff::cli
