#include "cli/kustomize/vars.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "base/strings.h"
#include "cli/kustomize/field_path.h"

namespace skiff::cli {
namespace {

// The kinds that hold containers, and below which field. Facts of builtinpluginconsts/varreference.go.
struct VarHolder {
  std::string_view kind;
  std::string_view prefix;
};
constexpr VarHolder kVarHolders[] = {
    {"CronJob", "spec/jobTemplate/spec/template/spec/"},
    {"DaemonSet", "spec/template/spec/"},
    {"Deployment", "spec/template/spec/"},
    {"Job", "spec/template/spec/"},
    {"Pod", "spec/"},
    {"ReplicaSet", "spec/template/spec/"},
    {"StatefulSet", "spec/template/spec/"},
};
constexpr std::string_view kContainerFields[] = {"args", "command", "env/value", "volumeMounts/mountPath"};

constexpr std::pair<std::string_view, std::string_view> kOtherFields[] = {
    {"", "metadata/labels"},
    {"", "metadata/annotations"},
    {"DaemonSet", "spec/template/spec/volumes/nfs/server"},
    {"Deployment", "spec/template/metadata/annotations"},
    {"Deployment", "spec/template/spec/volumes/nfs/server"},
    {"Ingress", "spec/rules/host"},
    {"Ingress", "spec/tls/hosts"},
    {"Ingress", "spec/tls/secretName"},
    {"Job", "spec/template/spec/volumes/nfs/server"},
    {"PersistentVolume", "spec/nfs/server"},
    {"Pod", "spec/volumes/nfs/server"},
    {"ReplicaSet", "spec/template/spec/volumes/nfs/server"},
    {"Service", "spec/ports/port"},
    {"Service", "spec/ports/targetPort"},
};

struct VarField {
  std::string_view kind;  // empty: all
  std::string path;
};

const std::vector<VarField>& var_fields() {
  static const std::vector<VarField> kFields = [] {
    std::vector<VarField> out;
    for (const VarHolder& holder : kVarHolders)
      for (const std::string_view list : {"containers/", "initContainers/"})
        for (const std::string_view field : kContainerFields)
          out.push_back({holder.kind, fmt::format("{}{}{}", holder.prefix, list, field)});
    for (const auto& [kind, path] : kOtherFields) out.push_back({kind, std::string(path)});
    return out;
  }();
  return kFields;
}

std::string text_or_mark(const std::string& text, const char* mark) { return text.empty() ? mark : text; }

// "Service.v1.[noGrp]": what was not said is marked so.
std::string gvk_text(const ResourceId& id) {
  return fmt::format("{}.{}.{}", text_or_mark(id.kind, "[noKind]"), text_or_mark(id.version, "[noVer]"),
                     text_or_mark(id.group, "[noGrp]"));
}

std::string var_text(const KustomizeVar& var) {
  return fmt::format("{{{} {} {{{}}}}}", var.name, gvk_text(var.of), var.field_path);
}

// As it was declared, its apiVersion not looked at yet.
std::string declared_text(const Value& var) {
  const Value& ref = var["objref"];
  const ResourceId id{ref["group"].str(), ref["version"].str(), ref["kind"].str(), "", ""};
  return fmt::format("{{{} {} {{{}}}}}", var["name"].as_string(), gvk_text(id),
                     var["fieldref"]["fieldpath"].as_string());
}

KustomizeVar parse_var(const Value& declared) {
  const Value& ref = declared["objref"];
  KustomizeVar var{
      declared["name"].str(),
      {ref["group"].str(), ref["version"].str(), ref["kind"].str(), ref["name"].str(), ref["namespace"].str()}};
  if (const std::string version = ref["apiVersion"].str(); !version.empty()) {
    const size_t slash = version.find('/');
    var.of.group = slash == std::string::npos ? "" : version.substr(0, slash);
    var.of.version = slash == std::string::npos ? version : version.substr(slash + 1);
  }
  if (const Value& path = declared["fieldref"]["fieldpath"]; !path.str().empty()) var.field_path = path.str();
  return var;
}

// By each of the names that the object has had.
bool is_meant(const KustomizeVar& var, const Resource& resource) {
  const std::vector<ResourceId> ids = resource.all_ids();
  return std::any_of(ids.begin(), ids.end(), [&](const ResourceId& id) {
    return id.group == var.of.group && id.version == var.of.version && id.kind == var.of.kind &&
           id.name == var.of.name && (var.of.ns.empty() || id.effective_namespace() == var.of.ns);
  });
}

// "spec.containers[0].image"; a dot in a name is written `\.`.
std::vector<std::string> path_steps(std::string_view path) {
  std::vector<std::string> steps(1);
  for (size_t at = 0; at < path.size(); ++at) {
    if (path[at] == '\\' && at + 1 < path.size()) steps.back() += path[++at];
    else if (path[at] == '.' || path[at] == '[') steps.emplace_back();
    else if (path[at] != ']') steps.back() += path[at];
  }
  return steps;
}

const Value* find_value(const Value& object, std::string_view path) {
  const Value* at = &object;
  for (const std::string& step : path_steps(path)) {
    if (at->is_array()) {
      size_t index = 0;
      const auto [end, failed] = std::from_chars(step.data(), step.data() + step.size(), index);
      if (failed != std::errc() || end != step.data() + step.size() || index >= at->size()) return nullptr;
      at = &(*at)[index];
    } else {
      at = at->find(step);
      if (at == nullptr) return nullptr;
    }
  }
  return at;
}

Result<Value> value_of(const KustomizeVar& var, const Resources& resources) {
  for (const Resource& resource : resources) {
    if (!is_meant(var, resource)) continue;
    if (const Value* value = find_value(resource.object, var.field_path)) return *value;
    return client_error(fmt::format("field specified in var '{}' not found in corresponding resource", var_text(var)));
  }
  return client_error(fmt::format("var '{}' cannot be mapped to a field in the set of known resources", var_text(var)));
}

std::string plain_text(const Value& value) { return value.is_string() ? value.str() : to_json(value); }

// Replaces $(NAME) in texts; `$$` stands for `$`. Upstream: kustomize's internal/expansion.
class Expansion {
 public:
  explicit Expansion(std::map<std::string, Value> values) : values_(std::move(values)) {}

