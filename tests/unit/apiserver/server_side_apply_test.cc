#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/configmap.h"
#include "api/kinds/deployment.h"
#include "api/kinds/serviceaccount.h"
#include "apiserver/apiserver.h"
#include "apiserver/client.h"
#include "base/json.h"
#include "cluster/default_cluster.h"

using namespace skiff;

namespace {

struct Fixture {
  Fixture() : store(1), now(seconds(1'790'000'000)), api(store, now) { make_default_cluster(store, {}, now); }
  Result<ObjectRef> apply(const char* document, const char* manager, bool force = false) {
    return api.apply(kConfigMap, {"default", "c"}, *parse_json(document), force, {.field_manager = manager});
  }
  std::string data() { return to_json((*api.get(kConfigMap, {"default", "c"}))->document()["data"]); }
  std::string managers() {
    std::string out;
    for (const Value& entry : (*api.get(kConfigMap, {"default", "c"}))->metadata()["managedFields"].elements())
      out += entry["manager"].str() + " " + entry["operation"].str() + " " + to_json(entry["fieldsV1"]) + "\n";
    return out;
  }
  Store store;
  Time now;
  ApiServer api;
};

constexpr const char* kOne = R"({"metadata":{"name":"c"},"data":{"a":"1","b":"1"}})";

}  // namespace

TEST_CASE("Apply: 5. Server-side apply: the manager owns what it says") {
  Fixture f;
  REQUIRE(f.apply(kOne, "kubectl"));
  CHECK(f.managers() == "kubectl Apply {\"f:data\":{\"f:a\":{},\"f:b\":{}}}\n");
  SECTION("applying the same again changes nothing") {
    const uint64_t version = f.store.resource_version();
    REQUIRE(f.apply(kOne, "kubectl"));
    CHECK(f.store.resource_version() == version);
  }
  SECTION("what it says no more goes") {
    REQUIRE(f.apply(R"({"metadata":{"name":"c"},"data":{"a":"1"}})", "kubectl"));
    CHECK(f.data() == R"({"a":"1"})");
  }
  SECTION("unless somebody else says it, too") {
    REQUIRE(f.apply(R"({"metadata":{"name":"c"},"data":{"b":"1"}})", "other"));
    REQUIRE(f.apply(R"({"metadata":{"name":"c"},"data":{"a":"1"}})", "kubectl"));
    CHECK(f.data() == R"({"a":"1","b":"1"})");
  }
}

TEST_CASE("Apply: 5. Server-side apply: conflicts") {
  Fixture f;
  REQUIRE(f.apply(kOne, "kubectl"));
  SECTION("one") {
    const auto refused = f.apply(R"({"metadata":{"name":"c"},"data":{"a":"2"}})", "other");
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().is(Reason::kConflict));
    CHECK(refused.error().message == "Apply failed with 1 conflict: conflict with \"kubectl\": .data.a");
  }
  SECTION("several") {
    const auto refused = f.apply(R"({"metadata":{"name":"c"},"data":{"a":"2","b":"2"}})", "other");
    CHECK(refused.error().message ==
          "Apply failed with 2 conflicts: conflicts with \"kubectl\":\n- .data.a\n- .data.b");
  }
  SECTION("forced: the others lose the field") {
    REQUIRE(f.apply(R"({"metadata":{"name":"c"},"data":{"a":"2"}})", "other", true));
    CHECK(f.data() == R"({"a":"2","b":"1"})");
    CHECK(f.managers() == "kubectl Apply {\"f:data\":{\"f:b\":{}}}\nother Apply {\"f:data\":{\"f:a\":{}}}\n");
  }
  SECTION("an ordinary write takes what it changes") {
    Value patch = *parse_json(R"({"data":{"a":"3"}})");
    REQUIRE(f.api.patch(kConfigMap, {"default", "c"}, PatchType::kMerge, patch, {.field_manager = "kubectl-patch"}));
    const auto refused = f.apply(kOne, "kubectl");
    CHECK(refused.error().message == "Apply failed with 1 conflict: conflict with \"kubectl-patch\" using v1: .data.a");
  }
}

TEST_CASE("Apply: 5. Server-side apply: managed fields of an object that a client makes") {
  Fixture f;
  const auto document = parse_json(R"({"metadata":{"name":"c"},"data":{"a":"1"}})");
  REQUIRE(f.api.create(kConfigMap, "default", *document, {.field_manager = "kubectl-create"}));
  CHECK(f.managers() == "kubectl-create Update {\"f:data\":{\".\":{},\"f:a\":{}}}\n");
  const uint64_t version = f.store.resource_version();
  const auto patch = [&](const char* text) {
    REQUIRE(f.api.patch(kConfigMap, {"default", "c"}, PatchType::kMerge, *parse_json(text), {.field_manager = "p"}));
  };
  SECTION("what changes nothing is nobody's") {
    patch(R"({"metadata":{"labels":{}},"data":{"a":"1"}})");
    CHECK(f.store.resource_version() == version);
  }
  SECTION("what only the system sets is nobody's") {
    patch(R"({"metadata":{"creationTimestamp":"2020-01-01T00:00:00Z"}})");
    CHECK(f.store.resource_version() == version);
  }
  SECTION("a change takes the field, not the place") {
    patch(R"({"data":{"a":"2"}})");
    CHECK(f.managers() == "kubectl-create Update {\"f:data\":{}}\np Update {\"f:data\":{\"f:a\":{}}}\n");
  }
}

TEST_CASE("Apply: 5. Server-side apply: what a manager gives up leaves the whole to those who own another part") {
  Fixture f;
  const auto document = parse_json(R"({"metadata":{"name":"c"},"data":{"a":"1","b":"1"}})");
  REQUIRE(f.api.create(kConfigMap, "default", *document, {.field_manager = "kubectl"}));
  const Value entries = *parse_json(R"([{"op":"replace","path":"/metadata/managedFields","value":[
      {"apiVersion":"v1","fieldsType":"FieldsV1","manager":"kubectl","operation":"Apply","time":"2026-01-01T00:00:00Z",
       "fieldsV1":{"f:data":{".":{},"f:a":{},"f:b":{}}}}]}])");
  REQUIRE(f.api.patch(kConfigMap, {"default", "c"}, PatchType::kJson, entries));
  REQUIRE(f.apply(R"({"metadata":{"name":"c"},"data":{"a":"1"}})", "kubectl"));
  CHECK(f.data() == R"({"a":"1"})");
}

