#include "api/pod_spec/volume_sources.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "api/field_checks.h"
#include "api/kinds/claim_validation.h"
#include "api/metadata_validation.h"
#include "api/pod_spec/environment.h"
#include "api/quantity.h"
#include "base/strings.h"

namespace skiff {
namespace {

using Check = void (*)(const Value& source, const FieldPath& path, FieldErrors& errors);

void require_text(const Value& object, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  if (object[member].as_string().empty()) errors.required(path.child(member));
}

// validateLocalNonReservedPath: `..data` is where the kubelet keeps the files of a volume.
void check_file_path(const Value& path_value, const FieldPath& field, FieldErrors& errors) {
  check_descending_path(path_value, field, errors);
  const std::string_view text = path_value.as_string();
  if (text.starts_with("..") && !text.starts_with("../")) errors.invalid(field, path_value, "must not start with '..'");
}

void check_mode(const Value& object, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  const int64_t mode = object[member].as_int();
  if (mode < 0 || mode > 0777)
    errors.invalid(path.child(member), object[member], "must be a number between 0 and 0777 (octal), both inclusive");
}

void check_items(const Value& source, const FieldPath& path, FieldErrors& errors) {
  const Value& items = source["items"];
  for (size_t i = 0; i < items.size(); ++i) {
    const FieldPath item = path.child("items").index(i);
    require_text(items[i], "key", item, errors);
    require_text(items[i], "path", item, errors);
    check_file_path(items[i]["path"], item.child("path"), errors);
    check_mode(items[i], "mode", item, errors);
  }
}

void check_empty_dir(const Value& source, const FieldPath& path, FieldErrors& errors) {
  const Result<Quantity> limit = Quantity::of(source["sizeLimit"]);
  if (limit && limit->is_negative())
    errors.forbidden(path.child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
}

void check_host_path(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (source["path"].as_string().empty()) return errors.required(path.child("path"));
  check_no_backsteps(source["path"], path.child("path"), errors);
  static const std::vector<std::string> kTypes = {
      "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"};
  if (std::find(kTypes.begin(), kTypes.end(), source["type"].as_string()) == kTypes.end())
    errors.not_supported(path.child("type"), source["type"], kTypes);
}

void check_secret(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "secretName", path, errors);
  check_mode(source, "defaultMode", path, errors);
  check_items(source, path, errors);
}

void check_config_map(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "name", path, errors);
  check_mode(source, "defaultMode", path, errors);
  check_items(source, path, errors);
}

void check_nfs(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "server", path, errors);
  require_text(source, "path", path, errors);
  if (!source["path"].as_string().starts_with('/'))
    errors.invalid(path.child("path"), source["path"], "must be an absolute path");
}

void check_claim(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "claimName", path, errors);
}

void check_downward_items(const Value& source, const FieldPath& path, FieldErrors& errors) {
  const Value& items = source["items"];
  for (size_t i = 0; i < items.size(); ++i) {
    const FieldPath item = path.child("items").index(i);
    require_text(items[i], "path", item, errors);
    check_file_path(items[i]["path"], item.child("path"), errors);
    const bool has_field = items[i]["fieldRef"].is_object();
    const bool has_resource = items[i]["resourceFieldRef"].is_object();
    if (has_field) {
      validate_field_ref(items[i]["fieldRef"], FieldsOf::kVolume, item.child("fieldRef"), errors);
      if (has_resource)
        errors.invalid(item, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
    } else if (has_resource) {
      validate_resource_field_ref(items[i]["resourceFieldRef"], FieldsOf::kVolume, item.child("resourceFieldRef"),
                                  errors);
    } else {
      errors.required(item, "one of fieldRef and resourceFieldRef is required");
    }
    check_mode(items[i], "mode", item, errors);
  }
}

void check_downward(const Value& source, const FieldPath& path, FieldErrors& errors) {
  check_mode(source, "defaultMode", path, errors);
  check_downward_items(source, path, errors);
}

void check_token(const Value& source, const FieldPath& path, FieldErrors& errors) {
  const Value& seconds = source["expirationSeconds"];
  if (seconds.as_int() < 600)
    errors.invalid(path.child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes");
  if (seconds.as_int() > (int64_t{1} << 32))
    errors.invalid(path.child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds");
  require_text(source, "path", path, errors);
  check_file_path(source["path"], path.child("path"), errors);
}

void check_named_items(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "name", path, errors);
  check_items(source, path, errors);
}

// validateProjectionSources: one kind of source each.
void check_projection(const Value& source, const FieldPath& path, FieldErrors& errors) {
  constexpr std::pair<std::string_view, Check> kKinds[] = {{"secret", check_named_items},
                                                           {"configMap", check_named_items},
                                                           {"downwardAPI", check_downward_items},
                                                           {"serviceAccountToken", check_token}};
  bool found = false;
  for (const auto& [kind, check] : kKinds) {
    if (!source[kind].is_object()) continue;
    if (found) errors.forbidden(path, "may not specify more than 1 volume type");
    found = true;
    check(source[kind], path.child(kind), errors);
  }
}

void check_projected(const Value& source, const FieldPath& path, FieldErrors& errors) {
  check_mode(source, "defaultMode", path, errors);
  const Value& sources = source["sources"];
  for (size_t i = 0; i < sources.size(); ++i) check_projection(sources[i], path.child("sources").index(i), errors);
}

// validateCSIVolumeSource; of a PersistentVolume validateCSIPersistentVolumeSource, which wants a handle.
void check_csi(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "driver", path, errors);
  const Problems problems = dns1123_subdomain_problems(to_lower(source["driver"].as_string()));
  if (!source["driver"].as_string().empty()) add_problems(errors, path.child("driver"), source["driver"], problems);
  if (source.contains("volumeHandle")) require_text(source, "volumeHandle", path, errors);
}

void check_ephemeral(const Value& source, const FieldPath& path, FieldErrors& errors) {
  const FieldPath claim = path.child("volumeClaimTemplate");
  if (!source["volumeClaimTemplate"].is_object()) return errors.required(claim);
  validate_labels(source.at("volumeClaimTemplate", "metadata", "labels"), claim.child("metadata").child("labels"),
                  errors);
  validate_annotations(source.at("volumeClaimTemplate", "metadata", "annotations"),
                       claim.child("metadata").child("annotations"), errors);
  validate_claim_spec(source["volumeClaimTemplate"]["spec"], claim.child("spec"), errors);
}

void check_git(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "repository", path, errors);
  check_descending_path(source["directory"], path.child("directory"), errors);
}

