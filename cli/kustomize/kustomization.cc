#include "cli/kustomize/kustomization.h"

#include <fmt/format.h>

#include <filesystem>

#include "api/decode.h"
#include "cli/kustomize/kustomization_fields.h"

namespace skiff::cli {
namespace {

constexpr std::string_view kFix = "Run 'kustomize edit fix' to update your Kustomization automatically.";

Result<std::string> kustomization_text(const KustomizeFolder& folder) {
  std::vector<std::string> found;
  std::error_code failed;
  for (const char* name : {"kustomization.yaml", "kustomization.yml", "Kustomization"})
    if (std::filesystem::is_regular_file(folder.root() / name, failed)) found.emplace_back(name);
  if (found.empty())
    return client_error(fmt::format(
        "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{}'",
        folder.root().string()));
  if (found.size() > 1)
    return client_error(fmt::format("Found multiple kustomization files under: {}\n", folder.root().string()));
  return folder.read(found.front());
}

struct OldField {
  const char* name;
  const char* better;
  const char* note;
};
constexpr OldField kOldFields[] = {
    {"bases", "resources", ""},
    {"commonLabels", "labels", ""},
    {"imageTags", "images", ""},
    {"patchesJson6902", "patches", ""},
    {"patchesStrategicMerge", "patches", ""},
    {"vars", "replacements", "[EXPERIMENTAL] "},
};

std::vector<std::string> warnings_about(const Value& fields) {
  std::vector<std::string> out;
  for (const OldField& old : kOldFields)
    if (!fields[old.name].is_null())
      out.push_back(fmt::format("# Warning: '{}' is deprecated. Please use '{}' instead. {}{}", old.name, old.better,
                                old.note, kFix));
  return out;
}

void move_list(Value& fields, const char* from, const char* to) {
  const Value old = std::as_const(fields)[from];
  for (const Value& entry : old.elements()) fields[to].push_back(entry);
  fields.erase(from);
}

// Upstream: Kustomization.FixKustomization.
void bring_up_to_date(Value& fields) {
  if (fields["kind"].str().empty()) fields["kind"] = "Kustomization";
  const bool component = fields["kind"].as_string() == "Component";
  if (fields["apiVersion"].str().empty())
    fields["apiVersion"] = component ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1";
  move_list(fields, "bases", "resources");
  move_list(fields, "imageTags", "images");
}

// Upstream: Kustomization.EnforceFields.
Result<void> check_type(const Value& fields, const KustomizeFolder& folder) {
  const std::string kind = fields["kind"].str();
  const char* version = kind == "Component" ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1";
  std::string problems;
  if (kind != "Kustomization" && kind != "Component") problems += "\nkind should be Kustomization or Component";
  if (fields["apiVersion"].as_string() != version)
    problems += fmt::format("\napiVersion for {} should be {}", kind, version);
  if (problems.empty()) return {};
  return client_error(fmt::format("Failed to read kustomization file under {}:{}", folder.root().string(), problems));
}

// No field but kind and apiVersion has a value; an empty list is one.
bool says_nothing(const Value& fields) {
  for (const Member& field : fields.members()) {
    if (field.name() == "kind" || field.name() == "apiVersion") continue;
    if (field.value.is_object() || field.value.is_array() || !field.value.str().empty()) return false;
  }
  return true;
}

std::string yaml_message(const std::string& message) {
  const size_t at = message.find("yaml: ");
  return at == std::string::npos ? message : message.substr(at);
}

}  // namespace

Result<Kustomization> read_kustomization(const KustomizeFolder& folder) {
  auto text = kustomization_text(folder);
  if (!text) return text.error();
  auto fields = decode_yaml(*text);
  if (!fields) return client_error("invalid Kustomization: " + yaml_message(fields.error().message));
  if (auto known = check_fields(*fields, "types.Kustomization"); !known)
    return client_error("invalid Kustomization: " + known.error().message);
  Kustomization out{*fields, warnings_about(*fields)};
  if (says_nothing(*fields)) return client_error("kustomization.yaml is empty");
  bring_up_to_date(out.fields);
  if (auto good = check_type(out.fields, folder); !good) return good.error();
  return out;
}

}  // namespace skiff::cli
