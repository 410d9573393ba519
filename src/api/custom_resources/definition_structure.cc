// Mirrors apiextensions-apiserver's pkg/apiserver/schema: validation.go, complete.go.
#include <algorithm>
#include <string>
#include <vector>

#include "api/custom_resources/definition_schema.h"
#include "base/regular_expression.h"

namespace skiff {
namespace {

enum class Level { kRoot, kItem, kField };

// anyOf: [{type: integer}, {type: string}], which says what x-kubernetes-int-or-string says.
bool is_int_or_string(const Value& alternatives) {
  static const Value kIntOrString = Value::array({Value{{"type", "integer"}}, Value{{"type", "string"}}});
  return alternatives == kIntOrString;
}

class Structure {
 public:
  // One error each.
  std::vector<FieldErrors> take() { return std::move(found_); }

  void check(const Value& schema, Level level, const FieldPath& path) {
    if (!schema.is_object()) return;
    if (schema["type"].as_string() == "array" && !schema["items"].is_object())
      found().required(path.child("items"), "must be specified");
    check(schema["items"], Level::kItem, path.child("items"));
    for (const Member& property : schema["properties"].members())
      check(property.value, Level::kField, path.child("properties").key(property.name()));
    if (const Value& others = schema["additionalProperties"]; !others.is_null()) {
      if (level == Level::kRoot) found().forbidden(path.child("additionalProperties"), "must not be used at the root");
      check(others, Level::kField, path.child("additionalProperties"));
    }
    check_extensions(schema, path);
    check_alternatives(schema, is_int_or_string(schema["anyOf"]), is_int_or_string(schema["allOf"][0]["anyOf"]), path);
    check_type(schema, level, path);
    check_metadata(schema, level, path);
  }

  // What alternatives speak of must stand outside of them, too.
  void check_complete(const Value& alternative, const Value& schema, const FieldPath& at, const FieldPath& path) {
    if (!alternative.is_object()) return;
    if (!schema.is_object()) return found().required(at, "because it is defined in " + path.str());
    check_complete_inside(alternative, schema, at, path);
    if (alternative["items"].is_object())
      check_complete(alternative["items"], schema["items"], at.child("items"), path.child("items"));
    for (const Member& property : alternative["properties"].members())
      check_complete(property.value, schema["properties"][property.name()], at.child("properties").key(property.name()),
                     path.child("properties").key(property.name()));
  }

  void check_complete_inside(const Value& validation, const Value& schema, const FieldPath& at, const FieldPath& path) {
    check_complete(validation["not"], schema, at, path.child("not"));
    for (const char* list : {"allOf", "anyOf", "oneOf"})
      for (size_t i = 0; i < validation[list].size(); ++i)
        check_complete(validation[list][i], schema, at, path.child(list).index(i));
  }

 private:
  static bool flag(const Value& schema, const char* name) { return schema[name].as_bool(); }

  void check_extensions(const Value& schema, const FieldPath& path) {
    if (!flag(schema, "x-kubernetes-int-or-string")) return;
    for (const char* other : {"x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"})
      if (flag(schema, other))
        found().invalid(path.child(other), true, "must be false if x-kubernetes-int-or-string is true");
  }

  void check_alternatives(const Value& validation, bool skips_any_of, bool skips_first_any_of, const FieldPath& path) {
    if (!skips_any_of)
      for (size_t i = 0; i < validation["anyOf"].size(); ++i)
        check_nested(validation["anyOf"][i], false, path.child("anyOf").index(i));
    for (size_t i = 0; i < validation["allOf"].size(); ++i)
      check_nested(validation["allOf"][i], skips_first_any_of && i == 0, path.child("allOf").index(i));
    for (size_t i = 0; i < validation["oneOf"].size(); ++i)
      check_nested(validation["oneOf"][i], false, path.child("oneOf").index(i));
    check_nested(validation["not"], false, path.child("not"));
    const Value& pattern = validation["pattern"];
    if (const std::string problem = RegularExpression::problem_of(pattern.as_string()); !problem.empty())
      found().invalid(path.child("pattern"), pattern, "must be a valid regular expression, but isn't: " + problem);
  }

