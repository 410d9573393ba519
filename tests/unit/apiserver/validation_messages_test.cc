// What the server says of an object that is wrong: one message of all errors, and of what it could not even read.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "apiserver/apiserver.h"
#include "base/json.h"
#include "cluster/default_cluster.h"

using namespace skiff;

namespace {

struct Fixture {
  Fixture() : store(1), now(seconds(1'790'000'000)), api(store, now) { make_default_cluster(store, {}, now); }

  Result<ObjectRef> create(const char* json, FieldValidation validation = FieldValidation::kStrict) {
    const Value document = *parse_json(json);
    const Kind* kind = find_kind(document["apiVersion"].as_string(), document["kind"].as_string());
    REQUIRE(kind != nullptr);
    return api.create(*kind, kind->namespaced() ? "default" : "", document,
                      {.field_manager = {}, .field_validation = validation});
  }
  Store store;
  Time now;
  ApiServer api;
};

std::string message(const Result<ObjectRef>& made) { return made ? "" : made.error().message; }

}  // namespace

TEST_CASE("Validation: 1. Error format: the message of an object") {
  struct Row {
    const char* why;
    const char* object;
    const char* message;
  };
  const Row rows[] = {
      {"one error stands alone",
       R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web"},"spec":{"replicas":-1,
           "selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
           "spec":{"containers":[{"name":"c","image":"i"}]}}}})",
       "StatefulSet.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0"},
      {"several in brackets, metadata first, in the order of the rules",
       R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"Web"},"spec":{"replicas":-1,
           "podManagementPolicy":"X","selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
           "spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})",
       "StatefulSet.apps \"Web\" is invalid: [metadata.name: Invalid value: \"Web\": a lowercase RFC 1123 label must "
       "consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
       "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?'), "
       "spec.podManagementPolicy: Invalid value: \"X\": must be 'OrderedReady' or 'Parallel', spec.replicas: Invalid "
       "value: -1: must be greater than or equal to 0, spec.template.spec.restartPolicy: Unsupported value: \"Never\": "
       "supported values: \"Always\"]"},
      {"a selector that tells no pods apart: the template is not looked at",
       R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{
           "selector":{"matchLabels":{"a":"-"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[]}}}})",
       "Deployment.apps \"web\" is invalid: [spec.selector.matchLabels: Invalid value: \"-\": a valid label must be an "
       "empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
       "alphanumeric "
       "character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
       "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?'), spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"-\"}}: "
       "invalid label selector]"},
      {"a StatefulSet says so without a word of its own",
       R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web"},"spec":{
           "selector":{"matchExpressions":[{"key":"a","operator":"Is"}]},"template":{"metadata":{"labels":{"a":"b"}},
           "spec":{"containers":[]}}}})",
       "StatefulSet.apps \"web\" is invalid: [spec.selector.matchExpressions[0].operator: Invalid value: \"Is\": not a "
       "valid selector operator, spec.selector: Invalid value: "
       "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Is\"}]}]"},
      {"a DaemonSet goes on with its template",
       R"({"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"web"},"spec":{
           "selector":{"matchExpressions":[{"key":"a","operator":"In"}]},"template":{"metadata":{"labels":{"a":"b"}},
           "spec":{"containers":[]}}}})",
       "DaemonSet.apps \"web\" is invalid: [spec.selector.matchExpressions[0].values: Required value: must be "
       "specified "
       "when `operator` is 'In' or 'NotIn', spec.template.spec.containers: Required value]"},
      {"when a Job's pods are replaced",
       R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"podReplacementPolicy":"Never",
           "template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})",
       "Job.batch \"j\" is invalid: spec.podReplacementPolicy: Unsupported value: \"Never\": supported values: "
       "\"Failed\", \"TerminatingOrFailed\""},
      {"only after they have failed, where a policy judges failures",
       R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"podReplacementPolicy":"TerminatingOrFailed",
           "podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget"}]}]},
           "template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})",
       "Job.batch \"j\" is invalid: spec.podReplacementPolicy: Unsupported value: \"TerminatingOrFailed\": supported "
       "values: \"Failed\""},
      {"what is told twice is told once",
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p","annotations":{"a b":"1"},
           "finalizers":["x y","x y"]}})",
       "ConfigMap \"p\" is invalid: [metadata.annotations: Invalid value: \"a b\": name part must consist of "
       "alphanumeric "
       "characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or "
       "'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), "
       "metadata.finalizers: Invalid value: \"x y\": name part must consist of alphanumeric characters, '-', '_' or "
       "'.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex "
       "used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), metadata.finalizers[0]: Invalid value: \"x "
       "y\": name is neither a standard finalizer name nor is it fully qualified, metadata.finalizers[1]: Invalid "
       "value: \"x y\": name is neither a standard finalizer name nor is it fully qualified]"},
      {"a struct as the internal API has it",
       R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"strategy":{"type":"X"},
           "selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
           "spec":{"containers":[{"name":"c","image":"i"}]}}}})",
       "Deployment.apps \"d\" is invalid: spec.strategy: Unsupported value: {\"Type\":\"X\",\"RollingUpdate\":null}: "
       "supported values: \"Recreate\", \"RollingUpdate\""},
      {"a map, sorted; a list of sets, sorted, one of literals, not",
       R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"v"},"spec":{"accessModes":["X"],
           "capacity":{"x":"1","storage":"1Gi"},"hostPath":{"path":"/x"}}})",
       "PersistentVolume \"v\" is invalid: [spec.accessModes: Unsupported value: \"X\": supported values: "
       "\"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\", spec.capacity: Unsupported "
       "value: "
       "{\"storage\":\"1Gi\",\"x\":\"1\"}: supported values: \"storage\"]"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Fixture f;
      const auto made = f.create(row.object);
      CHECK(message(made) == row.message);
      CHECK(made.error().is(Reason::kInvalid));
    }
}

