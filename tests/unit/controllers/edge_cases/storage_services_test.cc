// The storage cases 179 to 185 and the service cases 186 to 192 of the catalogue of edge cases, each under its number.
#include <catch2/catch.hpp>

#include "api/kinds/endpointslice.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "base/json.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

bool has_event(const std::vector<std::string>& events, const std::string& beginning) {
  return std::any_of(events.begin(), events.end(), [&](const std::string& one) { return one.starts_with(beginning); });
}

struct VolumeRig : ControllerRig {
  VolumeRig() : ControllerRig({"persistentvolume-controller", "pvc-protection-controller"}) {}
  void volume(const std::string& name, const std::string& more = "") {
    create(R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":")" + name +
           R"("},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/d"})" +
           more + "}}");
  }
  void claim(const std::string& name, const std::string& more = R"(,"storageClassName":"")") {
    create(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":")" + name +
           R"("},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}})" + more + "}}");
  }
  void user_pod(const std::string& node) {
    put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"user"},"spec":{)" +
        (node.empty() ? "" : R"("nodeName":")" + node + "\",") +
        R"("containers":[{"name":"c","image":"nginx"}],"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c"}}]}})");
    react();
  }
  std::string phase(const Kind& kind, const std::string& name) const { return text(kind, name, {"status", "phase"}); }
};

struct ServiceRig : ControllerRig {
  ServiceRig() : ControllerRig({"endpoint-slice-controller"}) {}
  void service(const std::string& more = "", const std::string& ports = R"([{"port":80}])") {
    create(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"svc"},"spec":{"selector":{"app":"a"},"ports":)" +
           ports + more + "}}");
  }
  void pod(const std::string& name, const std::string& node, const std::string& more = "") {
    put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name +
        R"(","labels":{"app":"a"}},"spec":{"nodeName":")" + node + "\"" + more +
        R"(,"containers":[{"name":"c","image":"nginx"}]},"status":{"phase":"Running","podIP":"10.0.0.)" +
        std::to_string(++addresses_) + R"(","conditions":[{"type":"Ready","status":"True"}]}})");
    react();
  }
  std::vector<ObjectRef> slices() {
    std::vector<ObjectRef> own;
    for (const ObjectRef& slice : store().list(kEndpointSlice, "default"))
      if (slice->name().starts_with("svc-")) own.push_back(slice);
    return own;
  }
  const Value& endpoint() {
    REQUIRE(slices().size() == 1);
    return slices()[0]->document()["endpoints"][0];
  }
  int addresses_ = 0;
};

}  // namespace

TEST_CASE("edge case 179: a volume that names a claim is that claim's alone") {
  VolumeRig rig;
  rig.volume("mine", R"(,"claimRef":{"namespace":"default","name":"c"})");
  rig.volume("other", R"(,"claimRef":{"namespace":"default","name":"somebody"})");
  rig.claim("c");
  CHECK(rig.text(kPersistentVolumeClaim, "c", {"spec", "volumeName"}) == "mine");
  CHECK(rig.text(kPersistentVolume, "mine", {"spec", "claimRef", "uid"}) ==
        rig.text(kPersistentVolumeClaim, "c", {"metadata", "uid"}));
  CHECK(rig.phase(kPersistentVolume, "other") == "Available");
}

TEST_CASE("edge case 180: a class that waits for its first consumer waits although a volume would do") {
  VolumeRig rig;
  rig.volume("v", R"(,"storageClassName":"standard")");
  rig.claim("c", R"(,"storageClassName":"standard")");
  CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Pending");
  CHECK(has_event(rig.events(kPersistentVolumeClaim, "c"),
                  "WaitForFirstConsumer waiting for first consumer to be created before binding"));
}

TEST_CASE("edge case 181: a claim that names a volume gets it although its selector does not match") {
  VolumeRig rig;
  rig.volume("v");
  rig.claim("c", R"(,"storageClassName":"","volumeName":"v","selector":{"matchLabels":{"no":"such"}})");
  CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Bound");
}

TEST_CASE("edge case 182: a bound claim whose volume is gone is lost") {
  VolumeRig rig;
  rig.volume("v");
  rig.claim("c");
  REQUIRE(rig.phase(kPersistentVolumeClaim, "c") == "Bound");
  rig.gone(kPersistentVolume, "v");
  CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Lost");
  CHECK(has_event(rig.events(kPersistentVolumeClaim, "c"),
                  "ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!"));
}

TEST_CASE("edge case 183: the volume of a deleted claim is released and stays so") {
  VolumeRig rig;
  rig.volume("v");
  rig.claim("c");
  rig.remove(kPersistentVolumeClaim, "c");
  REQUIRE_FALSE(rig.get(kPersistentVolumeClaim, "c"));
  CHECK(rig.phase(kPersistentVolume, "v") == "Released");
  rig.claim("c");
  CHECK(rig.phase(kPersistentVolume, "v") == "Released");
  CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Pending");
}

