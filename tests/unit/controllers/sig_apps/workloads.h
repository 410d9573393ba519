// Short forms of what the re-enacted conformance tests create and ask.
#pragma once
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "api/kinds/pod.h"
#include "api/pod_view.h"
#include "base/json.h"
#include "support/scenario.h"

namespace skiff::test {

inline std::string pod_template(const std::string& image, const std::string& more = "",
                                const std::string& container = "") {
  return R"("template":{"metadata":{"labels":{"app":"web"}},"spec":{)" + more + R"("containers":[{"name":"c",)" +
         container + R"("image":")" + image + R"("}]}})";
}

// A Deployment, ReplicaSet, StatefulSet or DaemonSet called web; `more` are members of its spec, each with a comma.
inline std::string workload(const std::string& kind, const std::string& more, const std::string& image = "nginx:1.26",
                            const std::string& name = "web", const std::string& labels = "{}") {
  return R"({"apiVersion":"apps/v1","kind":")" + kind + R"(","metadata":{"name":")" + name + R"(","labels":)" + labels +
         R"(},"spec":{)" + more + R"("selector":{"matchLabels":{"app":"web"}},)" + pod_template(image) + "}}";
}

inline std::string image(const std::string& image) {
  return R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":")" + image + R"("}]}}}})";
}

inline std::string job(const std::string& more, const std::string& command, const std::string& name = "job") {
  return R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":")" + name + R"("},"spec":{)" + more +
         R"("template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busybox","command":)" +
         command + "}]}}}}";
}

inline std::string naked_pod(const std::string& name, const std::string& labels = R"({"app":"web"})") {
  return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + R"(","labels":)" + labels +
         R"(},"spec":{"containers":[{"name":"c","image":"nginx:1.26"}]}})";
}

inline std::vector<ObjectRef> pods(Scenario& scene) { return scene.cluster().api().store().list(kPod, "default"); }

inline std::vector<std::string> images(Scenario& scene) {
  std::vector<std::string> all;
  for (const ObjectRef& pod : pods(scene)) all.push_back(pod->spec()["containers"][0]["image"].str());
  return all;
}

inline std::string owner(const Scenario& scene, const std::string& pod) {
  return scene.get(kPod, pod)->metadata()["ownerReferences"][0]["kind"].str();
}

inline std::string count(const Scenario& scene, const Kind& kind, const char* field, const std::string& name = "web") {
  return scene.text(kind, name, {"status", field});
}

inline std::string conditions(const Scenario& scene, const Kind& kind, const std::string& name) {
  std::string all;
  for (const Value& one : scene.get(kind, name)->status()["conditions"].elements())
    if (one["status"].as_string() == "True") all += (all.empty() ? "" : " ") + one["type"].str();
  return all;
}

// PUT of a condition into /status, as the suite's "Status endpoints" tests do, and a patch of it.
inline void validate_status_endpoints(Scenario& scene, const Kind& kind, const std::string& name) {
  ApiServer& api = scene.cluster().api();
  const ObjectKey key{"default", name};
  WriteOptions to_status;
  to_status.subresource = Subresource::kStatus;
  Value document = scene.get(kind, name)->document();
  const Value condition{{"type", "StatusUpdate"}, {"status", "True"}, {"reason", "E2E"}, {"message", "Set from test"}};
  document["status"]["conditions"].push_back(condition);
  document["spec"]["ignored"] = true;
  REQUIRE(api.update(kind, key, document, to_status));
  CHECK(find_condition(scene.get(kind, name)->status(), "StatusUpdate")["reason"].as_string() == "E2E");
  CHECK_FALSE(scene.get(kind, name)->spec().contains("ignored"));
  const Value patch{
      {"status", Value{{"conditions", Value::array({Value{{"type", "StatusPatched"}, {"status", "True"}}})}}}};
  REQUIRE(api.patch(kind, key, PatchType::kMerge, patch, to_status));
  CHECK(find_condition(scene.get(kind, name)->status(), "StatusPatched")["status"].as_string() == "True");
}

// GET and PUT and PATCH of /scale.
inline void validate_scale(Scenario& scene, const Kind& kind, const std::string& name) {
  ApiServer& api = scene.cluster().api();
  const ObjectKey key{"default", name};
  auto scale = api.get_scale(kind, key);
  REQUIRE(scale);
  CHECK((*scale)["spec"]["replicas"].as_int() == 1);
  (*scale)["spec"]["replicas"] = 2;
  REQUIRE(api.update_scale(kind, key, *scale));
  CHECK(scene.text(kind, name, {"spec", "replicas"}) == "2");
  WriteOptions to_scale;
  to_scale.subresource = Subresource::kScale;
  REQUIRE(api.patch(kind, key, PatchType::kMerge, Value{{"spec", Value{{"replicas", 4}}}}, to_scale));
  CHECK(scene.text(kind, name, {"spec", "replicas"}) == "4");
  scene.settle();
  CHECK((*api.get_scale(kind, key))["status"]["replicas"].as_int() == 4);
}

// Listed and deleted by a label, as a collection is.
inline void validate_collection(Scenario& scene, const Kind& kind, const std::string& label) {
  ApiServer& api = scene.cluster().api();
  const auto all = api.list(kind, {.ns = "default", .label_selector = label, .field_selector = {}});
  REQUIRE(all);
  REQUIRE_FALSE(all->empty());
  for (const ObjectRef& one : *all) {
    DeleteOptions options;
    options.propagation = Propagation::kBackground;
    REQUIRE(api.remove(kind, one->key(), options));
  }
  scene.settle();
  CHECK(api.list(kind, {.ns = "default", .label_selector = label, .field_selector = {}})->empty());
}

}  // namespace skiff::test
