#include "api/strict_decoding.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"

using namespace skiff;

namespace {

std::string outcome(const char* resource, const char* text, Decoder decoder) {
  const auto decoded = decode_fields(find_schema(*find_resource(resource)), *parse_json(text), decoder);
  if (!decoded) return decoded.error().message;
  return decoded->unknown_fields.empty() ? to_json(decoded->document)
                                         : strict_decoding_text(unknown_field_texts(decoded->unknown_fields));
}

struct Row {
  const char* why;
  const char* resource;
  const char* document;
  const char* outcome;
};

}  // namespace

TEST_CASE("Validation: 8. Decoding: wrong types, unknown fields") {
  const Row rows[] = {
      {"all is known", "deployments", R"({"spec":{"replicas":3,"selector":null}})",
       R"({"spec":{"replicas":3,"selector":null}})"},
      {"unknown fields, with indexes", "deployments",
       R"({"spec":{"replica":3,"template":{"spec":{"containers":[{"imagePullpolicy":"Always","name":"c"}]}}}})",
       R"(strict decoding error: unknown field "spec.replica", )"
       R"(unknown field "spec.template.spec.containers[0].imagePullpolicy")"},
      {"a string for a number", "deployments", R"({"spec":{"replicas":"three"}})",
       "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32"},
      {"a fraction for a number", "deployments", R"({"spec":{"replicas":1.5}})",
       "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32"},
      {"a bool for a label", "pods", R"({"metadata":{"labels":{"a":true}}})",
       "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string"},
      {"a number for a value of the environment", "pods",
       R"({"spec":{"containers":[{"env":[{"name":"A","value":1}]}]}})",
       "json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string"},
      {"a map for a list", "pods", R"({"spec":{"containers":{"name":"c"}}})",
       "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container"},
      {"a string for a struct", "statefulsets", R"({"spec":{"template":"x"}})",
       "json: cannot unmarshal string into Go struct field StatefulSetSpec.spec.template of type v1.PodTemplateSpec"},
      {"the first of several", "deployments", R"({"spec":{"minReadySeconds":"a","replicas":"b"}})",
       "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.minReadySeconds of type int32"},
      {"a bad quantity is told before a type that came earlier", "pods",
       R"({"metadata":{"name":5},"spec":{"containers":[{"resources":{"limits":{"memory":"1Gb"}}}]}})",
       "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"},
      {"a bool for a port", "services", R"({"spec":{"ports":[{"port":80,"targetPort":true}]}})",
       "json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32"},
      {"a secret that is no base64", "secrets", R"({"data":{"a":"not base64"}})",
       "illegal base64 data at input byte 3"},
      {"a time", "pods", R"({"metadata":{"creationTimestamp":"yesterday"}})",
       R"(parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006")"},
      {"a named type", "pods", R"({"spec":{"restartPolicy":1}})",
       "json: cannot unmarshal number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(outcome(row.resource, row.document, Decoder::kJson) == row.outcome);
    }
}

TEST_CASE("Validation: 8. Decoding: what strategic patches have made") {
  const Row rows[] = {
      {"a string for a number", "deployments", R"({"spec":{"replicas":"three"}})", "unrecognized type: int32"},
      {"a number for a string", "pods", R"({"spec":{"nodeName":5}})", "cannot convert int64 to string"},
      {"a fraction for a number", "deployments", R"({"spec":{"replicas":1.5}})", "cannot convert float64 to int32"},
      {"a string for a struct", "deployments", R"({"spec":"x"})", "cannot restore struct from: string"},
      {"a string for a list", "pods", R"({"spec":{"containers":"x"}})", "cannot restore slice from string"},
      {"a list for a map", "pods", R"({"metadata":{"labels":[]}})", "cannot restore map from slice"},
      {"an unknown field", "pods", R"({"spec":{"foo":1}})", R"(strict decoding error: unknown field "spec.foo")"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(outcome(row.resource, row.document, Decoder::kConverter) == row.outcome);
    }
}

TEST_CASE("strict decoding: unknown fields are dropped, the rest stays") {
  const Value document = *parse_json(R"({"spec":{"containers":[{"bar":{"x":1},"name":"c"}],"foo":1},"zz":[]})");
  const auto decoded = decode_fields(find_schema(*find_resource("pods")), document);
  REQUIRE(decoded.has_value());
  CHECK(to_json(decoded->document) == R"({"spec":{"containers":[{"name":"c"}]}})");
  CHECK(decoded->unknown_fields == std::vector<std::string>{"spec.containers[0].bar", "spec.foo", "zz"});
}

TEST_CASE("strict decoding: how the server words it") {
  CHECK(cannot_be_handled(*find_resource("deployments"), "why").message ==
        R"(Deployment in version "v1" cannot be handled as a Deployment: why)");
}
