#include "cli/manifests.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "api/conversion.h"
#include "api/custom_resources/custom_kinds.h"
#include "api/decode.h"
#include "api/kind_table.h"
#include "api/label_selector.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/examples.h"
#include "cli/input.h"
#include "cli/kustomize/kustomize.h"
#include "cli/unmapped_kinds.h"

namespace skiff::cli {
namespace {

namespace fs = std::filesystem;

bool is_manifest(const fs::path& path) {
  const std::string extension = path.extension().string();
  return extension == ".json" || extension == ".yaml" || extension == ".yml";
}

// The manifests of a folder, in the order of their names; those of the folders inside only with -R.
void add_folder(const fs::path& folder, bool recursive, std::vector<std::string>& out) {
  std::vector<fs::path> entries;
  for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path());
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    if (fs::is_directory(entry)) {
      if (recursive) add_folder(entry, recursive, out);
    } else if (is_manifest(entry)) {
      out.push_back(entry.string());
    }
  }
}

// Upstream: Builder.Path and ExpandPathsToFileVisitors.
Result<void> add_path(const std::string& path, bool recursive, std::vector<std::string>& out) {
  if (is_url(path)) {
    out.push_back(path);
    return {};
  }
  std::error_code failed;
  if (!fs::exists(path, failed)) return client_error(fmt::format("the path \"{}\" does not exist", path));
  if (!fs::is_directory(path)) {
    out.push_back(path);
    return {};
  }
  const size_t before = out.size();
  add_folder(path, recursive, out);
  if (out.size() == before)
    return client_error(fmt::format("error reading [{}]: recognized file extensions are [.json .yaml .yml]", path));
  return {};
}

// What a manifest says of its type: a problem for each of the two fields. Upstream: getObjectKind.
std::vector<std::string> type_problems(const Value& document) {
  if (!document.is_object()) return {"invalid object to validate"};
  std::vector<std::string> problems;
  for (const char* field : {"apiVersion", "kind"}) {
    const Value* value = document.find(field);
    if (value != nullptr && !value->is_string() && !value->is_null())
      problems.push_back(std::string(field) + " isn't string type");
    else if (value == nullptr || value->as_string().empty()) problems.push_back(std::string(field) + " not set");
    else if (field == std::string_view("apiVersion") && value->as_string().find('/') != value->as_string().rfind('/'))
      problems.push_back("unexpected GroupVersion string: " + value->str());
  }
  return problems;
}

std::string_view go_json_type(const Value& value) {
  switch (value.type()) {
    case Value::Type::kBool:
      return "bool";
    case Value::Type::kInt:
    case Value::Type::kDouble:
      return "number";
    case Value::Type::kArray:
      return "array";
    case Value::Type::kObject:
      return "object";
    default:
      return "string";
  }
}

// Metadata is decoded into a struct on the client: its strings must be strings.
std::optional<std::string> metadata_problem(const Value& metadata) {
  if (!metadata.is_object() && !metadata.is_null())
    return fmt::format(
        "json: cannot unmarshal {} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta",
        go_json_type(metadata));
  for (const char* field : {"name", "namespace", "generateName"})
    if (const Value* value = metadata.find(field); value != nullptr && !value->is_string() && !value->is_null())
      return fmt::format("json: cannot unmarshal {} into Go struct field ObjectMeta.metadata.{} of type string",
                         go_json_type(*value), field);
  for (const char* field : {"labels", "annotations"}) {
    if (const Value& map = metadata[field]; !map.is_object() && !map.is_null())
      return fmt::format(
          "json: cannot unmarshal {} into Go struct field ObjectMeta.metadata.{} of type map[string]string",
          go_json_type(map), field);
    for (const Member& entry : metadata[field].members())
      if (!entry.value.is_string() && !entry.value.is_null())
        return fmt::format("json: cannot unmarshal {} into Go struct field ObjectMeta.metadata.{} of type string",
                           go_json_type(entry.value), field);
  }
  return std::nullopt;
}