TEST_CASE("Validation: 1. Error format: the causes of a message, and its kind") {
  Fixture f;
  const auto made = f.create(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"type":"X",
      "ports":[{"port":80},{"port":80}]}})");
  REQUIRE_FALSE(made.has_value());
  std::string causes;
  for (const Cause& cause : made.error().causes) causes += cause.type + " " + cause.field + "\n";
  CHECK(causes ==
        "FieldValueRequired spec.ports[0].name\nFieldValueRequired spec.ports[1].name\n"
        "FieldValueNotSupported spec.type\nFieldValueDuplicate spec.ports[1]\n");
}

TEST_CASE("Validation: 1. Error format: what may not change comes before what is wrong, where upstream has it so") {
  Fixture f;
  REQUIRE(
      f.create(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"immutable":true,"data":{"a":"1"}})"));
  const auto patch = [&](const char* resource, const char* name, const char* json) {
    const Kind& kind = *find_resource(resource);
    return message(f.api.patch(kind, {"default", name}, PatchType::kMerge, *parse_json(json)));
  };
  CHECK(
      patch("configmaps", "c", R"({"data":{"a b":"2"}})") ==
      "ConfigMap \"c\" is invalid: [data: Forbidden: field is immutable when `immutable` is set, data[a b]: Invalid "
      "value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  "
      "or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')]");
  CHECK(patch("configmaps", "c", R"({"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}})") ==
        "ConfigMap \"c\" is invalid: metadata.deletionTimestamp: Invalid value: \"2026-01-01T00:00:00Z\": field is "
        "immutable");
}

TEST_CASE("Validation: 8. Decoding: through the door") {
  struct Row {
    const char* why;
    const char* object;
    FieldValidation validation;
    const char* message;
    const char* warnings;
  };
  const Row rows[] = {
      {"all unknown fields, joined", R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},
          "spec":{"foo":1,"template":{"spec":{"containers":[{"name":"c","bar":2}]}}}})",
       FieldValidation::kStrict,
       "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field "
       "\"spec.foo\", unknown field \"spec.template.spec.containers[0].bar\"",
       ""},
      {"a wrong type",
       R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":"3"}})",
       FieldValidation::kStrict,
       "Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct "
       "field DeploymentSpec.spec.replicas of type int32",
       ""},
      {"a wrong type, whoever validates",
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":1}})", FieldValidation::kIgnore,
       "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct "
       "field "
       "ConfigMap.data of type string",
       ""},
      {"a bad quantity", R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c",
          "image":"i","resources":{"limits":{"cpu":"1 core"}}}]}})",
       FieldValidation::kStrict,
       "Pod in version \"v1\" cannot be handled as a Pod: quantities must match the regular expression "
       "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
       ""},
      {"names are told apart by case",
       R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"Data":{"a":"1"}})", FieldValidation::kStrict,
       "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"Data\"",
       ""},
      {"a warning instead", R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"foo":1})",
       FieldValidation::kWarn, "", "unknown field \"foo\"\n"},
      {"or nothing", R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"foo":1})",
       FieldValidation::kIgnore, "", ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Fixture f;
      const auto made = f.create(row.object, row.validation);
      CHECK(message(made) == row.message);
      if (!made) CHECK(made.error().is(Reason::kBadRequest));
      std::string warnings;
      for (const std::string& warning : f.api.take_warnings()) warnings += warning + "\n";
      CHECK(warnings == row.warnings);
    }
}

