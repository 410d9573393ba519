#include "api/custom_resources/custom_version.h"

#include <algorithm>

#include "api/custom_resources/structural_schema.h"
#include "base/strings.h"

namespace skiff {
namespace {

Shape scalar_shape(std::string_view type) {
  if (type == "integer") return Shape::kInt64;
  if (type == "number") return Shape::kDouble;
  if (type == "boolean") return Shape::kBool;
  return type == "string" ? Shape::kString : Shape::kRaw;
}

ListType list_type(const Value& schema) {
  const std::string_view type = schema["x-kubernetes-list-type"].as_string();
  return type == "map" ? ListType::kMap : type == "set" ? ListType::kSet : ListType::kAtomic;
}

}  // namespace

FieldSteps field_steps(std::string_view path) {
  FieldSteps steps;
  for (const std::string_view step : split(path, '.'))
    if (!step.empty()) steps.emplace_back(step);
  return steps;
}

const Value& follow(const Value& object, const FieldSteps& steps) {
  const Value* at = &object;
  for (const std::string& step : steps) at = &(*at)[step];
  return *at;
}

CustomVersion::CustomVersion(const Value& version)
    : name_(version["name"].str()), schema_(version.at("schema", "openAPIV3Schema")) {
  for (const Value& column : version["additionalPrinterColumns"].elements())
    columns_.push_back({column["name"].str(), column["type"].str(), column["jsonPath"].str(),
                        column["priority"].as_int() > 0 ? Show::kWide : Show::kAlways});
  if (columns_.empty()) columns_.push_back({"Age", "date", ".metadata.creationTimestamp", Show::kAlways});
  const Value& subresources = version["subresources"];
  has_status_ = subresources.contains("status");
  if (subresources.contains("scale")) {
    const Value& scale = subresources["scale"];
    scale_ = ScalePaths{field_steps(scale["specReplicasPath"].as_string()),
                        field_steps(scale["statusReplicasPath"].as_string()),
                        field_steps(scale["labelSelectorPath"].as_string())};
  }
  root_ = build_object(schema_);
  rules_ = ValidationRules(schema_);
}

Schema CustomVersion::build(const Value& schema) {
  Schema out;
  const std::string_view type = schema["type"].as_string();
  if (schema["x-kubernetes-int-or-string"].as_bool()) {
    out.shape = Shape::kIntOrString;
  } else if (type == "array") {
    out.shape = Shape::kArray;
    elements_.push_back(build(schema["items"]));
    out.element = &elements_.back();
    out.list_type = list_type(schema);
    for (const Value& key : schema["x-kubernetes-list-map-keys"].elements())
      out.map_keys.emplace_back(names_.emplace_back(key.str()));
  } else if (type != "object") {
    out.shape = scalar_shape(type);
  } else if (!schema["properties"].empty()) {
    return build_object(schema);
  } else {
    out.shape = Shape::kMap;
    out.atomic = schema["x-kubernetes-map-type"].as_string() == "atomic";
    elements_.push_back(build(schema["additionalProperties"]));
    out.element = &elements_.back();
  }
  return out;
}

// A whole object and whatever is embedded as one have the fields of every object, too.
Schema CustomVersion::build_object(const Value& schema) {
  Schema out;
  out.shape = Shape::kStruct;
  out.open = schema["x-kubernetes-preserve-unknown-fields"].as_bool();
  out.atomic = schema["x-kubernetes-map-type"].as_string() == "atomic";
  std::vector<SchemaField>& fields = field_lists_.emplace_back();
  out.own_fields = &fields;
  const bool whole = &schema == &schema_;
  const auto is_system = [&](std::string_view name) {
    return (whole || schema["x-kubernetes-embedded-resource"].as_bool()) &&
           (name == "apiVersion" || name == "kind" || name == "metadata");
  };
  std::vector<std::string_view> required;
  for (const Value& name : schema["required"].elements()) required.push_back(name.as_string());
  for (const Member& property : schema["properties"].members()) {
    if (is_system(property.name())) continue;
    SchemaField field{names_.emplace_back(property.name()), build(property.value)};
    field.schema.required = std::find(required.begin(), required.end(), property.name()) != required.end();
    fields.push_back(std::move(field));
  }
  for (const char* name : {"apiVersion", "kind"})
    if (is_system(name)) {
      SchemaField field{name, {}};
      field.schema.shape = Shape::kString;
      fields.push_back(std::move(field));
    }
  if (is_system("metadata"))
    if (const Schema* metadata = find_type("meta.v1.ObjectMeta")) fields.push_back({"metadata", *metadata});
  std::sort(fields.begin(), fields.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

void CustomVersion::prune(Value& object, std::vector<std::string>& unknown) const {
  structural::prune(schema_, structural::Place::kRoot, object, {}, unknown);
}

void CustomVersion::set_defaults(Value& object) const { structural::set_defaults(schema_, object); }

// Upstream: strategy.go, Validate; hasBlockingErr says which errors keep the rules from being asked.
void CustomVersion::validate(const Value& object, const Value* old, FieldErrors& errors, FieldErrors& unchanged) const {
  FieldErrors found;
  structural::validate(schema_, object, {}, found);
  constexpr std::string_view kBlocking[] = {"FieldValueNotSupported", "FieldValueRequired", "FieldValueTooLong",
                                            "FieldValueTooMany", "FieldValueTypeInvalid"};
  const bool blocked = std::any_of(found.causes().begin(), found.causes().end(), [&](const Cause& cause) {
    return std::find(std::begin(kBlocking), std::end(kBlocking), cause.type) != std::end(kBlocking);
  });
  errors.append(std::move(found));
  if (rules_.empty()) return;
  if (!blocked) return rules_.validate(object, old, errors, unchanged);
  errors.invalid(FieldPath("<nil>"), nullptr,
                 "some validation rules were not checked because the object was invalid; correct the existing errors "
                 "to complete validation");
}

}  // namespace skiff
