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
#include "api/patch/merge_patch.h"
#include "apiserver/apiserver.h"
#include "apiserver/client.h"
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
  SECTION("a patch with a version that is no longer the last one") {
    REQUIRE(door.patch(kConfigMap, "c", R"({"data":{"a":"2"}})"));
    const std::string stale = R"({"metadata":{"resourceVersion":")" + first.at("metadata", "resourceVersion").str() +
                              R"("},"data":{"a":"3"}})";
    CHECK(
        told(door.patch(kConfigMap, "c", stale.c_str()))
            .ends_with("the object has been modified; please apply your changes to the latest version and try again"));
  }
  SECTION("a patch that gives another name") {
    CHECK(told(door.patch(kConfigMap, "c", R"({"metadata":{"name":"d"}})")) ==
          "BadRequest the name of the object (d) does not match the name on the URL (c)");
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
      {"what an Ingress says", find_resource("ingresses"),
       R"({"metadata":{"name":"i"},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}})", "i",
       R"({"spec":{"ingressClassName":"c"}})", Subresource::kNone, 2},
      {"a disruption budget", &kPodDisruptionBudget,
       R"({"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}})", "b",
       R"({"spec":{"minAvailable":2}})", Subresource::kNone, 2},
      {"a slice's endpoints, which are no spec", find_resource("endpointslices"),
       R"({"metadata":{"name":"s"},"addressType":"IPv4","endpoints":[]})", "s",
       R"({"endpoints":[{"addresses":["10.0.0.1"]}]})", Subresource::kNone, 2},
      {"a slice's labels", find_resource("endpointslices"),
       R"({"metadata":{"name":"s"},"addressType":"IPv4","endpoints":[]})", "s", R"({"metadata":{"labels":{"x":"y"}}})",
       Subresource::kNone, 2},
      {"not its annotations", find_resource("endpointslices"),
       R"({"metadata":{"name":"s"},"addressType":"IPv4","endpoints":[]})", "s",
       R"({"metadata":{"annotations":{"x":"y"}}})", Subresource::kNone, 1},
      {"a template by itself", find_resource("podtemplates"),
       R"({"metadata":{"name":"t"},"template":{"spec":{"containers":[{"name":"c","image":"i:1"}]}}})", "t",
       R"({"template":{"spec":{"containers":[{"name":"c","image":"i:2"}]}}})", Subresource::kNone, 2},
      {"a priority class says so once", find_resource("priorityclasses"), R"({"metadata":{"name":"p"},"value":5})", "p",
       R"({"description":"x"})", Subresource::kNone, 1},
      {"an autoscaler", find_resource("hpa"),
       R"({"metadata":{"name":"h"},"spec":{"maxReplicas":2,"scaleTargetRef":{"kind":"Deployment","name":"d"}}})", "h",
       R"({"spec":{"maxReplicas":3}})", Subresource::kNone, 0},
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