TEST_CASE("edge cases 184 and 185: who protects a claim that is being deleted") {
  SECTION("184: a pod that has finished, until its object is gone") {
    VolumeRig rig;
    rig.claim("c");
    rig.user_pod("n0");
    rig.finish("user", "Succeeded");
    rig.remove(kPersistentVolumeClaim, "c");
    CHECK(rig.names(kPersistentVolumeClaim) == "c-");
    rig.gone(kPod, "user");
    CHECK(rig.names(kPersistentVolumeClaim).empty());
  }
  SECTION("185: not a pod without a node") {
    VolumeRig rig;
    rig.claim("c");
    rig.user_pod("");
    rig.remove(kPersistentVolumeClaim, "c");
    CHECK(rig.names(kPersistentVolumeClaim).empty());
  }
}

TEST_CASE("edge case 186: no pods: one slice without endpoints and ports") {
  ServiceRig rig;
  rig.service();
  REQUIRE(rig.slices().size() == 1);
  CHECK(rig.slices()[0]->document()["endpoints"].empty());
  CHECK(rig.slices()[0]->document()["ports"].empty());
}

TEST_CASE("edge cases 187 to 189: what an endpoint says of its pod") {
  ServiceRig rig;
  rig.node("n0", R"({"topology.kubernetes.io/zone":"z"})");
  SECTION("187: a ready pod") {
    rig.service();
    rig.pod("p", "n0");
    const Value& endpoint = rig.endpoint();
    CHECK(endpoint["conditions"] == Value{{"ready", true}, {"serving", true}, {"terminating", false}});
    CHECK(endpoint["nodeName"].as_string() == "n0");
    CHECK(endpoint["zone"].as_string() == "z");
    CHECK(endpoint["targetRef"]["name"].as_string() == "p");
    CHECK(endpoint["targetRef"]["uid"].as_string() == rig.text(kPod, "p", {"metadata", "uid"}));
  }
  SECTION("188: a ready pod on its way out") {
    rig.service();
    rig.pod("p", "n0");
    rig.remove(kPod, "p");
    CHECK(rig.endpoint()["conditions"] == Value{{"ready", false}, {"serving", true}, {"terminating", true}});
  }
  SECTION("189: hostname and the service's name as subdomain") {
    rig.service();
    rig.pod("p", "n0", R"(,"hostname":"h","subdomain":"svc")");
    CHECK(rig.endpoint()["hostname"].as_string() == "h");
  }
}

TEST_CASE("EndpointSlices: hints for a Service that would rather keep its traffic near") {
  struct Row {
    const char* wish;
    const char* hints;
  };
  for (const Row& row : {Row{"PreferSameZone", R"({"forZones":[{"name":"z"}]})"},
                         {"PreferClose", R"({"forZones":[{"name":"z"}]})"},
                         {"PreferSameNode", R"({"forNodes":[{"name":"n0"}],"forZones":[{"name":"z"}]})"}})
    DYNAMIC_SECTION(row.wish) {
      ServiceRig rig;
      rig.node("n0", R"({"topology.kubernetes.io/zone":"z"})");
      rig.service(R"(,"trafficDistribution":")" + std::string(row.wish) + "\"");
      rig.pod("p", "n0");
      CHECK(to_json(rig.endpoint()["hints"]) == row.hints);
      rig.unready("p");
      CHECK(rig.endpoint()["hints"].is_null());
      rig.patch(kService, "svc", R"({"spec":{"trafficDistribution":null}})");
      rig.run("p");
      CHECK(rig.endpoint()["hints"].is_null());
    }
}

TEST_CASE("edge case 190: 250 pods in slices of at most a hundred") {
  ServiceRig rig;
  rig.node("n0");
  for (int i = 0; i < 250; ++i)
    rig.put(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p)" + std::to_string(i) +
            R"(","labels":{"app":"a"}},"spec":{"nodeName":"n0","containers":[{"name":"c","image":"nginx"}]},"status":{)"
            R"("phase":"Running","podIP":"10.0.1.)" +
            std::to_string(i) + "\"}}");
  rig.service();
  REQUIRE(rig.slices().size() == 3);
  size_t total = 0;
  for (const ObjectRef& slice : rig.slices()) {
    CHECK(slice->document()["endpoints"].size() <= 100);
    total += slice->document()["endpoints"].size();
  }
  CHECK(total == 250);
}

TEST_CASE("edge case 191: a headless service without ports has endpoints all the same") {
  ServiceRig rig;
  rig.node("n0");
  rig.service(R"(,"clusterIP":"None")", "[]");
  rig.pod("p", "n0");
  REQUIRE(rig.slices().size() == 1);
  CHECK(rig.slices()[0]->document()["endpoints"].size() == 1);
  CHECK(rig.slices()[0]->document()["ports"].empty());
}

TEST_CASE("edge case 192: a pod on a node that is not there is left out, unless all are wanted") {
  for (const auto& [more, count] : {std::pair{"", size_t{0}}, {R"(,"publishNotReadyAddresses":true)", size_t{1}}})
    DYNAMIC_SECTION(count) {
      ServiceRig rig;
      rig.service(more);
      rig.pod("p", "nowhere");
      REQUIRE(rig.slices().size() == 1);
      CHECK(rig.slices()[0]->document()["endpoints"].size() == count);
    }
}
