// Clusters in which something changes all the time although nobody gets on: settling comes to an end all the same.
#include <catch2/catch.hpp>

#include "api/kinds/job.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string pod_template(const std::string& command) {
  return R"("template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busybox","command":)" +
         command + "}]}}";
}

}  // namespace

TEST_CASE("cluster: settling gives up on a CronJob that is always at it") {
  Scenario scene;
  scene.create(R"({"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"busy"},"spec":{"schedule":"@every 1s",)"
               R"("jobTemplate":{"spec":{)" +
               pod_template(R"(["true"])") + "}}}}");
  const Time begun = scene.cluster().now();
  scene.settle();
  CHECK(scene.cluster().now() - begun > minutes(9));
  CHECK(scene.cluster().now() - begun < minutes(12));
}

TEST_CASE("cluster: settling goes on for as long as a Job gets on") {
  Scenario scene;
  scene.create(R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"long"},"spec":{"completions":200,)" +
               pod_template(R"(["sleep","4"])") + "}}");
  const Time begun = scene.cluster().now();
  scene.settle();
  CHECK(scene.cluster().now() - begun > minutes(13));
  CHECK(scene.text(kJob, "long", {"status", "succeeded"}) == "200");
}
