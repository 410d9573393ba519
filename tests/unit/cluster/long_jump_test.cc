// A clock that jumps over months or a year ends where the same time, day by day, does: back-offs of containers, pulls
// and Jobs, and the times to live of what is over.
#include <catch2/catch.hpp>

#include "api/kinds/event.h"
#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string pod(const std::string& image, const std::string& command) {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":")" +
         image + R"(","command":)" + command + "}]}}";
}

std::string job(const std::string& command, const std::string& more) {
  return R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{)" + more +
         R"("template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"b:1","command":)" + command +
         "}]}}}}";
}

// What a user sees of the objects, without what is drawn.
std::string state_of(Scenario& scene) {
  const Store& store = scene.cluster().api().store();
  std::string out;
  for (const ObjectRef& one : store.list(kPod, "default")) {
    const Value& container = one->status()["containerStatuses"][0];
    out += one->status()["phase"].str() + " restarts=" + std::to_string(container["restartCount"].as_int()) + " " +
           container["state"]["waiting"]["reason"].str() + " ended " +
           container.at("lastState", "terminated", "finishedAt").str() + "; ";
  }
  for (const ObjectRef& one : store.list(kJob, "default"))
    out += "job failed=" + std::to_string(one->status()["failed"].as_int()) + " " +
           to_json(one->status()["conditions"][0]["lastTransitionTime"]) + "; ";
  return out + std::to_string(store.list(kEvent, "default").size()) + " events";
}

struct Row {
  const char* why;
  std::string object;
  const char* end;  // a part of what is seen then
  int days = 365;
};

}  // namespace

TEST_CASE("A jump over months ends as the same months in steps do") {
  const Row rows[] = {
      {"a container in its back-off", pod("busybox:1.36", R"(["false"])"), "CrashLoopBackOff"},
      {"an image that is never there", pod("nginx:broken", "null"), "ImagePullBackOff"},
      {"a Job that has used up its back-off", job(R"(["false"])", R"("backoffLimit":3,)"), "job failed=4"},
      {"a Job that lives on for a hundred days", job(R"(["true"])", R"("ttlSecondsAfterFinished":8640000,)"),
       "0 events"},
      {"a Job that nobody takes away", job(R"(["true"])", ""), "job failed=0"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto after = [&](int steps) {
        Scenario scene;
        scene.create(row.object);
        for (int i = 0; i < steps; ++i) scene.advance(hours(24 * row.days) / steps);
        return state_of(scene);
      };
      const std::string at_once = after(1);
      CHECK(at_once.find(row.end) != std::string::npos);
      CHECK(at_once == after(73));
    }
}

TEST_CASE("A Job goes when its time is up, to the second, however far the clock jumps") {
  Scenario scene;
  scene.create(job(R"(["true"])", R"("ttlSecondsAfterFinished":8640000,)"));
  scene.settle();
  const auto ended = parse_rfc3339(scene.get(kJob, "j")->status()["completionTime"].as_string());
  REQUIRE(ended);
  const Time due = *ended + seconds(8640000);
  scene.cluster().advance_to(due - seconds(1));
  CHECK(scene.get(kJob, "j") != nullptr);
  scene.cluster().advance_to(due + seconds(1));
  CHECK(scene.get(kJob, "j") == nullptr);
  CHECK(scene.cluster().api().store().count(kPod) == 0);
}
