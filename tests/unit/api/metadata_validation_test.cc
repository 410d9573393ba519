#include "api/metadata_validation.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"
#include "support/field_causes.h"
#include "support/name_problems.h"

namespace skiff {

TEST_CASE("Validation: 3. Metadata") {
  struct Row {
    const char* why;
    const char* resource;
    const char* metadata;
    const char* errors;  // one a line
  };
  const std::string label =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
      "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
      "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  const Row rows[] = {
      {"all is well", "configmaps",
       R"({"name":"a.b","namespace":"default","labels":{"a.io/b":"","c":"D_e.f"},"annotations":{"A.io/B":"any thing"},
           "finalizers":["a.io/b","orphan"]})",
       ""},
      {"a name is required", "configmaps", R"({"namespace":"default"})",
       "metadata.name: Required value: name or generateName is required"},
      {"a namespace is required", "configmaps", R"({"name":"a"})", "metadata.namespace: Required value"},
      {"cluster-wide objects have none", "nodes", R"({"name":"a","namespace":"b"})",
       "metadata.namespace: Forbidden: not allowed on this type"},
      {"dots are for subdomains only", "statefulsets", R"({"name":"a.b","namespace":"default"})",
       "metadata.name: Invalid value: \"a.b\": must not contain dots"},
      {"a prefix may end in a dash", "statefulsets", R"({"name":"a-1","generateName":"a-","namespace":"default"})", ""},
      {"roles may be called nearly anything", "roles", R"({"name":"system:Node","namespace":"default"})", ""},
      {"but not a path", "roles", R"({"name":"a/b","namespace":"default"})",
       "metadata.name: Invalid value: \"a/b\": may not contain '/'"},
      {"keys and values of labels apart, by key", "configmaps",
       R"({"name":"a","namespace":"default","labels":{"app":"has space","a_":"x"}})",
       "metadata.labels: Invalid value: \"a_\": name part must consist of alphanumeric characters, '-', '_' or '.', "
       "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used "
       "for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')\n"
       "metadata.labels: Invalid value: \"has space\": a valid label must be an empty string or consist of "
       "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
       "'MyValue',  or 'my_value',  or '12345', regex used for validation is "
       "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"},
      {"owners", "configmaps",
       R"({"name":"a","namespace":"default","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":""}]})",
       "metadata.ownerReferences.uid: Invalid value: \"\": must not be empty"},
      {"one controller at most", "configmaps",
       R"({"name":"a","namespace":"default","ownerReferences":[
           {"apiVersion":"v1","kind":"A","name":"a","uid":"1","controller":true},
           {"apiVersion":"v1","kind":"B","name":"b","uid":"2","controller":true}]})",
       "metadata.ownerReferences: Invalid value: "
       "[{\"apiVersion\":\"v1\",\"kind\":\"A\",\"name\":\"a\",\"uid\":\"1\",\"controller\":true},{\"apiVersion\":"
       "\"v1\",\"kind\":\"B\",\"name\":\"b\",\"uid\":\"2\",\"controller\":true}]: Only one reference can have "
       "Controller set to true. Found \"true\" in references for A/a and B/b"},
      {"finalizers are qualified", "configmaps", R"({"name":"a","namespace":"default","finalizers":["foo"]})",
       "metadata.finalizers[0]: Invalid value: \"foo\": name is neither a standard finalizer name nor is it fully "
       "qualified"},
      {"orphan or foreground", "configmaps",
       R"({"name":"a","namespace":"default","finalizers":["orphan","foregroundDeletion"]})",
       "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and "
       "foregroundDeletion cannot be both set"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      Value object = Value::object();
      object.set("metadata", *parse_json(row.metadata));
      validate_metadata(*find_resource(row.resource), object, errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
  FieldErrors errors;
  validate_metadata(*find_resource("namespaces"), {{"metadata", {{"name", "Not_Valid"}}}}, errors);
  CHECK(test::causes_text(errors) == "metadata.name: Invalid value: \"Not_Valid\": " + label);
}

TEST_CASE("Validation: 3. Metadata: what is told of a bad value") {
  struct Row {
    const char* why;
    std::string metadata;
    std::string errors;
  };
  const std::string much(262140, 'x');
  const Row rows[] = {
      {"a prefix of names", R"({"name":"A_b-1","generateName":"A_b-","namespace":"default"})",
       "metadata.generateName: Invalid value: \"A_b-\": " + test::kNoSubdomain +
           "\nmetadata.name: Invalid value: \"A_b-1\": " + test::kNoSubdomain},
      {"a generation", R"({"name":"a","namespace":"default","generation":-1})",
       "metadata.generation: Invalid value: -1: " + test::kNotNegative},
      {"a key of an annotation is shown as it is written",
       R"({"name":"a","namespace":"default","annotations":{"A b":""}})",
       "metadata.annotations: Invalid value: \"A b\": " + test::kNoKey},
      {"annotations up to the limit", R"({"name":"a","namespace":"default","annotations":{"four":")" + much + "\"}}",
       ""},
      {"and beyond it", R"({"name":"a","namespace":"default","annotations":{"fives":")" + much + "\"}}",
       "metadata.annotations: Too long: may not be more than 262144 bytes"},
      {"a finalizer that is no name", R"({"name":"a","namespace":"default","finalizers":["a b/c"]})",
       "metadata.finalizers: Invalid value: \"a b/c\": prefix part " + test::kNoSubdomain},
      {"a namespace that is none", R"({"name":"a","namespace":"A"})",
       "metadata.namespace: Invalid value: \"A\": " + test::kNoLabel},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      validate_metadata(*find_resource("configmaps"), Value{{"metadata", *parse_json(row.metadata)}}, errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

TEST_CASE("Validation: 3. Metadata: what an object of each kind may be called") {
  const auto refuses = [](const char* resource, const char* name) {
    const Kind& kind = *find_resource(resource);
    Value metadata{{"name", name}};
    if (kind.namespaced()) metadata.set("namespace", "default");
    FieldErrors errors;
    validate_metadata(kind, Value{{"metadata", metadata}}, errors);
    return test::causes_text(errors);
  };
  for (const char* resource : {"namespaces", "statefulsets", "services"}) DYNAMIC_SECTION(resource << ": a label") {
      CHECK(refuses(resource, "0-a").empty());
      CHECK(refuses(resource, "a.b") == "metadata.name: Invalid value: \"a.b\": must not contain dots");
      CHECK(refuses(resource, "A") == "metadata.name: Invalid value: \"A\": " + test::kNoLabel);
    }
  for (const char* resource : {"pods",
                               "replicationcontrollers",
                               "replicasets",
                               "deployments",
                               "daemonsets",
                               "jobs",
                               "cronjobs",
                               "controllerrevisions",
                               "configmaps",
                               "secrets",
                               "serviceaccounts",
                               "persistentvolumeclaims",
                               "persistentvolumes",
                               "storageclasses",
                               "hpa",
                               "priorityclasses",
                               "nodes",
                               "ingresses",
                               "endpoints",
                               "leases",
                               "networkpolicies",
                               "resourcequotas",
                               "limitranges",
                               "endpointslices",
                               "ingressclasses"})
    DYNAMIC_SECTION(resource << ": a subdomain") {
      CHECK(refuses(resource, "a.b-0").empty());
      CHECK(refuses(resource, "a_b") == "metadata.name: Invalid value: \"a_b\": " + test::kNoSubdomain);
    }
  for (const char* resource : {"pdb", "roles", "rolebindings", "clusterroles", "clusterrolebindings"})
    DYNAMIC_SECTION(resource << ": anything that stands in a path") {
      CHECK(refuses(resource, "A:b_c").empty());
      CHECK(refuses(resource, "a%b") == "metadata.name: Invalid value: \"a%b\": may not contain '%'");
    }
}

TEST_CASE("Validation: 4. Label selectors") {
  struct Row {
    const char* why;
    const char* selector;
    const char* errors;
  };
  const std::string bad_parts =
      "spec.selector.matchLabels: Invalid value: \"a b\": " + test::kNoKey +
      "\nspec.selector.matchLabels: Invalid value: \"-\": " + test::kNoValue +
      "\nspec.selector.matchExpressions[0].key: Invalid value: \"c d\": " + test::kNoKey +
      "\nspec.selector.matchExpressions[0].values[1]: Invalid value: \"e f\": " + test::kNoValue;
  const Row rows[] = {
      {"In needs values", R"({"matchExpressions":[{"key":"a","operator":"In"}]})",
       "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or "
       "'NotIn'"},
      {"Exists has none", R"({"matchExpressions":[{"key":"a","operator":"Exists","values":["b"]}]})",
       "spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or "
       "'DoesNotExist'"},
      {"operators", R"({"matchExpressions":[{"key":"a","operator":"in","values":["b"]}]})",
       "spec.selector.matchExpressions[0].operator: Invalid value: \"in\": not a valid selector operator"},
      {"nothing but a key where nothing is",
       R"({"matchExpressions":[{"key":"a","operator":"DoesNotExist","values":["b"]}]})",
       "spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or "
       "'DoesNotExist'"},
      {"keys and values",
       R"({"matchLabels":{"a b":"-"},"matchExpressions":[{"key":"c d","operator":"NotIn","values":["ok","e f"]}]})",
       bad_parts.c_str()},
      {"fine", R"({"matchLabels":{"a":"b"},"matchExpressions":[{"key":"a","operator":"NotIn","values":["b"]}]})", ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      FieldErrors errors;
      validate_label_selector(*parse_json(row.selector), FieldPath("spec.selector"), errors);
      CHECK(test::causes_text(errors) == row.errors);
    }
}

}  // namespace skiff