TEST_CASE("Metadata: 3. Update: what a client may not say") {
  Door door;
  REQUIRE(door.create(kConfigMap, kConfigMapJson));
  const Value stored = (*door.api.get(kConfigMap, {"default", "c"}))->document();
  struct Row {
    const char* why;
    const char* metadata;  // what the PUT says differently
    std::string error;
  };
  const Row rows[] = {
      {"another name", R"({"name":"d"})",
       "BadRequest the name of the object (d) does not match the name on the URL (c)"},
      {"another namespace", R"({"namespace":"kube-system"})",
       "BadRequest the namespace of the provided object does not match the namespace sent on the request"},
      {"that it is to go", R"({"deletionTimestamp":"2026-11-22T12:00:00Z"})",
       "Invalid ConfigMap \"c\" is invalid: metadata.deletionTimestamp: Invalid value: \"2026-11-22T12:00:00Z\": field "
       "is immutable"},
      {"how long it has for that", R"({"deletionGracePeriodSeconds":5})",
       "Invalid ConfigMap \"c\" is invalid: metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable"},
      {"labels that are none are told of once", R"({"labels":{"a":"-"}})",
       "Invalid ConfigMap \"c\" is invalid: metadata.labels: Invalid value: \"-\": a valid label must be an empty "
       "string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
       "character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
       "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"},
      {"when it was made: nobody listens", R"({"creationTimestamp":"2001-01-01T00:00:00Z"})", ""},
      {"its generation: nobody listens", R"({"generation":7})", ""},
      {"nothing of its identity", R"({"uid":null,"creationTimestamp":null})", ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Value document = stored;
      const Value changes = *parse_json(row.metadata);
      for (const Member& member : changes.members()) {
        if (member.value.is_null()) document["metadata"].erase(member.name());
        else document["metadata"].set(member.name(), member.value);
      }
      const auto written = door.api.update(kConfigMap, {"default", "c"}, document);
      CHECK(told(written) == row.error);
      if (written) CHECK((*written)->document() == stored);
    }
}

TEST_CASE("Metadata: 2. resourceVersion: what a PUT makes where nothing is") {
  struct Row {
    const char* resource;
    const char* object;
    bool is_made;
  };
  const Row rows[] = {
      {"services", R"({"metadata":{"name":"x","resourceVersion":"1"},"spec":{"ports":[{"port":80}]}})", true},
      {"endpoints", R"({"metadata":{"name":"x"}})", true},
      {"events", R"({"metadata":{"name":"x"},"involvedObject":{"namespace":"default"}})", true},
      {"leases", R"({"metadata":{"name":"x"}})", true},
      {"limitranges", R"({"metadata":{"name":"x"}})", true},
      {"roles", R"({"metadata":{"name":"x"}})", true},
      {"clusterroles", R"({"metadata":{"name":"x"}})", true},
      {"configmaps", R"({"metadata":{"name":"x"}})", false},
      {"secrets", R"({"metadata":{"name":"x"}})", false},
      {"serviceaccounts", R"({"metadata":{"name":"x"}})", false},
      {"resourcequotas", R"({"metadata":{"name":"x"}})", false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource) {
      Door door;
      const Kind& kind = *find_resource(row.resource);
      const ObjectKey key{kind.namespaced() ? "default" : "", "x"};
      const auto written = door.api.update(kind, key, *parse_json(row.object));
      if (row.is_made) {
        REQUIRE(told(written).empty());
        CHECK((*written)->metadata()["uid"].as_string().size() == 36);
        CHECK(door.store.get(kind, key) != nullptr);
      } else {
        CHECK(told(written) == "NotFound " + std::string(kind.resource) + " \"x\" not found");
      }
    }
}

TEST_CASE("Metadata: 3. Update: what some kinds keep of what they were") {
  Door door;
  SECTION("a secret without a type would keep its own, were it not defaulted before") {
    const Kind& secrets = *find_resource("secrets");
    REQUIRE(door.create(secrets, R"({"metadata":{"name":"s"},"type":"a/b"})"));
    CHECK(told(door.api.update(secrets, {"default", "s"}, *parse_json(R"({"metadata":{"name":"s"},"type":""})"))) ==
          "Invalid Secret \"s\" is invalid: type: Invalid value: \"Opaque\": field is immutable");
  }
  SECTION("a namespace's finalizers are the server's") {
    REQUIRE(door.create(kNamespace, R"({"metadata":{"name":"n"}})"));
    const auto written = door.patch(kNamespace, "n", R"({"spec":{"finalizers":[]}})");
    REQUIRE(told(written).empty());
    CHECK(to_json((*written)->spec()["finalizers"]) == R"(["kubernetes"])");
  }
  SECTION("a service keeps its addresses, and its node ports by what they are for") {
    REQUIRE(door.create(kService, R"({"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80}]}})"));
    const Value before = (*door.api.get(kService, {"default", "s"}))->spec();
    const auto written = door.api.update(
        kService, {"default", "s"},
        *parse_json(R"({"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80,"targetPort":81}]}})"));
    REQUIRE(told(written).empty());
    CHECK((*written)->spec()["clusterIPs"] == before["clusterIPs"]);
    CHECK((*written)->spec()["ports"][0]["nodePort"] == before["ports"][0]["nodePort"]);
    const auto inside = door.patch(kService, "s", R"({"spec":{"type":"ClusterIP"}})");
    REQUIRE(told(inside).empty());
    CHECK_FALSE((*inside)->spec()["ports"][0].contains("nodePort"));
  }
  SECTION("node ports are known by the names of their ports") {
    REQUIRE(door.create(kService, R"({"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[
        {"name":"a","port":80,"nodePort":30100},{"name":"b","port":81,"nodePort":30101}]}})"));
    const auto put = [&](const char* spec) {
      const auto written = door.api.update(
          kService, {"default", "s"}, *parse_json(R"({"metadata":{"name":"s"},"spec":)" + std::string(spec) + "}"));
      if (!written) return written.error().message;
      std::string numbers;
      for (const Value& port : (*written)->spec()["ports"].elements())
        numbers += std::to_string(port["nodePort"].as_int()) + " ";
      return numbers;
    };
    CHECK(put(R"({"type":"NodePort","ports":[{"name":"b","port":90},{"name":"a","port":91}]})") == "30101 30100 ");
    CHECK(put(R"({"type":"NodePort","ports":[{"name":"a","port":80},{"name":"b","port":81,"nodePort":30100}]})")
              .ends_with(" 30100 "));
    CHECK(put(R"({"type":"ClusterIP","ports":[{"port":80,"nodePort":30109}]})") ==
          "Service \"s\" is invalid: spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'");
    CHECK(put(R"({"type":"ClusterIP","ports":[{"port":80,"nodePort":30100}]})") == "0 ");
  }
  SECTION("a number that is taken is refused, be it only tried") {
    REQUIRE(door.create(
        kService, R"({"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30100}]}})"));
    REQUIRE(door.create(
        kService, R"({"metadata":{"name":"t"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30101}]}})"));
    for (const DryRun dry_run : {DryRun::kYes, DryRun::kNo}) {
      WriteOptions options;
      options.dry_run = dry_run;
      const auto written = door.api.patch(kService, {"default", "t"}, PatchType::kMerge,
                                          *parse_json(R"({"spec":{"ports":[{"port":80,"nodePort":30100}]}})"), options);
      CHECK(told(written) ==
            "Invalid Service \"t\" is invalid: spec.ports[0].nodePort: Invalid value: 30100: provided port is already "
            "allocated");
    }
  }
  SECTION("a pod's owners are not changed through its status") {
    REQUIRE(door.create(kPod, pod_json("p", "")));
    const auto written = door.patch(kPod, "p", R"({"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"Node",
        "name":"n","uid":"1"}]},"status":{"message":"m"}})",
                                    Subresource::kStatus);
    REQUIRE(told(written).empty());
    CHECK_FALSE((*written)->metadata().contains("ownerReferences"));
    CHECK((*written)->status()["message"].as_string() == "m");
  }
}

