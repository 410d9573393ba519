#include "controllers/template_hash.h"

#include <catch2/catch.hpp>

#include "base/json.h"
#include "controllers/revisions.h"

namespace skiff {
namespace {

Value web_template(const char* image) {
  Value pod_template = parse_json(R"({
    "metadata": {"labels": {"app": "web"}},
    "spec": {
      "containers": [{
        "image": "", "imagePullPolicy": "IfNotPresent", "name": "nginx", "resources": {},
        "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}],
      "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
      "securityContext": {}, "terminationGracePeriodSeconds": 30}})")
                           .value();
  pod_template["spec"]["containers"].edit_at(0)["image"] = image;
  return pod_template;
}

TEST_CASE("A StatefulSet's revision has the name that a real cluster gives it") {
  CHECK(kStatefulSetRevisions.hash(web_template("nginx:1.26"), std::nullopt) == "85dd45d49b");
}

TEST_CASE("A collision count changes the hash") {
  const Value pod_template = web_template("nginx:1.26");
  for (const RevisionScheme* scheme : {&kStatefulSetRevisions, &kDaemonSetRevisions}) {
    CHECK(scheme->hash(pod_template, 1) != scheme->hash(pod_template, std::nullopt));
    CHECK(scheme->hash(pod_template, 1) != scheme->hash(pod_template, 2));
  }
  CHECK(kDaemonSetRevisions.hash(pod_template, 0) != kDaemonSetRevisions.hash(pod_template, std::nullopt));
}

TEST_CASE("Hashes spell no words") { CHECK(safe_encode("0123456789") == "456789bcdf"); }

TEST_CASE("A revision records the template as a patch that replaces it") {
  CHECK(to_json(revision_data(Value{{"spec", Value{{"x", 1}}}})) ==
        R"({"spec":{"template":{"$patch":"replace","spec":{"x":1}}}})");
}

}  // namespace
}  // namespace skiff