TEST_CASE("Validation: 8. Decoding: a patch that makes an object of another kind") {
  struct Row {
    const char* why;
    const char* patch;
    const char* problem;
  };
  const Row rows[] = {
      {"a kind that nobody knows", R"({"kind":"Map"})",
       "no kind \"Map\" is registered for version \"v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""},
      {"a version that nobody knows", R"({"apiVersion":"v2"})",
       "no kind \"ConfigMap\" is registered for version \"v2\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""},
      {"another kind", R"({"kind":"Secret"})", "converting (v1.Secret) to (core.ConfigMap): unknown conversion"},
  };
  const char* kMap = R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m"}})";
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Fixture f;
      REQUIRE(f.create(kMap));
      const Kind& kind = *find_kind("v1", "ConfigMap");
      const auto patched = f.api.patch(kind, {"default", "m"}, PatchType::kMerge, *parse_json(row.patch));
      REQUIRE_FALSE(patched.has_value());
      CHECK(patched.error().is(Reason::kInvalid));
      REQUIRE(patched.error().causes.size() == 1);
      CHECK(patched.error().causes[0].field == "patch");
      CHECK(patched.error().causes[0].message.ends_with(": " + std::string(row.problem)));
      // A strategic patch works on the fields of the kind that the object is.
      CHECK(f.api.patch(kind, {"default", "m"}, PatchType::kStrategic, *parse_json(row.patch)));
    }
}

TEST_CASE("Validation: 8. Decoding: unknown fields of kinds whose types are told by hand") {
  Fixture f;
  CHECK(message(f.create(R"({"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"r"},
      "handler":"runsc","overhead":{"fixed":{}}})")) ==
        "RuntimeClass in version \"v1\" cannot be handled as a RuntimeClass: strict decoding error: unknown field "
        "\"overhead.fixed\"");
  CHECK(message(f.create(R"({"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest",
      "metadata":{"name":"c"},"spec":{"request":"eA==","usage":["signing"]}})")) ==
        "CertificateSigningRequest in version \"v1\" cannot be handled as a CertificateSigningRequest: strict decoding "
        "error: unknown field \"spec.usage\"");
}

TEST_CASE("Validation: 7. Other kinds: who asks for a certificate is not for the request to say") {
  Fixture f;
  const auto made = f.create(R"({"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest",
      "metadata":{"name":"c"},"spec":{"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIR01HNENBUUF3RERFS01BZ0dBMVVFQXd3QllUQlpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQQpCQkNJUWlHdldnWXVzTGRUWUZpVGllVGtaUWlQaldSVGhXVS91KzdkR1lTTVJjTkgvdUZiSmJYTHFxQVpaS1MwCjd5eG9xSEdBU3haNXp0RFVhNkZjUnppZ0FEQUtCZ2dxaGtqT1BRUURBZ05JQURCRkFpRUEyZVJneEtXbjhXeWwKQ25TT1JCOUhFTnhVeE15SUs1Z05Ecmt0VFpUdmJKZ0NJRlE0MkpMdWFUSVZGM1VFd3A2czlGcjdJQTFqU2JGUwpVdFZaRExzMXNiZEQKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==","signerName":"a.b/c",
      "usages":["client auth"],"username":"somebody","uid":"1"},"status":{"certificate":"eA=="}})");
  REQUIRE(made);
  const Value& spec = (*made)->document()["spec"];
  CHECK(spec["username"].as_string() == "kubernetes-admin");
  CHECK_FALSE(spec.contains("uid"));
  CHECK((*made)->document()["status"].empty());
  Value other = (*made)->document();
  other["spec"].set("signerName", "x.y/z");
  const auto updated = f.api.update((*made)->kind(), (*made)->key(), other);
  REQUIRE(updated);
  CHECK((*updated)->document()["spec"]["signerName"].as_string() == "a.b/c");
}
