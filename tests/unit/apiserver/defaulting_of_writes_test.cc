// What the server fills in beside a kind's own defaults, by the sections of the reference on defaulting: when defaults
// are filled in again, what the registry and admission add, and what falls away as it is stored.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/deployment.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/secret.h"
#include "api/kinds/service.h"
#include "api/kinds/storageclass.h"
#include "apiserver/apiserver.h"
#include "base/json.h"
#include "cluster/default_cluster.h"

using namespace skiff;

namespace {

struct Door {
  Door() {
    make_default_cluster(store, {}, now);
    make("serviceaccounts", R"({"metadata":{"name":"default"}})");
  }
  Value make(const char* resource, const char* json) {
    const Kind& kind = *find_resource(resource);
    const auto made = api.create(kind, kind.namespaced() ? "default" : "", *parse_json(json));
    INFO((made ? "" : made.error().message));
    REQUIRE(made.has_value());
    return (*made)->document();
  }
  Value patch(const char* resource, const char* name, const char* json) {
    const Kind& kind = *find_resource(resource);
    const auto made = api.patch(kind, {kind.namespaced() ? "default" : "", name}, PatchType::kMerge, *parse_json(json));
    INFO((made ? "" : made.error().message));
    REQUIRE(made.has_value());
    return (*made)->document();
  }
  Store store{7};
  Time now = *parse_rfc3339("2026-11-22T12:00:00Z");
  ApiServer api{store, now};
};

constexpr const char* kWeb = R"({"metadata":{"name":"web"},"spec":{"replicas":3,"minReadySeconds":5,
    "selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c",
    "image":"i:1"}]}}}})";

}  // namespace

TEST_CASE("Defaulting: when: a field that is left out, or taken away, has its default again") {
  Door door;
  door.make("deployments", kWeb);
  SECTION("a patch that takes it away") {
    CHECK(door.patch("deployments", "web", R"({"spec":{"replicas":null}})")["spec"]["replicas"].as_int() == 1);
  }
  SECTION("a PUT that does not name it") {
    Value document = *parse_json(kWeb);
    document["spec"].erase("replicas");
    document["spec"].erase("minReadySeconds");
    const auto written = door.api.update(kDeployment, {"default", "web"}, document);
    REQUIRE(written);
    CHECK((*written)->spec()["replicas"].as_int() == 1);
    CHECK_FALSE((*written)->spec().contains("minReadySeconds"));
  }
  SECTION("another image keeps the policy that the first one had") {
    const Value changed = door.patch("deployments", "web", R"({"spec":{"template":{"spec":{"containers":[{"name":"c",
        "image":"i:latest","imagePullPolicy":"IfNotPresent"}]}}}})");
    CHECK(changed["spec"]["template"]["spec"]["containers"][0]["imagePullPolicy"].as_string() == "IfNotPresent");
  }
}

TEST_CASE("Defaulting: Pod spec: what a new pod's status says") {
  struct Row {
    const char* why;
    const char* resources;
    const char* status;
  };
  for (const Row& row :
       {Row{"nothing asked for", "{}", R"({"phase":"Pending","qosClass":"BestEffort"})"},
        Row{"something", R"({"requests":{"cpu":"1"}})", R"({"phase":"Pending","qosClass":"Burstable"})"},
        Row{"all of it, and no more", R"({"limits":{"cpu":"1","memory":"1Gi"}})",
            R"({"phase":"Pending","qosClass":"Guaranteed"})"}})
    DYNAMIC_SECTION(row.why) {
      Door door;
      Value pod = *parse_json(R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]},
          "status":{"phase":"Running"}})");
      pod["spec"]["containers"].edit_at(0).set("resources", *parse_json(row.resources));
      const Value made = door.make("pods", to_json(pod).c_str());
      CHECK(to_json(made["status"]) == row.status);
    }
}

