#include "api/pod_spec/volume_sources.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "api/field_checks.h"
#include "api/kinds/claim_validation.h"
#include "api/metadata_validation.h"
#include "api/pod_spec/volume_files.h"
#include "api/quantity.h"
#include "base/strings.h"

namespace skiff {
namespace {

using Check = void (*)(const Value& source, const FieldPath& path, FieldErrors& errors);

void require_text(const Value& object, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  if (object[member].as_string().empty()) errors.required(path.child(member));
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
  check_file_mode(source, "defaultMode", path, errors);
  check_volume_items(source, path, errors);
}

void check_config_map(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "name", path, errors);
  check_file_mode(source, "defaultMode", path, errors);
  check_volume_items(source, path, errors);
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

void check_lun(const Value& lun, const FieldPath& path, FieldErrors& errors) {
  if (lun.as_int() < 0 || lun.as_int() > 255) errors.invalid(path, lun, "must be between 0 and 255, inclusive");
}

void check_iscsi(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "targetPortal", path, errors);
  require_text(source, "iqn", path, errors);
  check_lun(source["lun"], path.child("lun"), errors);
  if ((source["chapAuthDiscovery"].as_bool() || source["chapAuthSession"].as_bool()) && source["secretRef"].is_null())
    errors.required(path.child("secretRef"));
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
  if (source["targetWWNs"].empty()) return;
  if (source["lun"].is_null()) errors.required(path.child("lun"), "lun is required if targetWWNs is specified");
  else check_lun(source["lun"], path.child("lun"), errors);
}

void check_local(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (source["path"].as_string().empty()) return errors.required(path.child("path"));
  check_no_backsteps(source["path"], path.child("path"), errors);
}

// The part of a disk that is mounted; 0 is all of it, which the text leaves out.
void check_partition(const Value& source, const FieldPath& path, FieldErrors& errors) {
  const Value& partition = source["partition"];
  if (partition.as_int() < 0 || partition.as_int() > 255)
    errors.invalid(path.child("partition"), partition, "must be between 1 and 255, inclusive");
}

// Options with Kubernetes' own domains are the kubelet's to give.
void check_flex(const Value& source, const FieldPath& path, FieldErrors& errors) {
  for (const Member& option : source["options"].members()) {
    const std::string_view key = option.name();
    const std::string domain = "." + to_lower(key.substr(0, key.find('/')));
    if (domain.ends_with(".kubernetes.io") || domain.ends_with(".k8s.io"))
      errors.invalid(path.child("options").key(key), key, "kubernetes.io and k8s.io namespaces are reserved");
  }
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
    {"gcePersistentDisk", check_partition, {"pdName"}},
    {"awsElasticBlockStore", check_partition, {"volumeID"}},
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
    {"downwardAPI", validate_downward_volume},
    {"fc", check_fc},
    {"flexVolume", check_flex, {"driver"}},
    {"configMap", check_config_map},
    {"azureFile", check_members_only, {"secretName", "shareName"}},
    {"vsphereVolume", check_members_only, {"volumePath"}},
    {"photonPersistentDisk", check_members_only, {"pdID"}},
    {"portworxVolume", check_members_only, {"volumeID"}},
    {"azureDisk", check_members_only, {"diskName", "diskURI"}},
    {"storageos", check_members_only, {"volumeName"}},
    {"projected", validate_projected_volume},
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
