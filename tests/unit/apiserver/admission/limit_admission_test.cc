#include "apiserver/admission/limit_admission.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string range(const std::string& limit) {
  return R"({"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"l"},"spec":{"limits":[)" + limit + "]}}";
}

std::string pod(const std::string& resources, const std::string& more = "") {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c",)"
         R"("image":"nginx:1.27","resources":)" +
         resources + "}" + more + "]}}";
}

std::string claim(const std::string& storage) {
  return R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"d"},"spec":{"accessModes":)"
         R"(["ReadWriteOnce"],"resources":{"requests":{"storage":")" +
         storage + "\"}}}}";
}

Result<ObjectRef> create(Scenario& scene, const std::string& json) {
  const Value document = *parse_json(json);
  return scene.cluster().api().create(*find_kind("v1", document["kind"].as_string()), "default", document);
}

}  // namespace

TEST_CASE("LimitRange: what is refused") {
  struct Row {
    const char* why;
    std::string range;
    std::string object;
    const char* error;
  };
  const Row rows[] = {
      {"below the minimum", range(R"({"type":"Container","min":{"cpu":"100m"}})"), pod(R"({"requests":{"cpu":"50m"}})"),
       R"(pods "p" is forbidden: minimum cpu usage per Container is 100m, but request is 50m)"},
      {"at the minimum", range(R"({"type":"Container","min":{"cpu":"100m"}})"), pod(R"({"requests":{"cpu":"0.1"}})"),
       ""},
      {"above the maximum", range(R"({"type":"Container","max":{"memory":"1Gi"}})"),
       pod(R"({"limits":{"memory":"1536Mi"}})"),
       R"(pods "p" is forbidden: maximum memory usage per Container is 1Gi, but limit is 1536Mi)"},
      {"a maximum is the default as well", range(R"({"type":"Container","max":{"memory":"1Gi"}})"), pod("{}"), ""},
      {"the ratio", range(R"({"type":"Container","maxLimitRequestRatio":{"cpu":"1500m"}})"),
       pod(R"({"requests":{"cpu":"1"},"limits":{"cpu":"2"}})"),
       R"(pods "p" is forbidden: cpu max limit to request ratio per Container is 1500m, but provided ratio is 2.000000)"},
      {"the ratio of nothing", range(R"({"type":"Container","maxLimitRequestRatio":{"cpu":"2"}})"), pod("{}"),
       R"(pods "p" is forbidden: cpu max limit to request ratio per Container is 2, but no request is specified or )"
       R"(request is 0)"},
      {"the ratio without a limit", range(R"({"type":"Container","maxLimitRequestRatio":{"cpu":"2"}})"),
       pod(R"({"requests":{"cpu":"1"}})"),
       R"(pods "p" is forbidden: cpu max limit to request ratio per Container is 2, but no limit is specified or )"
       R"(limit is 0)"},
      {"pods are not defaulted", range(R"({"type":"Pod","min":{"cpu":"1"},"max":{"memory":"1Gi"}})"), pod("{}"),
       R"(pods "p" is forbidden: [minimum cpu usage per Pod is 1.  No request is specified, )"
       R"(maximum memory usage per Pod is 1Gi.  No limit is specified])"},
      {"pods are the sum of their containers", range(R"({"type":"Pod","max":{"cpu":"1"}})"),
       pod(R"({"limits":{"cpu":"600m"}})", R"(,{"name":"d","image":"i","resources":{"limits":{"cpu":"600m"}}})"),
       R"(pods "p" is forbidden: maximum cpu usage per Pod is 1, but limit is 1200m)"},
      {"equal problems of two containers are one", range(R"({"type":"Container","min":{"cpu":"1"}})"),
       pod(R"({"requests":{"cpu":"1m"}})", R"(,{"name":"d","image":"i","resources":{"requests":{"cpu":"1m"}}})"),
       R"(pods "p" is forbidden: minimum cpu usage per Container is 1, but request is 1m)"},
      {"a small claim", range(R"({"type":"PersistentVolumeClaim","min":{"storage":"1Gi"},"max":{"storage":"2Gi"}})"),
       claim("1Mi"),
       R"(persistentvolumeclaims "d" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but )"
       R"(request is 1Mi)"},
      {"a large claim", range(R"({"type":"PersistentVolumeClaim","max":{"storage":"2Gi"}})"), claim("3Gi"),
       R"(persistentvolumeclaims "d" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but )"
       R"(request is 3Gi)"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(row.range);
      const auto made = create(scene, row.object);
      CHECK((made ? "" : made.error().message) == row.error);
    }
}

TEST_CASE("LimitRange: what containers get that ask for nothing") {
  Scenario scene;
  scene.create(
      range(R"({"type":"Container","default":{"cpu":"500m","memory":"512Mi"},"defaultRequest":{"cpu":"100m"}})"));
  const auto made = create(scene, R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{
    "initContainers":[{"name":"i","image":"busybox"}],
    "containers":[{"name":"c","image":"nginx:1.27"},
                  {"name":"d","image":"nginx:1.27","resources":{"limits":{"cpu":"1"}}}]}})");
  REQUIRE(made);
  const Value& spec = (*made)->spec();
  CHECK(to_json(spec.at("containers")[0]["resources"]) ==
        R"({"limits":{"cpu":"500m","memory":"512Mi"},"requests":{"cpu":"100m","memory":"512Mi"}})");
  CHECK(to_json(spec.at("containers")[1]["resources"]) ==
        R"({"limits":{"cpu":"1","memory":"512Mi"},"requests":{"cpu":"1","memory":"512Mi"}})");
  CHECK(
      (*made)->metadata().at("annotations", "kubernetes.io/limit-ranger").as_string() ==
      "LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c; memory request "
      "for container d; memory limit for container d; cpu, memory request for init container i; cpu, memory limit for "
      "init container i");
  CHECK((*made)->status()["qosClass"].as_string() == "Burstable");
}