TEST_CASE("Defaulting: Services: ports and addresses that the server chooses") {
  Door door;
  SECTION("a port on every node, from the range") {
    const Value made =
        door.make("services", R"({"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80}]}})");
    const int64_t port = made["spec"]["ports"][0]["nodePort"].as_int();
    CHECK((port >= 30000 && port <= 32767));
    CHECK(made["spec"]["clusterIPs"][0] == made["spec"]["clusterIP"]);
    CHECK(to_json(made["status"]) == R"({"loadBalancer":{}})");
    CHECK_FALSE(made["spec"].contains("healthCheckNodePort"));
  }
  SECTION("one more to ask for health, where traffic stays on its node") {
    const Value made = door.make("services", R"({"metadata":{"name":"s"},"spec":{"type":"LoadBalancer",
        "externalTrafficPolicy":"Local","ports":[{"port":80}]}})");
    const int64_t port = made["spec"]["healthCheckNodePort"].as_int();
    CHECK((port >= 30000 && port <= 32767));
    CHECK(port != made["spec"]["ports"][0]["nodePort"].as_int());
  }
  SECTION("no ports on the nodes for a balancer that needs none") {
    const Value made = door.make("services", R"({"metadata":{"name":"s"},"spec":{"type":"LoadBalancer",
        "allocateLoadBalancerNodePorts":false,"ports":[{"port":80}]}})");
    CHECK_FALSE(made["spec"]["ports"][0].contains("nodePort"));
  }
  SECTION("no address for a name, nor for a headless one") {
    CHECK_FALSE(door.make("services",
                          R"({"metadata":{"name":"s"},"spec":{"type":"ExternalName","externalName":"a.b"}})")["spec"]
                    .contains("clusterIP"));
    CHECK(to_json(door.make(
              "services",
              R"({"metadata":{"name":"h"},"spec":{"clusterIP":"None","selector":{"a":"b"}}})")["spec"]["clusterIPs"]) ==
          R"(["None"])");
  }
}

TEST_CASE("Defaulting: storage: classes and finalizers of claims and volumes") {
  Door door;
  const auto claim = [&](const char* name, const char* more) {
    return door.make("persistentvolumeclaims", (R"({"metadata":{"name":")" + std::string(name) +
                                                R"("},"spec":{"accessModes":["ReadWriteOnce"],)" + more +
                                                R"("resources":{"requests":{"storage":"1Gi"}}}})")
                                                   .c_str());
  };
  const auto make_class = [&](const char* name) {
    door.now += seconds(1);
    door.make("storageclasses",
              (R"({"metadata":{"name":")" + std::string(name) +
               R"(","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"p"})")
                  .c_str());
  };
  make_class("z-newer");
  make_class("newest");
  CHECK(claim("a", "")["spec"]["storageClassName"].as_string() == "newest");
  CHECK(claim("b", R"("storageClassName":"mine",)")["spec"]["storageClassName"].as_string() == "mine");
  CHECK(claim("c", R"("storageClassName":"",)")["spec"]["storageClassName"].as_string().empty());
  CHECK(to_json(claim("d", "")["metadata"]["finalizers"]) == R"(["kubernetes.io/pvc-protection"])");
  const Value volume =
      door.make("persistentvolumes", R"({"metadata":{"name":"v"},"spec":{"accessModes":["ReadWriteOnce"],
      "capacity":{"storage":"1Gi"},"hostPath":{"path":"/a"}}})");
  CHECK(to_json(volume["metadata"]["finalizers"]) == R"(["kubernetes.io/pv-protection"])");
}