void check_iscsi(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "targetPortal", path, errors);
  require_text(source, "iqn", path, errors);
  if (source["lun"].as_int() < 0 || source["lun"].as_int() > 255)
    errors.invalid(path.child("lun"), source["lun"], "must be between 0 and 255, inclusive");
}

void check_rbd(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (source["monitors"].empty()) errors.required(path.child("monitors"));
  require_text(source, "image", path, errors);
}

void check_cephfs(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (source["monitors"].empty()) errors.required(path.child("monitors"));
}

void check_flocker(const Value& source, const FieldPath& path, FieldErrors& errors) {
  const bool by_name = !source["datasetName"].as_string().empty();
  const bool by_uuid = !source["datasetUUID"].as_string().empty();
  if (!by_name && !by_uuid) errors.required(path, "one of datasetName and datasetUUID is required");
  if (by_name && by_uuid)
    errors.invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously");
  if (source["datasetName"].as_string().find('/') != std::string_view::npos)
    errors.invalid(path.child("datasetName"), source["datasetName"], "must not contain '/'");
}

void check_fc(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (source["targetWWNs"].empty() && source["wwids"].empty())
    errors.required(path.child("targetWWNs"), "must specify either targetWWNs or wwids, but not both");
  if (!source["targetWWNs"].empty() && !source["wwids"].empty())
    errors.invalid(path.child("targetWWNs"), source["targetWWNs"],
                   "targetWWNs and wwids can not be specified simultaneously");
}

void check_local(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (source["path"].as_string().empty()) return errors.required(path.child("path"));
  check_no_backsteps(source["path"], path.child("path"), errors);
}

void check_members_only(const Value&, const FieldPath&, FieldErrors&) {}

struct SourceRow {
  std::string_view name;
  Check check;
  std::array<std::string_view, 3> required = {};  // members that there must be, beside what `check` asks for
};

constexpr SourceRow kSourceRows[] = {
    {"emptyDir", check_empty_dir},
    {"hostPath", check_host_path},
    {"gitRepo", check_git},
    {"gcePersistentDisk", check_members_only, {"pdName"}},
    {"awsElasticBlockStore", check_members_only, {"volumeID"}},
    {"secret", check_secret},
    {"nfs", check_nfs},
    {"iscsi", check_iscsi},
    {"glusterfs", check_members_only, {"endpoints", "path"}},
    {"flocker", check_flocker},
    {"persistentVolumeClaim", check_claim},
    {"rbd", check_rbd},
    {"cinder", check_members_only, {"volumeID"}},
    {"cephfs", check_cephfs},
    {"quobyte", check_members_only, {"registry", "volume"}},
    {"downwardAPI", check_downward},
    {"fc", check_fc},
    {"flexVolume", check_members_only, {"driver"}},
    {"configMap", check_config_map},
    {"azureFile", check_members_only, {"secretName", "shareName"}},
    {"vsphereVolume", check_members_only, {"volumePath"}},
    {"photonPersistentDisk", check_members_only, {"pdID"}},
    {"portworxVolume", check_members_only, {"volumeID"}},
    {"azureDisk", check_members_only, {"diskName", "diskURI"}},
    {"storageos", check_members_only, {"volumeName"}},
    {"projected", check_projected},
    {"scaleIO", check_members_only, {"gateway", "system", "volumeName"}},
    {"csi", check_csi},
    {"ephemeral", check_ephemeral},
    {"local", check_local},
};

}  // namespace

void check_no_backsteps(const Value& path_value, const FieldPath& field, FieldErrors& errors) {
  for (const std::string_view part : split(path_value.as_string(), '/'))
    if (part == "..") return errors.invalid(field, path_value, "must not contain '..'");
}

void check_descending_path(const Value& path_value, const FieldPath& field, FieldErrors& errors) {
  if (path_value.as_string().starts_with('/')) errors.invalid(field, path_value, "must be a relative path");
  check_no_backsteps(path_value, field, errors);
}

void validate_volume_source(std::string_view name, const Value& source, const FieldPath& path, FieldErrors& errors) {
  for (const SourceRow& row : kSourceRows)
    if (row.name == name) {
      for (const std::string_view member : row.required)
        if (!member.empty()) require_text(source, member, path, errors);
      row.check(source, path, errors);
    }
}

}  // namespace skiff
