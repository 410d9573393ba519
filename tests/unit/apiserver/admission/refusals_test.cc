// What admission refuses beside quotas and limits, and what the rules of some kinds refuse through the door.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/ingress.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/priorityclass.h"
#include "api/kinds/storageclass.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string told(const Result<ObjectRef>& made) {
  return made ? "" : std::string(reason_name(made.error().reason)) + " " + made.error().message;
}

std::string create(Scenario& scene, const std::string& json) {
  const Value document = *parse_json(json);
  const Kind* kind = find_kind(document["apiVersion"].as_string(), document["kind"].as_string());
  REQUIRE(kind != nullptr);
  return told(scene.cluster().api().create(*kind, kind->namespaced() ? "default" : "", document));
}

std::string patch(Scenario& scene, const Kind& kind, const std::string& name, const char* json,
                  PatchType type = PatchType::kStrategic, Subresource subresource = Subresource::kNone) {
  WriteOptions options;
  options.subresource = subresource;
  return told(
      scene.cluster().api().patch(kind, {kind.namespaced() ? "default" : "", name}, type, *parse_json(json), options));
}

std::string priority_class(const char* name, const char* more) {
  return R"({"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":")" + std::string(name) +
         R"("},"value":5)" + more + "}";
}

std::string pod(const char* more) {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i:1"}])" +
         std::string(more) + "}}";
}

std::string claim(const char* storage_class) {
  return R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"d"},"spec":{"accessModes":["ReadWriteOnce"],
      "storageClassName":")" +
         std::string(storage_class) + R"(","resources":{"requests":{"storage":"1Gi"}}}})";
}

}  // namespace

TEST_CASE("Admission: Priority: one class at most is the default of all") {
  Scenario scene;
  REQUIRE(create(scene, priority_class("a", R"(,"globalDefault":true)")).empty());
  CHECK(create(scene, priority_class("b", R"(,"globalDefault":true)")) ==
        "Forbidden priorityclasses.scheduling.k8s.io \"b\" is forbidden: PriorityClass a is already marked as default. "
        "Only one default can exist");
  REQUIRE(create(scene, priority_class("b", "")).empty());
  CHECK(patch(scene, kPriorityClass, "b", R"({"globalDefault":true})") ==
        "Forbidden priorityclasses.scheduling.k8s.io \"b\" is forbidden: PriorityClass a is already marked as default. "
        "Only one default can exist");
  CHECK(patch(scene, kPriorityClass, "a", R"({"description":"mine"})").empty());
}

TEST_CASE("Admission: Priority: the classes of the system stay") {
  Scenario scene;
  const auto left = scene.cluster().api().remove(kPriorityClass, {"", "system-node-critical"}, {});
  REQUIRE_FALSE(left.has_value());
  CHECK(left.error().message ==
        "priorityclasses.scheduling.k8s.io \"system-node-critical\" is forbidden: this is a system priority class and "
        "cannot be deleted");
}

TEST_CASE("Admission: Priority: a pod's own policy is its class's") {
  Scenario scene;
  REQUIRE(create(scene, priority_class("calm", R"(,"preemptionPolicy":"Never")")).empty());
  CHECK(create(scene, pod(R"(,"preemptionPolicy":"Never")")) ==
        "Forbidden pods \"p\" is forbidden: the string value of PreemptionPolicy (Never) must not be provided in pod "
        "spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name");
  CHECK(create(scene, pod(R"(,"priorityClassName":"calm","preemptionPolicy":"Never")")).empty());
}

TEST_CASE("Validation: 7. Other kinds: PVC: growth that the class does not allow, and what may not change at all") {
  Scenario scene;
  REQUIRE(create(scene, R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fixed"},
      "provisioner":"example.com/x"})")
              .empty());
  REQUIRE(create(scene, claim("fixed")).empty());
  const char* grown = R"({"spec":{"resources":{"requests":{"storage":"2Gi"}}}})";
  SECTION("before it is bound, nothing of the spec") {
    CHECK(patch(scene, kPersistentVolumeClaim, "d", grown)
              .starts_with("Invalid PersistentVolumeClaim \"d\" is invalid: spec: Forbidden: spec is immutable after "
                           "creation except resources.requests and volumeAttributesClassName for bound claims\n"));
  }
  SECTION("bound: the class decides") {
    REQUIRE(patch(scene, kPersistentVolumeClaim, "d", R"({"status":{"phase":"Bound","capacity":{"storage":"1Gi"}}})",
                  PatchType::kMerge, Subresource::kStatus)
                .empty());
    CHECK(
        patch(scene, kPersistentVolumeClaim, "d", grown) ==
        "Forbidden persistentvolumeclaims \"d\" is forbidden: only dynamically provisioned pvc can be resized and the "
        "storageclass that provisions the pvc must support resize");
  }
}

TEST_CASE("Validation: 5. Pod update: activeDeadlineSeconds may come and shrink") {
  Scenario scene;
  REQUIRE(create(scene, pod("")).empty());
  REQUIRE(patch(scene, kPod, "p", R"({"spec":{"activeDeadlineSeconds":10}})").empty());
  CHECK(patch(scene, kPod, "p", R"({"spec":{"activeDeadlineSeconds":5}})").empty());
  CHECK(patch(scene, kPod, "p", R"({"spec":{"activeDeadlineSeconds":7}})") ==
        "Invalid Pod \"p\" is invalid: spec.activeDeadlineSeconds: Invalid value: 7: must be less than or equal to "
        "previous value");
  CHECK(
      patch(scene, kPod, "p", R"({"spec":{"activeDeadlineSeconds":null}})") ==
      "Invalid Pod \"p\" is invalid: spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive "
      "integer to nil value");
}

