#include "apiserver/apiserver.h"
#include "apiserver/object_meta.h"

#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "api/kinds/deployment.h"
#include "api/kinds/namespace.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/kinds/serviceaccount.h"
#include "apiserver/client.h"
#include "cluster/default_cluster.h"

using namespace skiff;

namespace {

struct Fixture {
  Fixture() : store(1), now(seconds(1'790'000'000)), api(store, now) {
    make_default_cluster(store, {}, now);
    Client client(store, "serviceaccount-controller", now);
    (void)client.create(kServiceAccount, Value{{"apiVersion", "v1"},
                                               {"kind", "ServiceAccount"},
                                               {"metadata", Value{{"name", "default"}, {"namespace", "default"}}}});
  }
  Result<ObjectRef> create_config(const std::string& name, const std::string& ns = "default") {
    return api.create(kConfigMap, ns, Value{{"metadata", Value{{"name", name}}}, {"data", Value{{"k", "v"}}}});
  }
  Result<ObjectRef> create_pod(const std::string& name, const std::string& node = "") {
    Value pod{{"metadata", Value{{"name", name}}},
              {"spec", Value{{"containers", Value::array({Value{{"name", "c"}, {"image", "nginx:1.27"}}})}}}};
    if (!node.empty()) pod["spec"]["nodeName"] = node;
    return api.create(kPod, "default", pod);
  }
  Store store;
  Time now;
  ApiServer api;
};

}  // namespace

TEST_CASE("apiserver: create") {
  Fixture f;
  SECTION("system fields are the server's") {
    auto made = f.create_config("a");
    REQUIRE(made);
    CHECK((*made)->metadata()["uid"].as_string().size() == 36);
    CHECK((*made)->metadata()["creationTimestamp"].as_string() == rfc3339(f.now));
    CHECK_FALSE((*made)->metadata().contains("generation"));
  }
  SECTION("a name that is taken") {
    REQUIRE(f.create_config("a"));
    CHECK(f.create_config("a").error().message == "configmaps \"a\" already exists");
  }
  SECTION("a namespace that is not there") {
    CHECK(f.create_config("a", "nope").error().message == "namespaces \"nope\" not found");
  }
  SECTION("another namespace than the request's") {
    auto made = f.api.create(kConfigMap, "default", Value{{"metadata", Value{{"name", "a"}, {"namespace", "b"}}}});
    CHECK(made.error().message ==
          "the namespace of the provided object does not match the namespace sent on the request");
  }
  SECTION("generateName takes a random suffix") {
    auto made = f.api.create(kConfigMap, "default", Value{{"metadata", Value{{"generateName", "a-"}}}});
    REQUIRE(made);
    CHECK((*made)->name().size() == 7);
    CHECK((*made)->metadata()["generateName"].as_string() == "a-");
  }
}

// createWithGenerateNameRetry: eight names in all.
TEST_CASE("apiserver: names that are drawn and taken") {
  Fixture f;
  Random dice = f.store.random();
  const Value nameless{{"metadata", Value{{"generateName", "a-"}}}};
  Value drawn = nameless;
  fill_system_fields(drawn, kConfigMap, dice, f.now);
  std::vector<std::string> names = {drawn["metadata"]["name"].str()};
  while (names.size() < 8) names.push_back(generate_name("a-", dice));
  const auto take = [&](const std::string& name) {
    f.store.put(kConfigMap, {"default", name}, Value{{"metadata", Value{{"name", name}}}}, {"test", f.now});
  };
  SECTION("the eighth is free") {
    for (size_t i = 0; i < 7; ++i) take(names[i]);
    const auto made = f.api.create(kConfigMap, "default", nameless);
    REQUIRE(made);
    CHECK((*made)->name() == names[7]);
  }
  SECTION("none is") {
    for (const std::string& name : names) take(name);
    const auto made = f.api.create(kConfigMap, "default", nameless);
    REQUIRE_FALSE(made);
    CHECK(made.error().is(Reason::kAlreadyExists));
    CHECK(made.error().message == "configmaps \"" + names[7] +
                                      "\" already exists, the server was not able to generate a unique name for the "
                                      "object");
  }
}

TEST_CASE("apiserver: pods are admitted") {
  Fixture f;
  auto pod = f.create_pod("p");
  REQUIRE(pod);
  const Value& spec = (*pod)->spec();
  CHECK(spec["serviceAccountName"].as_string() == "default");
  CHECK(spec["priority"].as_int(-1) == 0);
  CHECK(spec["volumes"].size() == 1);
  CHECK(spec.at("containers")[0]["volumeMounts"][0]["mountPath"].as_string() ==
        "/var/run/secrets/kubernetes.io/serviceaccount");
  CHECK(spec["tolerations"].size() == 2);

  CHECK((*pod)->metadata()["labels"].is_null());
  auto placed = f.create_pod("placed", "worker-2");
  REQUIRE(placed);
  CHECK((*placed)->metadata()["labels"]["topology.kubernetes.io/zone"].as_string() == "zone-b");

  Value other{{"metadata", Value{{"name", "q"}}},
              {"spec", Value{{"serviceAccountName", "nobody"},
                             {"containers", Value::array({Value{{"name", "c"}, {"image", "nginx"}}})}}}};
  CHECK(
      f.api.create(kPod, "default", other).error().message ==
      "pods \"q\" is forbidden: error looking up service account default/nobody: serviceaccount \"nobody\" not found");
}

TEST_CASE("apiserver: update") {
  Fixture f;
  const ObjectRef made = *f.create_config("a");
  Value document = made->document();
  SECTION("an old resourceVersion is a conflict") {
    document["data"]["k"] = "w";
    REQUIRE(f.api.update(kConfigMap, made->key(), document));
    document["data"]["k"] = "x";
    CHECK(f.api.update(kConfigMap, made->key(), document).error().message ==
          "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes "
          "to the latest version and try again");
  }
  SECTION("a write of the same writes nothing") { CHECK(*f.api.update(kConfigMap, made->key(), document) == made); }
  SECTION("a dry run writes nothing") {
    document["data"]["k"] = "w";
    WriteOptions options;
    options.dry_run = DryRun::kYes;
    REQUIRE(f.api.update(kConfigMap, made->key(), document, options));
    CHECK(*f.api.get(kConfigMap, made->key()) == made);
  }
}

TEST_CASE("apiserver: a pod on a node goes gracefully, one without goes at once") {
  Fixture f;
  REQUIRE(f.create_pod("waiting"));
  CHECK(*f.api.remove(kPod, {"default", "waiting"}) == nullptr);
  CHECK(f.api.get(kPod, {"default", "waiting"}).error().is(Reason::kNotFound));

  REQUIRE(f.create_pod("bound", "worker-1"));
  const ObjectRef going = *f.api.remove(kPod, {"default", "bound"});
  REQUIRE(going);
  CHECK(going->metadata()["deletionGracePeriodSeconds"].as_int() == 30);
  CHECK(going->metadata()["deletionTimestamp"].as_string() == rfc3339(f.now + seconds(30)));
  CHECK(going->metadata()["generation"].as_int() == 2);

  DeleteOptions longer;
  longer.grace_seconds = 60;
  CHECK((*f.api.remove(kPod, {"default", "bound"}, longer))->resource_version() == going->resource_version());
  f.now += seconds(5);
  DeleteOptions shorter;
  shorter.grace_seconds = 10;
  const ObjectRef sooner = *f.api.remove(kPod, {"default", "bound"}, shorter);
  CHECK(sooner->metadata()["deletionTimestamp"].as_string() == rfc3339(f.now + seconds(5)));
  DeleteOptions at_once;
  at_once.grace_seconds = 0;
  CHECK(*f.api.remove(kPod, {"default", "bound"}, at_once) == nullptr);
}

TEST_CASE("apiserver: finalizers hold an object until the update that empties them") {
  Fixture f;
  auto made = f.api.create(kConfigMap, "default",
                           Value{{"metadata", Value{{"name", "a"}, {"finalizers", Value::array({Value("x.org/f")})}}}});
  REQUIRE(made);
  const ObjectRef held = *f.api.remove(kConfigMap, (*made)->key());
  REQUIRE(held);
  CHECK(held->terminating());
  Value document = held->document();
  document["metadata"]["finalizers"].push_back("y.org/g");
  CHECK(f.api.update(kConfigMap, held->key(), document).error().message ==
        "ConfigMap \"a\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is "
        "being deleted, found new finalizers []string{\"y.org/g\"}");
  document["metadata"].erase("finalizers");
  REQUIRE(f.api.update(kConfigMap, held->key(), document));
  CHECK_FALSE(f.api.get(kConfigMap, held->key()));
}

TEST_CASE("apiserver: a service that is refused takes nothing") {
  Fixture f;
  const Value ports = Value::array({Value{{"port", 80}, {"nodePort", 80}}});
  const Value refused{{"metadata", Value{{"name", "a"}}}, {"spec", Value{{"type", "NodePort"}, {"ports", ports}}}};
  constexpr const char* kWhy =
      "Service \"a\" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. "
      "The range of valid ports is 30000-32767";
  CHECK(f.api.create(kService, "default", refused).error().message == kWhy);
  WriteOptions dry;
  dry.dry_run = DryRun::kYes;
  CHECK(f.api.create(kService, "default", refused, dry).error().message == kWhy);
  const Value good{{"metadata", Value{{"name", "b"}}}, {"spec", Value{{"ports", Value::array({Value{{"port", 80}}})}}}};
  CHECK((*f.api.create(kService, "default", good))->spec()["clusterIP"].as_string() == "10.96.1.0");
}

TEST_CASE("apiserver: service addresses are taken in order and given back") {
  Fixture f;
  const auto create = [&](const std::string& name, const Value& spec) {
    return f.api.create(kService, "default", Value{{"metadata", Value{{"name", name}}}, {"spec", spec}});
  };
  const Value ports = Value::array({Value{{"port", 80}}});
  CHECK((*create("a", Value{{"ports", ports}}))->spec()["clusterIP"].as_string() == "10.96.1.0");
  CHECK((*create("b", Value{{"ports", ports}}))->spec()["clusterIP"].as_string() == "10.96.1.1");
  CHECK((*create("headless", Value{{"clusterIP", "None"}, {"ports", ports}}))->spec()["clusterIPs"][0].as_string() ==
        "None");
  CHECK(create("taken", Value{{"clusterIP", "10.96.1.0"}, {"ports", ports}}).error().message ==
        "Service \"taken\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.1.0\"]: failed to allocate IP "
        "10.96.1.0: provided IP is already allocated");
  REQUIRE(f.api.remove(kService, {"default", "a"}));
  CHECK((*create("c", Value{{"ports", ports}}))->spec()["clusterIP"].as_string() == "10.96.1.0");
}

TEST_CASE("apiserver: address families of services in a cluster of one family") {
  const Value ports = Value::array({Value{{"port", 80}}});
  const Value selector{{"app", "a"}};
  struct Row {
    const char* why;
    Value spec;
    std::string outcome;  // policy and families, or the error
  };
  const Row rows[] = {
      {"defaulted", Value{{"selector", selector}}, "SingleStack IPv4"},
      {"headless", Value{{"clusterIP", "None"}, {"selector", selector}}, "SingleStack IPv4"},
      {"headless and without a selector", Value{{"clusterIP", "None"}}, "RequireDualStack IPv4 IPv6"},
      {"the same, told otherwise", Value{{"clusterIP", "None"}, {"ipFamilyPolicy", "SingleStack"}}, "SingleStack IPv4"},
      {"both preferred", Value{{"selector", selector}, {"ipFamilyPolicy", "PreferDualStack"}}, "PreferDualStack IPv4"},
      {"a name only", Value{{"type", "ExternalName"}, {"externalName", "example.com"}}, ""},
      {"both required", Value{{"selector", selector}, {"ipFamilyPolicy", "RequireDualStack"}},
       "Service \"s\" is invalid: spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not "
       "configured for dual-stack services"},
      {"the other family", Value{{"selector", selector}, {"ipFamilies", Value::array({Value("IPv6")})}},
       "Service \"s\" is invalid: spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster"},
  };
  for (const Row& row : rows) {
    DYNAMIC_SECTION(row.why) {
      Fixture f;
      Value spec = row.spec;
      spec["ports"] = ports;
      const auto made = f.api.create(kService, "default", Value{{"metadata", Value{{"name", "s"}}}, {"spec", spec}});
      std::string outcome = made ? (*made)->spec()["ipFamilyPolicy"].str() : made.error().message;
      if (made)
        for (const Value& family : (*made)->spec()["ipFamilies"].elements()) outcome += " " + family.str();
      CHECK(outcome == row.outcome);
    }
  }
}

TEST_CASE("apiserver: the address of a service does not change, whichever field says so") {
  Fixture f;
  const Value spec{{"ports", Value::array({Value{{"port", 80}}})}};
  REQUIRE(f.api.create(kService, "default", Value{{"metadata", Value{{"name", "s"}}}, {"spec", spec}}));
  const auto patched = f.api.patch(kService, {"default", "s"}, PatchType::kMerge,
                                   Value{{"spec", Value{{"clusterIP", "10.96.0.77"}}}}, {});
  REQUIRE_FALSE(patched);
  CHECK(patched.error().message ==
        "Service \"s\" is invalid: spec.clusterIPs[0]: Invalid value: [\"10.96.0.77\"]: may not change once set");

  const auto by_name =
      f.api.patch(kService, {"default", "s"}, PatchType::kMerge,
                  Value{{"spec", Value{{"type", "ExternalName"}, {"externalName", "example.com"}}}}, {});
  REQUIRE(by_name);
  for (const char* field : {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"})
    CHECK_FALSE((*by_name)->spec().contains(field));
}

TEST_CASE("apiserver: scale speaks Scale documents") {
  Fixture f;
  Value deployment{
      {"metadata", Value{{"name", "web"}}},
      {"spec",
       Value{{"replicas", 2},
             {"selector", Value{{"matchLabels", Value{{"app", "web"}}}}},
             {"template",
              Value{{"metadata", Value{{"labels", Value{{"app", "web"}}}}},
                    {"spec", Value{{"containers", Value::array({Value{{"name", "c"}, {"image", "nginx"}}})}}}}}}}};
  REQUIRE(f.api.create(kDeployment, "default", deployment));
  const ObjectKey key{"default", "web"};
  auto scale = f.api.get_scale(kDeployment, key);
  REQUIRE(scale);
  CHECK(std::as_const(*scale).at("status", "selector").as_string() == "app=web");
  (*scale)["spec"]["replicas"] = 5;
  REQUIRE(f.api.update_scale(kDeployment, key, *scale));
  CHECK((*f.api.get(kDeployment, key))->spec()["replicas"].as_int() == 5);
  CHECK((*f.api.get(kDeployment, key))->metadata()["generation"].as_int() == 2);
  (*scale)["metadata"].erase("resourceVersion");
  (*scale)["spec"]["replicas"] = -1;
  CHECK(f.api.update_scale(kDeployment, key, *scale).error().message ==
        "Scale.autoscaling \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0");
}
