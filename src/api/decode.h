// Manifests to Values: what kubectl's StreamVisitor and the decoders below it (YAMLOrJSONDecoder, sigs.k8s.io/yaml,
// encoding/json) make of a file. YAML 1.1 scalars, duplicate keys: the last one wins.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff {

struct Manifest {
  Value document;      // any JSON value; that it is an object with a kind is for the reader to demand
  std::string source;  // "web.yaml"
  int line = 1;        // where in the source it begins
};

struct Manifests {
  std::vector<Manifest> documents;  // those before the error, if there is one; empty documents are left out
  std::optional<Error> error;       // "error parsing web.yaml: error converting YAML to JSON: yaml: line 2: …"
};

// Which plain words are booleans: yes, off and n are in YAML 1.1, as the API machinery reads it, and are not in 1.2, as
// kustomize reads the objects of a kustomization.
enum class YamlVersion { k11, k12 };

// A whole file: YAML documents parted by ---, or JSON objects one after another (YAML may follow them).
Manifests decode_manifests(std::string_view text, std::string_view source, YamlVersion version = YamlVersion::k11);

// One YAML document (JSON is YAML, too): patches, `-f` files of skiff's own. Errors as sigs.k8s.io/yaml words them:
// "error converting YAML to JSON: yaml: line 2: …".
Result<Value> decode_yaml(std::string_view text, YamlVersion version = YamlVersion::k11);

// One JSON value as Go's json.Unmarshal reads it. Errors: "invalid character 'x' looking for beginning of value",
// "unexpected end of JSON input".
Result<Value> decode_json(std::string_view text);
// The same, and which fields an object in it has twice: "metadata.labels.app", "spec.containers[0].name".
struct JsonBody {
  Value value;
  std::vector<std::string> duplicates;
};
Result<JsonBody> decode_json_body(std::string_view text);

// The objects inside: a document whose `items` is an array gives its items (again flattened), any other itself. An
// item without kind or apiVersion gets the list's (PodList: Pod).
Elements flatten_list(const Value& document);

}  // namespace skiff
