// What the server does with an object's metadata and status, by the sections of the reference on metadata, generation,
// deletion and subresources.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/configmap.h"
#include "api/kinds/deployment.h"
#include "api/kinds/namespace.h"
#include "api/kinds/pod.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/kinds/service.h"
#include "api/kinds/statefulset.h"
#include "apiserver/apiserver.h"
#include "base/json.h"
#include "cluster/cluster.h"
#include "cluster/default_cluster.h"

using namespace skiff;

namespace {

const Time kNoon = *parse_rfc3339("2026-11-22T12:00:00Z");

// The door alone: nobody acts.
struct Door {
  Door() {
    make_default_cluster(store, {}, kNoon);
    const Value account{{"apiVersion", "v1"},
                        {"kind", "ServiceAccount"},
                        {"metadata", Value{{"name", "default"}, {"namespace", "default"}}}};
    REQUIRE(api.create(*find_resource("serviceaccounts"), "default", account));
  }
  Result<ObjectRef> create(const Kind& kind, const std::string& json, const std::string& ns = "default") {
    return api.create(kind, kind.namespaced() ? ns : "", *parse_json(json));
  }
  Result<ObjectRef> patch(const Kind& kind, const std::string& name, const char* json,
                          Subresource subresource = Subresource::kNone) {
    WriteOptions options;
    options.subresource = subresource;
    return api.patch(kind, {kind.namespaced() ? "default" : "", name}, PatchType::kMerge, *parse_json(json), options);
  }
  Store store{7};
  Time now = kNoon;
  ApiServer api{store, now};
};

std::string told(const Result<ObjectRef>& made) {
  return made ? "" : std::string(reason_name(made.error().reason)) + " " + made.error().message;
}

std::string template_of(const char* image) {
  return R"("selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c",
      "image":")" +
         std::string(image) + R"("}]}})";
}

std::string workload(const char* kind, const std::string& more = "") {
  return std::string(R"({"apiVersion":"apps/v1","kind":")") + kind +
         R"(","metadata":{"name":"web"},"spec":{"replicas":2,)" + template_of("i:1") + more + "}}";
}

constexpr const char* kConfigMapJson = R"({"metadata":{"name":"c"},"data":{"a":"1"}})";
constexpr const char* kBareService = R"({"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}})";

std::string pod_json(const char* name, const char* node) {
  return std::string(R"({"metadata":{"name":")") + name + R"("},"spec":{)" +
         (*node == '\0' ? "" : "\"nodeName\":\"" + std::string(node) + "\",") +
         R"("containers":[{"name":"c","image":"i:1"}]}})";
}

}  // namespace

