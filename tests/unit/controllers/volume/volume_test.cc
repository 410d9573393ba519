#include <algorithm>
#include <catch2/catch.hpp>

#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string claim(const std::string& name, const std::string& storage_class = "standard") {
  return R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":")" + name +
         R"("},"spec":{"storageClassName":")" + storage_class +
         R"(","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"2Gi"}}}})";
}

std::string volume(const std::string& name, const std::string& policy) {
  return R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":")" + name +
         R"("},"spec":{"storageClassName":"manual","accessModes":["ReadWriteOnce"],"capacity":{"storage":"5Gi"},)" +
         R"("hostPath":{"path":"/data"},"persistentVolumeReclaimPolicy":")" + policy + R"("}})";
}

constexpr const char* kUser = R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"user"},"spec":{
  "containers":[{"name":"c","image":"nginx:1.27"}],
  "volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}]}})";

bool has(const std::vector<std::string>& events, const std::string& text) {
  return std::count(events.begin(), events.end(), text) == 1;
}

std::string phase(const Scenario& scene, const Kind& kind, const char* name) {
  return scene.text(kind, name, {"status", "phase"});
}

}  // namespace

TEST_CASE("volumes in a cluster: a claim waits for its consumer, and one in use cannot go") {
  Scenario scene;
  scene.create(claim("data"));
  scene.settle();
  CHECK(phase(scene, kPersistentVolumeClaim, "data") == R"("Pending")");
  CHECK(scene.events(kPersistentVolumeClaim, "data") ==
        std::vector<std::string>{"WaitForFirstConsumer waiting for first consumer to be created before binding"});
  scene.create(kUser);
  scene.settle();
  CHECK(phase(scene, kPersistentVolumeClaim, "data") == R"("Bound")");
  const std::string name = scene.get(kPersistentVolumeClaim, "data")->spec()["volumeName"].str();
  CHECK(name == "pvc-" + std::string(scene.get(kPersistentVolumeClaim, "data")->uid()));
  CHECK(phase(scene, kPersistentVolume, name.c_str()) == R"("Bound")");
  const std::vector<std::string> events = scene.events(kPersistentVolumeClaim, "data");
  CHECK(events.size() == 4);
  CHECK(has(events, "Provisioning External provisioner is provisioning volume for claim \"default/data\""));
  CHECK(has(events, "ProvisioningSucceeded Successfully provisioned volume " + name));

  scene.remove(kPersistentVolumeClaim, "data");
  scene.settle();
  REQUIRE(scene.get(kPersistentVolumeClaim, "data"));
  CHECK(scene.get(kPersistentVolumeClaim, "data")->terminating());
  scene.remove(kPod, "user");
  scene.settle();
  CHECK_FALSE(scene.get(kPersistentVolumeClaim, "data"));
  CHECK_FALSE(scene.get(kPersistentVolume, name));
}

TEST_CASE("volumes in a cluster: a claim that is made anew gets a volume of its own") {
  Scenario scene;
  scene.create(claim("data"));
  scene.create(kUser);
  scene.settle();
  const std::string first = scene.get(kPersistentVolumeClaim, "data")->spec()["volumeName"].str();
  scene.remove(kPersistentVolumeClaim, "data");
  scene.remove(kPod, "user");
  scene.advance(milliseconds(500));
  REQUIRE_FALSE(scene.get(kPersistentVolumeClaim, "data"));
  // The old volume is still there, Released.
  REQUIRE(scene.get(kPersistentVolume, first));
  scene.create(claim("data"));
  scene.create(kUser);
  scene.settle();
  const ObjectRef second = scene.get(kPersistentVolumeClaim, "data");
  CHECK(second->spec()["volumeName"].str() == "pvc-" + std::string(second->uid()));
  CHECK_FALSE(scene.get(kPersistentVolume, first));
}

TEST_CASE("volumes in a cluster: a larger request is granted") {
  Scenario scene;
  scene.create(claim("data"));
  scene.create(kUser);
  scene.settle();
  scene.patch(kPersistentVolumeClaim, "data", R"({"spec":{"resources":{"requests":{"storage":"3Gi"}}}})");
  CHECK(scene.text(kPersistentVolumeClaim, "data", {"status", "capacity", "storage"}) == R"("2Gi")");
  scene.advance(milliseconds(250));
  CHECK(scene.text(kPersistentVolumeClaim, "data", {"status", "capacity", "storage"}) == R"("3Gi")");
  CHECK(has(scene.events(kPersistentVolumeClaim, "data"),
            "ExternalExpanding waiting for an external controller to expand this PVC"));
}

