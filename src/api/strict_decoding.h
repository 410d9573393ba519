// Documents against the types of their kind: what the API server's decoders refuse, drop or complain about before
// defaults and validation. Two decoders, two vocabularies: JSON bodies (create, replace, JSON and merge patches) go
// through encoding/json, the outcome of a strategic patch through runtime.DefaultUnstructuredConverter.
#pragma once
#include <string>
#include <vector>

#include "api/kind.h"
#include "api/schema.h"
#include "base/result.h"
#include "base/value.h"

namespace skiff {

enum class Decoder { kJson, kConverter };

struct Decoded {
  Value document;                           // without the unknown fields
  std::vector<std::string> unknown_fields;  // paths: "spec.template.spec.containers[0].imagePullpolicy"
};

// Checks the type of every field that the schema knows. Without a schema anything goes. The error has Reason::kNone and
// the decoder's own words: `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type
// int32`, `quantities must match …`, `unrecognized type: int32`.
Result<Decoded> decode_fields(const Schema* schema, Value document, Decoder decoder = Decoder::kJson);

// `unknown field "spec.foo"`, as a warning says it.
std::string unknown_field_text(const std::string& path);
std::string duplicate_field_text(const std::string& path);
std::vector<std::string> unknown_field_texts(const std::vector<std::string>& paths);
// `strict decoding error: unknown field "spec.foo", duplicate field "spec.bar"`, of such texts.
std::string strict_decoding_text(const std::vector<std::string>& problems);
// BadRequest: `Deployment in version "v1" cannot be handled as a Deployment: <why>`.
Error cannot_be_handled(const Kind& kind, const std::string& why);

}  // namespace skiff