  // A text that is nothing but one reference becomes what it stands for, a number too.
  Value expand(const std::string& text) {
    if (text.starts_with("$(") && text.find(')') == text.size() - 1)
      if (const Value* value = find(text.substr(2, text.size() - 3))) return *value;
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
      if (text[at] != '$' || at + 1 == text.size()) {
        out += text[at];
        continue;
      }
      const size_t close = text.find(')', at);
      if (text[at + 1] == '$') {
        ++at;
        out += '$';
      } else if (text[at + 1] == '(' && close != std::string::npos) {
        const std::string name = text.substr(at + 2, close - at - 2);
        const Value* value = find(name);
        out += value == nullptr ? "$(" + name + ")" : plain_text(*value);
        at = close;
      } else {
        out += '$';
      }
    }
    return Value(out);
  }

  void apply(Value& field) {
    if (std::as_const(field).is_string()) {
      field = expand(field.str());
    } else if (std::as_const(field).is_array()) {
      for (Value& element : field.edit_elements()) apply(element);
    } else if (std::as_const(field).is_object()) {
      Value replaced = field;
      for (const Member& member : std::as_const(field).members())
        if (member.value.is_string()) replaced[member.key] = expand(member.value.str());
      field = replaced;
    }
  }

  std::vector<std::string> unused() const {
    std::vector<std::string> out;
    for (const auto& [name, value] : values_)
      if (used_.count(name) == 0) out.push_back(name);
    return out;
  }

 private:
  // Lists and maps cannot stand in a text.
  const Value* find(const std::string& name) {
    const auto found = values_.find(name);
    if (found == values_.end() || found->second.is_array() || found->second.is_object()) return nullptr;
    used_.insert(name);
    return &found->second;
  }

  std::map<std::string, Value> values_;
  std::set<std::string> used_;
};

Error declared_twice(const std::string& name) {
  return client_error(fmt::format("var '{}' already encountered", name));
}

}  // namespace

Result<void> merge_vars(const Value& declared, const Resources& resources, KustomizeVars& vars) {
  const auto failed = [&](const std::string& why) {
    std::vector<std::string> all;
    for (const Value& one : declared.elements()) all.push_back(declared_text(one));
    return client_error(fmt::format("merging vars [{}]: {}", fmt::join(all, " "), why));
  };
  for (const Value& one : declared.elements()) {
    const KustomizeVar var = parse_var(one);
    const auto matches = std::count_if(resources.begin(), resources.end(),
                                       [&](const Resource& resource) { return is_meant(var, resource); });
    if (matches > 1)
      return failed(fmt::format("found {} resId matches for var {} (unable to disambiguate)", matches, var_text(var)));
    if (!vars.emplace(var.name, var).second) return failed(declared_twice(var.name).message);
  }
  return {};
}

Result<void> merge_vars(KustomizeVars from_base, KustomizeVars& vars) {
  for (auto& [name, var] : from_base)
    if (!vars.emplace(name, std::move(var)).second) return declared_twice(name);
  return {};
}

Result<void> resolve_vars(const KustomizeVars& vars, std::span<const FieldSpec> more, Resources& resources,
                          std::vector<std::string>& notes) {
  if (vars.empty()) return {};
  std::map<std::string, Value> values;
  for (const auto& [name, var] : vars) {
    auto value = value_of(var, resources);
    if (!value) return value.error();
    values[name] = *value;
  }
  Expansion expansion(std::move(values));
  for (Resource& resource : resources) {
    const std::string kind = resource.id().kind;
    for (const VarField& field : var_fields())
      if (field.kind.empty() || field.kind == kind)
        visit_field(resource.object, field.path, Missing::kSkip, [&](Value& found) { expansion.apply(found); });
    visit_fields(resource, more, [&](Value& found) { expansion.apply(found); });
  }
  if (const auto unused = expansion.unused(); !unused.empty())
    notes.push_back(
        fmt::format("I0101 00:00:00.000000       1 log.go:244] well-defined vars that were never replaced: {}",
                    fmt::join(unused, ",")));
  return {};
}

}  // namespace skiff::cli