TEST_CASE("Metadata: 1. Create") {
  Door door;
  SECTION("system fields are wiped and filled") {
    const auto made = door.create(kConfigMap, R"({"metadata":{"name":"c","uid":"mine","creationTimestamp":
        "2001-01-01T00:00:00Z","deletionTimestamp":"2001-01-01T00:00:00Z","deletionGracePeriodSeconds":9,"selfLink":"x"}})");
    REQUIRE(made);
    const Value& metadata = (*made)->metadata();
    CHECK(metadata["uid"].as_string().size() == 36);
    CHECK(metadata["creationTimestamp"].as_string() == "2026-11-22T12:00:00Z");
    CHECK_FALSE(metadata.contains("deletionTimestamp"));
    CHECK_FALSE(metadata.contains("deletionGracePeriodSeconds"));
    CHECK_FALSE(metadata.contains("selfLink"));
    CHECK(metadata["namespace"].as_string() == "default");
  }
  SECTION("generateName is cut to 58 characters and gets five of its own") {
    const std::string base(70, 'x');
    const auto made = door.create(kConfigMap, R"({"metadata":{"generateName":")" + base + "\"}}");
    REQUIRE(made);
    const std::string& name = (*made)->name();
    CHECK(name.size() == 63);
    CHECK(name.substr(0, 58) == base.substr(0, 58));
    CHECK(name.find_first_not_of("bcdfghjklmnpqrstvwxz2456789", 58) == std::string::npos);
    CHECK((*made)->metadata()["generateName"].as_string() == base);
  }
  SECTION("what is refused") {
    struct Row {
      const char* why;
      const char* json;
      const char* error;
    };
    const Row rows[] = {
        {"another namespace", R"({"metadata":{"name":"c","namespace":"other"}})",
         "BadRequest the namespace of the provided object does not match the namespace sent on the request"},
        {"a resourceVersion", R"({"metadata":{"name":"c","resourceVersion":"1"}})",
         " resourceVersion should not be set on objects to be created"},
        {"no name", R"({"metadata":{}})",
         "Invalid ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required"},
    };
    for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
        CHECK(told(door.create(kConfigMap, row.json)) == row.error);
      }
    CHECK(told(door.create(kConfigMap, kConfigMapJson, "nope")) == "NotFound namespaces \"nope\" not found");
  }
  SECTION("a namespace on a kind of the whole cluster falls away") {
    const auto made = door.create(kNamespace, R"({"metadata":{"name":"n","namespace":"x"}})");
    REQUIRE(made);
    CHECK_FALSE((*made)->metadata().contains("namespace"));
    CHECK((*made)->status()["phase"].as_string() == "Active");
  }
  SECTION("the status given is not the status") {
    const auto made = door.create(kStatefulSet, workload("StatefulSet", R"(},"status":{"replicas":9)"));
    REQUIRE(made);
    CHECK(to_json((*made)->status()) == R"({"availableReplicas":0,"replicas":0})");
    CHECK((*made)->metadata()["generation"].as_int() == 1);
  }
}

TEST_CASE("Metadata: 2. resourceVersion") {
  Door door;
  const auto made = door.create(kConfigMap, kConfigMapJson);
  REQUIRE(made);
  const Value first = (*made)->document();
  SECTION("every write takes the next one, whatever it writes to") {
    const auto second = door.create(kService, kBareService);
    REQUIRE(second);
    CHECK((*second)->resource_version() == (*made)->resource_version() + 1);
  }
  SECTION("a write that changes nothing is none") {
    const auto again = door.api.update(kConfigMap, {"default", "c"}, first);
    REQUIRE(again);
    CHECK((*again)->resource_version() == (*made)->resource_version());
  }
  SECTION("a version that is no longer the last one") {
    REQUIRE(door.patch(kConfigMap, "c", R"({"data":{"a":"2"}})"));
    CHECK(told(door.api.update(kConfigMap, {"default", "c"}, first)) ==
          "Conflict Operation cannot be fulfilled on configmaps \"c\": the object has been modified; please apply your "
          "changes to the latest version and try again");
  }
  SECTION("without a version the last write wins") {
    REQUIRE(door.patch(kConfigMap, "c", R"({"data":{"a":"2"}})"));
    CHECK(door.api.update(kConfigMap, {"default", "c"}, *parse_json(kConfigMapJson)));
  }
  SECTION("0 is no version") {
    REQUIRE(door.patch(kConfigMap, "c", R"({"data":{"a":"2"}})"));
    const auto third = door.patch(kConfigMap, "c", R"({"metadata":{"resourceVersion":"0"},"data":{"a":"3"}})");
    REQUIRE(third);
    CHECK((*third)->resource_version() == (*made)->resource_version() + 2);
    const auto same = door.patch(kConfigMap, "c", R"({"metadata":{"resourceVersion":"0"}})");
    REQUIRE(same);
    CHECK((*same)->resource_version() == (*third)->resource_version());
  }
  SECTION("a version is a number") {
    CHECK(told(door.patch(kConfigMap, "c", R"({"metadata":{"resourceVersion":"abc"}})")) ==
          " strconv.ParseUint: parsing \"abc\": invalid syntax");
    CHECK(told(door.patch(kConfigMap, "c", R"({"metadata":{"resourceVersion":"18446744073709551616"}})")) ==
          " strconv.ParseUint: parsing \"18446744073709551616\": value out of range");
  }
  SECTION("whose object it is, is asked before which version") {
    const auto refused = told(door.patch(kConfigMap, "c", R"({"metadata":{"resourceVersion":"abc","uid":"u"}})"));
    CHECK(refused.find("Precondition failed: UID in precondition: u") != std::string::npos);
  }
  SECTION("but not for a PodDisruptionBudget") {
    const char* budget = R"({"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}})";
    REQUIRE(door.create(kPodDisruptionBudget, budget));
    CHECK(told(door.api.update(kPodDisruptionBudget, {"default", "b"}, *parse_json(budget))) ==
          "Invalid poddisruptionbudgets.policy \"b\" is invalid: metadata.resourceVersion: Invalid value: 0: must be "
          "specified for an update");
  }
  SECTION("of another object of that name") {
    Value other = first;
    other["metadata"]["uid"] = "00000000-0000-0000-0000-000000000000";
    CHECK(told(door.api.update(kConfigMap, {"default", "c"}, other)) ==
          "Conflict Operation cannot be fulfilled on configmaps \"c\": Precondition failed: UID in precondition: "
          "00000000-0000-0000-0000-000000000000, UID in object meta: " +
              std::string((*made)->uid()));
  }
}

