#include "cli/raw_body.h"

#include <fmt/format.h>

#include <utility>

#include "api/conversion.h"
#include "api/custom_resources/custom_resource.h"
#include "api/kind_table.h"
#include "api/strict_decoding.h"

namespace skiff::cli {
namespace {

// summarizeData: enough of a body to know it by.
std::string summary(std::string_view text) {
  constexpr size_t kLongest = 30;
  if (text.empty()) return "<empty>";
  const std::string_view begin = text.substr(0, kLongest);
  std::string out;
  if (text.front() == '{') out = begin;
  else
    for (const char c : begin) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text.size() > kLongest ? out + " ..." : out;
}

// The name of the Go package that has the types of a group inside the server.
std::string_view package_of(std::string_view group) {
  if (group.empty() || group == "events.k8s.io") return "core";
  return group.substr(0, group.find('.'));
}

Error not_handled(std::string_view given, std::string_view version, const Kind& kind, std::string_view why) {
  return bad_request(fmt::format("{} in version \"{}\" cannot be handled as a {}: {}", given, version, kind.kind, why));
}

// The kind that a body is of, in whatever version; null if there is none.
const Kind* stored_kind(const Value& document) {
  Value type{{"apiVersion", document["apiVersion"]}, {"kind", document["kind"]}};
  convert_to_stored_version(type);
  return find_kind(std::as_const(type)["apiVersion"].as_string(), document["kind"].as_string());
}

// What a body leaves out of its kind and version is taken from the path; what it says must agree.
Result<void> settle_type(const Kind& kind, const std::string& api_version, Value& document) {
  const Value& read = document;
  if (read["apiVersion"].as_string().empty()) document["apiVersion"] = api_version;
  if (read["kind"].as_string().empty()) document["kind"] = kind.kind;
  const std::string given_version = read["apiVersion"].str();
  const std::string given_kind = read["kind"].str();
  const std::string version = given_version.substr(given_version.find('/') + 1);
  if (custom_resource(kind) == nullptr) {
    const Kind* given = stored_kind(document);
    if (given == nullptr)
      return not_handled(given_kind, version, kind,
                         fmt::format("no kind \"{}\" is registered for version \"{}\" in scheme "
                                     "\"pkg/api/legacyscheme/scheme.go:30\"",
                                     given_kind, given_version));
    if (given->kind != kind.kind)
      return not_handled(given_kind, version, kind,
                         fmt::format("converting ({}.{}) to ({}.{}): unknown conversion", version, given_kind,
                                     package_of(kind.group), kind.kind));
  }
  if (given_version != api_version)
    return bad_request(fmt::format("the API version in the data ({}) does not match the expected API version ({})",
                                   given_version, api_version));
  return {};
}

// All that a strict decoder has to say at once.
Error strict_refusal(const Kind& kind, const JsonBody& body) {
  std::vector<std::string> unknown;
  if (custom_resource(kind) == nullptr) {
    auto decoded = decode_fields(find_schema(kind), body.value);
    if (!decoded) return cannot_be_handled(kind, decoded.error().message);
    unknown = std::move(decoded->unknown_fields);
  }
  return cannot_be_handled(kind, strict_decoding_text(unknown, body.duplicates));
}

}  // namespace

Result<JsonBody> read_raw_json(std::string_view type, std::string_view text) {
  auto body = decode_json_body(text);
  std::string problem;
  if (!body) problem = body.error().message;
  else if (!body->value.is_object())
    problem = fmt::format(
        "json: cannot unmarshal {} into Go value of type struct {{ APIVersion string "
        "\"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}",
        body->value.is_array()    ? "array"
        : body->value.is_string() ? "string"
        : body->value.is_bool()   ? "bool"
                                  : "number");
  if (problem.empty()) return body;
  return bad_request(fmt::format(
      "the object provided is unrecognized (must be of type {}): couldn't get version/kind; json parse error: {} ({})",
      type, problem, summary(text)));
}

Result<RawBody> read_raw_body(const Kind& kind, const std::string& api_version, std::string_view text,
                              FieldValidation validation) {
  auto body = read_raw_json(kind.kind, text);
  if (!body) return body.error();
  if (auto agreed = settle_type(kind, api_version, body->value); !agreed) return agreed.error();
  if (validation == FieldValidation::kStrict && !body->duplicates.empty()) return strict_refusal(kind, *body);
  RawBody out{std::move(body->value), {}};
  if (validation == FieldValidation::kWarn)
    for (const std::string& path : body->duplicates) out.warnings.push_back(duplicate_field_text(path));
  if (custom_resource(kind) == nullptr) convert_to_stored_version(out.document);
  return out;
}

}  // namespace skiff::cli
