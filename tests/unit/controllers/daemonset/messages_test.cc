// What is told of a daemon's pods that have come to an end.
#include <catch2/catch.hpp>

#include "api/kinds/daemonset.h"
#include "api/kinds/pod.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

constexpr const char* kManifest =
    R"({"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"agent"},"spec":{"selector":{"matchLabels":)"
    R"({"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})";

}  // namespace

TEST_CASE("DaemonSet: pods that end are told of and replaced") {
  struct Row {
    const char* phase;
    const char* reason;
    const char* what;
    const char* how;
  };
  for (const Row& row : {Row{"Failed", "FailedDaemonPod", "failed", "kill"},
                         Row{"Succeeded", "SucceededDaemonPod", "succeeded", "delete"}})
    DYNAMIC_SECTION(row.phase) {
      ControllerRig rig({"daemonset-controller"});
      rig.node("n0");
      rig.create(kManifest);
      const std::string pod = rig.only(kPod);
      rig.bind(pod, "n0");
      rig.finish(pod, row.phase);
      rig.advance(seconds(2));
      const auto events = rig.events(kDaemonSet, "agent");
      const std::string text = std::string(row.reason) + " Found " + row.what + " daemon pod default/" + pod +
                               " on node n0, will try to " + row.how + " it";
      CHECK(std::find(events.begin(), events.end(), text) != events.end());
      CHECK(std::find(events.begin(), events.end(), "SuccessfulDelete Deleted pod: " + pod) != events.end());
    }
}

TEST_CASE("DaemonSet: pods that are refused") {
  ControllerRig rig({"daemonset-controller"});
  rig.node("n0");
  rig.refuse(Client::Write::kCreate, kPod, "", 1, forbidden("pods", "", "agent-", "not now"));
  rig.create(kManifest);
  const auto events = rig.events(kDaemonSet, "agent");
  REQUIRE_FALSE(events.empty());
  CHECK(events[0] == "FailedCreate Error creating: pods \"agent-\" is forbidden: not now");
}