TEST_CASE("Metadata: 3. Update: generation") {
  struct Row {
    const char* why;
    const Kind* kind;
    std::string object;
    const char* name;
    const char* patch;
    Subresource subresource;
    int64_t generation;  // 0: none
  };
  const Row rows[] = {
      {"a spec that says something else", &kDeployment, workload("Deployment"), "web", R"({"spec":{"replicas":3}})",
       Subresource::kNone, 2},
      {"quantities by what they are worth", &kDeployment,
       R"({"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
         "spec":{"containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"1"}}}]}}}})",
       "web",
       R"({"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"1000m"}}}]}}}})",
       Subresource::kNone, 1},
      {"labels", &kStatefulSet, workload("StatefulSet"), "web", R"({"metadata":{"labels":{"x":"y"}}})",
       Subresource::kNone, 1},
      {"annotations", &kStatefulSet, workload("StatefulSet"), "web", R"({"metadata":{"annotations":{"x":"y"}}})",
       Subresource::kNone, 1},
      {"annotations of a Deployment", &kDeployment, workload("Deployment"), "web",
       R"({"metadata":{"annotations":{"x":"y"}}})", Subresource::kNone, 2},
      {"a generation of one's own", &kDeployment, workload("Deployment"), "web", R"({"metadata":{"generation":7}})",
       Subresource::kNone, 1},
      {"a status", &kStatefulSet, workload("StatefulSet"), "web", R"({"status":{"replicas":1}})", Subresource::kStatus,
       1},
      {"a kind that has none", &kConfigMap, kConfigMapJson, "c", R"({"data":{"a":"2"}})", Subresource::kNone, 0},
      {"a service", &kService, kBareService, "s", R"({"spec":{"sessionAffinity":"ClientIP"}})", Subresource::kNone, 0},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Door door;
      REQUIRE(told(door.create(*row.kind, row.object)).empty());
      const auto written = door.patch(*row.kind, row.name, row.patch, row.subresource);
      REQUIRE(told(written).empty());
      CHECK((*written)->metadata()["generation"].as_int() == row.generation);
    }
}

