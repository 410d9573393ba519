// Short forms of what the re-enacted conformance tests create, do and ask.
#pragma once
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "api/kinds/behavior.h"
#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "support/scenario.h"

namespace skiff::test {

using Texts = std::vector<std::string>;

// What is created. A Deployment, ReplicaSet, StatefulSet or DaemonSet called web; `more` are members of its spec, each
// with a comma.
inline std::string pod_template(const std::string& image, const std::string& more = "",
                                const std::string& container = "") {
  return R"("template":{"metadata":{"labels":{"app":"web"}},"spec":{)" + more + R"("containers":[{"name":"c",)" +
         container + R"("image":")" + image + R"("}]}})";
}

inline std::string workload(const std::string& kind, const std::string& more, const std::string& image = "nginx:1.26",
                            const std::string& name = "web", const std::string& labels = "{}") {
  return R"({"apiVersion":"apps/v1","kind":")" + kind + R"(","metadata":{"name":")" + name + R"(","labels":)" + labels +
         R"(},"spec":{)" + more + R"("selector":{"matchLabels":{"app":"web"}},)" + pod_template(image) + "}}";
}

inline std::string replicas(int count) { return R"("replicas":)" + std::to_string(count) + ","; }

inline std::string image(const std::string& image) {
  return R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":")" + image + R"("}]}}}})";
}

inline std::string scaled_to(int count) { return R"({"spec":{"replicas":)" + std::to_string(count) + "}}"; }

inline std::string job(const std::string& more, const std::string& command, const std::string& name = "job") {
  return R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":")" + name + R"("},"spec":{)" + more +
         R"("template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busybox","command":)" +
         command + "}]}}}}";
}

inline std::string naked_pod(const std::string& name, const std::string& labels = R"({"app":"web"})",
                             const std::string& spec = "", const std::string& container = "") {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","labels":)" + labels +
         R"(},"spec":{)" + spec + R"("containers":[{"name":"c",)" + container + R"("image":"nginx:1.26"}]}})";
}

inline constexpr const char* kForever = R"(["sleep","1000000"])";

// What is done.
inline void create_settled(Scenario& scene, const std::string& json) {
  scene.create(json);
  scene.settle();
}

inline void patch_settled(Scenario& scene, const Kind& kind, const std::string& name, const std::string& patch) {
  scene.patch(kind, name, patch);
  scene.settle();
}

inline WriteOptions to_subresource(Subresource subresource) {
  WriteOptions options;
  options.subresource = subresource;
  return options;
}

// As a client does it that takes itself for the kubelet.
inline void patch_status(Scenario& scene, const Kind& kind, const std::string& name, const std::string& status) {
  REQUIRE(scene.cluster().api().patch(kind, {"default", name}, PatchType::kMerge,
                                      *parse_json(R"({"status":)" + status + "}"),
                                      to_subresource(Subresource::kStatus)));
}

inline std::string behavior(const std::string& name, const std::string& pods, const std::string& what) {
  return R"({"apiVersion":"skiff.dev/v1","kind":"Behavior","metadata":{"name":")" + name +
         R"("},"spec":{"match":{"images":["*"],"pods":[")" + pods + R"("]},)" + what + "}}";
}

// The suite takes away the page that the readiness probe asks for, and puts it back.
inline void break_readiness(Scenario& scene, const std::string& pods) {
  create_settled(scene, behavior("broken", pods, R"("ready":{"never":true})"));
}
inline void restore_readiness(Scenario& scene) {
  scene.remove(kBehavior, "broken");
  scene.settle();
}

// What is asked.
inline std::vector<ObjectRef> pods(Scenario& scene) { return scene.cluster().api().store().list(kPod, "default"); }

inline Texts images(Scenario& scene) {
  Texts all;
  for (const ObjectRef& pod : pods(scene)) all.push_back(pod->spec()["containers"][0]["image"].str());
  return all;
}

inline std::string owner(const Scenario& scene, const std::string& pod) {
  const Value& references = scene.get(kPod, pod)->metadata()["ownerReferences"];
  return references.is_null() ? "nobody" : references[0]["kind"].str();
}

inline std::string count(const Scenario& scene, const Kind& kind, const char* field, const std::string& name = "web") {
  return scene.text(kind, name, {"status", field});
}

// Types of the conditions that are True.
inline std::string conditions(const Scenario& scene, const Kind& kind, const std::string& name) {
  std::string all;
  for (const Value& one : scene.get(kind, name)->status()["conditions"].elements())
    if (one["status"].as_string() == "True") all += (all.empty() ? "" : " ") + one["type"].str();
  return all;
}

