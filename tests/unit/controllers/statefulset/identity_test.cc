#include "controllers/statefulset/identity.h"

#include <catch2/catch.hpp>

#include "api/kinds/statefulset.h"
#include "base/json.h"

namespace skiff::statefulset {
namespace {

Object web() {
  return Object(kStatefulSet, {"default", "web"}, 7, *parse_json(R"({"apiVersion":"apps/v1","kind":"StatefulSet",
    "metadata":{"name":"web","namespace":"default","uid":"u-1"},
    "spec":{"serviceName":"nginx","replicas":2,"selector":{"matchLabels":{"app":"web"}},
      "volumeClaimTemplates":[{"metadata":{"name":"www","labels":{"app":"other","tier":"db"}},"spec":{"x":1}}],
      "template":{"metadata":{"labels":{"app":"web"},"annotations":{"a":"b"}},
        "spec":{"hostname":"overwritten","containers":[{"name":"c"}],"volumes":[{"name":"tmp","emptyDir":{}},
          {"name":"www","emptyDir":{}}]}}}})"));
}

}  // namespace

TEST_CASE("StatefulSet identity: parent and ordinal of a pod name") {
  struct Row {
    const char* name;
    const char* parent;
    int ordinal;
  };
  const Row rows[] = {
      {"web-0", "web", 0},
      {"web-1-12", "web-1", 12},
      {"web-01", "web", 1},
      {"1-bar", "", -1},
      {"web", "", -1},
      {"web-", "", -1},
      {"web-2147483647", "web", 2147483647},
      {"web-2147483648", "web", -1},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.name) {
      const PodName parsed = parse_pod_name(row.name);
      CHECK(parsed.ordinal == row.ordinal);
      if (row.ordinal >= 0) CHECK(parsed.parent == row.parent);
    }
}

TEST_CASE("StatefulSet identity: the pod that is asked for") {
  const Object set = web();
  CHECK(to_json(make_pod(set, set.spec()["template"], "web-abc", 1)) ==
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{"a":"b"},"generateName":"web-","labels":{)"
        R"("app":"web","apps.kubernetes.io/pod-index":"1","controller-revision-hash":"web-abc",)"
        R"("statefulset.kubernetes.io/pod-name":"web-1"},"name":"web-1","namespace":"default","ownerReferences":[{)"
        R"("apiVersion":"apps/v1","blockOwnerDeletion":true,"controller":true,"kind":"StatefulSet","name":"web",)"
        R"("uid":"u-1"}]},"spec":{"containers":[{"name":"c"}],"hostname":"web-1","subdomain":"nginx","volumes":[{)"
        R"("name":"www","persistentVolumeClaim":{"claimName":"www-web-1"}},{"emptyDir":{},"name":"tmp"}]}})");
}

TEST_CASE("StatefulSet identity: which pods need repair") {
  struct Row {
    const char* why;
    const char* name;
    const char* label;
    bool matches;
  };
  const Row rows[] = {
      {"as it should be", "web-0", "web-0", true},
      {"the label is wrong", "web-0", "web-1", false},
      {"a leading zero is no ordinal of ours", "web-01", "web-01", false},
      {"another set's pod", "db-0", "db-0", false},
  };
  const Object set = web();
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Object pod(
          kStatefulSet, {"default", row.name}, 1,
          Value{{"metadata", Value{{"labels", Value{{"statefulset.kubernetes.io/pod-name", row.label}}}}}});
      CHECK(identity_matches(set, pod) == row.matches);
    }
}

}  // namespace skiff::statefulset
