#include "api/field_set.h"

#include <catch2/catch.hpp>

#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "base/json.h"
#include "base/random.h"

using namespace skiff;

namespace {

Value json(const char* text) { return *parse_json(text); }
std::string fields(const Kind& kind, const char* document) {
  return to_json(fields_of(find_schema(kind), json(document)));
}

}  // namespace

TEST_CASE("field set: what a document has") {
  CHECK(fields(kDeployment, R"({"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":{"spec":{
      "containers":[{"image":"i","name":"c"}]}}}})") ==
        R"({"f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":)"
        R"({".":{},"f:image":{},"f:name":{}}}}}}})");
  CHECK(fields(kService, R"({"metadata":{"finalizers":["a/b"],"labels":{"x":"y"}},"spec":{"ports":[{"port":80}]}})") ==
        R"({"f:metadata":{"f:finalizers":{"v:\"a/b\"":{}},"f:labels":{"f:x":{}}},)"
        R"("f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:port":{}}}}})");
}

TEST_CASE("field set: union, intersection, difference") {
  const Value a = json(R"({"f:a":{},"f:b":{"f:x":{},"f:y":{}}})");
  const Value b = json(R"({"f:b":{"f:y":{},"f:z":{}},"f:c":{}})");
  CHECK(to_json(union_of(a, b)) == R"({"f:a":{},"f:b":{"f:x":{},"f:y":{},"f:z":{}},"f:c":{}})");
  CHECK(to_json(intersection_of(a, b)) == R"({"f:b":{"f:y":{}}})");
  CHECK(to_json(difference_of(a, b)) == R"({"f:a":{},"f:b":{"f:x":{}}})");
  CHECK(difference_of(a, a).is_null());
  CHECK(to_json(union_of(Value(), b)) == to_json(b));
}

TEST_CASE("field set: what has changed, and how it is shown") {
  const Schema* schema = find_schema(kDeployment);
  const Value before = json(R"({"spec":{"replicas":1,"template":{"spec":{"containers":[{"image":"i","name":"c"}]}}}})");
  const Value after =
      json(R"({"spec":{"replicas":2,"template":{"spec":{"containers":[{"image":"j","name":"c"},{"name":"d"}]}}}})");
  const Value changed = changed_fields(schema, before, after);
  CHECK(field_paths(changed) == std::vector<std::string>{".spec.replicas",
                                                         ".spec.template.spec.containers[name=\"c\"].image",
                                                         ".spec.template.spec.containers[name=\"d\"]",
                                                         ".spec.template.spec.containers[name=\"d\"].name"});
  CHECK(changed_fields(schema, before, before).is_null());
}

TEST_CASE("field set: places that are new are owned themselves") {
  struct Row {
    const char* why;
    const char* document;
    const char* expected;
  };
  const Row rows[] = {
      {"a map is absent until it has an entry", R"({"metadata":{"labels":{"a":"1"}}})",
       R"({"f:metadata":{"f:labels":{".":{},"f:a":{}}}})"},
      {"structs without pointer and required lists are always there; their elements are new",
       R"({"spec":{"template":{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"1"}}}]}}}})",
       R"({"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:name":{},)"
       R"("f:resources":{".":{},"f:limits":{".":{},"f:cpu":{}}}}}}}}})"},
      {"a struct behind a pointer is new",
       R"({"spec":{"strategy":{"rollingUpdate":{"maxSurge":1},"type":"RollingUpdate"}}})",
       R"({"f:spec":{"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{}},"f:type":{}}}})"},
      {"what is atomic is one field", R"({"spec":{"selector":{"matchLabels":{"a":"1"}}}})",
       R"({"f:spec":{"f:selector":{}}})"},
  };
  for (const Row& row : rows) {
    DYNAMIC_SECTION(row.why) {
      CHECK(to_json(made_fields(find_schema(kDeployment), json(row.document))) == row.expected);
    }
  }
}

TEST_CASE("field set: merging what is applied") {
  const Schema* schema = find_schema(kDeployment);
  const Value live = json(R"({"metadata":{"labels":{"a":"1"}},"spec":{"replicas":1,"template":{"spec":{"containers":[
      {"image":"i","name":"c","tty":true},{"name":"live"}]}}}})");
  const Value applied = json(R"({"metadata":{"labels":{"b":"2"}},"spec":{"template":{"spec":{"containers":[
      {"image":"j","name":"c"},{"name":"new"}]}}}})");
  CHECK(to_json(merge_applied(schema, live, applied)) ==
        R"({"metadata":{"labels":{"a":"1","b":"2"}},"spec":{"replicas":1,"template":{"spec":{"containers":[)"
        R"({"image":"j","name":"c","tty":true},{"name":"live"},{"name":"new"}]}}}})");
}

