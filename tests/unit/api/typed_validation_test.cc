#include "api/typed_validation.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"

using namespace skiff;

namespace {

std::string text_of(const char* resource, const char* document) {
  return typed_problems_text(typed_problems(find_schema(*find_resource(resource)), *parse_json(document)));
}

}  // namespace

TEST_CASE("Apply: 5. Server-side apply: what is no object of the kind is told before anything is merged") {
  struct Row {
    const char* why;
    const char* resource;
    const char* document;
    const char* text;
  };
  const Row rows[] = {
      {"a field that nobody declares", "deployments", R"({"spec":{"foo":1}})",
       ".spec.foo: field not declared in schema"},
      {"also below metadata", "deployments", R"({"metadata":{"lables":{}}})",
       ".metadata.lables: field not declared in schema"},
      {"the walk over a map ends there", "deployments", R"({"spec":{"a":1,"replicas":"x"}})",
       ".spec.a: field not declared in schema"},
      {"a number", "deployments", R"({"spec":{"replicas":"two"}})",
       ".spec.replicas: expected numeric (int or float), got string"},
      {"a number, not a map", "deployments", R"({"spec":{"replicas":{}}})",
       ".spec.replicas: expected numeric (int or float), got map[string]interface {}"},
      {"a text", "configmaps", R"({"data":{"a":1}})",
       ".data.a: expected string, got &value.valueUnstructured{Value:1}"},
      {"a text, not a bool", "pods", R"({"spec":{"containers":[{"name":"c","env":[{"name":"A","value":true}]}]}})",
       R"(.spec.containers[name="c"].env[name="A"].value: expected string, got &value.valueUnstructured{Value:true})"},
      {"a truth", "pods", R"({"spec":{"hostNetwork":"yes"}})", ".spec.hostNetwork: expected boolean, got &{yes}"},
      {"a map", "pods", R"({"spec":{"nodeSelector":["a"]}})", ".spec.nodeSelector: expected map, got &{[a]}"},
      {"a struct is a map", "pods", R"({"spec":3})", ".spec: expected map, got &{3}"},
      {"a list", "pods", R"({"spec":{"containers":{"name":"c"}}})",
       ".spec.containers: expected list, got &{map[name:c]}"},
      {"elements of an atomic list go by their places", "pods",
       R"({"spec":{"containers":[{"name":"c","args":["a",2]}]}})",
       R"(.spec.containers[name="c"].args[1]: expected string, got &value.valueUnstructured{Value:2})"},
      {"amounts are any scalar", "pods",
       R"({"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":1,"memory":"1Gi"}}}]}})", "errors:"},
      {"but no map", "pods", R"({"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":{}}}}]}})",
       R"(.spec.containers[name="c"].resources.limits.cpu: expected any scalar, got &{map[]})"},
      {"null is a value of every type", "pods",
       R"({"spec":{"containers":null,"hostNetwork":null,"nodeSelector":null}})", "errors:"},
      {"two elements with one key", "pods", R"({"spec":{"containers":[{"name":"c"},{"name":"c"}]}})",
       R"(.spec.containers: duplicate entries for key [name="c"])"},
      {"keys that are left out have their defaults", "services",
       R"({"spec":{"ports":[{"port":80},{"port":80,"protocol":"TCP"}]}})",
       R"(.spec.ports: duplicate entries for key [port=80,protocol="TCP"])"},
      {"a key without default", "pods",
       R"({"spec":{"topologySpreadConstraints":[{"maxSkew":1}],"hostAliases":[{"hostnames":["a"]}]}})", "errors:"},
      {"an element that is no map", "pods", R"({"spec":{"containers":["c"]}})",
       ".spec.containers: element 0: associative list with keys may not have non-map elements"},
      {"an element that is null", "pods", R"({"spec":{"containers":[null]}})",
       ".spec.containers: element 0: associative list with keys may not have a null element"},
      {"a set of texts", "pods", R"({"metadata":{"finalizers":["a.b/c","a.b/c"]}})",
       R"(.metadata.finalizers: duplicate entries for key [="a.b/c"])"},
      {"no maps in a set", "pods", R"({"metadata":{"finalizers":[{}]}})",
       ".metadata.finalizers: element 0: associative list without keys has an element that's a map type"},
      {"several", "pods", R"({"spec":{"containers":[{"name":"c","env":[{"name":"A"},{"name":"A"}],"image":1}]}})",
       "errors:\n"
       "  .spec.containers[name=\"c\"].env: duplicate entries for key [name=\"A\"]\n"
       "  .spec.containers[name=\"c\"].image: expected string, got &value.valueUnstructured{Value:1}"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(text_of(row.resource, row.document) == row.text);
    }
}