TEST_CASE("Defaulting: cluster kinds: a namespace, a secret's words") {
  Door door;
  const Value made = door.make("namespaces", R"({"metadata":{"name":"n","labels":{"a":"b"}}})");
  CHECK(to_json(made["metadata"]["labels"]) == R"({"a":"b","kubernetes.io/metadata.name":"n"})");
  CHECK(to_json(made["spec"]) == R"({"finalizers":["kubernetes"]})");
  CHECK(to_json(made["status"]) == R"({"phase":"Active"})");
  const Value secret = door.make(
      "secrets", R"({"metadata":{"name":"s"},"data":{"a":"b2xk","b":"b2xk"},"stringData":{"a":"new","c":""}})");
  CHECK(to_json(secret["data"]) == R"({"a":"bmV3","b":"b2xk","c":""})");
  CHECK_FALSE(secret.contains("stringData"));
}

TEST_CASE("Defaulting: what falls away as it is stored") {
  Door door;
  const Value made = door.make("deployments", R"({"metadata":{"name":"web","labels":{},"annotations":null},"spec":{
      "minReadySeconds":0,"paused":false,"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":
      {"labels":{"a":"b"},"creationTimestamp":null},"spec":{"nodeName":"","containers":[{"name":"c","image":"i:1",
      "args":[],"tty":false,"workingDir":""}]}}}})");
  CHECK_FALSE(made["metadata"].contains("labels"));
  CHECK_FALSE(made["metadata"].contains("annotations"));
  CHECK(made["spec"]["replicas"].as_int(-1) == 0);
  CHECK(to_json(made["status"]) == "{}");
  for (const char* nothing : {"minReadySeconds", "paused"}) CHECK_FALSE(made["spec"].contains(nothing));
  const Value& pod_template = std::as_const(made)["spec"]["template"];
  CHECK_FALSE(pod_template["metadata"].contains("creationTimestamp"));
  CHECK_FALSE(pod_template["spec"].contains("nodeName"));
  CHECK(to_json(pod_template["spec"]["containers"][0]) ==
        R"({"image":"i:1","imagePullPolicy":"IfNotPresent","name":"c","resources":{},)"
        R"("terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"})");
}

TEST_CASE("Defaulting: storage: where a claim is filled in from is said in both fields") {
  struct Row {
    const char* why;
    const char* given;
    const char* stored;  // dataSource, dataSourceRef
  };
  const char* both = R"({"kind":"PersistentVolumeClaim","name":"o"} {"kind":"PersistentVolumeClaim","name":"o"})";
  const Row rows[] = {
      {"from the older one", R"("dataSource":{"kind":"PersistentVolumeClaim","name":"o"})", both},
      {"from the newer one", R"("dataSourceRef":{"kind":"PersistentVolumeClaim","name":"o"})", both},
      {"not from another namespace", R"("dataSourceRef":{"kind":"PersistentVolumeClaim","name":"o","namespace":"x"})",
       R"(null {"kind":"PersistentVolumeClaim","name":"o","namespace":"x"})"},
      {"the older one takes no other kinds", R"("dataSource":{"kind":"Bucket","apiGroup":"a.b","name":"o"})",
       "null null"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Door door;
      const std::string json =
          R"({"metadata":{"name":"c"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":
          {"storage":"1Gi"}},)" +
          std::string(row.given) + "}}";
      const Value made = door.make("persistentvolumeclaims", json.c_str());
      CHECK(to_json(made["spec"]["dataSource"]) + " " + to_json(made["spec"]["dataSourceRef"]) == row.stored);
      if (made["spec"]["dataSourceRef"].is_null()) return;
      // To say the same again is no change.
      const Value spec = *parse_json("{" + std::string(row.given) + "}");
      const auto again =
          door.api.patch(kPersistentVolumeClaim, {"default", "c"}, PatchType::kMerge, Value{{"spec", spec}});
      CHECK((again ? "" : again.error().message) == "");
    }
}

TEST_CASE("Defaulting: cluster kinds: of an account's secrets only their names are kept") {
  Door door;
  const Value made = door.make("serviceaccounts",
                               R"({"metadata":{"name":"a"},"secrets":[{"name":"s","namespace":"x","kind":"Secret"}]})");
  CHECK(to_json(made["secrets"]) == R"([{"name":"s"}])");
}