TEST_CASE("Metadata: 3. Update: what a write to the object and one to its status leave alone") {
  struct Row {
    const char* why;
    const Kind* kind;
    const char* patch;
    Subresource subresource;
    const char* changed;  // labels, annotations, replicas of spec and status
  };
  constexpr const char* kAll = R"({"metadata":{"labels":{"l":"1"},"annotations":{"n":"1"}},"spec":{"replicas":5},
      "status":{"replicas":1}})";
  const Row rows[] = {
      {"the object: not its status", &kStatefulSet, kAll, Subresource::kNone, "l=1 n=1 5 0"},
      {"the status: not its spec", &kStatefulSet, kAll, Subresource::kStatus, "l=1 n=1 2 1"},
      {"nor a Deployment's labels", &kDeployment, kAll, Subresource::kStatus, "l= n=1 2 1"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Door door;
      REQUIRE(told(door.create(*row.kind, workload(row.kind->kind == "Deployment" ? "Deployment" : "StatefulSet")))
                  .empty());
      const auto written = door.patch(*row.kind, "web", row.patch, row.subresource);
      REQUIRE(told(written).empty());
      const Object& now = **written;
      CHECK("l=" + now.metadata().at("labels", "l").str() + " n=" + now.metadata().at("annotations", "n").str() + " " +
                std::to_string(now.spec()["replicas"].as_int()) + " " +
                std::to_string(now.status()["replicas"].as_int()) ==
            row.changed);
    }
  Door door;
  REQUIRE(door.create(kStatefulSet, workload("StatefulSet")));
  CHECK(told(door.patch(kStatefulSet, "web", R"({"status":{"replicas":1,"readyReplicas":2}})", Subresource::kStatus)) ==
        "Invalid StatefulSet.apps \"web\" is invalid: status.readyReplicas: Invalid value: 2: cannot be greater than "
        "status.replicas");
}