TEST_CASE("volumes in a cluster: a volume made by hand, bound at once, released and kept") {
  Scenario scene;
  scene.create(claim("data", "manual"));
  scene.settle();
  CHECK(has(scene.events(kPersistentVolumeClaim, "data"),
            "ProvisioningFailed storageclass.storage.k8s.io \"manual\" not found"));
  scene.create(volume("pv1", "Retain"));
  scene.settle();
  CHECK(phase(scene, kPersistentVolumeClaim, "data") == R"("Bound")");
  CHECK(scene.text(kPersistentVolumeClaim, "data", {"status", "capacity", "storage"}) == R"("5Gi")");
  CHECK(scene.text(kPersistentVolume, "pv1", {"metadata", "annotations", "pv.kubernetes.io/bound-by-controller"}) ==
        R"("yes")");
  scene.remove(kPersistentVolumeClaim, "data");
  scene.settle();
  CHECK(phase(scene, kPersistentVolume, "pv1") == R"("Released")");
  scene.create(claim("data", "manual"));
  scene.settle();
  CHECK(phase(scene, kPersistentVolumeClaim, "data") == R"("Pending")");  // another uid
}

TEST_CASE("volumes in a cluster: a lost volume, and one that nobody can delete") {
  Scenario scene;
  scene.create(volume("pv1", "Delete"));
  scene.create(claim("data", "manual"));
  scene.settle();
  SECTION("the volume goes") {
    scene.remove(kPersistentVolume, "pv1");
    CHECK(scene.get(kPersistentVolume, "pv1")->terminating());  // bound: protected
    scene.patch(kPersistentVolume, "pv1", R"({"metadata":{"finalizers":null}})");
    CHECK(phase(scene, kPersistentVolumeClaim, "data") == R"("Lost")");
  }
  SECTION("the claim goes") {
    scene.remove(kPersistentVolumeClaim, "data");
    CHECK(phase(scene, kPersistentVolume, "pv1") == R"("Failed")");
    CHECK(has(scene.events(kPersistentVolume, "pv1"),
              "VolumeFailedDelete host_path deleter only supports /tmp/.+ but received provided /data"));
  }
}

TEST_CASE("volumes in a cluster: what becomes of a volume whose claim goes") {
  struct Row {
    const char* why;
    const char* policy;
    const char* path;
    const char* phase;  // empty: gone
    const char* event;
  };
  const Row rows[] = {
      {"kept", "Retain", "/data", R"("Released")", ""},
      {"deleted, where it can be", "Delete", "/tmp/data", "", ""},
      {"or not", "Delete", "/data", R"("Failed")",
       "VolumeFailedDelete host_path deleter only supports /tmp/.+ but received provided /data"},
      {"scrubbed, and free again", "Recycle", "/data", R"("Available")", "VolumeRecycled Volume recycled"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"pv1"},"spec":{"storageClassName":
          "manual","accessModes":["ReadWriteOnce"],"capacity":{"storage":"5Gi"},"hostPath":{"path":")" +
                   std::string(row.path) + R"("},"persistentVolumeReclaimPolicy":")" + row.policy + R"("}})");
      scene.create(claim("data", "manual"));
      scene.settle();
      REQUIRE(phase(scene, kPersistentVolume, "pv1") == R"("Bound")");
      scene.remove(kPersistentVolumeClaim, "data");
      scene.settle();
      if (row.phase[0] == '\0') CHECK_FALSE(scene.get(kPersistentVolume, "pv1", ""));
      else CHECK(phase(scene, kPersistentVolume, "pv1") == row.phase);
      if (row.event[0] != '\0') CHECK(has(scene.events(kPersistentVolume, "pv1"), row.event));
    }
}

