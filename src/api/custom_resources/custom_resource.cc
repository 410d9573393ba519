#include "api/custom_resources/custom_resource.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "api/custom_resources/structural_schema.h"
#include "base/strings.h"

namespace skiff {
namespace {

// v1, v2beta1, v1alpha3; everything else has stage 0.
struct ParsedVersion {
  int stage = 0;  // 3 stable, 2 beta, 1 alpha
  int major = 0;
  int minor = 0;
};

// 0 for none, one that begins with 0, and one that is too long for a number.
int take_number(std::string_view& text) {
  int number = 0;
  if (text.empty() || text[0] < '1' || text[0] > '9') return 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return error == std::errc() ? number : 0;
}

ParsedVersion parse_version(std::string_view text) {
  if (text.size() < 2 || text[0] != 'v') return {};
  text.remove_prefix(1);
  ParsedVersion out;
  out.major = take_number(text);
  if (out.major == 0) return {};
  if (text.empty()) out.stage = 3;
  else if (text.starts_with("beta")) out.stage = 2;
  else if (text.starts_with("alpha")) out.stage = 1;
  else return {};
  if (out.stage == 3) return out;
  text.remove_prefix(out.stage == 2 ? 4 : 5);
  out.minor = take_number(text);
  return text.empty() && out.minor > 0 ? out : ParsedVersion{};
}

std::vector<std::string> texts(const Value& list) {
  std::vector<std::string> out;
  for (const Value& one : list.elements()) out.push_back(one.str());
  return out;
}

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

bool is_newer_version(std::string_view a, std::string_view b) {
  const ParsedVersion x = parse_version(a);
  const ParsedVersion y = parse_version(b);
  if (x.stage == 0 && y.stage == 0) return a < b;
  return std::tie(x.stage, x.major, x.minor) > std::tie(y.stage, y.major, y.minor);
}

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

CustomResource::CustomResource(const Value& definition)
    : name_(definition.at("metadata", "name").str()),
      group_(definition.at("spec", "group").str()),
      terminating_(definition["metadata"].contains("deletionTimestamp")) {
  const Value& spec = definition["spec"];
  read_names(spec);
  const Value* preferred = nullptr;
  for (const Value& version : spec["versions"].elements()) {
    if (!version["served"].as_bool()) continue;
    versions_.push_back(version["name"].str());
    if (preferred == nullptr || is_newer_version(version["name"].as_string(), (*preferred)["name"].as_string()))
      preferred = &version;
  }
  std::sort(versions_.begin(), versions_.end(), is_newer_version);
  if (preferred != nullptr) read_version(*preferred);
  kind_.group = group_;
  kind_.version = version_;
  kind_.kind = kind_name_;
  kind_.resource = plural_;
  kind_.singular = singular_;
  kind_.short_names = short_names_;
  kind_.categories = categories_;
  kind_.scope = spec["scope"].as_string() == "Cluster" ? Scope::kCluster : Scope::kNamespaced;
  kind_.verbs = "delete,deletecollection,get,list,patch,create,update,watch";
  kind_.generation = Generation::kOnSpec;
}

// Of those that were accepted: who defines a name that is taken goes without it.
void CustomResource::read_names(const Value& spec) {
  const Value& names = spec["names"];
  kind_name_ = names["kind"].str();
  plural_ = names["plural"].str();
  singular_ = names["singular"].str();
  short_name_texts_ = texts(names["shortNames"]);
  category_texts_ = texts(names["categories"]);
  short_names_.assign(short_name_texts_.begin(), short_name_texts_.end());
  categories_.assign(category_texts_.begin(), category_texts_.end());
}

void CustomResource::read_version(const Value& version) {
  version_ = version["name"].str();
  schema_ = version.at("schema", "openAPIV3Schema");
  for (const Value& column : version["additionalPrinterColumns"].elements())
    columns_.push_back({column["name"].str(), column["type"].str(), column["jsonPath"].str(),
                        column["priority"].as_int() > 0 ? Show::kWide : Show::kAlways});
  if (columns_.empty()) columns_.push_back({"Age", "date", ".metadata.creationTimestamp", Show::kAlways});
  const Value& subresources = version["subresources"];
  kind_.has_status = subresources.contains("status");
  kind_.has_scale = subresources.contains("scale");
  if (kind_.has_scale) {
    const Value& scale = subresources["scale"];
    scale_ = ScalePaths{field_steps(scale["specReplicasPath"].as_string()),
                        field_steps(scale["statusReplicasPath"].as_string()),
                        field_steps(scale["labelSelectorPath"].as_string())};
  }
  root_ = build_object(schema_);
  rules_ = ValidationRules(schema_);
}

bool CustomResource::serves(std::string_view version) const {
  return std::find(versions_.begin(), versions_.end(), version) != versions_.end();
}

Schema CustomResource::build(const Value& schema) {
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
Schema CustomResource::build_object(const Value& schema) {
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

void CustomResource::prune(Value& object, std::vector<std::string>& unknown) const {
  structural::prune(schema_, structural::Place::kRoot, object, {}, unknown);
}

void CustomResource::set_defaults(Value& object) const { structural::set_defaults(schema_, object); }

// Upstream: strategy.go, Validate; hasBlockingErr says which errors keep the rules from being asked.
void CustomResource::validate(const Value& object, const Value* old, FieldErrors& errors) const {
  FieldErrors found;
  structural::validate(schema_, object, found);
  constexpr std::string_view kBlocking[] = {"FieldValueNotSupported", "FieldValueRequired", "FieldValueTooLong",
                                            "FieldValueTooMany", "FieldValueTypeInvalid"};
  const bool blocked = std::any_of(found.causes().begin(), found.causes().end(), [&](const Cause& cause) {
    return std::find(std::begin(kBlocking), std::end(kBlocking), cause.type) != std::end(kBlocking);
  });
  errors.append(std::move(found));
  if (rules_.empty()) return;
  if (!blocked) return rules_.validate(object, old, errors);
  errors.invalid(FieldPath("<nil>"), nullptr,
                 "some validation rules were not checked because the object was invalid; correct the existing errors "
                 "to complete validation");
}

}  // namespace skiff
