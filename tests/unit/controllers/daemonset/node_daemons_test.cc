#include "controllers/daemonset/node_daemons.h"

#include <catch2/catch.hpp>

#include "unit/controllers/daemonset/daemons.h"

namespace skiff {
namespace {

std::string show(const NodeActions& actions, const NodeDaemons& node) {
  std::string text = actions.create ? "+" : "";
  const auto list = [&](const char* mark, const std::vector<size_t>& pods) {
    for (const size_t i : pods) text += (text.empty() ? "" : " ") + std::string(mark) + std::string(node.pods[i].name);
  };
  list("-", actions.remove);
  list("failed:", actions.failed);
  list("succeeded:", actions.succeeded);
  return text;
}

TEST_CASE("DaemonSet: what is to be done on one node") {
  struct Row {
    const char* why;
    const char* node;
    Surge surge;
    const char* actions;
  };
  const Row rows[] = {
      {"a pod is missing", "-", Surge::kNo, "+"},
      {"nothing belongs here", "?-", Surge::kNo, ""},
      {"there is one", "old", Surge::kNo, ""},
      {"an old one on its way out: wait until it is gone", "oldx", Surge::kNo, ""},
      {"with surge there is always one that stays", "oldx", Surge::kAllowed, "+"},
      {"the oldest stays", "old+new+new", Surge::kNo, "-1b -1c"},
      {"a taint that came later: it may stay", "?old", Surge::kNo, ""},
      {"it may not stay", "#old+newx", Surge::kNo, "-1a"},
      {"failed", "newF", Surge::kNo, "failed:1a"},
      {"succeeded", "newS", Surge::kNo, "succeeded:1a"},
      {"surge: both while the new one is not available", "old+new!", Surge::kAllowed, ""},
      {"surge: ready for too short a time", "old+new~", Surge::kAllowed, ""},
      {"surge: the new one is available", "old+new", Surge::kAllowed, "-1a"},
      {"surge: the old one is broken anyway", "old!+new!", Surge::kAllowed, "-1a"},
      {"surge: one of each at most", "old+new!+old+new!", Surge::kAllowed, "-1c -1d"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Daemons daemons(row.node);
      const NodeDaemons& node = daemons.nodes[0];
      CHECK(show(manage_node(node, row.surge), node) == row.actions);
    }
}

TEST_CASE("DaemonSet: the first of a node's pods is the one that counts") {
  const Daemons daemons("new old+new ?old - new!");
  const DaemonCounts counts = count_daemons(daemons.nodes);
  CHECK(counts.desired == 4);
  CHECK(counts.current == 3);
  CHECK(counts.misscheduled == 1);
  CHECK(counts.ready == 2);
  CHECK(counts.available == 2);
  CHECK(counts.updated == 2);
}

TEST_CASE("DaemonSet: scheduled pods come first, then the oldest") {
  std::vector<DaemonPod> pods(3);
  pods[0].name = "waiting";
  pods[0].scheduled = false;
  pods[1].name = "younger";
  pods[1].created = Time{} + seconds(2);
  pods[2].name = "older";
  sort_daemons(pods);
  CHECK(pods[0].name == "older");
  CHECK(pods[1].name == "younger");
  CHECK(pods[2].name == "waiting");
}

}  // namespace
}  // namespace skiff
