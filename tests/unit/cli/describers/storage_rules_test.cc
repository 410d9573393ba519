// Rule by rule: claims, volumes and their classes. What is expected was printed by a real client for the same object.
#include "support/described_rows.h"

namespace skiff::cli {
namespace {

const DescribedRow kStorageRows[] = {
    {"a claim without a volume has no capacity", "v1", "PersistentVolumeClaim",
     R"j({"metadata":{"name":"c","namespace":"default","finalizers":["kubernetes.io/pvc-protection"]},"spec":{
     "accessModes":["ReadWriteOnce"],"storageClassName":"s","volumeMode":"Filesystem"},"status":{
     "phase":"Pending","capacity":{"storage":"1Gi"}}})j",
     "Name:          c\n"
     "Namespace:     default\n"
     "StorageClass:  s\n"
     "Status:        Pending\n"
     "Volume:        \n"
     "Labels:        <none>\n"
     "Annotations:   <none>\n"
     "Finalizers:    [kubernetes.io/pvc-protection]\n"
     "Capacity:      \n"
     "Access Modes:  \n"
     "VolumeMode:    Filesystem\n"
     "Used By:       <none>\n"
     "Events:        <none>\n"},
    {"its old annotation names the class", "v1", "PersistentVolumeClaim",
     R"j({"metadata":{"name":"c","namespace":"default","annotations":{
     "volume.beta.kubernetes.io/storage-class":"old"}},"spec":{"storageClassName":"s","volumeName":"v"},
     "status":{"phase":"Bound","capacity":{"storage":"1Gi"},"accessModes":["ReadOnlyMany","ReadWriteOnce",
     "ReadWriteOncePod"]}})j",
     "StorageClass:  old\n"
     "Status:        Bound\n"
     "Volume:        v\n"
     "Labels:        <none>\n"
     "Annotations:   volume.beta.kubernetes.io/storage-class: old\n"
     "Finalizers:    []\n"
     "Capacity:      1Gi\n"
     "Access Modes:  RWO,ROX,RWOP\n"
     "Used By:       <none>\n"
     "Events:        <none>\n"},
    {"what it is made from, how it stands", "v1", "PersistentVolumeClaim",
     R"j({"metadata":{"name":"c","namespace":"default"},"spec":{"dataSource":{"apiGroup":"snapshot.storage.k8s.io",
     "kind":"VolumeSnapshot","name":"s"}},"status":{"phase":"Pending","conditions":[{"type":"Resizing",
     "status":"True","lastTransitionTime":"2026-11-22T15:14:55Z","reason":"R","message":"m"}]}})j",
     "Access Modes:  \n"
     "DataSource:\n"
     "  APIGroup:  snapshot.storage.k8s.io\n"
     "  Kind:      VolumeSnapshot\n"
     "  Name:      s\n"
     "Used By:     <none>\n"
     "Conditions:\n"
     "  Type       Status  LastProbeTime                     LastTransitionTime                Reason  Message\n"
     "  ----       ------  -----------------                 ------------------                ------  -------\n"
     "  Resizing   True    Mon, 01 Jan 0001 00:00:00 +0000   Sun, 22 Nov 2026 15:14:55 +0000   R       m\n"
     "Events:      <none>\n"},
    {"a volume and its claim", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"claimRef":{
     "namespace":"default","name":"c"},"storageClassName":"s","persistentVolumeReclaimPolicy":"Retain",
     "volumeMode":"Block","hostPath":{"path":"/p","type":""}},"status":{"phase":"Failed","message":"why"}})j",
     "Name:            v\n"
     "Labels:          <none>\n"
     "Annotations:     <none>\n"
     "Finalizers:      []\n"
     "StorageClass:    s\n"
     "Status:          Failed\n"
     "Claim:           default/c\n"
     "Reclaim Policy:  Retain\n"
     "Access Modes:    RWO\n"
     "VolumeMode:      Block\n"
     "Capacity:        5Gi\n"
     "Node Affinity:   <none>\n"
     "Message:         why\n"
     "Source:\n"
     "    Type:          HostPath (bare host directory volume)\n"
     "    Path:          /p\n"
     "    HostPathType:  \n"
     "Events:            <none>\n"},
    {"where it may be used", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],
     "nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"In","values":[
     "b","c"]},{"key":"d","operator":"Exists"}]},{"matchExpressions":[]}]}},"local":{"path":"/p"}},"status":{
     "phase":"Available"}})j",
     "Node Affinity:     \n"
     "  Required Terms:  \n"
     "    Term 0:        a in [b, c]\n"
     "                   d exists\n"
     "    Term 1:        <none>\n"
     "Message:           \n"
     "Source:\n"
     "    Type:  LocalVolume (a persistent volume backed by local storage on a node)\n"
     "    Path:  /p\n"},
    {"a secret of a volume is in a namespace: iSCSI", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"iscsi":{
     "targetPortal":"t","iqn":"q","lun":1,"secretRef":{"name":"s","namespace":"n"}}},"status":{
     "phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:               ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)\n"
     "    TargetPortal:       t\n"
     "    IQN:                q\n"
     "    Lun:                1\n"
     "    ISCSIInterface      \n"
     "    FSType:             \n"
     "    ReadOnly:           false\n"
     "    Portals:            []\n"
     "    DiscoveryCHAPAuth:  false\n"
     "    SessionCHAPAuth:    false\n"
     "    SecretRef:          &SecretReference{Name:s,Namespace:n,}\n"
     "    InitiatorName:      <none>\n"},
    {"RBD", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"rbd":{
     "monitors":["a","b"],"image":"i","secretRef":{"name":"s","namespace":"n"}}},"status":{"phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:          RBD (a Rados Block Device mount on the host that shares a pod's lifetime)\n"
     "    CephMonitors:  [a b]\n"
     "    RBDImage:      i\n"
     "    FSType:        \n"
     "    RBDPool:       \n"
     "    RadosUser:     \n"
     "    Keyring:       \n"
     "    SecretRef:     &SecretReference{Name:s,Namespace:n,}\n"
     "    ReadOnly:      false\n"},
    {"Azure files", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"azureFile":{
     "secretName":"a","shareName":"b","secretNamespace":"c"}},"status":{"phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:             AzureFile (an Azure File Service mount on the host and bind mount to the pod)\n"
     "    SecretName:       a\n"
     "    SecretNamespace:  c\n"
     "    ShareName:        b\n"
     "    ReadOnly:         false\n"},
    {"Cinder", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"cinder":{
     "volumeID":"v","secretRef":{"name":"s","namespace":"n"}}},"status":{"phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:       Cinder (a Persistent Disk resource in OpenStack)\n"
     "    VolumeID:   v\n"
     "    FSType:     \n"
     "    ReadOnly:   false\n"
     "    SecretRef:  &SecretReference{Name:s,Namespace:n,}\n"},
    {"FlexVolume", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],
     "flexVolume":{"driver":"k/d","secretRef":{"name":"s","namespace":"n"},"options":{"b":"2","a":"1"}}},
     "status":{"phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:       FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)\n"
     "    Driver:     k/d\n"
     "    FSType:     \n"
     "    SecretRef:  &SecretReference{Name:s,Namespace:n,}\n"
     "    ReadOnly:   false\n"
     "    Options:    map[a:1 b:2]\n"},
    {"ScaleIO", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"scaleIO":{
     "gateway":"g","system":"s","volumeName":"v","secretRef":{"name":"s","namespace":"n"}}},"status":{
     "phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:               ScaleIO (a persistent volume backed by a block device in ScaleIO)\n"
     "    Gateway:            g\n"
     "    System:             s\n"
     "    Protection Domain:  \n"
     "    Storage Pool:       \n"
     "    Storage Mode:       \n"
     "    VolumeName:         v\n"
     "    SecretName:         s\n"
     "    SecretNamespace:    n\n"
     "    FSType:             \n"
     "    ReadOnly:           false\n"},
    {"CephFS without a secret", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"cephfs":{
     "monitors":["a","b"]}},"status":{"phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:        CephFS (a CephFS mount on the host that shares a pod's lifetime)\n"
     "    Monitors:    [a b]\n"
     "    Path:        \n"
     "    User:        \n"
     "    SecretFile:  \n"
     "    SecretRef:   nil\n"
     "    ReadOnly:    false\n"},
    {"GlusterFS whose endpoints are in a namespace", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"glusterfs":{
     "endpoints":"e","path":"p","endpointsNamespace":"n"}},"status":{"phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:                Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)\n"
     "    EndpointsName:       e\n"
     "    EndpointsNamespace:  n\n"
     "    Path:                p\n"
     "    ReadOnly:            false\n"},
    {"or in none", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"glusterfs":{
     "endpoints":"e","path":"p"}},"status":{"phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:                Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)\n"
     "    EndpointsName:       e\n"
     "    EndpointsNamespace:  <unset>\n"
     "    Path:                p\n"
     "    ReadOnly:            false\n"},
    {"CSI", "v1", "PersistentVolume",
     R"j({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"5Gi"},"accessModes":["ReadWriteOnce"],"csi":{
     "driver":"d","volumeHandle":"h","fsType":"ext4","volumeAttributes":{"b":"2","a":"1"}}},"status":{
     "phase":"Available"}})j",
     "Node Affinity:   <none>\n"
     "Message:         \n"
     "Source:\n"
     "    Type:              CSI (a Container Storage Interface (CSI) volume source)\n"
     "    Driver:            d\n"
     "    FSType:            ext4\n"
     "    VolumeHandle:      h\n"
     "    ReadOnly:          false\n"
     "    VolumeAttributes:      a=1\n"
     "                           b=2\n"},
    {"the default class, annotations and parameters on one line", "storage.k8s.io/v1", "StorageClass",
     R"j({"metadata":{"name":"s","annotations":{"storageclass.kubernetes.io/is-default-class":"true","a":"b"}},
     "provisioner":"p","parameters":{"b":"2","a":"1"},"allowVolumeExpansion":true,"reclaimPolicy":"Delete",
     "volumeBindingMode":"Immediate"})j",
     "Name:                  s\n"
     "IsDefaultClass:        Yes\n"
     "Annotations:           a=b,storageclass.kubernetes.io/is-default-class=true\n"
     "Provisioner:           p\n"
     "Parameters:            a=1,b=2\n"
     "AllowVolumeExpansion:  True\n"
     "MountOptions:          <none>\n"
     "ReclaimPolicy:         Delete\n"
     "VolumeBindingMode:     Immediate\n"
     "Events:                <none>\n"},
    {"the annotation of old counts, too", "storage.k8s.io/v1", "StorageClass",
     R"j({"metadata":{"name":"s","annotations":{"storageclass.beta.kubernetes.io/is-default-class":"true"}},
     "provisioner":"p"})j",
     "Name:                  s\n"
     "IsDefaultClass:        Yes\n"
     "Annotations:           storageclass.beta.kubernetes.io/is-default-class=true\n"
     "Provisioner:           p\n"
     "Parameters:            <none>\n"
     "AllowVolumeExpansion:  <unset>\n"
     "MountOptions:          <none>\n"
     "Events:                <none>\n"},
    {"mount options and topologies", "storage.k8s.io/v1", "StorageClass",
     R"j({"metadata":{"name":"s"},"provisioner":"p","mountOptions":["a","b"],"allowVolumeExpansion":false,
     "allowedTopologies":[{"matchLabelExpressions":[{"key":"a","values":["b","c"]},{"key":"d","values":["e"]}]},
     {"matchLabelExpressions":[{"key":"f","values":["g"]}]}]})j",
     "AllowVolumeExpansion:  False\n"
     "MountOptions:\n"
     "  a\n"
     "  b\n"
     "AllowedTopologies:  \n"
     "  Term 0:           a in [b, c]\n"
     "                    d in [e]\n"
     "  Term 1:           f in [g]\n"
     "Events:             <none>\n"},
};

TEST_CASE("descriptions, rule by rule: claims, volumes and their classes") { check_described(kStorageRows); }

}  // namespace
}  // namespace skiff::cli
