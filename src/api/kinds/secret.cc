#include "api/kinds/secret.h"

#include "api/columns.h"
#include "api/data_validation.h"
#include "api/decode_json.h"
#include "api/field_checks.h"
#include "base/base64.h"

namespace skiff {
namespace {

void type_cell(const Value& secret, Time, std::string& out) { out += secret["type"].as_string(); }

void data_cell(const Value& secret, Time, std::string& out) {
  append_int(static_cast<int64_t>(secret["data"].size()), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Type", Show::kAlways, type_cell},
    {"Data", Show::kAlways, data_cell},
    {"Age", Show::kAlways, age_cell},
};

// SetDefaults_Secret; and the conversion that folds the write-only stringData into data.
void set_defaults(Value& secret) {
  if (std::as_const(secret)["type"].as_string().empty()) secret.set("type", "Opaque");
  const Value plain = std::as_const(secret)["stringData"];
  if (plain.is_null()) return;
  for (const Member& entry : plain.members()) secret["data"].set(entry.name(), base64_encode(entry.value.as_string()));
  secret.erase("stringData");
}

struct RequiredKeys {
  std::string_view type;
  std::vector<std::string_view> keys;
};

// What encoding/json says of text that is to be an object; empty if it is one.
std::string json_object_problem(std::string_view text) {
  const JsonOutcome outcome = read_json_value(text, 0);
  if (outcome.ending == JsonOutcome::Ending::kSyntax) return outcome.problem;
  if (outcome.ending != JsonOutcome::Ending::kValue) return "unexpected end of JSON input";
  const size_t rest = text.find_first_not_of(" \t\r\n", outcome.end);
  if (rest != std::string_view::npos)
    return "invalid character '" + std::string(1, text[rest]) + "' after top-level value";
  if (outcome.value.is_object() || outcome.value.is_null()) return {};
  const char* found = outcome.value.is_array()    ? "array"
                      : outcome.value.is_string() ? "string"
                      : outcome.value.is_bool()   ? "bool"
                                                  : "number";
  return std::string("json: cannot unmarshal ") + found + " into Go value of type map[string]interface {}";
}

void check_docker_config(const Value& secret, std::string_view key, FieldErrors& errors) {
  const FieldPath field = FieldPath("data").key(key);
  if (!secret["data"].contains(key)) return errors.required(field);
  const auto text = base64_decode(secret["data"][key].as_string());
  const std::string problem = json_object_problem(text ? *text : std::string());
  if (!problem.empty()) errors.invalid(field, "<secret contents redacted>", problem);
}

void require_keys(const Value& secret, FieldErrors& errors) {
  static const RequiredKeys kRequired[] = {
      {"kubernetes.io/tls", {"tls.crt", "tls.key"}},
  };
  const FieldPath data("data");
  const std::string_view type = secret["type"].as_string();
  for (const RequiredKeys& row : kRequired) {
    if (row.type != type) continue;
    for (std::string_view key : row.keys)
      if (!secret["data"].contains(key)) errors.required(data.key(key));
  }
  if (type == "kubernetes.io/dockercfg") check_docker_config(secret, ".dockercfg", errors);
  if (type == "kubernetes.io/dockerconfigjson") check_docker_config(secret, ".dockerconfigjson", errors);
  const Value& given = secret["data"];
  if (type == "kubernetes.io/ssh-auth" && given["ssh-privatekey"].as_string().empty())
    errors.required(data.key("ssh-privatekey"));
  if (type == "kubernetes.io/basic-auth" && !given.contains("username") && !given.contains("password")) {
    errors.required(data.key("username"));
    errors.required(data.key("password"));
  }
  constexpr std::string_view kAccount = "kubernetes.io/service-account.name";
  if (type == "kubernetes.io/service-account-token" &&
      secret.at("metadata", "annotations", kAccount).as_string().empty())
    errors.required(FieldPath("metadata").child("annotations").key(kAccount));
}

// ValidateSecret.
void validate(const Value& secret, FieldErrors& errors) {
  validate_data_keys(secret["data"], FieldPath("data"), errors);
  if (encoded_bytes(secret["data"]) > kDataMaxBytes) errors.too_long(FieldPath("data"), kDataMaxBytes);
  require_keys(secret, errors);
}

// ValidateSecretUpdate.
void validate_update(const Value& secret, const Value& old, FieldErrors& errors) {
  check_immutable(errors, FieldPath("type"), secret["type"], old["type"]);
  validate_immutable_data(secret, old, {"data"}, errors);
}

}  // namespace

const Kind kSecret = {
    .group = "",
    .version = "v1",
    .kind = "Secret",
    .resource = "secrets",
    .singular = "secret",
    .scope = Scope::kNamespaced,
    .set_defaults = set_defaults,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
