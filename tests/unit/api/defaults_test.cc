// The pairs of data/defaults.json: a minimal manifest, and the object that an API server 1.36 made of it.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "api/canonical.h"
#include "api/kind_table.h"
#include "base/json.h"

namespace skiff {
namespace {

Value pairs() {
  const std::string file = std::string(SKIFF_TESTS_DIR) + "/unit/api/data/defaults.json";
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  const Result<Value> parsed = parse_json(text.str());
  REQUIRE(parsed);
  return *parsed;
}

const Kind& kind_of(const Value& object) {
  const Kind* kind = find_kind(object["apiVersion"].as_string(), object["kind"].as_string());
  REQUIRE(kind != nullptr);
  return *kind;
}

// What the generic part of a create adds, in the placeholders of the data.
void add_system_fields(Value& object, const Value& stored) {
  for (const Member& member : stored["metadata"].members())
    if (member.name() == "creationTimestamp" || member.name() == "generation" || member.name() == "namespace" ||
        member.name() == "uid")
      object["metadata"].set(member.name(), member.value);
}

// What admission adds to pods.
void remove_admission(Value& pod) {
  for (const char* added : {"tolerations", "priority", "preemptionPolicy", "serviceAccount", "serviceAccountName"})
    pod["spec"].erase(added);
  for (Value& container : pod["spec"]["containers"].edit_elements()) container.erase("volumeMounts");
  std::erase_if(pod["spec"]["volumes"].edit_elements(),
                [](const Value& volume) { return volume["name"].as_string().starts_with("kube-api-access"); });
  if (std::as_const(pod)["spec"]["volumes"].empty()) pod["spec"].erase("volumes");
}

}  // namespace

// The other tests go through what there is; this is what there must be.
TEST_CASE("Defaults: there is a pair for each kind of the reference") {
  const char* kinds[] = {"ConfigMap",     "CronJob",       "DaemonSet",
                         "Deployment",    "Ingress",       "HorizontalPodAutoscaler",
                         "Job",           "LimitRange",    "Namespace",
                         "NetworkPolicy", "Node",          "PersistentVolume",
                         "Pod",           "PriorityClass", "PersistentVolumeClaim",
                         "ReplicaSet",    "ResourceQuota", "PodDisruptionBudget",
                         "Secret",        "Service",       "ServiceAccount",
                         "StatefulSet",   "StorageClass"};
  const Value all = pairs();
  CHECK(all.size() == 29);
  for (const char* kind : kinds) DYNAMIC_SECTION(kind) {
      size_t found = 0;
      for (const Member& pair : all.members()) {
        REQUIRE(pair.value["given"]["kind"] == pair.value["stored"]["kind"]);
        if (pair.value["given"]["kind"].as_string() == kind) ++found;
      }
      CHECK(found > 0);
    }
}

TEST_CASE("Defaults: workloads are stored as a real server stores them") {
  const char* workloads[] = {"pod",         "pod-tagged-with-ports-probe",
                             "deployment",  "deployment-recreate",
                             "statefulset", "statefulset-ondelete",
                             "daemonset",   "replicaset",
                             "job",         "cronjob"};
  const Value all = pairs();
  for (const char* name : workloads) DYNAMIC_SECTION(name) {
      const Value& pair = all[name];
      REQUIRE(pair.is_object());
      Value object = pair["given"];
      Value stored = pair["stored"];
      const Kind& kind = kind_of(object);
      complete(kind, object);
      add_system_fields(object, stored);
      REQUIRE(kind.prepare_for_create != nullptr);
      kind.prepare_for_create(object);
      complete(kind, object);
      if (kind.kind == "Pod") remove_admission(stored);
      CHECK(to_pretty_json(object) == to_pretty_json(stored));
    }
}

TEST_CASE("Defaults: other kinds are stored as a real server stores them") {
  const Value all = pairs();
  for (const Member& pair : all.members()) {
    const Kind& kind = kind_of(pair.value["given"]);
    if (kind.kind == "Pod" || kind.kind == "CronJob" || kind.kind == "Job" || kind.group == "apps") continue;
    DYNAMIC_SECTION(pair.name()) {
      Value object = pair.value["given"];
      Value stored = pair.value["stored"];
      // What admission and the allocators of addresses add.
      for (Value* side : {&object, &stored}) {
        for (const char* allocated : {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "taints"})
          if (std::as_const(*side)["spec"].is_object()) (*side)["spec"].erase(allocated);
        if (std::as_const(*side)["status"].is_object()) (*side)["status"].erase("lastPhaseTransitionTime");
      }
      stored["metadata"].erase("finalizers");
      if (kind.kind == "PersistentVolumeClaim") stored["spec"].erase("storageClassName");
      if (kind.kind == "Service")
        for (Value& port : stored["spec"]["ports"].edit_elements()) port.erase("nodePort");
      complete(kind, object);
      add_system_fields(object, stored);
      if (kind.prepare_for_create != nullptr) kind.prepare_for_create(object);
      complete(kind, object);
      if (std::as_const(stored)["spec"].empty() && std::as_const(stored)["spec"].is_object()) stored.erase("spec");
      if (std::as_const(object)["spec"].empty() && std::as_const(object)["spec"].is_object()) object.erase("spec");
      CHECK(to_pretty_json(object) == to_pretty_json(stored));
    }
  }
}

TEST_CASE("Defaults: what a server has stored is complete") {
  const Value all = pairs();
  for (const Member& pair : all.members()) DYNAMIC_SECTION(pair.name()) {
      const Value& stored = pair.value["stored"];
      Value object = stored;
      canonicalize(kind_of(stored), object);
      CHECK(to_pretty_json(object) == to_pretty_json(stored));
      if (kind_of(stored).set_defaults != nullptr) kind_of(stored).set_defaults(object);
      CHECK(to_pretty_json(object) == to_pretty_json(stored));
    }
}

}  // namespace skiff
