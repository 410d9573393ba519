#include "cli/describers/volume_fields.h"

#include <optional>
#include <string>

#include "cli/describers/metadata.h"

namespace skiff::cli {
namespace {

struct TypeRow {
  const char* source;
  const char* text;
};

constexpr TypeRow kTypes[] = {
    {"awsElasticBlockStore", "AWSElasticBlockStore (a Persistent Disk resource in AWS)"},
    {"azureDisk", "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)"},
    {"azureFile", "AzureFile (an Azure File Service mount on the host and bind mount to the pod)"},
    {"cephfs", "CephFS (a CephFS mount on the host that shares a pod's lifetime)"},
    {"cinder", "Cinder (a Persistent Disk resource in OpenStack)"},
    {"fc", "FC (a Fibre Channel disk)"},
    {"flexVolume", "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)"},
    {"flocker", "Flocker (a Flocker volume mounted by the Flocker agent)"},
    {"gcePersistentDisk", "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)"},
    {"gitRepo", "GitRepo (a volume that is pulled from git when the pod is created)"},
    {"glusterfs", "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)"},
    {"image", "Image (a container image or OCI artifact)"},
    {"iscsi",
     "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)"},
    {"local", "LocalVolume (a persistent volume backed by local storage on a node)"},
    {"nfs", "NFS (an NFS mount that lasts the lifetime of a pod)"},
    {"photonPersistentDisk", "PhotonPersistentDisk (a Persistent Disk resource in photon platform)"},
    {"portworxVolume", "PortworxVolume (a Portworx Volume resource)"},
    {"quobyte", "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)"},
    {"rbd", "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)"},
    {"scaleIO", "ScaleIO (a persistent volume backed by a block device in ScaleIO)"},
    {"storageos", "StorageOS (a StorageOS Persistent Disk resource)"},
    {"vsphereVolume", "vSphereVolume (a Persistent Disk resource in vSphere)"},
};

// How a field is written: as it is, a number, a flag, a Go slice, its elements, a reference (or a part of it), a Go
// map.
enum class Form {
  kText,
  kTextOrNone,
  kTextOrUnset,
  kNumber,
  kNumberOrNone,
  kFlag,
  kSlice,
  kElements,
  kReference,
  kNameOf,
  kNamespaceOf,
  kMap
};

struct FieldRow {
  const char* source;
  const char* label;  // with its colon, which one of them lacks upstream
  const char* member;
  Form form = Form::kText;
  std::optional<SourceOf> only = std::nullopt;  // a PersistentVolume has fields that a pod's volume lacks
};

constexpr FieldRow kFields[] = {
    {"awsElasticBlockStore", "VolumeID:", "volumeID"},
    {"awsElasticBlockStore", "FSType:", "fsType"},
    {"awsElasticBlockStore", "Partition:", "partition", Form::kNumber},
    {"awsElasticBlockStore", "ReadOnly:", "readOnly", Form::kFlag},
    {"azureDisk", "DiskName:", "diskName"},
    {"azureDisk", "DiskURI:", "diskURI"},
    {"azureDisk", "Kind:", "kind"},
    {"azureDisk", "FSType:", "fsType"},
    {"azureDisk", "CachingMode:", "cachingMode"},
    {"azureDisk", "ReadOnly:", "readOnly", Form::kFlag},
    {"azureFile", "SecretName:", "secretName"},
    {"azureFile", "SecretNamespace:", "secretNamespace", Form::kText, SourceOf::kPersistentVolume},
    {"azureFile", "ShareName:", "shareName"},
    {"azureFile", "ReadOnly:", "readOnly", Form::kFlag},
    {"cephfs", "Monitors:", "monitors", Form::kSlice},
    {"cephfs", "Path:", "path"},
    {"cephfs", "User:", "user"},
    {"cephfs", "SecretFile:", "secretFile"},
    {"cephfs", "SecretRef:", "secretRef", Form::kReference},
    {"cephfs", "ReadOnly:", "readOnly", Form::kFlag},
    {"cinder", "VolumeID:", "volumeID"},
    {"cinder", "FSType:", "fsType"},
    {"cinder", "ReadOnly:", "readOnly", Form::kFlag},
    {"cinder", "SecretRef:", "secretRef", Form::kReference},
    {"fc", "TargetWWNs:", "targetWWNs", Form::kElements},
    {"fc", "LUN:", "lun", Form::kNumberOrNone},
    {"fc", "FSType:", "fsType"},
    {"fc", "ReadOnly:", "readOnly", Form::kFlag},
    {"flexVolume", "Driver:", "driver"},
    {"flexVolume", "FSType:", "fsType"},
    {"flexVolume", "SecretRef:", "secretRef", Form::kReference},
    {"flexVolume", "ReadOnly:", "readOnly", Form::kFlag},
    {"flexVolume", "Options:", "options", Form::kMap},
    {"flocker", "DatasetName:", "datasetName"},
    {"flocker", "DatasetUUID:", "datasetUUID"},
    {"gcePersistentDisk", "PDName:", "pdName"},
    {"gcePersistentDisk", "FSType:", "fsType"},
    {"gcePersistentDisk", "Partition:", "partition", Form::kNumber},
    {"gcePersistentDisk", "ReadOnly:", "readOnly", Form::kFlag},
    {"gitRepo", "Repository:", "repository"},
    {"gitRepo", "Revision:", "revision"},
    {"glusterfs", "EndpointsName:", "endpoints"},
    {"glusterfs", "EndpointsNamespace:", "endpointsNamespace", Form::kTextOrUnset, SourceOf::kPersistentVolume},
    {"glusterfs", "Path:", "path"},
    {"glusterfs", "ReadOnly:", "readOnly", Form::kFlag},
    {"image", "Reference:", "reference"},
    {"image", "PullPolicy:", "pullPolicy"},
    {"iscsi", "TargetPortal:", "targetPortal"},
    {"iscsi", "IQN:", "iqn"},
    {"iscsi", "Lun:", "lun", Form::kNumber},
    {"iscsi", "ISCSIInterface", "iscsiInterface"},
    {"iscsi", "FSType:", "fsType"},
    {"iscsi", "ReadOnly:", "readOnly", Form::kFlag},
    {"iscsi", "Portals:", "portals", Form::kSlice},
    {"iscsi", "DiscoveryCHAPAuth:", "chapAuthDiscovery", Form::kFlag},
    {"iscsi", "SessionCHAPAuth:", "chapAuthSession", Form::kFlag},
    {"iscsi", "SecretRef:", "secretRef", Form::kReference},
    {"iscsi", "InitiatorName:", "initiatorName", Form::kTextOrNone},
    {"local", "Path:", "path"},
    {"nfs", "Server:", "server"},
    {"nfs", "Path:", "path"},
    {"nfs", "ReadOnly:", "readOnly", Form::kFlag},
    {"photonPersistentDisk", "PdID:", "pdID"},
    {"photonPersistentDisk", "FSType:", "fsType"},
    {"portworxVolume", "VolumeID:", "volumeID"},
    {"quobyte", "Registry:", "registry"},
    {"quobyte", "Volume:", "volume"},
    {"quobyte", "ReadOnly:", "readOnly", Form::kFlag},
    {"rbd", "CephMonitors:", "monitors", Form::kSlice},
    {"rbd", "RBDImage:", "image"},
    {"rbd", "FSType:", "fsType"},
    {"rbd", "RBDPool:", "pool"},
    {"rbd", "RadosUser:", "user"},
    {"rbd", "Keyring:", "keyring"},
    {"rbd", "SecretRef:", "secretRef", Form::kReference},
    {"rbd", "ReadOnly:", "readOnly", Form::kFlag},
    {"scaleIO", "Gateway:", "gateway"},
    {"scaleIO", "System:", "system"},
    {"scaleIO", "Protection Domain:", "protectionDomain"},
    {"scaleIO", "Storage Pool:", "storagePool"},
    {"scaleIO", "Storage Mode:", "storageMode"},
    {"scaleIO", "VolumeName:", "volumeName"},
    {"scaleIO", "SecretName:", "secretRef", Form::kNameOf, SourceOf::kPersistentVolume},
    {"scaleIO", "SecretNamespace:", "secretRef", Form::kNamespaceOf, SourceOf::kPersistentVolume},
    {"scaleIO", "FSType:", "fsType"},
    {"scaleIO", "ReadOnly:", "readOnly", Form::kFlag},
    {"storageos", "VolumeName:", "volumeName"},
    {"storageos", "VolumeNamespace:", "volumeNamespace"},
    {"storageos", "FSType:", "fsType"},
    {"storageos", "ReadOnly:", "readOnly", Form::kFlag},
    {"vsphereVolume", "VolumePath:", "volumePath"},
    {"vsphereVolume", "FSType:", "fsType"},
    {"vsphereVolume", "StoragePolicyName:", "storagePolicyName"},
};

std::string go_map(const Value& map) {
  std::string out;
  for (const Member& member : map.members())
    out += (out.empty() ? "" : " ") + std::string(member.name()) + ":" + member.value.str();
  return "map[" + out + "]";
}

// A PersistentVolume, which has no namespace, says in which one its secret is.
std::string reference(const Value& value, SourceOf owner) {
  if (value.is_null()) return "nil";
  if (owner == SourceOf::kPod) return "&LocalObjectReference{Name:" + value["name"].str() + ",}";
  return "&SecretReference{Name:" + value["name"].str() + ",Namespace:" + value["namespace"].str() + ",}";
}

std::string shown_field(const Value& value, Form form, SourceOf owner) {
  switch (form) {
    case Form::kNumberOrNone:
      if (value.is_null()) return "<none>";
      [[fallthrough]];
    case Form::kNumber:
      return std::to_string(value.as_int());
    case Form::kFlag:
      return go_bool(value.as_bool());
    case Form::kSlice:
      return go_list(value);
    case Form::kElements:
      return joined(value, ", ");
    case Form::kReference:
      return reference(value, owner);
    case Form::kNameOf:
      return value["name"].str();
    case Form::kNamespaceOf:
      return value["namespace"].str();
    case Form::kMap:
      return go_map(value);
    case Form::kTextOrUnset:
      return value.is_null() ? "<unset>" : value.str();
    case Form::kTextOrNone:
      return text_or(value.as_string(), "<none>");
    case Form::kText:
      break;
  }
  return value.str();
}

}  // namespace

bool add_volume_fields(const Value& volume, SourceOf owner, Lines& out) {
  for (const TypeRow& type : kTypes) {
    const Value& source = volume[type.source];
    if (source.is_null()) continue;
    out.add(2, "Type", type.text);
    for (const FieldRow& field : kFields)
      if (std::string_view(field.source) == type.source && field.only.value_or(owner) == owner)
        out.add(2, std::string(field.label) + "\t" + shown_field(source[field.member], field.form, owner));
    return true;
  }
  return false;
}

}  // namespace skiff::cli