TEST_CASE("Metadata: 4. Deletion") {
  struct Row {
    const char* why;
    const Kind* kind;
    std::string object;
    const char* name;
    std::optional<int64_t> grace;
    const char* left;  // deletionTimestamp, deletionGracePeriodSeconds, generation, finalizers; or gone
  };
  const Row rows[] = {
      {"a pod that nobody has placed", &kPod, pod_json("p", ""), "p", {}, "gone"},
      {"a pod on a node", &kPod, pod_json("p", "worker-1"), "p", {}, "2026-11-22T12:00:30Z 30 2 null"},
      {"with a grace period of one's own", &kPod, pod_json("p", "worker-1"), "p", 5, "2026-11-22T12:00:05Z 5 2 null"},
      {"a negative one counts as 1", &kPod, pod_json("p", "worker-1"), "p", -3, "2026-11-22T12:00:01Z 1 2 null"},
      {"none at all", &kPod, pod_json("p", "worker-1"), "p", 0, "gone"},
      {"any other kind", &kConfigMap, kConfigMapJson, "c", {}, "gone"},
      {"one that a finalizer holds",
       &kConfigMap,
       R"({"metadata":{"name":"c","finalizers":["x.io/y"]}})",
       "c",
       {},
       "2026-11-22T12:00:00Z 0 0 [\"x.io/y\"]"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Door door;
      REQUIRE(told(door.create(*row.kind, row.object)).empty());
      DeleteOptions options;
      options.grace_seconds = row.grace;
      const auto left = door.api.remove(*row.kind, {"default", row.name}, options);
      REQUIRE(left);
      std::string seen = "gone";
      if (*left) {
        const Value& metadata = (*left)->metadata();
        seen = metadata["deletionTimestamp"].str() + " " +
               std::to_string(metadata["deletionGracePeriodSeconds"].as_int()) + " " +
               std::to_string(metadata["generation"].as_int()) + " " + to_json(metadata["finalizers"]);
      }
      CHECK(seen == row.left);
      CHECK((door.store.get(*row.kind, {"default", row.name}) == nullptr) == (seen == "gone"));
    }
}

TEST_CASE("Metadata: 4. Deletion: a second order can only shorten the first") {
  struct Row {
    const char* why;
    int64_t first, second;
    const char* left;
  };
  for (const Row& row :
       {Row{"longer", 10, 20, "2026-11-22T12:00:10Z 10"}, Row{"as long", 10, 10, "2026-11-22T12:00:10Z 10"},
        Row{"shorter, counted from the first order", 30, 10, "2026-11-22T12:00:10Z 10"},
        Row{"nothing left of it", 30, 2, "2026-11-22T12:00:05Z 1"}, Row{"at once", 30, 0, "gone"}})
    DYNAMIC_SECTION(row.why) {
      Door door;
      REQUIRE(door.create(kPod, pod_json("p", "worker-1")));
      DeleteOptions options;
      options.grace_seconds = row.first;
      REQUIRE(door.api.remove(kPod, {"default", "p"}, options));
      door.now += seconds(5);
      options.grace_seconds = row.second;
      const auto left = door.api.remove(kPod, {"default", "p"}, options);
      REQUIRE(left);
      const std::string seen = *left ? (*left)->metadata()["deletionTimestamp"].str() + " " +
                                           std::to_string((*left)->metadata()["deletionGracePeriodSeconds"].as_int())
                                     : "gone";
      CHECK(seen == row.left);
    }
}

TEST_CASE("Metadata: 5. Owner references and finalizers") {
  Door door;
  const auto told_of = [&](const char* metadata) {
    return told(door.create(kConfigMap, R"({"metadata":{"name":"c",)" + std::string(metadata) + "}}"));
  };
  CHECK(
      told_of(R"("ownerReferences":[{"apiVersion":"","kind":"","name":"","uid":""}])") ==
      "Invalid ConfigMap \"c\" is invalid: [metadata.ownerReferences.apiVersion: Invalid value: \"\": version must not "
      "be "
      "empty, metadata.ownerReferences.kind: Invalid value: \"\": must not be empty, metadata.ownerReferences.name: "
      "Invalid value: \"\": must not be empty, metadata.ownerReferences.uid: Invalid value: \"\": must not be empty]");
  CHECK(told_of(R"("finalizers":["foo"])")
            .find("metadata.finalizers[0]: Invalid value: \"foo\": name is neither a standard finalizer name nor is it "
                  "fully qualified") != std::string::npos);
  CHECK(told_of(R"("finalizers":["x.io/z"])").empty());
  DeleteOptions options;
  REQUIRE(door.api.remove(kConfigMap, {"default", "c"}, options));
  CHECK(told(door.patch(kConfigMap, "c", R"({"metadata":{"finalizers":["x.io/z","x.io/y"]}})")) ==
        "Invalid ConfigMap \"c\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the "
        "object "
        "is being deleted, found new finalizers []string{\"x.io/y\"}");
  REQUIRE(door.patch(kConfigMap, "c", R"({"metadata":{"finalizers":null}})"));
  CHECK(door.store.get(kConfigMap, {"default", "c"}) == nullptr);
}

TEST_CASE("Metadata: 6. Subresources: which kinds have them") {
  for (const char* resource : {"pods", "nodes", "namespaces", "services", "persistentvolumeclaims", "persistentvolumes",
                               "replicationcontrollers", "replicasets", "deployments", "statefulsets", "daemonsets",
                               "jobs", "cronjobs", "horizontalpodautoscalers", "poddisruptionbudgets", "ingresses"})
    DYNAMIC_SECTION(resource) { CHECK(find_resource(resource)->has_status); }
  for (const Kind* kind : all_kinds()) DYNAMIC_SECTION("scale of " << kind->resource) {
      const bool scales = kind->resource == "replicationcontrollers" || kind->resource == "replicasets" ||
                          kind->resource == "deployments" || kind->resource == "statefulsets";
      CHECK(kind->has_scale == scales);
    }
  for (const char* resource :
       {"configmaps", "secrets", "serviceaccounts", "storageclasses", "priorityclasses", "events"})
    DYNAMIC_SECTION(resource) { CHECK_FALSE(find_resource(resource)->has_status); }
}
