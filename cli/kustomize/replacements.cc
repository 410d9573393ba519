#include "cli/kustomize/replacements.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "api/decode.h"
#include "base/base64.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/kustomize/selector.h"
#include "cli/kustomize/value_path.h"
#include "cli/printers/yaml.h"

namespace skiff::cli {
namespace {

constexpr const char* kDefaultPath = "metadata.name";

std::string text_of(const Value& value) { return value.is_string() ? value.str() : to_json(value); }

// "Pod.[noVer].[noGrp]/[noName].[noNs]:spec.x"
std::string shown(const Value& source) {
  ResourceId id{source["group"].str(), source["version"].str(), source["kind"].str(), source["name"].str(),
                source["namespace"].str()};
  return id.text() + (source["fieldPath"].str().empty() ? "" : ":" + source["fieldPath"].str());
}

// Exactly, not by pattern; what is not said is not looked at. Upstream: ResId.IsSelectedBy.
bool is_source(const Resource& resource, const Value& source) {
  const KindChoice kind{source["group"].as_string(), source["version"].as_string(), source["kind"].as_string()};
  const std::vector<ResourceId> ids = resource.all_ids();
  return std::any_of(ids.begin(), ids.end(), [&](const ResourceId& id) {
    return id.is_of(kind) && (source["name"].str().empty() || id.name == source["name"].as_string()) &&
           (source["namespace"].str().empty() || id.effective_namespace() == source["namespace"].as_string());
  });
}

Result<Value> refined(const Value& value, const Value& options) {
  const std::string delimiter = options["delimiter"].str();
  if (delimiter.empty()) return value;
  if (value.is_object() || value.is_array()) return client_error("delimiter option can only be used with scalar nodes");
  const std::vector<std::string> parts = split_by(text_of(value), delimiter);
  const int64_t index = options["index"].as_int();
  if (index < 0 || index >= static_cast<int64_t>(parts.size()))
    return client_error(fmt::format("options.index {} is out of bounds for value {}", index, text_of(value)));
  return Value(parts[static_cast<size_t>(index)]);
}

Result<Value> source_value(const Value& source, Resources& resources) {
  Resource* found = nullptr;
  for (Resource& resource : resources) {
    if (!is_source(resource, source)) continue;
    if (found != nullptr) return client_error("multiple matches for selector " + shown(source));
    found = &resource;
  }
  if (found == nullptr) return client_error("nothing selected by " + shown(source));
  const std::string path = source["fieldPath"].str().empty() ? kDefaultPath : source["fieldPath"].str();
  Value object = found->object;
  const std::vector<Value*> places = ValuePath::parse(path).find(object);
  if (places.empty() || std::as_const(*places.front()).is_null()) {
    Value named = source;
    named["fieldPath"] = "";
    return client_error(fmt::format("fieldPath `{}` is missing for replacement source {}", path, shown(named)));
  }
  return refined(std::as_const(*places.front()), source["options"]);
}

// A scalar keeps its type where the text allows it. Upstream: setFieldValue.
Value like(const Value& there, const std::string& text) {
  if (there.is_int()) {
    int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed == std::errc() && end == text.data() + text.size()) return Value(number);
  }
  if (there.is_bool() && (text == "true" || text == "false")) return Value(text == "true");
  return Value(text);
}

Result<void> set_value(Value& there, const Value& value, const Value& options) {
  const Value old = there;
  const bool scalar = !old.is_object() && !old.is_array();
  const std::string delimiter = options["delimiter"].str();
  if (delimiter.empty()) {
    there = scalar && !old.is_null() && !value.is_object() && !value.is_array() ? like(old, text_of(value)) : value;
    return {};
  }
  if (!scalar) return client_error("delimiter option can only be used with scalar nodes");
  std::vector<std::string> parts = split_by(old.is_null() ? "" : text_of(old), delimiter);
  const int64_t index = options["index"].as_int();
  if (index < 0) parts.insert(parts.begin(), text_of(value));
  else if (index >= static_cast<int64_t>(parts.size())) parts.push_back(text_of(value));
  else parts[static_cast<size_t>(index)] = text_of(value);
  there = like(old, join(parts, delimiter));
  return {};
}

Result<void> copy_to(Resource& resource, const Value& value, const Value& target) {
  const bool create = target["options"]["create"].as_bool();
  Value paths = target["fieldPaths"];
  if (paths.empty()) paths = Value::array({Value(kDefaultPath)});
  for (const Value& path : paths.elements()) {
    const ValuePath way = ValuePath::parse(path.str());
    const std::vector<Value*> places = create ? way.find_or_create(resource.object) : way.find(resource.object);
    if (places.empty())
      return client_error(fmt::format("unable to find {}field {} in replacement target", create ? "or create " : "",
                                      go_quote(path.as_string())));
    for (Value* place : places)
      if (auto set = set_value(*place, value, target["options"]); !set) return set;
  }
  return {};
}

// A target selects as a source does; only labels and annotations are selected otherwise.
Result<bool> is_selected(const Resource& resource, const Value& selector) {
  if (!is_source(resource, selector)) return false;
  const Value by_labels{{"labelSelector", selector["labelSelector"]},
                        {"annotationSelector", selector["annotationSelector"]}};
  auto parsed = KustomizeSelector::parse(by_labels);
  if (!parsed) return parsed.error();
  return parsed->selects_metadata(resource.object["metadata"]);
}

Result<void> replace_in(const Value& target, const Value& value, Resources& resources) {
  if (target["select"].is_null()) return client_error("target must specify resources to select");
  for (Resource& resource : resources) {
    auto selected = is_selected(resource, target["select"]);
    for (const Value& reject : target["reject"].elements()) {
      if (!selected || !*selected) break;
      const auto rejected = is_selected(resource, reject);
      if (!rejected) return rejected.error();
      if (*rejected) selected = false;
    }
    if (!selected) return selected.error();
    if (!*selected) continue;
    if (auto copied = copy_to(resource, value, target); !copied) return copied;
  }
  return {};
}

Result<void> apply_one(const Value& replacement, Resources& resources) {
  if (replacement["source"].is_null() || replacement["targets"].empty())
    return client_error("replacements must specify a source and at least one target");
  auto value = source_value(replacement["source"], resources);
  if (!value) return value.error();
  for (const Value& target : replacement["targets"].elements())
    if (auto done = replace_in(target, *value, resources); !done) return done;
  return {};
}

Result<Elements> load_entry(const Value& entry, const KustomizeFolder& folder) {
  const std::string path = entry["path"].str();
  if (path.empty()) return Elements{entry};
  auto text = folder.read(path);
  auto read = text ? decode_yaml(*text) : Result<Value>(text.error());
  if (!read)
    return client_error(fmt::format("trouble configuring builtin ReplacementTransformer with config: `\n{}`: {}",
                                    to_yaml(Value{{"Replacements", Value::array({entry})}}), read.error().message));
  if (read->is_array()) return read->elements();
  return Elements{*read};
}

}  // namespace

Result<void> apply_replacements(const Value& replacements, const KustomizeFolder& folder, Resources& resources) {
  Elements all;
  for (const Value& entry : replacements.elements()) {
    auto loaded = load_entry(entry, folder);
    if (!loaded) return loaded.error();
    for (Value& one : *loaded) all.push_back(std::move(one));
  }
  for (const Value& replacement : all)
    if (auto done = apply_one(replacement, resources); !done) return done;
  return {};
}

}  // namespace skiff::cli
