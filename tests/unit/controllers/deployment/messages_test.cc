// Conditions and events of a Deployment, word for word.
#include <catch2/catch.hpp>

#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/pod_view.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

std::string web(const std::string& more = "") {
  return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{)" + more +
         R"("replicas":1,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},)"
         R"("spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}}}})";
}
constexpr const char* kNewImage =
    R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}}})";

struct Rig : ControllerRig {
  Rig() : ControllerRig({"deployment-controller", "replicaset-controller"}) {}
  std::string condition(const char* type) const {
    const Value& one = find_condition(get(kDeployment, "web")->status(), type);
    return one["status"].str() + " " + one["reason"].str() + ": " + one["message"].str();
  }
  void run_all() {
    for (const ObjectRef& pod : store().list(kPod, "default"))
      if (pod->status()["phase"].as_string() != "Running") run(pod->name());
  }
  std::string fresh() const {
    std::string newest;
    int64_t highest = 0;
    const_cast<Rig*>(this)->store().for_each(kReplicaSet, "default", [&](const ObjectRef& set) {
      const int64_t revision = std::stoll(set->metadata()["annotations"]["deployment.kubernetes.io/revision"].str());
      if (revision > highest) newest = set->name();
      highest = std::max(highest, revision);
      return true;
    });
    return newest;
  }
  bool tells(const std::string& event) const {
    const auto all = events(kDeployment, "web");
    UNSCOPED_INFO(Catch::StringMaker<std::vector<std::string>>::convert(all));
    return std::find(all.begin(), all.end(), event) != all.end();
  }
};

}  // namespace

TEST_CASE("Deployment: its progress, from the first set to a stop") {
  Rig rig;
  rig.put(web());
  rig.react();
  const std::string first = rig.fresh();
  CHECK(rig.tells("ScalingReplicaSet Scaled up replica set " + first + " from 0 to 1"));
  CHECK(rig.condition("Available") ==
        "False MinimumReplicasUnavailable: Deployment does not have minimum availability.");
  CHECK(rig.condition("Progressing") == "True ReplicaSetUpdated: ReplicaSet \"" + first + "\" is progressing.");
  rig.run_all();
  CHECK(rig.condition("Available") == "True MinimumReplicasAvailable: Deployment has minimum availability.");
  CHECK(rig.condition("Progressing") ==
        "True NewReplicaSetAvailable: ReplicaSet \"" + first + "\" has successfully progressed.");
  rig.patch(kDeployment, "web", R"({"spec":{"paused":true}})");
  CHECK(rig.condition("Progressing") == "Unknown DeploymentPaused: Deployment is paused");
  rig.patch(kDeployment, "web", kNewImage);
  CHECK(rig.fresh() == first);
  rig.patch(kDeployment, "web", R"({"spec":{"paused":false}})");
  REQUIRE(rig.fresh() != first);
  rig.advance(seconds(602));
  CHECK(rig.condition("Progressing") ==
        "False ProgressDeadlineExceeded: ReplicaSet \"" + rig.fresh() + "\" has timed out progressing.");
}

TEST_CASE("Deployment: paused and resumed with nothing to do") {
  Rig rig;
  rig.create(web(R"("paused":true,)"));
  CHECK(rig.condition("Progressing") == "Unknown DeploymentPaused: Deployment is paused");
  CHECK(rig.names(kReplicaSet).empty());
}

TEST_CASE("Deployment: a set that cannot be made") {
  Rig rig;
  // The status that tells of the first refusal wakes the controller for a second attempt.
  rig.refuse(Client::Write::kCreate, kReplicaSet, "web-", 2, forbidden("replicasets", "apps", "web-x", "not now"));
  rig.create(web());
  const auto events = rig.events(kDeployment, "web");
  REQUIRE_FALSE(events.empty());
  CHECK_THAT(events[0], Catch::StartsWith("ReplicaSetCreateError Failed to create new replica set \"web-") &&
                            Catch::EndsWith("\": replicasets.apps \"web-x\" is forbidden: not now"));
  CHECK(
      rig.condition("Progressing").starts_with("False ReplicaSetCreateError: Failed to create new replica set \"web-"));
  rig.advance(milliseconds(5));
  CHECK(rig.names(kReplicaSet).starts_with("web-"));
}

TEST_CASE("Deployment: after fifteen retries it waits for a change") {
  Rig rig;
  rig.refuse(Client::Write::kCreate, kReplicaSet, "web-", 40, forbidden("replicasets", "apps", "web-x", "not now"));
  rig.create(web());
  rig.advance(hours(24));
  // The first attempt, one for the change of its own status, fifteen retries.
  CHECK(rig.refusals_left() >= 40 - 17);
  CHECK(rig.refusals_left() <= 40 - 16);
  CHECK(rig.names(kReplicaSet).empty());
}

TEST_CASE("Deployment: the annotation that asks for an earlier revision") {
  struct Row {
    const char* why;
    const char* revision;
    std::string event;
  };
  const Row rows[] = {
      {"the one before", "0", "DeploymentRollback Rolled back deployment \"web\" to revision 1"},
      {"one by number", "1", "DeploymentRollback Rolled back deployment \"web\" to revision 1"},
      {"one that is not there", "9", "DeploymentRollbackRevisionNotFound Unable to find the revision to rollback to."},
      {"the one that it has", "2",
       "DeploymentRollbackTemplateUnchanged The rollback revision contains the same template as current deployment "
       "\"web\""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Rig rig;
      rig.create(web());
      rig.run_all();
      rig.patch(kDeployment, "web", kNewImage);
      rig.run_all();
      rig.patch(
          kDeployment, "web",
          std::string(R"({"metadata":{"annotations":{"deprecated.deployment.rollback.to":")") + row.revision + "\"}}}");
      CHECK(rig.tells(row.event));
      CHECK(rig.text(kDeployment, "web", {"metadata", "annotations", "deprecated.deployment.rollback.to"}) == "null");
    }
  SECTION("there is none before") {
    Rig rig;
    rig.create(web());
    rig.patch(kDeployment, "web", R"({"metadata":{"annotations":{"deprecated.deployment.rollback.to":"0"}}})");
    CHECK(rig.tells("DeploymentRollbackRevisionNotFound Unable to find last revision."));
  }
}

TEST_CASE("Deployment: pods that are refused are its failure, too") {
  Rig rig;
  rig.refuse(Client::Write::kCreate, kPod, "", 3, forbidden("pods", "", "web-x", "exceeded quota: few"));
  rig.create(web());
  CHECK(rig.condition("ReplicaFailure") == "True FailedCreate: pods \"web-x\" is forbidden: exceeded quota: few");
  const Value& of_set = find_condition(rig.get(kReplicaSet, rig.fresh())->status(), "ReplicaFailure");
  CHECK(of_set["reason"].as_string() == "FailedCreate");
  const auto events = rig.events(kReplicaSet, rig.fresh());
  REQUIRE_FALSE(events.empty());
  CHECK(events[0] == "FailedCreate Error creating: pods \"web-x\" is forbidden: exceeded quota: few");
  rig.advance(seconds(1));
  CHECK(rig.condition("ReplicaFailure") == " : ");
}
