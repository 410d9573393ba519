#include "cli/kustomize/kustomize.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "api/decode.h"
#include "api/yaml_syntax.h"
#include "base/go_print.h"
#include "base/strings.h"
#include "cli/kustomize/crd_fields.h"
#include "cli/kustomize/folder.h"
#include "cli/kustomize/generators.h"
#include "cli/kustomize/kustomization.h"
#include "cli/kustomize/name_references.h"
#include "cli/kustomize/output_order.h"
#include "cli/kustomize/patches.h"
#include "cli/kustomize/replacements.h"
#include "cli/kustomize/transformers.h"
#include "cli/kustomize/vars.h"
#include "cli/printers/yaml.h"
#include "cli/versions.h"

namespace skiff::cli {
namespace {

using Warnings = std::vector<std::string>;

// The objects of one file.
Result<Elements> read_objects(const std::string& text, const std::string& name) {
  Manifests read = decode_manifests(text, name, YamlVersion::k12);
  if (read.error) {
    const std::string& message = read.error->message;
    const size_t at = message.find("yaml: ");
    const auto complaint = yaml_complaint(text);
    return client_error(fmt::format("MalformedYAMLError: {} in File: {}",
                                    complaint                 ? "yaml: " + *complaint
                                    : at == std::string::npos ? message
                                                              : message.substr(at),
                                    name));
  }
  Elements out;
  for (const Manifest& manifest : read.documents)
    for (Value& item : flatten_list(manifest.document)) out.push_back(std::move(item));
  return out;
}

// Type and names as Go prints them: "{{v1 ConfigMap} {{a } map[] map[]}}".
std::string go_metadata(const Value& object) {
  const auto map = [](const Value& entries) {
    std::string out;
    for (const Member& entry : entries.members())
      out += fmt::format("{}{}:{}", out.empty() ? "" : " ", entry.name(), entry.value.as_string());
    return "map[" + out + "]";
  };
  const Value& metadata = object["metadata"];
  return fmt::format("{{{{{} {}}} {{{{{} {}}} {} {}}}}}", object["apiVersion"].as_string(), object["kind"].as_string(),
                     metadata["name"].as_string(), metadata["namespace"].as_string(), map(metadata["labels"]),
                     map(metadata["annotations"]));
}

// Upstream: RNode.GetValidatedMetadata.
Result<void> check_object(const Value& object) {
  if (!object.is_object() || (object["kind"].is_null() && object["metadata"].is_null()))
    return client_error("missing Resource metadata");
  if (object["kind"].str().empty()) return client_error("missing kind in object " + go_metadata(object));
  if (object["metadata"]["name"].str().empty() && !object["kind"].as_string().ends_with("List"))
    return client_error("missing metadata.name in object " + go_metadata(object));
  return {};
}

Result<void> add_file(const KustomizeFolder& folder, const std::string& path, Resources& resources) {
  const std::string from = fmt::format("accumulating resources from '{}': ", path);
  auto text = folder.read(path);
  if (!text) return client_error(from + text.error().message);
  auto objects = read_objects(*text, path);
  if (!objects) return client_error(from + objects.error().message);
  Resources read;
  for (Value& object : *objects) {
    if (auto good = check_object(object); !good) return client_error(from + good.error().message);
    if (auto added = append(read, Resource(std::move(object))); !added)
      return client_error(from + added.error().message);
  }
  for (Resource& resource : read)
    if (auto added = append(resources, std::move(resource)); !added)
      return client_error(fmt::format("merging resources from '{}': {}", path, added.error().message));
  return {};
}

// What a kustomization has gathered, its bases included. Upstream: accumulator.ResAccumulator.
struct Gathered {
  Resources resources;
  KustomizeVars vars;
  TransformerConfig config;
};

Result<void> add_definitions(const KustomizeFolder& folder, const Value& paths, TransformerConfig& config) {
  for (const Value& path : paths.elements()) {
    auto text = folder.read(path.str());
    const auto said = text ? configuration_of_definitions(*text, path.str()) : Result<Value>(text.error());
    if (!said) return client_error(fmt::format("loading CRDs {}: {}", go_value(paths), said.error().message));
    if (auto added = config.add(*said); !added) return added;
  }
  return {};
}

Result<void> build(const KustomizeFolder& folder, const Kustomization& kustomization, Warnings& warnings,
                   Gathered& gathered);

enum class Part { kBase, kComponent };

// A folder with a kustomization of its own: a base makes its objects apart, a component changes those that are there.
// Upstream: KustTarget.accumulateDirectory.
Result<void> add_folder(const KustomizeFolder& folder, Part part, Warnings& warnings, Gathered& gathered) {
  const std::string root = folder.root().string();
  auto kustomization = read_kustomization(folder);
  if (!kustomization)
    return client_error(fmt::format("couldn't make target for path '{}': {}", root, kustomization.error().message));
  warnings.insert(warnings.end(), kustomization->warnings.begin(), kustomization->warnings.end());
  if (part == Part::kComponent && !kustomization->component())
    return client_error(fmt::format("expected kind 'Component' for path '{}' but got '{}'", root,
                                    kustomization->fields["kind"].as_string()));
  if (part == Part::kBase && kustomization->component())
    return client_error(fmt::format("expected kind != 'Component' for path '{}'", root));
  Gathered made;
  Gathered& into = part == Part::kComponent ? gathered : made;
  if (auto built = build(folder, *kustomization, warnings, into); !built)
    return client_error(fmt::format("recursed accumulation of path '{}': {}", root, built.error().message));
  const auto merge = [&]() -> Result<void> {
    for (Resource& resource : made.resources)
      if (auto added = append(gathered.resources, std::move(resource)); !added) return added;
    if (auto added = gathered.config.add(made.config); !added) return added;
    return merge_vars(std::move(made.vars), gathered.vars);
  };
  if (auto merged = merge(); !merged)
    return client_error(fmt::format("recursed merging from path '{}': {}", root, merged.error().message));
  return {};
}

// An entry is a file; if it is not, it is a folder. Upstream: KustTarget.accumulateResources.
Result<void> add_resource(const KustomizeFolder& folder, const std::string& path, Warnings& warnings,
                          Gathered& gathered) {
  auto as_file = add_file(folder, path, gathered.resources);
  if (as_file) return {};
  auto inner = folder.enter(path);
  const std::string& why = as_file.error().message;
  if (!inner && why.find("MalformedYAMLError") != std::string::npos) return as_file;
  auto added = inner ? add_folder(*inner, Part::kBase, warnings, gathered) : Result<void>(inner.error());
  if (added) return {};
  return client_error(fmt::format("accumulation err='{}': {}", why, added.error().message));
}

Result<void> add_components(const KustomizeFolder& folder, const Value& components, Warnings& warnings,
                            Gathered& gathered) {
  constexpr const char* kWhere = "accumulating components: ";
  for (const Value& path : components.elements()) {
    auto inner = folder.enter(path.str());
    if (!inner) return client_error(fmt::format("{}loader.New {}", kWhere, go_quote(inner.error().message)));
    if (auto added = add_folder(*inner, Part::kComponent, warnings, gathered); !added)
      return client_error(fmt::format("{}accumulateDirectory: {}", kWhere, go_quote(added.error().message)));
  }
  return {};
}

// The order is kustomize's: patches see the names of the base, labels and images come after all names are set.
// Upstream: configureBuiltinTransformers.
Result<void> transform(const Value& fields, const KustomizeFolder& folder, const TransformerConfig& config,
                       Resources& resources) {
  if (auto done = apply_patches(fields, folder, resources); !done) return done;
  if (auto done = set_namespace(fields["namespace"].str(), config, resources); !done) return done;
  add_prefix_and_suffix(fields, config, resources);
  add_labels(fields, config, resources);
  add_annotations(fields["commonAnnotations"], config, resources);
  if (auto done = apply_json_patches(fields, folder, resources); !done) return done;
  if (auto done = set_replicas(fields["replicas"], config, resources); !done) return done;
  if (auto done = change_images(fields["images"], config, resources); !done) return done;
  return apply_replacements(fields["replacements"], folder, resources);
}

// What would run other programs, or speak another language.
Result<void> check_for_plugins(const Value& fields, Charts charts) {
  for (const char* field : {"helmCharts", "helmChartInflationGenerator"}) {
    if (fields[field].empty()) continue;
    if (charts == Charts::kAllowed) return client_error("no helm is run here: a chart must be inflated by hand");
    return client_error(fmt::format(
        "trouble configuring builtin HelmChartInflationGenerator with config: `\n{}`: must specify --enable-helm",
        to_yaml(fields[field][0])));
  }
  for (const char* field : {"generators", "transformers", "validators"})
    if (!fields[field].empty())
      return client_error(
          fmt::format("kustomization field '{}' is not supported: it configures kustomize itself", field));
  return {};
}

Result<void> build(const KustomizeFolder& folder, const Kustomization& kustomization, Warnings& warnings,
                   Gathered& gathered) {
  const Value& fields = kustomization.fields;
  for (const Value& path : fields["resources"].elements())
    if (auto added = add_resource(folder, path.str(), warnings, gathered); !added)
      return client_error("accumulating resources: " + added.error().message);
  if (auto good = check_for_plugins(fields, folder.settings().charts); !good) return good;
  for (const Value& path : fields["configurations"].elements()) {
    auto text = folder.read(path.str());
    if (!text) return text.error();
    if (auto added = gathered.config.add(*text); !added) return added;
  }
  if (auto added = add_definitions(folder, fields["crds"], gathered.config); !added) return added;
  if (auto done = run_generators(kustomization, folder, gathered.resources); !done) return done;
  if (auto done = add_components(folder, fields["components"], warnings, gathered); !done) return done;
  if (auto done = transform(fields, folder, gathered.config, gathered.resources); !done) return done;
  return merge_vars(fields["vars"], gathered.resources, gathered.vars);
}

// An object may be there only for others to read. Upstream: KustTarget.IgnoreLocal.
bool is_local(const Resource& resource) {
  const Value& mark = resource.object["metadata"]["annotations"]["config.kubernetes.io/local-config"];
  return !mark.is_null() && mark.as_string() != "false";
}

// What the kustomization that is built, and no base of it, wants its objects to say of the build.
Result<void> add_build_metadata(const Value& wanted, Resources& resources) {
  for (const Value& option : wanted.elements()) {
    if (option.as_string() == "managedByLabel") {
      for (Resource& resource : resources)
        resource.object["metadata"]["labels"].set("app.kubernetes.io/managed-by",
                                                  fmt::format("kustomize-{}", kKustomizeVersion));
    } else if (option.as_string() == "originAnnotations" || option.as_string() == "transformerAnnotations") {
      return client_error(
          fmt::format("kustomization field 'buildMetadata' is not supported with '{}': "
                      "where an object comes from is not kept",
                      option.as_string()));
    }
  }
  return {};
}

}  // namespace

Result<Elements> kustomize_build(const std::string& folder, std::vector<std::string>& warnings,
                                 KustomizeSettings settings) {
  auto root = KustomizeFolder::open(folder, settings);
  if (!root) return root.error();
  auto kustomization = read_kustomization(*root);
  if (!kustomization) return kustomization.error();
  warnings.insert(warnings.end(), kustomization->warnings.begin(), kustomization->warnings.end());
  Gathered gathered;
  if (auto built = build(*root, *kustomization, warnings, gathered); !built) return built.error();
  Resources& resources = gathered.resources;
  append_content_hashes(resources);
  if (auto fixed = fix_name_references(gathered.config.references(), resources); !fixed) return fixed.error();
  if (auto resolved = resolve_vars(gathered.vars, gathered.config.fields(FieldSet::kVarReference), resources, warnings);
      !resolved)
    return resolved.error();
  resources.erase(std::remove_if(resources.begin(), resources.end(), is_local), resources.end());
  if (auto sorted = sort_for_output(kustomization->fields["sortOptions"], resources); !sorted) return sorted.error();
  if (auto added = add_build_metadata(kustomization->fields["buildMetadata"], resources); !added) return added.error();
  Elements objects;
  for (Resource& resource : resources) objects.push_back(std::move(resource.object));
  return objects;
}

}  // namespace skiff::cli
