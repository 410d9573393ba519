#include "api/pod_spec/volumes.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "api/field_checks.h"
#include "api/pod_spec/volume_sources.h"
#include "base/strings.h"

namespace skiff {
namespace {

void require_name(const Value& object, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  if (object[member].as_string().empty()) errors.required(path.child(member));
}

// In the order of validateVolumeSource.
constexpr std::string_view kSources[] = {"emptyDir",
                                         "hostPath",
                                         "gitRepo",
                                         "gcePersistentDisk",
                                         "awsElasticBlockStore",
                                         "secret",
                                         "nfs",
                                         "iscsi",
                                         "glusterfs",
                                         "flocker",
                                         "persistentVolumeClaim",
                                         "rbd",
                                         "cinder",
                                         "cephfs",
                                         "quobyte",
                                         "downwardAPI",
                                         "fc",
                                         "flexVolume",
                                         "configMap",
                                         "azureFile",
                                         "vsphereVolume",
                                         "photonPersistentDisk",
                                         "portworxVolume",
                                         "azureDisk",
                                         "storageos",
                                         "projected",
                                         "scaleIO",
                                         "csi",
                                         "ephemeral",
                                         "image"};

void validate_source(const Value& volume, const FieldPath& path, FieldErrors& errors) {
  bool found = false;
  for (const std::string_view kind : kSources) {
    if (!volume[kind].is_object()) continue;
    if (found) {
      errors.forbidden(path.child(kind), "may not specify more than 1 volume type");
      continue;
    }
    found = true;
    validate_volume_source(kind, volume[kind], path.child(kind), errors);
  }
  if (!found) errors.required(path, "must specify a volume type");
}

void check_propagation(const Value& mount, const Value& container, const FieldPath& path, FieldErrors& errors) {
  const Value& propagation = mount["mountPropagation"];
  if (propagation.is_null()) return;
  static const std::vector<std::string> kSupported = {"Bidirectional", "HostToContainer", "None"};
  if (std::find(kSupported.begin(), kSupported.end(), propagation.as_string()) == kSupported.end())
    errors.not_supported(path, propagation, kSupported);
  if (propagation.as_string() == "Bidirectional" && !container.at("securityContext", "privileged").as_bool())
    errors.forbidden(path, "Bidirectional mount propagation is available only to privileged containers");
}

// validateMountRecursiveReadOnly.
void check_recursive(const Value& mount, const FieldPath& path, FieldErrors& errors) {
  const Value& recursive = mount["recursiveReadOnly"];
  if (recursive.is_null() || recursive.as_string() == "Disabled") return;
  if (recursive.as_string() != "Enabled" && recursive.as_string() != "IfPossible")
    return errors.not_supported(path, recursive, {"Disabled", "Enabled", "IfPossible"});
  if (!mount["readOnly"].as_bool()) errors.forbidden(path, "may only be specified when readOnly is true");
  const Value& propagation = mount["mountPropagation"];
  if (!propagation.is_null() && propagation.as_string() != "None")
    errors.forbidden(path, "may only be specified when mountPropagation is None or not specified");
}

bool has_device(const Value& container, std::string_view member, const Value& value) {
  const Elements& devices = container["volumeDevices"].elements();
  return std::any_of(devices.begin(), devices.end(), [&](const Value& device) { return device[member] == value; });
}

void validate_mount(const Value& mount, const Value& container, const FieldPath& list, const FieldPath& path,
                    FieldErrors& errors) {
  if (has_device(container, "name", mount["name"]))
    errors.invalid(path.child("name"), mount["name"], "must not already exist in volumeDevices");
  if (has_device(container, "devicePath", mount["mountPath"]))
    errors.invalid(path.child("mountPath"), mount["mountPath"], "must not already exist as a path in volumeDevices");
  if (!mount["subPath"].as_string().empty()) check_descending_path(mount["subPath"], list.child("subPath"), errors);
  if (!mount["subPathExpr"].as_string().empty()) {
    if (!mount["subPath"].as_string().empty())
      errors.invalid(path.child("subPathExpr"), mount["subPathExpr"], "subPathExpr and subPath are mutually exclusive");
    check_descending_path(mount["subPathExpr"], list.child("subPathExpr"), errors);
  }
  check_propagation(mount, container, list.child("mountPropagation"), errors);
  check_recursive(mount, list.child("recursiveReadOnly"), errors);
}

bool has_mount(const Value& container, std::string_view member, const Value& value) {
  const Elements& mounts = container["volumeMounts"].elements();
  return std::any_of(mounts.begin(), mounts.end(), [&](const Value& mount) { return mount[member] == value; });
}

bool has_backsteps(std::string_view path) {
  const auto parts = split(path, '/');
  return std::find(parts.begin(), parts.end(), "..") != parts.end();
}

struct DevicesSeen {
  std::set<std::string_view> names, paths;
};

// One round of ValidateVolumeDevices.
void validate_device(const Value& device, const Value& container, const VolumesByName& volumes, DevicesSeen& seen,
                     const FieldPath& path, FieldErrors& errors) {
  const Value& name = device["name"];
  const Value& device_path = device["devicePath"];
  const FieldPath name_path = path.child("name");
  const FieldPath path_path = path.child("devicePath");
  require_name(device, "name", path, errors);
  if (seen.names.contains(name.as_string())) errors.invalid(name_path, name, "must be unique");
  const auto volume = volumes.find(name.as_string());
  if (volume == volumes.end()) errors.not_found(name_path, name);
  else if (!volume->second["persistentVolumeClaim"].is_object() && !volume->second["ephemeral"].is_object())
    errors.invalid(name_path, name,
                   "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
  require_name(device, "devicePath", path, errors);
  if (seen.paths.contains(device_path.as_string())) errors.invalid(path_path, device_path, "must be unique");
  if (has_backsteps(device_path.as_string()))
    errors.invalid(path_path, device_path, "can not contain backsteps ('..')");
  else seen.paths.insert(device_path.as_string());
  if (has_mount(container, "name", name)) errors.invalid(name_path, name, "must not already exist in volumeMounts");
  if (has_mount(container, "mountPath", device_path))
    errors.invalid(path_path, device_path, "must not already exist as a path in volumeMounts");
  if (!name.as_string().empty()) seen.names.insert(name.as_string());
}

}  // namespace

VolumesByName validate_volumes(const Value& volumes, const FieldPath& path, FieldErrors& errors) {
  VolumesByName known;
  for (size_t i = 0; i < volumes.size(); ++i) {
    FieldErrors own;
    const Value& volume = volumes[i];
    validate_source(volume, path.index(i), own);
    const Value& name = volume["name"];
    const FieldPath name_path = path.index(i).child("name");
    if (name.as_string().empty()) {
      own.required(name_path);
    } else {
      add_problems(own, name_path, name, dns1123_label_problems(name.as_string()));
    }
    if (known.contains(name.as_string())) own.duplicate(name_path, name);
    if (own.empty()) known.emplace(name.str(), volume);
    errors.append(std::move(own));
  }
  return known;
}

void validate_volume_mounts(const Value& container, const VolumesByName& volumes, const FieldPath& container_path,
                            FieldErrors& errors) {
  const FieldPath list = container_path.child("volumeMounts");
  const Value& mounts = container["volumeMounts"];
  std::set<std::string_view> taken;
  for (size_t i = 0; i < mounts.size(); ++i) {
    const Value& mount = mounts[i];
    const FieldPath path = list.index(i);
    require_name(mount, "name", path, errors);
    if (!volumes.contains(mount["name"].as_string())) errors.not_found(path.child("name"), mount["name"]);
    require_name(mount, "mountPath", path, errors);
    if (!taken.insert(mount["mountPath"].as_string()).second)
      errors.invalid(path.child("mountPath"), mount["mountPath"], "must be unique");
    validate_mount(mount, container, list, path, errors);
  }
  const Value& devices = container["volumeDevices"];
  DevicesSeen seen;
  for (size_t i = 0; i < devices.size(); ++i)
    validate_device(devices[i], container, volumes, seen, container_path.child("volumeDevices").index(i), errors);
}

}  // namespace skiff