TEST_CASE("Apply: 5. Server-side apply: fields that an ordinary apply has left behind are its own") {
  Fixture f;
  Value document = *parse_json(R"({"metadata":{"name":"c","annotations":{
      "kubectl.kubernetes.io/last-applied-configuration":
          "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"a\":\"1\"},\"metadata\":{\"name\":\"c\"}}"}},
      "data":{"a":"1"}})");
  REQUIRE(f.api.create(kConfigMap, "default", document, {.field_manager = "kubectl-client-side-apply"}));
  const char* two = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"2"}})";
  const auto annotation = [&] {
    const auto object = f.api.get(kConfigMap, {"default", "c"});
    return (*object)->metadata().at("annotations", "kubectl.kubernetes.io/last-applied-configuration").str();
  };
  SECTION("another manager may not take them") {
    const auto refused = f.apply(two, "other");
    CHECK(refused.error().message ==
          "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using v1: .data.a");
  }
  SECTION("kubectl goes on where it has left off, and the annotation with it") {
    REQUIRE(f.apply(two, "kubectl"));
    CHECK(f.data() == R"({"a":"2"})");
    CHECK(annotation() ==
          "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"2\"},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"}}\n");
  }
  SECTION("not where the live value is another one by now") {
    const Value patch = *parse_json(R"({"data":{"a":"3"}})");
    REQUIRE(f.api.patch(kConfigMap, {"default", "c"}, PatchType::kMerge, patch, {.field_manager = "kubectl-patch"}));
    const auto refused = f.apply(two, "kubectl");
    CHECK(refused.error().message == "Apply failed with 1 conflict: conflict with \"kubectl-patch\" using v1: .data.a");
  }
  SECTION("an annotation that is not of this version counts for nothing") {
    Value patch;
    patch["metadata"]["annotations"]["kubectl.kubernetes.io/last-applied-configuration"] = "{\"data\":{\"a\":\"1\"}}";
    REQUIRE(f.api.patch(kConfigMap, {"default", "c"}, PatchType::kMerge, patch, {.field_manager = "p"}));
    CHECK_FALSE(f.apply(two, "kubectl").has_value());
  }
}

TEST_CASE("Apply: 5. Server-side apply: null says nothing of the parts of a map, and unsets a value") {
  Fixture f;
  REQUIRE(f.apply(kOne, "kubectl"));
  SECTION("a map stays as others have filled it") {
    REQUIRE(f.apply(R"({"metadata":{"name":"c"},"data":null})", "other"));
    CHECK(f.data() == R"({"a":"1","b":"1"})");
  }
  SECTION("a value is a change") {
    const auto refused = f.apply(R"({"metadata":{"name":"c"},"data":{"a":null}})", "other");
    CHECK(refused.error().message == "Apply failed with 1 conflict: conflict with \"kubectl\": .data.a");
  }
}

