// A CustomResourceDefinition and what it defines, through the door.
#include <catch2/catch.hpp>

#include "api/conversion.h"
#include "api/custom_resources/custom_resource.h"
#include "api/kind_table.h"
#include "api/kinds/customresourcedefinition.h"
#include "api/kinds/namespace.h"
#include "base/json.h"
#include "support/field_causes.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

constexpr const char* kWidgets = R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
  "metadata":{"name":"widgets.example.com"},
  "spec":{"group":"example.com","scope":"Namespaced",
    "names":{"plural":"widgets","singular":"widget","kind":"Widget","shortNames":["wd"],"categories":["all"]},
    "versions":[{"name":"v1beta1","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}},
      {"name":"v1","served":true,"storage":true,
      "subresources":{"status":{},"scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.size"}},
      "schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{
        "spec":{"type":"object","required":["color"],"properties":{
          "color":{"type":"string"},"size":{"type":"integer","minimum":1,"default":3}}},
        "status":{"type":"object","properties":{"size":{"type":"integer"}}}}}}}]}})";

std::string widget(const std::string& name, const std::string& spec) {
  return R"({"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":")" + name + R"("},"spec":)" + spec + "}";
}

Result<ObjectRef> create(Scenario& scene, const std::string& json, FieldValidation check = FieldValidation::kStrict) {
  const Value document = *parse_json(json);
  const Kind* kind = find_kind(document["apiVersion"].as_string(), document["kind"].as_string());
  REQUIRE(kind != nullptr);
  WriteOptions options;
  options.field_validation = check;
  return scene.cluster().api().create(*kind, "default", document, options);
}

std::string refusal(const Result<ObjectRef>& made) { return made ? "" : made.error().message; }

}  // namespace

TEST_CASE("custom resources: a definition makes its kind usable") {
  Scenario scene;
  CHECK(find_kind("example.com/v1", "Widget") == nullptr);
  scene.create(kWidgets);
  const Kind* kind = find_kind("example.com/v1", "Widget");
  REQUIRE(kind != nullptr);
  CHECK(kind->version == "v1");  // the stable version before the beta
  CHECK(find_kind("example.com/v1beta1", "Widget") == kind);
  for (const char* typed : {"widgets", "Widget", "wd", "widgets.example.com", "widgets.v1beta1.example.com"})
    CHECK(find_resource(typed) == kind);
  CHECK(find_resource("widgets.v2.example.com") == nullptr);
  CHECK(scene.text(kCustomResourceDefinition, "widgets.example.com", {"status", "acceptedNames"}) ==
        R"({"categories":["all"],"kind":"Widget","listKind":"WidgetList","plural":"widgets","shortNames":["wd"],)"
        R"("singular":"widget"})");
  const ObjectRef definition = scene.get(kCustomResourceDefinition, "widgets.example.com", "");
  CHECK(definition->status()["conditions"][0]["reason"].as_string() == "NoConflicts");
  CHECK(definition->status()["conditions"][1]["reason"].as_string() == "InitialNamesAccepted");
  CHECK(to_json(definition->status()["storedVersions"]) == R"(["v1"])");
}

