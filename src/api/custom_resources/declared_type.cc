#include "api/custom_resources/declared_type.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace skiff {
namespace {

using cel::Type;
using cel::TypeRef;

// Without the quotes or brackets around it.
constexpr uint64_t kInsideMax = kRequestBytesMax - 2;
constexpr uint64_t kBytesPerRune = 4;

TypeRef of_size(Type type, uint64_t elements_max, uint64_t written_min) {
  type.elements_max = elements_max;
  type.written_min = written_min;
  return std::make_shared<const Type>(std::move(type));
}

// What a schema bounds by hand; nothing if it does not.
std::optional<uint64_t> bound(const Value& limit) {
  if (!limit.is_number()) return std::nullopt;
  return static_cast<uint64_t>(std::max<int64_t>(limit.as_int(), 0));
}

TypeRef declared_text(const Value& schema) {
  const std::string_view format = schema["format"].as_string();
  const auto length = bound(schema["maxLength"]);
  if (format == "byte") return of_size({.kind = Type::Kind::kBytes}, length.value_or(kInsideMax), 2);
  if (format == "duration") return of_size({.kind = Type::Kind::kDuration}, 32, 3);
  if (format == "date") return of_size({.kind = Type::Kind::kDate}, 12, 12);
  if (format == "date-time") return of_size({.kind = Type::Kind::kTimestamp}, 32, 21);
  uint64_t longest = kInsideMax;
  if (length) {
    longest = *length * kBytesPerRune;
  } else if (!schema["enum"].empty()) {
    longest = 0;
    for (const Value& one : schema["enum"].elements()) longest = std::max<uint64_t>(longest, one.as_string().size());
  }
  return of_size({.kind = Type::Kind::kString}, longest, 2);
}

TypeRef declared_list(const Value& schema) {
  const TypeRef items = declared_type(schema["items"], Root::kNo);
  if (items == nullptr) return nullptr;
  // One comma each.
  const uint64_t elements = bound(schema["maxItems"]).value_or(kInsideMax / (items->written_min + 1));
  return of_size({.kind = Type::Kind::kList, .element = items}, elements, 2);
}

TypeRef declared_map(const Value& schema) {
  const TypeRef values = declared_type(schema["additionalProperties"], Root::kNo);
  if (values == nullptr) return nullptr;
  // Quotes, a colon and a comma, and a key of two characters.
  const uint64_t entries = bound(schema["maxProperties"]).value_or(kInsideMax / (values->written_min + 6));
  return of_size({.kind = Type::Kind::kMap, .element = values}, entries, 2);
}

class ObjectType {
 public:
  explicit ObjectType(const Value& schema) : schema_(schema) {}

  // A field that no rule can spell counts for how long the object is, too.
  void declare(std::string_view name, const Value& field) {
    const TypeRef type = declared_type(field, Root::kNo);
    if (type == nullptr) return;
    if (const std::string escaped = cel::escaped_name(name); !escaped.empty()) type_.fields[escaped] = type;
    if (is_required(name) && field["default"].is_null()) written_min_ += name.size() + type->written_min + 4;
  }

  TypeRef take() { return of_size(std::move(type_), 0, written_min_); }

 private:
  bool is_required(std::string_view name) const {
    const Elements& names = schema_["required"].elements();
    return std::any_of(names.begin(), names.end(), [&](const Value& one) { return one.as_string() == name; });
  }

  const Value& schema_;
  Type type_ = {.kind = Type::Kind::kObject};
  uint64_t written_min_ = 2;
};

bool says_what_all_have(const Value& properties) {
  const auto is = [](const Value& schema, const char* type) { return schema["type"].as_string() == type; };
  const Value& metadata = properties["metadata"];
  return is(properties["kind"], "string") && is(properties["apiVersion"], "string") && is(metadata, "object") &&
         is(metadata.at("properties", "name"), "string") && is(metadata.at("properties", "generateName"), "string");
}

TypeRef declared_object(const Value& schema, Root root) {
  static const Value kText = {{"type", "string"}};
  static const Value kNames = {{"type", "object"}, {"properties", {{"name", kText}, {"generateName", kText}}}};
  if (schema["additionalProperties"].is_object()) return declared_map(schema);
  const bool is_whole = root == Root::kYes || schema["x-kubernetes-embedded-resource"].as_bool();
  // Rules see of a whole object's metadata only how it is called. Upstream: WithTypeAndObjectMeta.
  const bool adds = is_whole && !says_what_all_have(schema["properties"]);
  ObjectType type(schema);
  for (const Member& property : schema["properties"].members()) {
    const std::string_view name = property.name();
    if (!adds || (name != "apiVersion" && name != "kind" && name != "metadata")) type.declare(name, property.value);
  }
  if (adds) {
    type.declare("apiVersion", kText);
    type.declare("kind", kText);
    type.declare("metadata", kNames);
  }
  return type.take();
}

}  // namespace

TypeRef declared_type(const Value& schema, Root root) {
  const std::string_view type = schema["type"].as_string();
  if (schema["x-kubernetes-int-or-string"].as_bool()) {
    const auto length = bound(schema["maxLength"]);
    return of_size({.kind = Type::Kind::kDyn}, length ? *length * kBytesPerRune : kInsideMax, 1);
  }
  if (type == "object") return declared_object(schema, root);
  if (type == "array") return declared_list(schema);
  if (type == "string") return declared_text(schema);
  if (type == "boolean") return of_size({.kind = Type::Kind::kBool}, 0, 4);
  if (type == "integer") return of_size({.kind = Type::Kind::kInt}, 0, 1);
  if (type == "number") return of_size({.kind = Type::Kind::kDouble}, 0, 1);
  return nullptr;
}

TypeRef rules_type(const Value& schema, Root root) {
  const TypeRef type = declared_type(schema, root);
  return type != nullptr ? type : of_size({.kind = Type::Kind::kDyn}, kInsideMax, 1);
}

}  // namespace skiff