TEST_CASE("Apply: 5. Server-side apply: what cannot be an object of the kind") {
  Fixture f;
  struct Row {
    const char* why;
    const char* document;
    const char* message;
  };
  const Row rows[] = {
      {"the types are told first",
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"dta":{}})",
       "failed to create typed patch object (default/c; /v1, Kind=ConfigMap): .dta: field not declared in schema"},
      {"what a type does not tell is found out when the object is made of it",
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"immutable":true,"binaryData":{"a":"?"}})",
       "failed to convert new object (/c; /v1, Kind=ConfigMap) to proper version (v1): unable to convert unstructured "
       "object to /v1, Kind=ConfigMap: illegal base64 data at input byte 0"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto refused = f.apply(row.document, "kubectl");
      REQUIRE_FALSE(refused.has_value());
      CHECK(refused.error().is(Reason::kUnknown));
      CHECK(refused.error().message == row.message);
    }
}

TEST_CASE("Apply: 5. Server-side apply: preconditions of a manifest") {
  Fixture f;
  struct Row {
    const char* why;
    const char* document;
    Reason reason;
    const char* message;
  };
  const Row before[] = {
      {"whose object it is", R"({"metadata":{"name":"c","uid":"u"}})", Reason::kConflict,
       "Operation cannot be fulfilled on configmaps \"c\": uid mismatch: the provided object specified uid u, and no "
       "existing object was found"},
      {"who owns what is not for the manifest to say",
       R"({"metadata":{"name":"c","managedFields":[{"manager":"m","operation":"Apply","apiVersion":"v1"}]}})",
       Reason::kBadRequest, "metadata.managedFields must be nil"},
  };
  for (const Row& row : before) DYNAMIC_SECTION(row.why) {
      const auto refused = f.apply(row.document, "kubectl");
      REQUIRE_FALSE(refused.has_value());
      CHECK(refused.error().is(row.reason));
      CHECK(refused.error().message == row.message);
    }
  REQUIRE(f.apply(kOne, "kubectl"));
  REQUIRE(f.apply(R"({"metadata":{"name":"c"},"data":{"a":"2","b":"1"}})", "kubectl"));
  const auto stale = f.apply(R"({"metadata":{"name":"c","resourceVersion":"1"},"data":{"a":"3"}})", "kubectl");
  REQUIRE_FALSE(stale.has_value());
  CHECK(stale.error().is(Reason::kConflict));
  CHECK(stale.error().message ==
        "Operation cannot be fulfilled on configmaps \"c\": the object has been modified; please apply your changes to "
        "the latest version and try again");
}

TEST_CASE("Apply: 5. Server-side apply: conflicts with several managers, one of a subresource") {
  Fixture f;
  const Kind& deployments = *find_resource("deployments");
  const auto apply = [&](const char* document, const char* manager, bool force = false) {
    return f.api.apply(deployments, {"default", "web"}, *parse_json(document), force, {.field_manager = manager});
  };
  REQUIRE(apply(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":1,
      "selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
      "spec":{"containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80}]}]}}}})",
                "first"));
  WriteOptions scaler{.field_manager = "kubectl"};
  scaler.subresource = Subresource::kScale;
  REQUIRE(f.api.patch(deployments, {"default", "web"}, PatchType::kMerge, *parse_json(R"({"spec":{"replicas":3}})"),
                      scaler));
  const auto refused =
      apply(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":2,
      "template":{"spec":{"containers":[{"name":"c","image":"i:2"}]}}}})",
            "second");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message ==
        "Apply failed with 2 conflicts: conflicts with \"first\":\n"
        "- .spec.template.spec.containers[name=\"c\"].image\n"
        "conflicts with \"kubectl\" with subresource \"scale\" using apps/v1:\n"
        "- .spec.replicas");
  REQUIRE(refused.error().causes.size() == 2);
  CHECK(refused.error().causes[0].type == "FieldManagerConflict");
  // A second port of the same number is another element: they are told apart by number and protocol.
  const auto made =
      apply(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"template":{"spec":
      {"containers":[{"name":"c","ports":[{"containerPort":80,"protocol":"UDP"}]}]}}}})",
            "second");
  REQUIRE(made);
  CHECK((*made)->document().at("spec", "template", "spec", "containers")[0]["ports"].size() == 2);
}