TEST_CASE("volumes in a cluster: who protects a claim from its deletion") {
  struct Row {
    const char* why;
    const char* pod;
    bool stays;
  };
  const Row rows[] = {
      {"a pod that runs", R"("containers":[{"name":"c","image":"nginx:1.27"}])", true},
      {"a pod that has ended",
       R"("restartPolicy":"Never","containers":[{"name":"c","image":"b:1","command":["true"]}])", true},
      {"not one that has no node yet",
       R"("nodeSelector":{"no":"such"},"containers":[{"name":"c","image":"nginx:1.27"}])", false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(claim("data"));
      scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"user"},"spec":{)" + std::string(row.pod) +
                   R"(,"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}]}})");
      scene.settle();
      scene.remove(kPersistentVolumeClaim, "data");
      scene.settle();
      CHECK(bool(scene.get(kPersistentVolumeClaim, "data")) == row.stays);
      scene.remove(kPod, "user");
      scene.settle();
      CHECK_FALSE(scene.get(kPersistentVolumeClaim, "data"));
    }
}

TEST_CASE("volumes in a cluster: a class that allows some zones makes volumes that stay there") {
  Scenario scene;
  scene.create(R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"zonal"},
      "provisioner":"skiff.dev/local","volumeBindingMode":"WaitForFirstConsumer","allowedTopologies":[
      {"matchLabelExpressions":[{"key":"topology.kubernetes.io/zone","values":["zone-b","zone-c"]}]}]})");
  scene.create(claim("data", "zonal"));
  scene.create(kUser);
  scene.settle();
  CHECK(scene.text(kPod, "user", {"spec", "nodeName"}) == R"("worker-2")");
  const std::string name = scene.get(kPersistentVolumeClaim, "data")->spec()["volumeName"].str();
  const Value& affinity = scene.get(kPersistentVolume, name, "")->spec()["nodeAffinity"];
  CHECK(affinity.at("required", "nodeSelectorTerms")[0]["matchExpressions"][0]["values"] ==
        Value::array({Value("zone-b")}));
}

TEST_CASE("volumes in a cluster: claims that are not bound are looked at every 15 seconds") {
  struct Row {
    const char* why;
    const char* storage_class;
    const char* event;
  };
  const Row rows[] = {
      {"nobody to wait for", "standard", "WaitForFirstConsumer"},
      {"no class", "", "FailedBinding"},
      {"a class that is not there", "nope", "ProvisioningFailed"},
      {"a provisioner that is not there", "foreign", "ExternalProvisioning"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      scene.create(R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"foreign"},
          "provisioner":"disk.example.com"})");
      scene.create(claim("data", row.storage_class));
      const auto counted = [&] {
        for (const ObjectRef& event :
             scene.cluster().api().store().events_about(scene.get(kPersistentVolumeClaim, "data")->uid()))
          if (event->document()["reason"].as_string() == row.event) return event->document()["count"].as_int();
        return int64_t{0};
      };
      CHECK(counted() == 1);
      scene.advance(seconds(14));
      CHECK(counted() == 1);
      scene.advance(seconds(2));
      CHECK(counted() == 2);
      scene.advance(seconds(30));
      CHECK(counted() == 4);
    }
}

TEST_CASE("volumes in a cluster: a pod that finds no node is told of at the next look") {
  Scenario scene;
  scene.create(claim("data"));
  const auto add_user = [&](const std::string& name) {
    scene.create(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"("},"spec":{
        "nodeSelector":{"no":"such"},"containers":[{"name":"c","image":"nginx:1.27"}],
        "volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}]}})");
  };
  add_user("user");
  scene.advance(seconds(16));
  CHECK(has(scene.events(kPersistentVolumeClaim, "data"), "WaitForPodScheduled waiting for pod user to be scheduled"));
  add_user("viewer");
  scene.advance(seconds(15));
  CHECK(has(scene.events(kPersistentVolumeClaim, "data"),
            "WaitForPodScheduled waiting for pods user,viewer to be scheduled"));
}

TEST_CASE("volumes in a cluster: a volume that comes after its claim waits for the next look") {
  Scenario scene;
  scene.create(claim("data", "manual"));
  scene.advance(seconds(5));
  scene.create(volume("pv1", "Retain"));
  scene.advance(seconds(5));
  CHECK(phase(scene, kPersistentVolumeClaim, "data") == R"("Pending")");
  SECTION("as time goes by") { scene.advance(seconds(6)); }
  SECTION("which is part of settling") { scene.settle(); }
  CHECK(phase(scene, kPersistentVolumeClaim, "data") == R"("Bound")");
}