TEST_CASE("Metadata: 4. Deletion: whose dependents go first") {
  struct Row {
    const char* why;
    const char* resource;
    std::optional<Propagation> asked;
    const char* finalizers;  // before
    const char* left;
  };
  const Row rows[] = {
      {"it waits for its dependents", "configmaps", Propagation::kForeground, "[]", R"(["foregroundDeletion"])"},
      {"it gives them away", "configmaps", Propagation::kOrphan, "[]", R"(["orphan"])"},
      {"it does not wait", "configmaps", Propagation::kBackground, "[]", "gone"},
      {"nor without a word", "configmaps", {}, "[]", "gone"},
      {"unless it is a Job", "jobs", {}, "[]", R"(["orphan"])"},
      {"a new policy takes the other's place", "configmaps", Propagation::kForeground, R"(["orphan"])",
       R"(["foregroundDeletion"])"},
      {"also that of none", "configmaps", Propagation::kBackground, R"(["foregroundDeletion","a.b/c"])",
       R"(["a.b/c"])"},
      {"a finalizer that is there is a policy", "jobs", {}, R"(["foregroundDeletion"])", R"(["foregroundDeletion"])"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      Door door;
      const Kind& kind = *find_resource(row.resource);
      Value object = *parse_json(R"({"metadata":{"name":"x"}})");
      object["metadata"].set("finalizers", *parse_json(row.finalizers));
      if (kind.kind == "Job")
        object.set("spec", *parse_json(R"({"template":{"spec":{"restartPolicy":"Never","containers":[
            {"name":"c","image":"i:1"}]}}})"));
      REQUIRE(told(door.api.create(kind, "default", object)).empty());
      DeleteOptions options;
      options.propagation = row.asked;
      const auto left = door.api.remove(kind, {"default", "x"}, options);
      REQUIRE(left);
      CHECK((*left ? to_json((*left)->metadata()["finalizers"]) : "gone") == row.left);
    }
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

TEST_CASE("Metadata: 4. Deletion: a pod that has ended goes at once") {
  for (const char* phase : {"Succeeded", "Failed", "Running"}) DYNAMIC_SECTION(phase) {
      Door door;
      REQUIRE(door.create(kPod, pod_json("p", "worker-1")));
      REQUIRE(told(door.patch(kPod, "p", (R"({"status":{"phase":")" + std::string(phase) + "\"}}").c_str(),
                              Subresource::kStatus))
                  .empty());
      const auto left = door.api.remove(kPod, {"default", "p"});
      REQUIRE(left);
      CHECK((*left == nullptr) == (std::string_view(phase) != "Running"));
    }
}