FileObject refused(const std::string& source, std::string message) {
  return {source, nullptr, {}, client_error(std::move(message))};
}

// Versions that no server has any more, whose types kubectl still knows.
constexpr std::string_view kOldVersions[] = {
    "apps/v1beta1",
    "apps/v1beta2",
    "autoscaling/v2beta1",
    "autoscaling/v2beta2",
    "batch/v1beta1",
    "certificates.k8s.io/v1beta1",
    "coordination.k8s.io/v1beta1",
    "discovery.k8s.io/v1beta1",
    "events.k8s.io/v1beta1",
    "extensions/v1beta1",
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "networking.k8s.io/v1beta1",
    "node.k8s.io/v1beta1",
    "policy/v1beta1",
    "rbac.authorization.k8s.io/v1alpha1",
    "rbac.authorization.k8s.io/v1beta1",
    "scheduling.k8s.io/v1beta1",
    "storage.k8s.io/v1beta1",
};

bool is_old_type(std::string_view kind, std::string_view api_version) {
  if (std::find(std::begin(kOldVersions), std::end(kOldVersions), api_version) == std::end(kOldVersions)) return false;
  return std::any_of(all_kinds().begin(), all_kinds().end(), [&](const Kind* one) { return one->kind == kind; });
}

// The client's own look at a document before it goes anywhere; a List answers for its items. Upstream:
// validation.ValidateBytes.
std::optional<FileObject> invalid(const Value& document, const std::string& source) {
  std::vector<std::string> problems = type_problems(document);
  if (problems.empty() && document["kind"].as_string() == "List")
    for (const Value& item : document["items"].elements())
      for (std::string& problem : type_problems(item)) problems.push_back(std::move(problem));
  if (problems.empty()) return std::nullopt;
  return refused(source,
                 fmt::format("error validating \"{}\": error validating data: {}; if you choose to ignore these "
                             "errors, turn validation off with --validate=false",
                             source, problems.size() == 1 ? problems.front() : "[" + join(problems, ", ") + "]"));
}

FileObject to_object(Value document, const std::string& source, ManifestCheck check) {
  const Value& seen = document;
  const std::string kind = seen["kind"].str();
  const std::string version = seen["apiVersion"].str();
  if (kind.empty())
    return refused(source, fmt::format("unable to decode \"{}\": Object 'Kind' is missing in '{}'", source,
                                       to_json(document, Escape::kGo)));
  const bool versionless = version.empty() && check != ManifestCheck::kLocal;
  if (versionless && check == ManifestCheck::kGoTypes)
    return refused(source, fmt::format("unable to decode \"{}\": Object 'apiVersion' is missing in '{}'", source,
                                       to_json(document, Escape::kGo)));
  if (const auto problem = metadata_problem(seen["metadata"]))
    return refused(source, fmt::format("unable to decode \"{}\": {}", source, *problem));
  if (!versionless) convert_to_stored_version(document);
  const std::string stored = versionless ? "v1" : seen["apiVersion"].str();
  FileObject object{source, find_kind(stored, kind), std::move(document), std::nullopt, {}};
  const bool typed = object.kind != nullptr ? in_clients_scheme(*object.kind) : is_old_type(kind, version);
  if (check == ManifestCheck::kGoTypes && !typed)
    return refused(source, fmt::format("unable to decode \"{}\": {}", source, not_in_scheme(kind, version)));
  if (object.kind == nullptr && check == ManifestCheck::kLocal) {
    object.kind = &unmapped_kind(version, kind);
    return object;
  }
  if (object.kind == nullptr) {
    const Value& metadata = object.document["metadata"];
    return refused(source,
                   fmt::format("resource mapping not found for name: \"{}\" namespace: \"{}\" from \"{}\": no "
                               "matches for kind \"{}\" in version \"{}\"\nensure CRDs are installed first",
                               metadata["name"].as_string(), metadata["namespace"].as_string(), source, kind, version));
  }
  if (!versionless && version != object.kind->api_version()) object.api_version = version;
  return object;
}

}  // namespace

