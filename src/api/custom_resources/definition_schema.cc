#include "api/custom_resources/definition_schema.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/custom_resources/rule_definitions.h"
#include "api/custom_resources/structural_schema.h"
#include "api/custom_resources/validation_rules.h"

namespace skiff {
namespace {

// What holds for a part of the schema from around it.
struct Around {
  bool is_root = false;
  bool is_meta = false;                     // below metadata, apiVersion or kind of an object
  std::string no_defaults = {};             // why not, if so
  std::optional<FieldPath> no_counterpart;  // the part within which nothing can be told from what it was
  Occurrences occurrences = 1;              // of values in one object
  bool has_expressions = true;              // alternatives have none of their own
};

constexpr std::string_view kListType = "x-kubernetes-list-type";
constexpr std::string_view kMapType = "x-kubernetes-map-type";
constexpr std::string_view kListKeys = "x-kubernetes-list-map-keys";

bool is_listed(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class SchemaRules {
 public:
  // Where expressions are wrong is told after all else. Without `costs` they are not looked at.
  SchemaRules(FieldErrors& errors, FieldErrors& of_expressions, RuleCosts* costs)
      : errors_(errors), of_expressions_(of_expressions), costs_(costs) {}

  void check(const Value& schema, const FieldPath& path, const Around& around) {
    if (!schema.is_object()) return;
    const size_t before = errors_.causes().size();
    check_supported(schema, path, around);
    if (schema["uniqueItems"].as_bool())
      errors_.forbidden(path.child("uniqueItems"),
                        "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
    check_parts(schema, path, around);
    if (schema["x-kubernetes-preserve-unknown-fields"].is_bool() &&
        !schema["x-kubernetes-preserve-unknown-fields"].as_bool())
      errors_.invalid(path.child("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined");
    check_topology(schema, path);
    check_rule_texts(schema, path, errors_);
    // Of a schema that is wrong no types can be told.
    if (costs_ == nullptr || !around.has_expressions || errors_.causes().size() != before) return;
    const RulePlace place{
        .is_root = around.is_root, .no_counterpart = around.no_counterpart, .occurrences = around.occurrences};
    check_validation_rules(schema, path, place, *costs_, of_expressions_);
  }

 private:
  void check_supported(const Value& schema, const FieldPath& path, const Around& around) {
    const std::string_view type = schema["type"].as_string();
    if (!type.empty() && !is_listed(type, {"array", "boolean", "integer", "number", "object", "string"}))
      errors_.not_supported(path.child("type"), schema["type"],
                            {"array", "boolean", "integer", "number", "object", "string"});
    if (schema.contains("default") && !around.no_defaults.empty())
      errors_.forbidden(path.child("default"), "must not be set " + around.no_defaults);
    for (const char* field : {"id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"})
      if (const Value& given = schema[field]; !given.is_null() && given != Value(""))
        errors_.forbidden(path.child(field), std::string(field) + " is not supported");
    if (type == "null")
      errors_.forbidden(path.child("type"), "type cannot be set to null, use nullable as an alternative");
    if (schema["items"].is_array())
      errors_.forbidden(path.child("items"), "items must be a schema object and not an array");
    if (around.is_meta && schema["x-kubernetes-embedded-resource"].as_bool())
      errors_.forbidden(path.child("x-kubernetes-embedded-resource"), "must not be used inside of resource meta");
  }

  void check_parts(const Value& schema, const FieldPath& path, const Around& around) {
    Around inside = around;
    inside.is_root = false;
    inside.occurrences = occurrences_inside(schema, around.occurrences);
    if (const Value& others = schema["additionalProperties"]; !others.is_null()) {
      if (!schema["properties"].empty() && (others.is_object() || !others.as_bool()))
        errors_.forbidden(path.child("additionalProperties"),
                          "additionalProperties and properties are mutual exclusive");
      Around below = inside;
      if (around.is_meta) below.no_defaults = "inside additionalProperties applying to object metadata";
      check(others, path.child("additionalProperties"), below);
    }
    for (const Member& property : schema["properties"].members()) {
      Around below = inside;
      const bool is_object = around.is_root || schema["x-kubernetes-embedded-resource"].as_bool();
      if (is_object && is_listed(property.name(), {"metadata", "apiVersion", "kind"})) {
        below.is_meta = true;
        if (around.is_root) below.no_defaults = "in top-level " + std::string(property.name());
      }
      check(property.value, path.child("properties").key(property.name()), below);
    }
    Around alternative = inside;
    alternative.has_expressions = false;
    check(schema["not"], path.child("not"), alternative);
    for (const char* list : {"allOf", "oneOf", "anyOf"})
      for (size_t i = 0; i < schema[list].size(); ++i) check(schema[list][i], path.child(list).index(i), alternative);
    // What stands in a list can be found again only where the list is a map.
    if (!inside.no_counterpart && schema[kListType].as_string() != "map") inside.no_counterpart = path;
    check(schema["items"], path.child("items"), inside);
  }

  // x-kubernetes-map-type, x-kubernetes-list-type and what goes with them.
  void check_topology(const Value& schema, const FieldPath& path) {
    const auto check_type = [&](std::string_view extension, const char* type) {
      const std::string needed = std::string("must be ") + type + " if " + std::string(extension) + " is specified";
      if (schema["type"].as_string().empty()) errors_.required(path.child("type"), needed);
      else if (schema["type"].as_string() != type) errors_.invalid(path.child("type"), schema["type"], needed);
    };
    if (const Value& map = schema[kMapType]; map.is_string()) {
      check_type(kMapType, "object");
      if (!is_listed(map.as_string(), {"atomic", "granular"}))
        errors_.not_supported(path.child(kMapType), map, {"atomic", "granular"});
    }
    const Value& list = schema[kListType];
    if (list.is_string()) {
      check_type(kListType, "array");
      if (schema["type"].as_string() == "array" && list.as_string() == "set") check_set(schema["items"], path);
      if (!is_listed(list.as_string(), {"atomic", "set", "map"}))
        errors_.not_supported(path.child(kListType), list, {"atomic", "set", "map"});
    }
    if (!schema[kListKeys].empty() && list.as_string() != "map") {
      const char* const needed = "must be map if x-kubernetes-list-map-keys is non-empty";
      if (list.is_null()) errors_.required(path.child(kListType), needed);
      else errors_.invalid(path.child(kListType), list, needed);
    }
    if (list.as_string() == "map") check_map(schema, path);
    const Value& items = schema["items"];
    if (!items.is_object() || !is_listed(list.as_string(), {"set", "map"})) return;
    if (items["nullable"].as_bool())
      errors_.forbidden(path.child("items").child("nullable"),
                        "cannot be nullable when x-kubernetes-list-type is " + list.str());
    if (list.as_string() == "map") check_keys(schema, path);
  }

  void check_set(const Value& items, const FieldPath& path) {
    const bool is_array = items["type"].as_string() == "array";
    const std::string_view extension = is_array ? kListType : kMapType;
    const Value& given = items[extension];
    if (is_array ? given.is_null() || given.as_string() == "atomic"
                 : items["type"].as_string() != "object" || given.as_string() == "atomic")
      return;
    errors_.invalid(path.child("items").child(extension), given,
                    "must be atomic as item of a list with x-kubernetes-list-type=set");
  }

  void check_map(const Value& schema, const FieldPath& path) {
    const Value& keys = schema[kListKeys];
    const Value& items = schema["items"];
    if (keys.empty()) errors_.required(path.child(kListKeys), "must not be empty if x-kubernetes-list-type is map");
    if (items.is_null()) errors_.required(path.child("items"), "must have a schema if x-kubernetes-list-type is map");
    if (!items.is_object()) return;
    if (items["type"].as_string() != "object")
      return errors_.invalid(path.child("items").child("type"), Value(items["type"].as_string()),
                             "must be object if parent array's x-kubernetes-list-type is map");
    std::set<std::string_view> seen;
    for (const Value& key : keys.elements()) {
      const Value* property = items["properties"].find(key.as_string());
      if (property == nullptr)
        errors_.invalid(path.child(kListKeys), keys, "entries must all be names of item properties");
      else if (is_listed((*property)["type"].as_string(), {"array", "object"}))
        errors_.invalid(path.child("items").child("properties").key(key.as_string()).child("type"), items["type"],
                        "must be a scalar type if parent array's x-kubernetes-list-type is map");
      if (!seen.insert(key.as_string()).second)
        errors_.invalid(path.child(kListKeys), keys, "must not contain duplicate entries");
    }
  }

  void check_keys(const Value& schema, const FieldPath& path) {
    const Value& items = schema["items"];
    const Elements& required = items["required"].elements();
    for (const Value& key : schema[kListKeys].elements()) {
      const Value* property = items["properties"].find(key.as_string());
      if (property == nullptr) continue;
      const FieldPath at = path.child("items").child("properties").key(key.as_string());
      if (std::find(required.begin(), required.end(), key) == required.end() && !property->contains("default"))
        errors_.required(at.child("default"),
                         "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required "
                         "property");
      if ((*property)["nullable"].as_bool())
        errors_.forbidden(at.child("nullable"),
                          "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
    }
  }

  FieldErrors& errors_;
  FieldErrors& of_expressions_;
  RuleCosts* costs_;
};

// ValidateDefaults: what is filled in has what the schema asks for and nothing else. A null is no default.
void check_defaults(const Value& schema, const FieldPath& path, FieldErrors& errors) {
  if (!schema.is_object()) return;
  if (const Value* preset = schema.find("default"); preset != nullptr && !preset->is_null()) {
    Value pruned = *preset;
    std::vector<std::string> unknown;
    structural::prune(schema, structural::Place::kInside, pruned, "", unknown);
    const FieldPath at = path.child("default");
    const size_t before = errors.causes().size();
    if (!unknown.empty()) errors.invalid(at, *preset, "must not have unknown fields");
    structural::validate(schema, *preset, at, errors);
    if (errors.causes().size() == before) check_preset(schema, *preset, at, errors);
  }
  check_defaults(schema["items"], path.child("items"), errors);
  check_defaults(schema["additionalProperties"], path.child("additionalProperties"), errors);
  for (const Member& property : schema["properties"].members())
    check_defaults(property.value, path.child("properties").key(property.name()), errors);
}

}  // namespace

void check_definition_schema(const Value& schema, const FieldPath& path, FieldErrors& errors) {
  if (schema["nullable"].as_bool())
    errors.forbidden(FieldPath(path.str() + ".nullable"), "nullable cannot be true at the root");
  FieldErrors found;
  check_structural(schema, path, found);
  if (found.empty()) check_defaults(schema, path, found);
  const bool has_types = found.empty();
  errors.append(std::move(found));
  FieldErrors of_expressions;
  RuleCosts costs;
  SchemaRules(errors, of_expressions, has_types ? &costs : nullptr)
      .check(schema, path, {.is_root = true, .no_counterpart = {}});
  errors.append(std::move(of_expressions));
  costs.tell(path, errors);
}

}  // namespace skiff