TEST_CASE("custom resources: what is stored") {
  Scenario scene;
  scene.create(kWidgets);
  SECTION("defaulted, pruned where one does not insist") {
    const auto made = create(scene, widget("w", R"({"color":"red","x":1})"), FieldValidation::kIgnore);
    REQUIRE(made);
    CHECK(to_json((*made)->spec()) == R"({"color":"red","size":3})");
    CHECK((*made)->metadata()["generation"].as_int() == 1);
  }
  SECTION("refused where one does") {
    CHECK(refusal(create(scene, widget("w", R"({"color":"red","x":{"y":1}})"))) ==
          R"(Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.x")");
  }
  SECTION("validated") {
    CHECK(refusal(create(scene, widget("w", R"({"size":0})"))) ==
          R"(Widget.example.com "w" is invalid: [spec.color: Required value, )"
          R"(spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1])");
  }
  SECTION("status is for its own writes, which raise no generation") {
    auto made = create(scene, R"({"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w"},)"
                              R"("spec":{"color":"red"},"status":{"size":9}})");
    REQUIRE(made);
    CHECK((*made)->status().is_null());
    WriteOptions options;
    options.subresource = Subresource::kStatus;
    const Value patch = *parse_json(R"({"status":{"size":2}})");
    made = scene.cluster().api().patch((*made)->kind(), (*made)->key(), PatchType::kMerge, patch, options);
    REQUIRE(made);
    CHECK((*made)->status()["size"].as_int() == 2);
    CHECK((*made)->metadata()["generation"].as_int() == 1);
    made = scene.cluster().api().patch((*made)->kind(), (*made)->key(), PatchType::kMerge,
                                       *parse_json(R"({"spec":{"color":"blue"},"status":{"size":7}})"));
    REQUIRE(made);
    CHECK((*made)->status()["size"].as_int() == 2);
    CHECK((*made)->metadata()["generation"].as_int() == 2);
  }
  SECTION("scaled where the definition says") {
    const auto made = create(scene, widget("w", R"({"color":"red"})"));
    REQUIRE(made);
    auto scale = scene.cluster().api().get_scale((*made)->kind(), (*made)->key());
    REQUIRE(scale);
    CHECK((*scale)["spec"]["replicas"].as_int() == 3);
    scale->edit("spec").set("replicas", 5);
    REQUIRE(scene.cluster().api().update_scale((*made)->kind(), (*made)->key(), *scale));
    CHECK(scene.text((*made)->kind(), "w", {"spec", "size"}) == "5");
  }
  SECTION("no strategic patches") {
    const auto made = create(scene, widget("w", R"({"color":"red"})"));
    REQUIRE(made);
    const auto patched =
        scene.cluster().api().patch((*made)->kind(), (*made)->key(), PatchType::kStrategic, Value::object());
    REQUIRE_FALSE(patched);
    CHECK(patched.error().is(Reason::kUnsupportedMediaType));
    CHECK(patched.error().message.starts_with("the body of the request was in an unknown format"));
  }
  SECTION("server-side apply merges by field") {
    const Kind& kind = *find_kind("example.com/v1", "Widget");
    WriteOptions options;
    options.field_manager = "a";
    const ObjectKey key{"default", "w"};
    REQUIRE(scene.cluster().api().apply(kind, key, *parse_json(widget("w", R"({"color":"red","size":4})")), false,
                                        options));
    options.field_manager = "b";
    const auto refused =
        scene.cluster().api().apply(kind, key, *parse_json(widget("w", R"({"color":"blue"})")), false, options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "Apply failed with 1 conflict: conflict with \"a\": .spec.color");
  }
}

TEST_CASE("custom resources: deleting a definition deletes its objects") {
  Scenario scene;
  scene.create(kWidgets);
  REQUIRE(create(scene, widget("a", R"({"color":"red"})")));
  const auto held = create(scene, R"({"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"b",)"
                                  R"("finalizers":["example.com/hold"]},"spec":{"color":"red"}})");
  REQUIRE(held);
  const Kind& kind = (*held)->kind();
  scene.remove(kCustomResourceDefinition, "widgets.example.com");
  CHECK(scene.get(kind, "a") == nullptr);
  REQUIRE(scene.get(kind, "b") != nullptr);  // its finalizer holds it, and it the definition
  CHECK(scene.get(kCustomResourceDefinition, "widgets.example.com", "") != nullptr);
  CHECK(refusal(create(scene, widget("c", R"({"color":"red"})"))) ==
        "create not allowed while custom resource definition is terminating");
  scene.patch(kind, "b", R"({"metadata":{"finalizers":null}})");
  CHECK(scene.get(kCustomResourceDefinition, "widgets.example.com", "") == nullptr);
  CHECK(find_kind("example.com/v1", "Widget") == nullptr);
  scene.create(kWidgets);
  CHECK(find_kind("example.com/v1", "Widget") == &kind);
}

TEST_CASE("custom resources: a namespace takes them along") {
  Scenario scene;
  scene.create(kWidgets);
  scene.create(R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}})");
  const Kind& kind = *find_kind("example.com/v1", "Widget");
  REQUIRE(scene.cluster().api().create(kind, "n", *parse_json(widget("a", R"({"color":"red"})"))));
  scene.remove(kNamespace, "n");
  scene.settle();
  CHECK(scene.get(kind, "a", "n") == nullptr);
}