TEST_CASE("Validation: 7. Other kinds: Node: its range of pods and its identity are given once") {
  Scenario scene;
  CHECK(
      patch(scene, kNode, "worker-1", R"({"spec":{"podCIDR":"10.9.0.0/24"}})") ==
      "Invalid Node \"worker-1\" is invalid: spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "
      "\"\" to valid");
  CHECK(patch(scene, kNode, "worker-1", R"({"spec":{"externalID":"x"}})") ==
        "Invalid Node \"worker-1\" is invalid: spec.externalID: Forbidden: may not be updated");
  const Value before = scene.get(kNode, "worker-1", "")->document();
  CHECK(patch(scene, kNode, "worker-1", R"({"spec":{"podCIDRs":["10.9.0.0/24"]}})").empty());
  CHECK(scene.get(kNode, "worker-1", "")->document() == before);
}

TEST_CASE("Apply: 4. kubectl patch: a merge patch is an object") {
  Scenario scene;
  CHECK(patch(scene, kNode, "worker-1", "[]", PatchType::kMerge) ==
        "BadRequest error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
}

// plugin/pkg/admission/runtimeclass.
TEST_CASE("Admission: RuntimeClass: what its pods get, and what they may not say themselves") {
  Scenario scene;
  REQUIRE(create(scene, R"({"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"boxed"},
      "handler":"boxed","overhead":{"podFixed":{"cpu":"250m"}},"scheduling":{"nodeSelector":{"disk":"fast"},
      "tolerations":[{"key":"boxed","operator":"Exists"},{"key":"node.kubernetes.io/not-ready","operator":"Exists"}]}})")
              .empty());
  REQUIRE(create(scene, R"({"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"plain"},
      "handler":"plain"})")
              .empty());
  struct Row {
    const char* why;
    const char* more;
    const char* told;
  };
  const Row rows[] = {
      {"a class that is not there", R"(,"runtimeClassName":"nope")",
       "Forbidden pods \"p\" is forbidden: pod rejected: RuntimeClass \"nope\" not found"},
      {"another overhead", R"(,"runtimeClassName":"boxed","overhead":{"cpu":"1"})",
       "Forbidden pods \"p\" is forbidden: pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"},
      {"an overhead that the class has not", R"(,"runtimeClassName":"plain","overhead":{"cpu":"1"})",
       "Forbidden pods \"p\" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined "
       "Overhead"},
      {"an overhead without a class", R"(,"overhead":{"cpu":"1"})",
       "Forbidden pods \"p\" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined "
       "Overhead"},
      {"another kind of node", R"(,"runtimeClassName":"boxed","nodeSelector":{"disk":"slow"})",
       "Forbidden pods \"p\" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[disk] = fast; "
       "pod.spec.nodeSelector[disk] = slow"},
      {"nothing against it", R"(,"runtimeClassName":"boxed","nodeSelector":{"zone":"a"})", ""},
  };
  for (const Row& row : rows) {
    INFO(row.why);
    CHECK(create(scene, pod(row.more)) == row.told);
  }
  const auto made = scene.cluster().api().get(kPod, {"default", "p"});
  REQUIRE(made.has_value());
  const Value& spec = (*made)->document()["spec"];
  CHECK(to_json(spec["overhead"]) == R"({"cpu":"250m"})");
  CHECK(to_json(spec["nodeSelector"]) == R"({"disk":"fast","zone":"a"})");
  CHECK(to_json(spec["tolerations"]) ==
        R"([{"effect":"NoExecute","key":"node.kubernetes.io/unreachable","operator":"Exists","tolerationSeconds":300},)"
        R"({"key":"boxed","operator":"Exists"},{"key":"node.kubernetes.io/not-ready","operator":"Exists"}])");
}

// plugin/pkg/admission/network/defaultingressclass.
TEST_CASE("Admission: DefaultIngressClass: who names no class gets the marked one") {
  Scenario scene;
  const auto ingress = [&](const char* name, const char* metadata, const char* spec) {
    REQUIRE(create(scene, R"({"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":")" +
                              std::string(name) + "\"" + metadata +
                              R"(},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}})" + spec +
                              "}}")
                .empty());
    const auto made = scene.cluster().api().get(kIngress, {"default", name});
    REQUIRE(made.has_value());
    return to_json((*made)->document()["spec"]["ingressClassName"]);
  };
  CHECK(ingress("early", "", "") == "null");
  for (const char* name : {"b", "a"})
    REQUIRE(create(scene, R"({"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":")" +
                              std::string(name) +
                              R"(","annotations":{"ingressclass.kubernetes.io/is-default-class":"true"}},
                                "spec":{"controller":"x/y"}})")
                .empty());
  CHECK(ingress("plain", "", "") == "\"a\"");
  CHECK(ingress("own", "", R"(,"ingressClassName":"mine")") == "\"mine\"");
  CHECK(ingress("old", R"(,"annotations":{"kubernetes.io/ingress.class":"mine"})", "") == "null");
}

// storageutil.IsDefaultAnnotation: the older annotation marks a class, too.
TEST_CASE("Admission: DefaultStorageClass: either annotation marks a class") {
  Scenario scene;
  REQUIRE(patch(scene, kStorageClass, "standard", R"({"metadata":{"annotations":null}})").empty());
  REQUIRE(create(scene, R"({"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"older",
      "annotations":{"storageclass.beta.kubernetes.io/is-default-class":"true"}},"provisioner":"x/y"})")
              .empty());
  REQUIRE(create(scene, R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"d"},"spec":{
      "accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})")
              .empty());
  const auto made = scene.cluster().api().get(kPersistentVolumeClaim, {"default", "d"});
  REQUIRE(made.has_value());
  CHECK((*made)->document()["spec"]["storageClassName"].as_string() == "older");
}
