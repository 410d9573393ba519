#include "apiserver/decoding.h"

#include <catch2/catch.hpp>

#include "api/kinds/deployment.h"
#include "apiserver/patched_text.h"
#include "base/json.h"

using namespace skiff;

namespace {

std::string refused(const char* document, FieldValidation validation, std::vector<std::string>& warnings) {
  Value body = *parse_json(document);
  const auto decoded = decode_body(kDeployment, body, validation, warnings);
  return decoded ? to_json(body) : decoded.error().message;
}

}  // namespace

TEST_CASE("Validation: 8. Decoding: unknown fields of a body") {
  const char* body = R"({"spec":{"replica":3,"replicas":1}})";
  std::vector<std::string> warnings;
  CHECK(refused(body, FieldValidation::kStrict, warnings) ==
        R"(Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: )"
        R"(unknown field "spec.replica")");
  CHECK(warnings.empty());
  CHECK(refused(body, FieldValidation::kIgnore, warnings) == R"({"spec":{"replicas":1}})");
  CHECK(warnings.empty());
  CHECK(refused(body, FieldValidation::kWarn, warnings) == R"({"spec":{"replicas":1}})");
  CHECK(warnings == std::vector<std::string>{R"(unknown field "spec.replica")"});
}

TEST_CASE("Validation: 8. Decoding: a wrong type in what a patch has made") {
  Value document = *parse_json(R"({"spec":{"replicas":"three"}})");
  const Value patch = *parse_json(R"({"spec":{"replica":null,"replicas":"three"}})");
  std::vector<std::string> warnings;
  const auto decoded =
      decode_patched(kDeployment, document, PatchType::kStrategic, patch, FieldValidation::kStrict, warnings);
  REQUIRE_FALSE(decoded.has_value());
  CHECK(decoded.error().is(Reason::kInvalid));
  REQUIRE(decoded.error().causes.size() == 1);
  CHECK(decoded.error().causes[0].field == "patch");
  CHECK(decoded.error().causes[0].message ==
        R"(Invalid value: "map[spec:map[replica:<nil> replicas:three]]": unrecognized type: int32)");
}

TEST_CASE(
    "Validation: 8. Decoding: a patched object is quoted as the server had written it, where the patch has not been") {
  const char* kMade = R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{"b":"<"},"name":"web",
      "namespace":"default","uid":"u"},"spec":{"replicas":"x","selector":{"matchLabels":{"a":"b"}},"template":{"spec":{
      "containers":[{"image":"i","name":"c"},{"image":"j","name":"d"}]}}}})";
  struct Row {
    const char* why;
    PatchType type;
    const char* patch;
    const char* text;
  };
  const Row rows[] = {
      {"names in order on the way of a merge patch", PatchType::kMerge, R"({"spec":{"replicas":"x","gone":null}})",
       R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default","uid":"u",)"
       R"("annotations":{"b":"\u003c"}},"spec":{"replicas":"x","selector":{"matchLabels":{"a":"b"}},)"
       R"("template":{"spec":{"containers":[{"name":"c","image":"i"},{"name":"d","image":"j"}]}}}})"},
      {"in metadata, too", PatchType::kMerge, R"({"metadata":{"annotations":{"b":"<"}}})",
       R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"annotations":{"b":"\u003c"},"name":"web",)"
       R"("namespace":"default","uid":"u"},"spec":{"replicas":"x","selector":{"matchLabels":{"a":"b"}},)"
       R"("template":{"spec":{"containers":[{"name":"c","image":"i"},{"name":"d","image":"j"}]}}}})"},
      {"one element of a list on the way of a JSON patch", PatchType::kJson,
       R"([{"op":"replace","path":"/spec/template/spec/containers/1/image","value":"j"}])",
       R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default","uid":"u",)"
       R"("annotations":{"b":"\u003c"}},"spec":{"replicas":"x","selector":{"matchLabels":{"a":"b"}},)"
       R"("template":{"spec":{"containers":[{"name":"c","image":"i"},{"image":"j","name":"d"}]}}}})"},
      {"what a patch brings is as it was brought", PatchType::kMerge,
       R"({"spec":{"template":{"spec":{"containers":[{"image":"i","name":"c"},{"image":"j","name":"d"}]}}}})",
       R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default","uid":"u",)"
       R"("annotations":{"b":"\u003c"}},"spec":{"replicas":"x","selector":{"matchLabels":{"a":"b"}},)"
       R"("template":{"spec":{"containers":[{"image":"i","name":"c"},{"image":"j","name":"d"}]}}}})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(patched_text(kDeployment, *parse_json(kMade), row.type, *parse_json(row.patch)) == row.text);
    }
}
