#include "apiserver/decoding.h"

#include <algorithm>
#include <utility>

#include "api/custom_resources/custom_resource.h"
#include "api/schema.h"
#include "api/strict_decoding.h"
#include "api/typed_validation.h"
#include "apiserver/patched_text.h"
#include "base/go_print.h"
#include "base/json.h"

namespace skiff {
namespace {

void warn(const std::vector<std::string>& unknown_fields, std::vector<std::string>& warnings) {
  for (const std::string& path : unknown_fields) {
    std::string text = unknown_field_text(path);
    if (std::find(warnings.begin(), warnings.end(), text) == warnings.end()) warnings.push_back(std::move(text));
  }
}

// Only metadata has types to decode into; the rest is pruned, and judged by validation.
Result<Decoded> decode_custom(const Kind& kind, const Value& document) {
  auto metadata = decode_fields(find_type("meta.v1.ObjectMeta"), document["metadata"]);
  if (!metadata) return metadata.error();
  Decoded out{document, {}};
  if (document.contains("metadata")) out.document.set("metadata", std::move(metadata->document));
  for (const std::string& path : metadata->unknown_fields) out.unknown_fields.push_back("metadata." + path);
  custom_resource(kind)->version_of(document).prune(out.document, out.unknown_fields);
  return out;
}

// The decoder's verdict; the text of the error that it makes, or nothing.
std::string decode(const Kind& kind, Value& document, Decoder decoder, FieldValidation validation,
                   std::vector<std::string>& warnings) {
  auto decoded = custom_resource(kind) != nullptr ? decode_custom(kind, document)
                                                  : decode_fields(find_schema(kind), document, decoder);
  if (!decoded) return decoded.error().message;
  document = std::move(decoded->document);
  if (decoded->unknown_fields.empty()) return {};
  if (validation == FieldValidation::kStrict) return strict_decoding_text(unknown_field_texts(decoded->unknown_fields));
  if (validation == FieldValidation::kWarn) warn(decoded->unknown_fields, warnings);
  return {};
}

}  // namespace

Result<void> decode_body(const Kind& kind, Value& document, FieldValidation validation,
                         std::vector<std::string>& warnings) {
  const std::string problem = decode(kind, document, Decoder::kJson, validation, warnings);
  if (problem.empty()) return {};
  Kind asked = kind;
  if (const CustomResource* custom = custom_resource(kind))
    asked.version = custom->version_of(std::as_const(document)).name();
  return cannot_be_handled(asked, problem);
}

Result<void> decode_patched(const Kind& kind, Value& document, PatchType type, const Value& patch_left,
                            FieldValidation validation, std::vector<std::string>& warnings) {
  const bool strategic = type == PatchType::kStrategic;
  const Value before = document;
  const std::string problem =
      decode(kind, document, strategic ? Decoder::kConverter : Decoder::kJson, validation, warnings);
  if (!problem.empty())
    return invalid_patch(strategic ? go_value(patch_left) : patched_text(kind, before, type, patch_left), problem);
  return {};
}

Error invalid_patch(const std::string& shown, const std::string& why) {
  FieldErrors errors;
  errors.invalid(FieldPath("patch"), shown, why);
  return invalid("", "", "", errors.take());
}

Result<void> decode_applied(const Kind& kind, Value& document) {
  const Value& named = std::as_const(document)["apiVersion"];
  const std::string version = named.is_string() ? named.str() : kind.api_version();
  const std::string type =
      (version.find('/') == std::string::npos ? "/" : "") + version + ", Kind=" + std::string(kind.kind);
  const Value& metadata = std::as_const(document)["metadata"];
  const std::string object = " (" + metadata["namespace"].str() + "/" + metadata["name"].str() + "; " + type + ")";
  if (const auto problems = typed_problems(find_schema(kind), document); !problems.empty())
    return Error{Reason::kUnknown,
                 "failed to create typed patch object" + object + ": " + typed_problems_text(problems),
                 {},
                 {},
                 {},
                 {}};
  std::vector<std::string> ignored;
  const std::string problem = decode(kind, document, Decoder::kConverter, FieldValidation::kIgnore, ignored);
  if (problem.empty()) return {};
  return Error{Reason::kUnknown,
               "failed to convert new object" + object + " to proper version (" + version +
                   "): unable to convert unstructured object to " + type + ": " + problem,
               {},
               {},
               {},
               {}};
}

}  // namespace skiff