  // Inside allOf, anyOf, oneOf and not only values are restricted; nothing new is described.
  void check_nested(const Value& nested, bool skips_any_of, const FieldPath& path) {
    if (!nested.is_object()) return;
    check_alternatives(nested, skips_any_of, false, path);
    check_nested(nested["items"], false, path.child("items"));
    for (const Member& property : nested["properties"].members())
      check_nested(property.value, false, path.child("properties").key(property.name()));
    if (!nested["additionalProperties"].is_null())
      found().forbidden(path.child("additionalProperties"), "must be undefined to be structural");
    for (const char* field : {"type", "title", "description", "x-kubernetes-list-map-keys", "x-kubernetes-validations"})
      if (!nested[field].empty() || !nested[field].as_string().empty())
        found().forbidden(path.child(field), "must be empty to be structural");
    for (const char* field : {"default", "x-kubernetes-list-type", "x-kubernetes-map-type"})
      if (nested.contains(field)) found().forbidden(path.child(field), "must be undefined to be structural");
    for (const char* field : {"nullable", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource",
                              "x-kubernetes-int-or-string"})
      if (flag(nested, field)) found().forbidden(path.child(field), "must be false to be structural");
    if (nested["properties"].contains("metadata"))
      found().forbidden(path.child("properties").key("metadata"), "must not be specified in a nested context");
  }

  void check_type(const Value& schema, Level level, const FieldPath& path) {
    const std::string_view type = schema["type"].as_string();
    if (flag(schema, "x-kubernetes-embedded-resource") && type != "object") {
      const char* const needed = "must be object if x-kubernetes-embedded-resource is true";
      if (type.empty()) found().required(path.child("type"), needed);
      else found().invalid(path.child("type"), schema["type"], needed);
    } else if (type.empty() && !flag(schema, "x-kubernetes-int-or-string") &&
               !flag(schema, "x-kubernetes-preserve-unknown-fields")) {
      constexpr const char* kWhere[] = {"at the root", "for specified array items", "for specified object fields"};
      found().required(path.child("type"), std::string("must not be empty ") + kWhere[static_cast<size_t>(level)]);
    }
    if (level == Level::kRoot && !type.empty() && type != "object")
      found().invalid(path.child("type"), schema["type"], "must be object at the root");
  }

  void check_metadata(const Value& schema, Level level, const FieldPath& path) {
    const bool is_embedded = flag(schema, "x-kubernetes-embedded-resource");
    const bool is_object = level == Level::kRoot || is_embedded;
    const Value& properties = schema["properties"];
    if (is_embedded && !schema["additionalProperties"].is_null())
      found().forbidden(path.child("additionalProperties"),
                        "must not be used if x-kubernetes-embedded-resource is set");
    const auto check_is = [&](const char* name, const char* type) {
      const Value* property = properties.find(name);
      if (is_object && property != nullptr && (*property)["type"].as_string() != type)
        found().invalid(path.child("properties").key(name).child("type"), Value((*property)["type"].as_string()),
                        std::string("must be ") + type);
    };
    check_is("kind", "string");
    check_is("apiVersion", "string");
    check_is("metadata", "object");
    if (level == Level::kRoot && properties.contains("metadata")) check_root_metadata(properties["metadata"], path);
    if (is_embedded && !flag(schema, "x-kubernetes-preserve-unknown-fields") && properties.empty())
      found().required(path.child("properties"),
                       "must not be empty if x-kubernetes-embedded-resource is true without "
                       "x-kubernetes-preserve-unknown-fields");
  }

  void check_root_metadata(const Value& metadata, const FieldPath& path) {
    Value rest = metadata;
    rest.erase("type");
    rest.erase("default");
    const Value& names = metadata["properties"];
    const size_t known = (names.contains("name") ? 1U : 0U) + (names.contains("generateName") ? 1U : 0U);
    if (names.size() == known) rest.erase("properties");
    if (!rest.empty())
      found().forbidden(path.child("properties").key("metadata"),
                        "must not specify anything other than name and generateName, but metadata is implicitly "
                        "specified");
  }

  FieldErrors& found() { return found_.emplace_back(); }

  std::vector<FieldErrors> found_;
};

}  // namespace

void check_structural(const Value& schema, const FieldPath& path, FieldErrors& errors) {
  Structure structure;
  structure.check(schema, Level::kRoot, path);
  structure.check_complete_inside(schema, schema, path, path);
  std::vector<FieldErrors> found = structure.take();
  const auto text = [](const FieldErrors& one) { return one.causes()[0].field + ": " + one.causes()[0].message; };
  std::stable_sort(found.begin(), found.end(),
                   [&](const FieldErrors& a, const FieldErrors& b) { return text(a) < text(b); });
  for (FieldErrors& one : found) errors.append(std::move(one));
}

}  // namespace skiff
