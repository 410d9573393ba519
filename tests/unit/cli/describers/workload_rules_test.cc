// Rule by rule: workloads and jobs. What is expected was printed by a real client for the same object.
#include "support/described_rows.h"

namespace skiff::cli {
namespace {

const DescribedRow kWorkloadRows[] = {
    {"a StatefulSet", "apps/v1", "StatefulSet",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"replicas":3,"updateStrategy":{"type":"RollingUpdate",
     "rollingUpdate":{"partition":1}}},"status":{"replicas":2}})j",
     "Name:               w\n"
     "Namespace:          default\n"
     "CreationTimestamp:  Sun, 22 Nov 2026 15:14:55 +0000\n"
     "Selector:           app=w\n"
     "Labels:             <none>\n"
     "Annotations:        <none>\n"
     "Replicas:           3 desired | 2 total\n"
     "Update Strategy:    RollingUpdate\n"
     "  Partition:        1\n"
     "Pods Status:        0 Running / 0 Waiting / 0 Succeeded / 0 Failed\n"
     "Pod Template:\n"
     "  Labels:  app=w\n"
     "  Containers:\n"
     "   c:\n"
     "    Image:         x\n"
     "    Port:          <none>\n"
     "    Host Port:     <none>\n"
     "    Environment:   <none>\n"
     "    Mounts:        <none>\n"
     "  Volumes:         <none>\n"
     "  Node-Selectors:  <none>\n"
     "  Tolerations:     <none>\n"
     "Volume Claims:     <none>\n"
     "Events:            <none>\n"},
    {"without a partition there is no line for it", "apps/v1", "StatefulSet",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"replicas":3,"updateStrategy":{"type":"OnDelete"}},"status":{}})j",
     "Update Strategy:    OnDelete\n"},
    {"the limit of unavailable ones stands behind a partition alone", "apps/v1", "StatefulSet",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"replicas":3,"updateStrategy":{"type":"RollingUpdate",
     "rollingUpdate":{"partition":1,"maxUnavailable":"20%"}}},"status":{}})j",
     "Update Strategy:    RollingUpdate\n"
     "  Partition:        1\n"
     "  MaxUnavailable:   20%\n"},
    {"and not by itself", "apps/v1", "StatefulSet",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"replicas":3,"updateStrategy":{"type":"RollingUpdate",
     "rollingUpdate":{"maxUnavailable":2}}},"status":{}})j",
     "Update Strategy:    RollingUpdate\n"},
    {"claim templates, annotations as labels", "apps/v1", "StatefulSet",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"replicas":1,"volumeClaimTemplates":[{"metadata":{"name":"a",
     "labels":{"b":"2","a":"1"},"annotations":{"k":"v"}},"spec":{"storageClassName":"sc","accessModes":[
     "ReadWriteOnce","ReadOnlyMany"],"resources":{"requests":{"storage":"1Gi"}}}},{"metadata":{"name":"b"},
     "spec":{"accessModes":["ReadWriteOnce"]}}]},"status":{}})j",
     "Volume Claims:\n"
     "  Name:          a\n"
     "  StorageClass:  sc\n"
     "  Labels:        a=1\n"
     "                 b=2\n"
     "  Annotations:   k=v\n"
     "  Capacity:      1Gi\n"
     "  Access Modes:  [ReadWriteOnce ReadOnlyMany]\n"
     "  Name:          b\n"
     "  StorageClass:  \n"
     "  Labels:        <none>\n"
     "  Annotations:   <none>\n"
     "  Capacity:      <default>\n"
     "  Access Modes:  [ReadWriteOnce]\n"
     "Events:          <none>\n"},
    {"the class of a claim template as an annotation", "apps/v1", "StatefulSet",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"replicas":1,"volumeClaimTemplates":[{"metadata":{"name":"a",
     "annotations":{"volume.beta.kubernetes.io/storage-class":"old"}},"spec":{"storageClassName":"sc"}}]},
     "status":{}})j",
     "  Name:          a\n"
     "  StorageClass:  old\n"},
    {"the whole of a template", "apps/v1", "StatefulSet",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"b":"2","app":"w"},
     "annotations":{"k":"v"}},"spec":{"serviceAccountName":"sa","priorityClassName":"pc","initContainers":[{
     "name":"i","image":"x"}],"containers":[{"name":"c","image":"x","env":[{"name":"N","valueFrom":{"fieldRef":{
     "apiVersion":"v1","fieldPath":"metadata.name"}}}],"volumeMounts":[{"name":"v","mountPath":"/v"}]}],
     "volumes":[{"name":"v","emptyDir":{}}],"nodeSelector":{"a":"b"},"tolerations":[{"key":"k",
     "operator":"Exists"}],"topologySpreadConstraints":[{"topologyKey":"zone","maxSkew":1,
     "whenUnsatisfiable":"DoNotSchedule"}]}},"replicas":1},"status":{}})j",
     "Pod Template:\n"
     "  Labels:           app=w\n"
     "                    b=2\n"
     "  Annotations:      k: v\n"
     "  Service Account:  sa\n"
     "  Init Containers:\n"
     "   i:\n"
     "    Image:        x\n"
     "    Port:         <none>\n"
     "    Host Port:    <none>\n"
     "    Environment:  <none>\n"
     "    Mounts:       <none>\n"
     "  Containers:\n"
     "   c:\n"
     "    Image:      x\n"
     "    Port:       <none>\n"
     "    Host Port:  <none>\n"
     "    Environment:\n"
     "      N:   (v1:metadata.name)\n"
     "    Mounts:\n"
     "      /v from v (rw)\n"
     "  Volumes:\n"
     "   v:\n"
     "    Type:                       EmptyDir (a temporary directory that shares a pod's lifetime)\n"
     "    Medium:                     \n"
     "    SizeLimit:                  <unset>\n"
     "  Topology Spread Constraints:  zone:DoNotSchedule when max skew 1 is exceeded\n"
     "  Priority Class Name:          pc\n"
     "  Node-Selectors:               a=b\n"
     "  Tolerations:                  k op=Exists\n"},
    {"a Deployment", "apps/v1", "Deployment",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"replicas":2,"minReadySeconds":5,"strategy":{
     "type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":1}}},"status":{
     "updatedReplicas":2,"replicas":3,"availableReplicas":1,"unavailableReplicas":2,"conditions":[{
     "type":"Available","status":"True","reason":"MinimumReplicasAvailable"},{"type":"Progressing",
     "status":"False"}]}})j",
     "Name:                   w\n"
     "Namespace:              default\n"
     "CreationTimestamp:      Sun, 22 Nov 2026 15:14:55 +0000\n"
     "Labels:                 <none>\n"
     "Annotations:            <none>\n"
     "Selector:               app=w\n"
     "Replicas:               2 desired | 2 updated | 3 total | 1 available | 2 unavailable\n"
     "StrategyType:           RollingUpdate\n"
     "MinReadySeconds:        5\n"
     "RollingUpdateStrategy:  1 max unavailable, 25% max surge\n"
     "Pod Template:\n"
     "  Labels:  app=w\n"
     "  Containers:\n"
     "   c:\n"
     "    Image:         x\n"
     "    Port:          <none>\n"
     "    Host Port:     <none>\n"
     "    Environment:   <none>\n"
     "    Mounts:        <none>\n"
     "  Volumes:         <none>\n"
     "  Node-Selectors:  <none>\n"
     "  Tolerations:     <none>\n"
     "Conditions:\n"
     "  Type          Status  Reason\n"
     "  ----          ------  ------\n"
     "  Available     True    MinimumReplicasAvailable\n"
     "  Progressing   False   \n"
     "Events:         <none>\n"},
    {"without a rolling update there is no line for it", "apps/v1", "Deployment",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"replicas":0,"strategy":{"type":"Recreate"}},"status":{}})j",
     "StrategyType:       Recreate\n"
     "MinReadySeconds:    0\n"},
    {"a ReplicaSet and who controls it", "apps/v1", "ReplicaSet",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z",
     "ownerReferences":[{"kind":"Deployment","name":"d","uid":"1","apiVersion":"apps/v1","controller":true}]},
     "spec":{"selector":{"matchExpressions":[{"key":"b","operator":"In","values":["y","x"]}],"matchLabels":{
     "a":"1"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{"containers":[{"name":"c","image":"x"}]}},
     "replicas":2},"status":{"replicas":1,"conditions":[{"type":"ReplicaFailure","status":"True",
     "reason":"FailedCreate"}]}})j",
     "Name:           w\n"
     "Namespace:      default\n"
     "Selector:       a=1,b in (x,y)\n"
     "Labels:         <none>\n"
     "Annotations:    <none>\n"
     "Controlled By:  Deployment/d\n"
     "Replicas:       1 current / 2 desired\n"
     "Pods Status:    0 Running / 0 Waiting / 0 Succeeded / 0 Failed\n"
     "Pod Template:\n"
     "  Labels:  app=w\n"
     "  Containers:\n"
     "   c:\n"
     "    Image:         x\n"
     "    Port:          <none>\n"
     "    Host Port:     <none>\n"
     "    Environment:   <none>\n"
     "    Mounts:        <none>\n"
     "  Volumes:         <none>\n"
     "  Node-Selectors:  <none>\n"
     "  Tolerations:     <none>\n"
     "Conditions:\n"
     "  Type             Status  Reason\n"
     "  ----             ------  ------\n"
     "  ReplicaFailure   True    FailedCreate\n"
     "Events:            <none>\n"},
    {"a ReplicationController has labels for a selector", "v1", "ReplicationController",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"b":"2","a":"1"},"template":{"metadata":{"labels":{"app":"w"}},"spec":{"containers":[{
     "name":"c","image":"x"}]}},"replicas":2},"status":{"replicas":2}})j",
     "Name:         w\n"
     "Namespace:    default\n"
     "Selector:     a=1,b=2\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "Replicas:     2 current / 2 desired\n"
     "Pods Status:  0 Running / 0 Waiting / 0 Succeeded / 0 Failed\n"},
    {"five lines of a DaemonSet are not aligned", "apps/v1", "DaemonSet",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "nodeSelector":{"d":"ssd"},"containers":[{"name":"c","image":"x"}]}}},"status":{"desiredNumberScheduled":3,
     "currentNumberScheduled":2,"updatedNumberScheduled":1,"numberAvailable":1,"numberMisscheduled":4}})j",
     "Name:           w\n"
     "Namespace:      default\n"
     "Selector:       app=w\n"
     "Node-Selector:  d=ssd\n"
     "Labels:         <none>\n"
     "Annotations:    <none>\n"
     "Desired Number of Nodes Scheduled: 3\n"
     "Current Number of Nodes Scheduled: 2\n"
     "Number of Nodes Scheduled with Up-to-date Pods: 1\n"
     "Number of Nodes Scheduled with Available Pods: 1\n"
     "Number of Nodes Misscheduled: 4\n"
     "Pods Status:  0 Running / 0 Waiting / 0 Succeeded / 0 Failed\n"},
    {"a Job of which all is set", "batch/v1", "Job",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z",
     "ownerReferences":[{"kind":"CronJob","name":"d","uid":"1","apiVersion":"batch/v1","controller":true}]},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"parallelism":2,"completions":3,"completionMode":"Indexed",
     "suspend":false,"backoffLimit":4,"ttlSecondsAfterFinished":5,"activeDeadlineSeconds":6},"status":{
     "startTime":"2026-11-22T15:14:55Z","completionTime":"2026-11-22T15:16:00Z","active":1,"ready":0,
     "succeeded":2,"failed":1,"completedIndexes":"0,2"}})j",
     "Name:                        w\n"
     "Namespace:                   default\n"
     "Selector:                    app=w\n"
     "Labels:                      <none>\n"
     "Annotations:                 <none>\n"
     "Controlled By:               CronJob/d\n"
     "Parallelism:                 2\n"
     "Completions:                 3\n"
     "Completion Mode:             Indexed\n"
     "Suspend:                     false\n"
     "Backoff Limit:               4\n"
     "TTL Seconds After Finished:  5\n"
     "Start Time:                  Sun, 22 Nov 2026 15:14:55 +0000\n"
     "Completed At:                Sun, 22 Nov 2026 15:16:00 +0000\n"
     "Duration:                    65s\n"
     "Active Deadline Seconds:     6s\n"
     "Pods Statuses:               1 Active (0 Ready) / 2 Succeeded / 1 Failed\n"
     "Completed Indexes:           0,2\n"},
    {"a Job of which nothing is set", "batch/v1", "Job",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":null,"template":{"metadata":{"labels":{"app":"w"}},"spec":{"containers":[{"name":"c",
     "image":"x"}]}}},"status":{}})j",
     "Name:           w\n"
     "Namespace:      default\n"
     "Selector:       \n"
     "Labels:         <none>\n"
     "Annotations:    <none>\n"
     "Completions:    <unset>\n"
     "Pods Statuses:  0 Active / 0 Succeeded / 0 Failed\n"},
    {"no index completed yet", "batch/v1", "Job",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"completionMode":"Indexed"},"status":{}})j",
     "Pods Statuses:      0 Active / 0 Succeeded / 0 Failed\n"
     "Completed Indexes:  <none>\n"},
    {"long lists of indexes end at the first comma after 50", "batch/v1", "Job",
     R"j({"metadata":{"name":"w","namespace":"default","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},
     "spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{
     "containers":[{"name":"c","image":"x"}]}},"completionMode":"Indexed"},"status":{
     "completedIndexes":"0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52,54,56,58,60,62,64,66,68,70,72,74,76,78"}})j",
     "Pods Statuses:      0 Active / 0 Succeeded / 0 Failed\n"
     "Completed Indexes:  0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,...\n"},
};

TEST_CASE("descriptions, rule by rule: workloads and jobs") { check_described(kWorkloadRows); }

}  // namespace
}  // namespace skiff::cli
