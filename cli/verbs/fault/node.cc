// skiff fault node-down and node-up: the node stops answering, or answers again. Its kubelet reads the annotation.
#include <fmt/format.h>

#include "api/kinds/node.h"
#include "cli/command.h"

namespace skiff::cli {
namespace {

struct NoOptions {};
constexpr const char* kDownSince = "skiff.dev/down-since";

enum class Answers { kNo, kYes };

Outcome annotate(Invocation& call, Answers answers) {
  const bool down = answers == Answers::kNo;
  if (call.args.empty()) return call.usage_error("at least one NODE is required");
  auto session = call.session();
  if (!session) return session.error();
  for (const std::string& name : call.args) {
    Value patch;
    patch["metadata"]["annotations"][kDownSince] = down ? Value(rfc3339_micro((*session)->now())) : Value();
    auto patched = (*session)->api().patch(kNode, {"", name}, PatchType::kMerge, patch);
    if (!patched) return patched.error();
    call.io.out << fmt::format("node/{} {}\n", name, down ? "down" : "up");
  }
  return {};
}

Outcome node_down(const NoOptions&, Invocation& call) { return annotate(call, Answers::kNo); }
Outcome node_up(const NoOptions&, Invocation& call) { return annotate(call, Answers::kYes); }

}  // namespace

void add_fault_node_down(Command& command) { runs(command, std::make_shared<NoOptions>(), node_down); }
void add_fault_node_up(Command& command) { runs(command, std::make_shared<NoOptions>(), node_up); }

}  // namespace skiff::cli
