#include "api/pod_spec/volumes.h"

#include <algorithm>
#include <set>

#include "api/field_checks.h"
#include "api/pod_spec/environment.h"
#include "api/quantity.h"
#include "base/strings.h"

namespace skiff {
namespace {

using Check = void (*)(const Value& source, const FieldPath& path, FieldErrors& errors);

void require_text(const Value& object, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  if (object[member].as_string().empty()) errors.required(path.child(member));
}

void check_no_backsteps(const Value& path_value, const FieldPath& field, FieldErrors& errors) {
  for (const std::string_view part : split(path_value.as_string(), '/'))
    if (part == "..") return errors.invalid(field, path_value, "must not contain '..'");
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

void check_csi(const Value& source, const FieldPath& path, FieldErrors& errors) {
  require_text(source, "driver", path, errors);
}

void check_ephemeral(const Value& source, const FieldPath& path, FieldErrors& errors) {
  if (!source["volumeClaimTemplate"].is_object()) errors.required(path.child("volumeClaimTemplate"));
}

void check_nothing(const Value&, const FieldPath&, FieldErrors&) {}

// In the order of validateVolumeSource.
constexpr std::pair<std::string_view, Check> kSources[] = {
    {"emptyDir", check_empty_dir},
    {"hostPath", check_host_path},
    {"gitRepo", check_nothing},
    {"gcePersistentDisk", check_nothing},
    {"awsElasticBlockStore", check_nothing},
    {"secret", check_secret},
    {"nfs", check_nfs},
    {"iscsi", check_nothing},
    {"glusterfs", check_nothing},
    {"flocker", check_nothing},
    {"persistentVolumeClaim", check_claim},
    {"rbd", check_nothing},
    {"cinder", check_nothing},
    {"cephfs", check_nothing},
    {"quobyte", check_nothing},
    {"downwardAPI", check_downward},
    {"fc", check_nothing},
    {"flexVolume", check_nothing},
    {"configMap", check_config_map},
    {"azureFile", check_nothing},
    {"vsphereVolume", check_nothing},
    {"photonPersistentDisk", check_nothing},
    {"portworxVolume", check_nothing},
    {"azureDisk", check_nothing},
    {"storageos", check_nothing},
    {"projected", check_projected},
    {"scaleIO", check_nothing},
    {"csi", check_csi},
    {"ephemeral", check_ephemeral},
    {"image", check_nothing},
};

void validate_source(const Value& volume, const FieldPath& path, FieldErrors& errors) {
  bool found = false;
  for (const auto& [kind, check] : kSources) {
    if (!volume[kind].is_object()) continue;
    if (found) {
      errors.forbidden(path.child(kind), "may not specify more than 1 volume type");
      continue;
    }
    found = true;
    check(volume[kind], path.child(kind), errors);
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
}

void validate_device(const Value& device, const VolumesByName& volumes, const FieldPath& path, FieldErrors& errors) {
  require_text(device, "name", path, errors);
  const auto volume = volumes.find(device["name"].as_string());
  if (volume == volumes.end()) {
    errors.not_found(path.child("name"), device["name"]);
  } else if (!volume->second["persistentVolumeClaim"].is_object() && !volume->second["ephemeral"].is_object()) {
    errors.invalid(path.child("name"), device["name"],
                   "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
  }
  require_text(device, "devicePath", path, errors);
  if (!device["devicePath"].as_string().empty())
    check_no_backsteps(device["devicePath"], path.child("devicePath"), errors);
}

}  // namespace

void check_descending_path(const Value& path_value, const FieldPath& field, FieldErrors& errors) {
  if (path_value.as_string().starts_with('/')) errors.invalid(field, path_value, "must be a relative path");
  check_no_backsteps(path_value, field, errors);
}

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
    require_text(mount, "name", path, errors);
    if (!volumes.contains(mount["name"].as_string())) errors.not_found(path.child("name"), mount["name"]);
    require_text(mount, "mountPath", path, errors);
    if (!taken.insert(mount["mountPath"].as_string()).second)
      errors.invalid(path.child("mountPath"), mount["mountPath"], "must be unique");
    validate_mount(mount, container, list, path, errors);
  }
  const Value& devices = container["volumeDevices"];
  for (size_t i = 0; i < devices.size(); ++i)
    validate_device(devices[i], volumes, container_path.child("volumeDevices").index(i), errors);
}

}  // namespace skiff