TEST_CASE("custom resources: names that are taken") {
  Scenario scene;
  scene.create(kWidgets);
  scene.create(R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
    "metadata":{"name":"others.example.com"},"spec":{"group":"example.com","scope":"Cluster",
    "names":{"plural":"others","kind":"Other","shortNames":["wd"]},
    "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}})");
  const ObjectRef other = scene.get(kCustomResourceDefinition, "others.example.com", "");
  const Value& conditions = other->status()["conditions"];
  CHECK(conditions[0]["reason"].as_string() == "ShortNamesConflict");
  CHECK(conditions[0]["message"].as_string() == "\"wd\" is already in use");
  CHECK(conditions[1]["reason"].as_string() == "NotAccepted");
  CHECK(find_kind("example.com/v1", "Other") == nullptr);
  scene.remove(kCustomResourceDefinition, "widgets.example.com");
  CHECK(find_kind("example.com/v1", "Other") != nullptr);
}

TEST_CASE("custom resources: what a definition may not say") {
  struct Row {
    const char* why;
    const char* patch;
    const char* errors;
  };
  const Row rows[] = {
      {"valid", "{}", ""},
      {"another name", R"({"metadata":{"name":"x.example.com"}})",
       R"(metadata.name: Invalid value: "x.example.com": must be spec.names.plural+"."+spec.group)"},
      {"a group that is no domain", R"({"metadata":{"name":"widgets.example"},"spec":{"group":"example"}})",
       R"(spec.group: Invalid value: "example": should be a domain with at least one dot)"},
      {"no scope", R"({"spec":{"scope":"Here"}})",
       R"(spec.scope: Unsupported value: "Here": supported values: "Cluster", "Namespaced")"},
      {"no schema", R"({"spec":{"versions":[{"name":"v1","served":true,"storage":true}]}})",
       "spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required"},
      {"a field without a type",
       R"({"spec":{"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":
         {"type":"object","properties":{"spec":{"properties":{"a":{"type":"array"}}}}}}}]}})",
       "spec.validation.openAPIV3Schema.properties[spec].properties[a].items: Required value: must be specified\n"
       "spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified "
       "object fields"},
      {"two kinds with one name", R"({"spec":{"names":{"listKind":"Widget"}}})",
       R"(spec.names.listKind: Invalid value: "Widget": kind and listKind may not be the same)"},
      {"a protected group", R"({"metadata":{"name":"widgets.foo.k8s.io"},"spec":{"group":"foo.k8s.io"}})",
       "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval "
       "annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scenario scene;
      Value definition = *parse_json(kWidgets);
      const Value patch = *parse_json(row.patch);
      for (const Member& part : patch.members())
        for (const Member& field : part.value.members()) {
          if (field.name() == "names")
            for (const Member& name : field.value.members()) definition["spec"]["names"].set(name.name(), name.value);
          else definition[part.name()].set(field.name(), field.value);
        }
      const Kind& kind = kCustomResourceDefinition;
      kind.set_defaults(definition);
      FieldErrors errors;
      kind.validate(definition, errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

TEST_CASE("custom resources: each version has its own schema") {
  constexpr const char* kGadgets = R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
    "metadata":{"name":"gadgets.example.com"},"spec":{"group":"example.com","scope":"Namespaced",
    "names":{"plural":"gadgets","singular":"gadget","kind":"Gadget"},"versions":[
    {"name":"v1alpha1","served":false,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}},
    {"name":"v1beta1","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{
      "spec":{"type":"object","required":["size"],"properties":{"size":{"type":"integer"},
      "old":{"type":"string","default":"d"}}}}}}},
    {"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{
      "spec":{"type":"object","properties":{"size":{"type":"integer","maximum":9},"new":{"type":"string"},
      "old":{"type":"string"}}}}}}}]}})";
  Scenario scene;
  scene.create(kGadgets);
  const auto gadget = [](const char* version, const char* spec) {
    return R"({"apiVersion":"example.com/)" + std::string(version) +
           R"(","kind":"Gadget","metadata":{"name":"g"},"spec":)" + spec + "}";
  };
  CHECK(find_kind("example.com/v1alpha1", "Gadget") == nullptr);
  CHECK(
      refusal(create(scene, gadget("v1beta1", R"({"new":"x","size":1})"))) ==
      R"(Gadget in version "v1beta1" cannot be handled as a Gadget: strict decoding error: unknown field "spec.new")");
  CHECK(refusal(create(scene, gadget("v1beta1", "{}"))) ==
        R"(Gadget.example.com "g" is invalid: spec.size: Required value)");
  CHECK(
      refusal(create(scene, gadget("v1", R"({"size":20})"))) ==
      R"(Gadget.example.com "g" is invalid: spec.size: Invalid value: 20: spec.size in body should be less than or equal to 9)");
  const auto made = create(scene, gadget("v1beta1", R"({"size":20})"));
  REQUIRE(made);
  CHECK(to_json((*made)->document()["apiVersion"]) == R"("example.com/v1")");
  CHECK(to_json((*made)->spec()) == R"({"old":"d","size":20})");
  // A write of the older version knows nothing of what the newer one has.
  const Kind& kind = (*made)->kind();
  REQUIRE(scene.cluster().api().patch(kind, {"default", "g"}, PatchType::kMerge,
                                      *parse_json(R"({"spec":{"new":"x","size":3}})")));
  const Value patch = patch_of_stored(kind, scene.get(kind, "g")->document(), *parse_json(R"({"spec":{"size":4}})"),
                                      "example.com/v1beta1");
  const auto patched = scene.cluster().api().patch(kind, {"default", "g"}, PatchType::kMerge, patch);
  REQUIRE(patched);
  CHECK(to_json((*patched)->spec()) == R"({"old":"d","size":4})");
  CHECK(to_json(in_version(kind, (*patched)->document(), "example.com/v1beta1")["apiVersion"]) ==
        R"("example.com/v1beta1")");
}
