#include "cli/raw_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/conversion.h"
#include "api/custom_resources/custom_resource.h"
#include "api/decode_json.h"
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

bool is_below(std::string_view path, std::string_view above) {
  return path.size() > above.size() && path.starts_with(above) &&
         (path[above.size()] == '.' || path[above.size()] == '[');
}

// What a strict decoder minds, in the order in which it comes upon it; it does not look into what it does not know.
std::vector<std::string> strict_problems(std::string_view text, const std::vector<std::string>& unknown,
                                         const std::vector<std::string>& duplicates) {
  auto places = field_places(text);
  std::vector<std::pair<size_t, std::string>> found;
  for (const std::string& path : unknown) found.emplace_back(places[path].first, unknown_field_text(path));
  for (const std::string& path : duplicates) {
    const bool skipped = std::any_of(unknown.begin(), unknown.end(),
                                     [&](const std::string& above) { return path == above || is_below(path, above); });
    if (!skipped) found.emplace_back(places[path].second, duplicate_field_text(path));
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> out;
  for (auto& [at, problem] : found) out.push_back(std::move(problem));
  return out;
}

// A body with fields that are there twice: refused, or said something of, with all else that a strict decoder minds.
// What it does not know it drops.
Result<void> check_strictly(const Kind& kind, std::string_view text, JsonBody& body, FieldValidation validation,
                            std::vector<std::string>& warnings) {
  std::vector<std::string> unknown;
  if (custom_resource(kind) == nullptr) {
    auto decoded =
        decode_fields(find_schema(std::as_const(body.value)["apiVersion"].as_string(), kind.kind), body.value);
    if (!decoded) return cannot_be_handled(kind, decoded.error().message);
    unknown = std::move(decoded->unknown_fields);
    body.value = std::move(decoded->document);
  }
  std::vector<std::string> problems = strict_problems(text, unknown, body.duplicates);
  if (validation == FieldValidation::kStrict) return cannot_be_handled(kind, strict_decoding_text(problems));
  warnings = std::move(problems);
  return {};
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
  RawBody out;
  if (validation != FieldValidation::kIgnore && !body->duplicates.empty())
    if (auto checked = check_strictly(kind, text, *body, validation, out.warnings); !checked) return checked.error();
  out.document = std::move(body->value);
  if (custom_resource(kind) == nullptr) convert_to_stored_version(out.document);
  return out;
}

}  // namespace skiff::cli
