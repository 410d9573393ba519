// Rule by rule: volumes of a pod. What is expected was printed by a real client for the same object.
#include "support/described_rows.h"

namespace skiff::cli {
namespace {

const DescribedRow kVolumeRows[] = {
    {"a host path has a type or none", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","hostPath":{"path":"/x"}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:          HostPath (bare host directory volume)\n"
     "    Path:          /x\n"
     "    HostPathType:  <none>\n"},
    {"whose type may be empty", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","hostPath":{"path":"/x","type":""}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:          HostPath (bare host directory volume)\n"
     "    Path:          /x\n"
     "    HostPathType:  \n"},
    {"an empty directory", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","emptyDir":{}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:        EmptyDir (a temporary directory that shares a pod's lifetime)\n"
     "    Medium:      \n"
     "    SizeLimit:   <unset>\n"},
    {"in memory, limited", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","emptyDir":{"medium":"Memory","sizeLimit":"1Gi"}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:        EmptyDir (a temporary directory that shares a pod's lifetime)\n"
     "    Medium:      Memory\n"
     "    SizeLimit:   1Gi\n"},
    {"a limit of nothing is none", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","emptyDir":{"sizeLimit":"0"}}]},"status":{}})j",
     "    SizeLimit:   <unset>\n"},
    {"a limit as quantities are written", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","emptyDir":{"sizeLimit":"1024Mi"}}]},"status":{}})j",
     "    SizeLimit:   1Gi\n"},
    {"a secret", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","secret":{"secretName":"s","optional":true}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:        Secret (a volume populated by a Secret)\n"
     "    SecretName:  s\n"
     "    Optional:    true\n"},
    {"a config map", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","configMap":{"name":"c"}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:        ConfigMap (a volume populated by a ConfigMap)\n"
     "    Name:        c\n"
     "    Optional:    false\n"},
    {"projected sources in their order", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t","expirationSeconds":3607}},{
     "secret":{"name":"s"}},{"downwardAPI":{"items":[]}},{"configMap":{"name":"c","optional":true}}]}}]},
     "status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:                    Projected (a volume that contains injected data from multiple sources)\n"
     "    TokenExpirationSeconds:  3607\n"
     "    SecretName:              s\n"
     "    Optional:                false\n"
     "    DownwardAPI:             true\n"
     "    ConfigMapName:           c\n"
     "    Optional:                true\n"},
    {"fields of the pod as files", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","downwardAPI":{"items":[{"path":"l","fieldRef":{"fieldPath":"metadata.labels"}},{"path":"c",
     "resourceFieldRef":{"containerName":"c","resource":"limits.cpu"}}]}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:  DownwardAPI (a volume populated by information about the pod)\n"
     "    Items:\n"
     "      metadata.labels -> l\n"
     "      limits.cpu -> c\n"},
    {"a claim", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","persistentVolumeClaim":{"claimName":"d","readOnly":true}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:        PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)\n"
     "    ClaimName:   d\n"
     "    ReadOnly:    true\n"},
    {"a claim of the pod's own", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","ephemeral":{"volumeClaimTemplate":{"metadata":{"labels":{"b":"2","a":"1"},"annotations":{
     "k":"v"}},"spec":{"storageClassName":"sc","accessModes":["ReadWriteOnce"],"resources":{"requests":{
     "storage":"1Gi"}}}}}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:          EphemeralVolume (an inline specification for a volume that gets created and deleted with the "
     "pod)\n"
     "    StorageClass:  sc\n"
     "    Volume:        \n"
     "    Labels:            a=1\n"
     "                       b=2\n"
     "    Annotations:       k: v\n"
     "    Capacity:      \n"
     "    Access Modes:  \n"},
    {"of several annotations each is set in; what it is filled from", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","ephemeral":{"volumeClaimTemplate":{"metadata":{"annotations":{"w":"1","x":"yy","z":"l1\nl2"}},"spec":{
     "accessModes":["ReadWriteOnce"],"volumeMode":"Filesystem","dataSource":{"kind":"PersistentVolumeClaim",
     "name":"src"}}}}}]},"status":{}})j",
     "    Annotations:       w: 1\n"
     "                       x: yy\n"
     "                       z:\n"
     "                     l1\n"
     "                     l2\n"
     "    Capacity:      \n"
     "    Access Modes:  \n"
     "    VolumeMode:    Filesystem\n"
     "    DataSource:\n"
     "      Kind:      PersistentVolumeClaim\n"
     "      Name:      src\n"},
    {"with a volume, of which a template knows nothing; its class as an annotation", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","ephemeral":{"volumeClaimTemplate":{"metadata":{"annotations":{
     "volume.beta.kubernetes.io/storage-class":"old"}},"spec":{"accessModes":["ReadWriteOnce"],"volumeName":"pv",
     "volumeMode":"Block","resources":{"requests":{"storage":"1Gi"}}}}}}]},"status":{}})j",
     "    StorageClass:  old\n"
     "    Volume:        pv\n"
     "    Labels:            <none>\n"
     "    Annotations:       volume.beta.kubernetes.io/storage-class: old\n"
     "    Capacity:      0\n"
     "    Access Modes:  \n"
     "    VolumeMode:    Block\n"},
    {"NFS", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","nfs":{"server":"s","path":"/p"}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:        NFS (an NFS mount that lasts the lifetime of a pod)\n"
     "    Server:      s\n"
     "    Path:        /p\n"
     "    ReadOnly:    false\n"},
    {"of a long attribute of CSI 140 characters", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","csi":{"driver":"d","volumeAttributes":{"b":"c",
     "long":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}}]},"status":{}})j",
     "    VolumeAttributes:      b=c\n"
     "                           long=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\n"},
    {"CSI, its attributes one a line", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","csi":{"driver":"d","fsType":"ext4","readOnly":true,"volumeAttributes":{"b":"2","a":"1"}}}]},
     "status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:              CSI (a Container Storage Interface (CSI) volume source)\n"
     "    Driver:            d\n"
     "    FSType:            ext4\n"
     "    ReadOnly:          true\n"
     "    VolumeAttributes:      a=1\n"
     "                           b=2\n"},
    {"an image", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v","image":{"reference":"r:1","pullPolicy":"Always"}}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "    Type:        Image (a container image or OCI artifact)\n"
     "    Reference:   r:1\n"
     "    PullPolicy:  Always\n"},
    {"a source that nobody knows", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],"volumes":[{
     "name":"v"}]},"status":{}})j",
     "Volumes:\n"
     "  v:\n"
     "  <unknown>\n"},
};

TEST_CASE("descriptions, rule by rule: volumes of a pod") { check_described(kVolumeRows); }

}  // namespace
}  // namespace skiff::cli
