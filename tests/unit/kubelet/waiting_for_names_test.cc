// Containers that wait for a name in the cluster's DNS, as the init containers of the documentation do.
#include "api/kinds/service.h"
#include "kubelet/container_log.h"
#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

namespace {

constexpr const char* kWaits = R"({"initContainers":[{"name":"i","image":"busybox:1.36","command":["sh","-c",
    "until nslookup myservice.default.svc.cluster.local; do echo waiting for myservice; sleep 2; done"]}],
    "containers":[{"name":"c","image":"nginx:1.27"}]})";

void add_service(Scene& scene, const char* name) {
  const Value service{{"apiVersion", "v1"},
                      {"kind", "Service"},
                      {"metadata", Value{{"name", name}, {"namespace", "default"}}},
                      {"spec", *parse_json(R"({"ports":[{"port":80}],"selector":{"a":"b"}})")}};
  REQUIRE(scene.client().create(kService, service));
  scene.cluster->react();
}

size_t waits_told(Scene& scene) {
  size_t told = 0;
  for (const LogLine& line :
       read_container_log(scene.store, *scene.pod(), "i", LogInstance::kCurrent, scene.cluster->now()))
    told += line.text == "waiting for myservice" ? 1 : 0;
  return told;
}

}  // namespace

TEST_CASE("kubelet: an init container waits until its Service is there") {
  struct Row {
    const char* why;
    double created;
    size_t told;  // how often it has said that it waits, by then
  };
  for (const Row& row : {Row{"soon", 10, 5}, Row{"after more rounds than are followed one by one", 86400, 43200}})
    DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(kWaits);
      scene.at(row.created);
      CHECK(scene.looks() == "Pending 0/1 i:Running c:PodInitializing");
      CHECK(waits_told(scene) == row.told);
      add_service(scene, "another");
      scene.at(row.created + 60);
      CHECK(scene.looks() == "Pending 0/1 i:Running c:PodInitializing");
      add_service(scene, "myservice");
      scene.at(row.created + 64);
      CHECK(scene.looks() == "Running 1/1 i:Completed c:Running");
      CHECK(scene.store.states("kubelet-names").empty());
    }
}

TEST_CASE("kubelet: a name that is known already is waited for by nobody") {
  Scene scene;
  add_service(scene, "myservice");
  scene.add_pod(kWaits);
  scene.at(2);
  CHECK(scene.looks() == "Running 1/1 i:Completed c:Running");
}