TEST_CASE("Metadata: 4. Deletion: a namespace says that it is terminating, and stays for what is in it") {
  Door door;
  REQUIRE(door.create(kNamespace, R"({"metadata":{"name":"n"}})"));
  const auto left = door.api.remove(kNamespace, {"", "n"});
  REQUIRE(left);
  REQUIRE(*left != nullptr);
  CHECK((*left)->status()["phase"].as_string() == "Terminating");
  CHECK(to_json((*left)->spec()["finalizers"]) == R"(["kubernetes"])");
  CHECK(told(door.create(kConfigMap, kConfigMapJson, "n")) ==
        "Forbidden configmaps \"c\" is forbidden: unable to create new content in namespace n because it is being "
        "terminated");
}

TEST_CASE("Metadata: 4. Deletion: of one object, and no other of its name") {
  Door door;
  const auto made = door.create(kConfigMap, kConfigMapJson);
  REQUIRE(made);
  DeleteOptions options;
  options.uid_precondition = "u";
  const auto other = door.api.remove(kConfigMap, {"default", "c"}, options);
  REQUIRE_FALSE(other);
  CHECK(other.error().is(Reason::kConflict));
  CHECK(other.error().message.ends_with("the UID in the precondition (u) does not match the UID in record (" +
                                        std::string((*made)->uid()) +
                                        "). The object might have been deleted and then recreated"));
  options.uid_precondition = (*made)->uid();
  options.resource_version_precondition = "1";
  const auto later = door.api.remove(kConfigMap, {"default", "c"}, options);
  REQUIRE_FALSE(later);
  CHECK(later.error().message.ends_with(
      "the ResourceVersion in the precondition (1) does not match the ResourceVersion "
      "in record (" +
      (*made)->metadata()["resourceVersion"].str() + "). The object might have been modified"));
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

TEST_CASE("Metadata: 6. Subresources: the scale of an object") {
  Door door;
  REQUIRE(door.create(kDeployment, workload("Deployment")));
  const ObjectKey web{"default", "web"};
  const auto scale = door.api.get_scale(kDeployment, web);
  REQUIRE(scale);
  CHECK((*scale)["apiVersion"].as_string() == "autoscaling/v1");
  CHECK((*scale)["kind"].as_string() == "Scale");
  CHECK(to_json((*scale)["spec"]) == R"({"replicas":2})");
  const Value live = (*door.api.get(kDeployment, web))->document();
  for (const char* field : {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"})
    CHECK((*scale)["metadata"][field] == live["metadata"][field]);
  SECTION("is written with its object") {
    Value more = *scale;
    more["spec"]["replicas"] = 5;
    REQUIRE(door.api.update_scale(kDeployment, web, more));
    CHECK((*door.api.get(kDeployment, web))->spec()["replicas"].as_int() == 5);
    CHECK((*door.api.get(kDeployment, web))->metadata()["generation"].as_int() == 2);
  }
  SECTION("not where the object has changed since") {
    REQUIRE(door.patch(kDeployment, "web", R"({"metadata":{"labels":{"x":"y"}}})"));
    const auto refused = door.api.update_scale(kDeployment, web, *scale);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().is(Reason::kConflict));
    CHECK(refused.error().message ==
          "Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified; please apply your "
          "changes to the latest version and try again");
  }
}

TEST_CASE("Metadata: 6. Subresources: a pod is bound once") {
  struct Row {
    const char* why;
    const char* spec;
    const char* finalizers;  // of a pod that is deleted before it is bound; none: it is not
    const char* error;
  };
  const Row rows[] = {
      {"to a node", "{}", "", ""},
      {"not to another", R"({"nodeName":"worker-2"})", "",
       "Conflict Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node \"worker-2\""},
      {"not when it goes", "{}", R"(["a.b/c"])",
       "Conflict Operation cannot be fulfilled on pods/binding \"p\": pod p is being deleted, cannot be assigned to a "
       "host"},
      {"not behind its gates", R"({"schedulingGates":[{"name":"g"}]})", "",
       "Conflict Operation cannot be fulfilled on pods/binding \"p\": pod p has non-empty .spec.schedulingGates"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Door door;
      Value pod = apply_merge_patch(*parse_json(pod_json("p", "")), Value{{"spec", *parse_json(row.spec)}});
      const bool goes = *row.finalizers != '\0';
      if (goes) pod["metadata"].set("finalizers", *parse_json(row.finalizers));
      const auto made = door.api.create(kPod, "default", pod);
      REQUIRE(told(made).empty());
      if (goes) REQUIRE(door.api.remove(kPod, {"default", "p"}));
      Client scheduler(door.store, "default-scheduler", door.now);
      CHECK(told(scheduler.bind(**made, "worker-1")) == row.error);
    }
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