bool in_clients_scheme(const Kind& kind) {
  return !is_unmapped(kind) && custom_resource(kind) == nullptr && kind.group != "apiextensions.k8s.io" &&
         kind.group != "apiregistration.k8s.io";
}

Result<void> check_address(const Target& target) {
  if (target.source.empty() || !target.document["apiVersion"].as_string().empty()) return {};
  return Error{Reason::kNotFound, "the server could not find the requested resource", {}, {}, {}, {}};
}

std::string not_in_scheme(std::string_view kind, std::string_view api_version) {
  return fmt::format("no kind \"{}\" is registered for version \"{}\" in scheme \"pkg/scheme/scheme.go:28\"", kind,
                     api_version);
}

std::vector<FileObject> parse_objects(const std::string& text, const std::string& source, ManifestCheck check) {
  std::vector<FileObject> objects;
  Manifests read = decode_manifests(text, source);
  for (const Manifest& manifest : read.documents) {
    if (check == ManifestCheck::kStrict)
      if (auto bad = invalid(manifest.document, source)) {  // what follows it in the file is not read
        objects.push_back(std::move(*bad));
        return objects;
      }
    for (Value& item : flatten_list(manifest.document)) objects.push_back(to_object(std::move(item), source, check));
  }
  if (read.error) objects.push_back({source, nullptr, {}, std::move(read.error)});
  return objects;
}

std::vector<Error> path_problems(const ResourceFlags& flags) {
  std::vector<Error> problems;
  std::vector<std::string> paths;
  for (const std::string& name : flags.filenames)
    if (name != "-")
      if (auto added = add_path(name, flags.recursive, paths); !added) problems.push_back(added.error());
  return problems;
}

Result<FileObjects> read_files(const ResourceFlags& flags, ManifestCheck check, std::istream& in, std::ostream& err) {
  FileObjects out;
  if (!flags.kustomize.empty()) {
    if (!flags.filenames.empty()) return client_error("only one of -f or -k can be specified");
    if (flags.recursive) return client_error("the -k flag can't be used with -f or -R");
    std::vector<std::string> warnings;
    auto objects = kustomize_build(flags.kustomize, warnings);
    for (const std::string& warning : warnings) err << warning << "\n";
    out.single_file = true;
    if (!objects) {
      out.objects.push_back({flags.kustomize, nullptr, {}, objects.error(), {}});
      return out;
    }
    for (Value& document : *objects) out.objects.push_back(to_object(std::move(document), flags.kustomize, check));
    return out;
  }
  std::vector<std::string> paths;
  for (const std::string& name : flags.filenames) {
    if (name == "-") {
      paths.push_back(name);
      continue;
    }
    if (auto added = add_path(name, flags.recursive, paths); !added) return added.error();
  }
  out.single_file = paths.size() == 1 && flags.filenames.size() == 1 && paths[0] == flags.filenames[0];
  for (const std::string& path : paths) {
    const bool standard_input = path == "-";
    auto place = is_url(path) ? example_file(path) : Result<std::string>(path);
    if (!place) return place.error();
    auto text = standard_input ? read_stream(in, "STDIN")
                               : read_file(*place, client_error(fmt::format("open {}: permission denied", path)));
    if (!text) return text.error();
    std::vector<FileObject> objects = parse_objects(*text, standard_input ? "STDIN" : path, check);
    std::move(objects.begin(), objects.end(), std::back_inserter(out.objects));
  }
  return out;
}

Result<std::function<bool(const Value&)>> label_filter(const std::string& selector) {
  if (selector.empty()) return std::function<bool(const Value&)>([](const Value&) { return true; });
  auto parsed = LabelSelector::parse(selector);
  if (!parsed) return parsed.error();
  return std::function<bool(const Value&)>(
      [selects = *parsed](const Value& document) { return selects.matches(document["metadata"]["labels"]); });
}

}  // namespace skiff::cli