TEST_CASE("field set: removing fields, and elements by their keys") {
  const Schema* schema = find_schema(kDeployment);
  Value document = json(R"({"metadata":{"labels":{"a":"1","b":"2"}},"spec":{"template":{"spec":{"containers":[
      {"image":"i","name":"c"},{"image":"k","name":"d"}]}}}})");
  remove_fields(schema, document, json(R"({"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:template":{"f:spec":{
      "f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:name":{}},"k:{\"name\":\"d\"}":{"f:image":{}}}}}}})"));
  CHECK(to_json(document) ==
        R"({"metadata":{"labels":{"b":"2"}},"spec":{"template":{"spec":{"containers":[{"name":"d"}]}}}})");
}

TEST_CASE("field set: the order of the items that live and applied lists make together") {
  // Ports of a Service, and finalizers of its metadata, by one letter each.
  struct Row {
    const char* why;
    const char* live;
    const char* applied;
    const char* together;
  };
  const Row rows[] = {
      {"what only live has stands before what is new", "ac", "ab", "acb"},
      {"new ones first where the next live one is applied, too", "bc", "ab", "abc"},
      {"the configuration turns them round", "ab", "ba", "ba"},
      {"and what only live has stays where it stood", "axb", "ba", "xba"},
      {"a new one between two", "ab", "acb", "acb"},
      {"nothing in common", "ab", "cd", "abcd"},
      {"live ones on both sides", "xayb", "ab", "xayb"},
      {"three turned round, one new", "abc", "cnab", "cnab"},
  };
  const auto ports = [](std::string_view letters) {
    Value list = Value::array();
    for (const char letter : letters)
      list.push_back(Value{{"name", std::string(1, letter)}, {"port", int64_t{letter}}, {"protocol", "TCP"}});
    return Value{{"spec", Value{{"ports", std::move(list)}}}};
  };
  const auto finalizers = [](std::string_view letters) {
    Value list = Value::array();
    for (const char letter : letters) list.push_back(std::string("a/") + letter);
    return Value{{"metadata", Value{{"finalizers", std::move(list)}}}};
  };
  const Schema* schema = find_schema("v1", "Service");
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(to_json(merge_applied(schema, ports(row.live), ports(row.applied))) == to_json(ports(row.together)));
      CHECK(to_json(merge_applied(schema, finalizers(row.live), finalizers(row.applied))) ==
            to_json(finalizers(row.together)));
    }
}

namespace {

// `value` with a few parts taken away, emptied, changed or given twice.
Value disturbed(const Value& value, Random& random) {
  const uint64_t draw = random.below(24);
  if (draw == 0) return Value();
  if (draw == 1 && value.is_object()) return Value::object();
  if (draw == 2 && value.is_string()) return "other";
  if (value.is_array()) {
    Elements out;
    for (const Value& element : value.elements()) {
      const uint64_t fate = random.below(12);
      if (fate == 0) continue;
      out.push_back(disturbed(element, random));
      if (fate == 1) out.push_back(element);
    }
    return Value::array(std::move(out));
  }
  if (!value.is_object()) return value;
  Value out = value;
  for (const Member& member : value.members()) {
    if (random.below(12) == 0) out.erase(member.name());
    else out.set(member.name(), disturbed(member.value, random));
  }
  return out;
}

}  // namespace

TEST_CASE("field set: what is gone is what was made before and is not made now, however the two differ") {
  const Schema* schema = find_schema(kPod);
  const Value pod = json(R"({"metadata":{"annotations":{"a":"1"},"finalizers":["a/b","a/c"],"labels":{"a":"1","b":"2"},
      "ownerReferences":[{"name":"o","uid":"u"}]},
      "spec":{"containers":[{"env":[{"name":"E","value":"1"},{"name":"F","valueFrom":{"fieldRef":{"fieldPath":"p"}}}],
        "image":"i","name":"c","ports":[{"containerPort":80,"protocol":"TCP"},{"containerPort":81}],
        "resources":{"limits":{"cpu":"1"}}},{"name":"d"}],"nodeName":"n","securityContext":{},
        "tolerations":[{"key":"k"}],"volumes":[{"emptyDir":{},"name":"v"}]},
      "status":{"conditions":[{"status":"True","type":"Ready"},{"status":"False","type":"Initialized"}],"phase":"Running",
        "podIPs":[{"ip":"10.0.0.1"}]}})");
  Random random(7);
  int differing = 0;
  for (int i = 0; i < 4000; ++i) {
    const Value before = disturbed(pod, random);
    const Value after = disturbed(random.below(2) == 0 ? before : pod, random);
    const Value expected = difference_of(made_fields(schema, before), made_fields(schema, after));
    INFO(to_json(before) << "\n" << to_json(after));
    REQUIRE(to_json(gone_fields(schema, before, after)) == to_json(expected));
    differing += expected.is_null() ? 0 : 1;
  }
  CHECK(differing > 1000);
}