// "web-0 web-1": the pods that a trace says were created.
inline std::string created_in(const std::string& trace) {
  std::string order;
  for (size_t at = trace.find("create pod/"); at != std::string::npos; at = trace.find("create pod/", at + 1)) {
    const size_t end = std::min(trace.find_first_of(", ", at + 11), trace.size());
    order += (order.empty() ? "" : " ") + trace.substr(at + 11, end - at - 11);
  }
  return order;
}

// Every pod is ready under an address of its own.
inline void check_serving(Scenario& scene, size_t wanted) {
  Texts addresses;
  for (const ObjectRef& pod : pods(scene)) {
    CHECK(pod->view<PodView>().ready);
    addresses.push_back(pod->status()["podIP"].str());
  }
  std::sort(addresses.begin(), addresses.end());
  CHECK(std::unique(addresses.begin(), addresses.end()) == addresses.end());
  CHECK(addresses.size() == wanted);
  CHECK(std::find(addresses.begin(), addresses.end(), "") == addresses.end());
}

// PUT of a condition into /status, as the suite's "Status endpoints" tests do, and a patch of it: neither touches the
// spec, and the controller leaves alone what is not its own.
inline void validate_status_endpoints(Scenario& scene, const Kind& kind, const std::string& name) {
  ApiServer& api = scene.cluster().api();
  const ObjectKey key{"default", name};
  const WriteOptions to_status = to_subresource(Subresource::kStatus);
  const Value spec = scene.get(kind, name)->spec();
  Value document = scene.get(kind, name)->document();
  const Value condition{{"type", "StatusUpdate"}, {"status", "True"}, {"reason", "E2E"}, {"message", "Set from test"}};
  document["status"]["conditions"].push_back(condition);
  document["spec"]["ignored"] = true;
  REQUIRE(api.update(kind, key, document, to_status));
  scene.settle();
  CHECK(find_condition(scene.get(kind, name)->status(), "StatusUpdate")["reason"].as_string() == "E2E");
  CHECK(scene.get(kind, name)->spec() == spec);
  patch_status(scene, kind, name, R"({"conditions":[{"type":"StatusPatched","status":"True"}]})");
  scene.settle();
  CHECK(find_condition(scene.get(kind, name)->status(), "StatusPatched")["status"].as_string() == "True");
  CHECK(find_condition(scene.get(kind, name)->status(), "StatusUpdate").is_null());  // a merge patch replaces lists
  CHECK(scene.get(kind, name)->spec() == spec);
}

// GET and PUT and PATCH of /scale.
inline void validate_scale(Scenario& scene, const Kind& kind, const std::string& name) {
  ApiServer& api = scene.cluster().api();
  const ObjectKey key{"default", name};
  auto scale = api.get_scale(kind, key);
  REQUIRE(scale);
  CHECK((*scale)["spec"]["replicas"].as_int() == 1);
  CHECK((*scale)["status"]["replicas"].as_int() == 1);
  (*scale)["spec"]["replicas"] = 2;
  REQUIRE(api.update_scale(kind, key, *scale));
  CHECK(scene.text(kind, name, {"spec", "replicas"}) == "2");
  REQUIRE(api.patch(kind, key, PatchType::kMerge, *parse_json(scaled_to(4)), to_subresource(Subresource::kScale)));
  CHECK(scene.text(kind, name, {"spec", "replicas"}) == "4");
  scene.settle();
  CHECK((*api.get_scale(kind, key))["status"]["replicas"].as_int() == 4);
  CHECK(pods(scene).size() == 4);
}

// Listed and deleted by a label, as a collection is; an object without the label stays.
inline void validate_collection(Scenario& scene, const Kind& kind, const std::string& label, size_t wanted = 1) {
  ApiServer& api = scene.cluster().api();
  const ListOptions labelled{.ns = "default", .label_selector = label, .field_selector = {}};
  const auto all = api.list(kind, labelled);
  REQUIRE(all);
  CHECK(all->size() == wanted);
  CHECK(api.list(kind, {.ns = "default", .label_selector = label + "-not", .field_selector = {}})->empty());
  for (const ObjectRef& one : *all) {
    DeleteOptions options;
    options.propagation = Propagation::kBackground;
    REQUIRE(api.remove(kind, one->key(), options));
  }
  scene.settle();
  CHECK(api.list(kind, labelled)->empty());
}

}  // namespace skiff::test
