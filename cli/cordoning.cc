#include "cli/cordoning.h"

#include <algorithm>

#include "api/kinds/node.h"
#include "base/strings.h"

namespace skiff::cli {

ResourceRequest node_request(const std::vector<std::string>& words, const ResourceFlags& flags) {
  ResourceRequest request{{}, flags};
  const bool pairs = std::any_of(words.begin(), words.end(),
                                 [](const std::string& word) { return word.find('/') != std::string::npos; });
  if (!pairs) request.args.push_back("nodes");
  for (const std::string& word : words)  // upstream: Builder.ResourceNames
    request.args.push_back(pairs && word.find('/') == std::string::npos ? "nodes/" + word : word);
  return request;
}

std::optional<Error> other_than_nodes(const Targets& targets) {
  for (const Kind* kind : targets.kinds)
    if (kind != targets.kinds.front()) return client_error("you may only specify a single resource type");
  for (const Target& target : targets.items)
    if (target.kind != &kNode)
      return client_error("error: expected resource of type node, got " +
                          go_quote(group_version_resource(*target.kind)));
  return std::nullopt;
}

Outcome set_scheduling(Session& session, const Target& node, Scheduling wanted, ResultPrinter& printer) {
  const bool off = wanted == Scheduling::kOff;
  if (node.live->spec()["unschedulable"].as_bool() == off)
    return printer.print(*node.kind, node.object(), off ? "already cordoned" : "already uncordoned");
  if (printer.dry_run() != DryRunMode::kClient) {
    const Value patch{{"spec", Value{{"unschedulable", off ? Value(true) : Value()}}}};
    auto patched = session.api().patch(*node.kind, node.key, PatchType::kStrategic, patch,
                                       write_options(printer.dry_run(), "kubectl-cordon"));
    if (!patched) return patched.error();
  }
  return printer.print(*node.kind, node.object(), off ? "cordoned" : "uncordoned");
}

}  // namespace skiff::cli
