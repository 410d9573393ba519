#include "cli/kustomize/crd_fields.h"

#include <fmt/format.h>

#include "api/decode.h"
#include "api/yaml_syntax.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

constexpr int kDeepest = 100;  // of definitions that refer to each other

// A name like "example.com/apis/v1beta1.Bee" tells the kind alone.
std::string kind_of_type(std::string_view type) {
  return std::string(type.substr(type.rfind('.') == std::string_view::npos ? 0 : type.rfind('.') + 1));
}

std::string_view type_of_crd_value(const Value& value) {
  if (value.is_array()) return "array";
  if (value.is_bool()) return "bool";
  return value.is_string() ? "string" : "number";
}

bool is_object_type(const Value& properties) {
  return properties.contains("kind") && properties.contains("apiVersion") && properties.contains("metadata");
}

class DefinitionWalk {
 public:
  explicit DefinitionWalk(const Value& definitions) : definitions_(definitions) {}

  Value run() {
    for (const Member& type : definitions_.members())
      if (is_object_type(type.value["Schema"]["properties"])) {
        kind_ = kind_of_type(type.name());
        walk(std::string(type.name()), "", 0);
      }
    return std::move(config_);
  }

 private:
  Value field(const std::string& path) const { return {{"kind", kind_}, {"path", path}}; }

  // Upstream: loadCrdIntoConfig.
  void walk(const std::string& type, const std::string& path, int depth) {
    if (depth > kDeepest) return;
    for (const Member& property : definitions_[type]["Schema"]["properties"].members()) {
      const std::string here = path + (path.empty() ? "" : "/") + std::string(property.name());
      const Value& said = property.value;
      if (said["x-kubernetes-annotation"].is_string()) config_["commonAnnotations"].push_back(field(here));
      if (said["x-kubernetes-label-selector"].is_string()) config_["commonLabels"].push_back(field(here));
      if (said["x-kubernetes-identity"].is_string()) config_["namePrefix"].push_back(field(here));
      const Value& version = said["x-kubernetes-object-ref-api-version"];
      const Value& kind = said["x-kubernetes-object-ref-kind"];
      if (version.is_string() && kind.is_string()) {
        const std::string key(said["x-kubernetes-object-ref-name-key"].as_string("name"));
        Value reference{{"kind", kind}, {"version", version}};
        reference["fieldSpecs"].push_back(field(here + "/" + key));
        config_["nameReference"].push_back(std::move(reference));
      }
      if (said["$ref"].is_string()) walk(said["$ref"].str(), here, depth + 1);
    }
  }

  const Value& definitions_;
  std::string kind_;
  Value config_ = Value::object();
};

}  // namespace

Result<Value> configuration_of_definitions(const std::string& text, const std::string& path) {
  const auto refused = [&](const std::string& why) {
    return client_error(fmt::format("unable to parse open API definition from '{}': {}", path, why));
  };
  if (const auto complaint = yaml_complaint(text)) return refused("error converting YAML to JSON: yaml: " + *complaint);
  auto document = decode_yaml(text);
  if (!document) return refused(document.error().message);
  const bool json = text.starts_with('{');
  const auto unfit = [&](const Value& value, const char* type) {
    return refused(fmt::format("{}json: cannot unmarshal {} into Go value of type accumulator.{}",
                               json ? "" : "error unmarshaling JSON: while decoding JSON: ", type_of_crd_value(value), type));
  };
  if (!document->is_object()) return unfit(*document, "nameToApiMap");
  for (const Member& type : document->members())
    if (!type.value.is_object()) return unfit(type.value, "OpenAPIDefinition");
  return DefinitionWalk(*document).run();
}

}  // namespace skiff::cli
