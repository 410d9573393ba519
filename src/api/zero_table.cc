#include "api/zero_table.h"

namespace skiff {

constinit const std::string_view kVanishingZeros =
    R"(apps.v1.DaemonSetCondition message reason
apps.v1.DaemonSetSpec minReadySeconds
apps.v1.DaemonSetStatus numberAvailable numberUnavailable observedGeneration updatedNumberScheduled
apps.v1.DaemonSetUpdateStrategy type
apps.v1.DeploymentCondition message reason
apps.v1.DeploymentSpec minReadySeconds paused
apps.v1.DeploymentStatus availableReplicas observedGeneration readyReplicas replicas unavailableReplicas updatedReplicas
apps.v1.DeploymentStrategy type
apps.v1.ReplicaSetCondition message reason
apps.v1.ReplicaSetSpec minReadySeconds
apps.v1.ReplicaSetStatus availableReplicas fullyLabeledReplicas observedGeneration readyReplicas
apps.v1.StatefulSetCondition message reason
apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted whenScaled
apps.v1.StatefulSetSpec minReadySeconds podManagementPolicy
apps.v1.StatefulSetStatus currentReplicas currentRevision observedGeneration readyReplicas updateRevision updatedReplicas
apps.v1.StatefulSetUpdateStrategy type
autoscaling.v1.CrossVersionObjectReference apiVersion
autoscaling.v1.ScaleSpec replicas
autoscaling.v1.ScaleStatus selector
autoscaling.v2.CrossVersionObjectReference apiVersion
autoscaling.v2.HorizontalPodAutoscalerCondition message reason
autoscaling.v2.HorizontalPodAutoscalerStatus currentReplicas
batch.v1.CronJobSpec concurrencyPolicy
batch.v1.JobCondition message reason
batch.v1.JobStatus active completedIndexes failed succeeded
core.v1.AWSElasticBlockStoreVolumeSource fsType partition readOnly
core.v1.AzureFileVolumeSource readOnly
core.v1.CSIPersistentVolumeSource fsType readOnly
core.v1.CephFSPersistentVolumeSource path readOnly secretFile user
core.v1.CephFSVolumeSource path readOnly secretFile user
core.v1.CinderPersistentVolumeSource fsType readOnly
core.v1.CinderVolumeSource fsType readOnly
core.v1.ConfigMapEnvSource name
core.v1.ConfigMapKeySelector name
core.v1.ConfigMapProjection name
core.v1.ConfigMapVolumeSource name
core.v1.Container image imagePullPolicy stdin stdinOnce terminationMessagePath terminationMessagePolicy tty workingDir
core.v1.ContainerImage sizeBytes
core.v1.ContainerPort hostIP hostPort name protocol
core.v1.ContainerStateTerminated containerID message reason signal
core.v1.ContainerStateWaiting message reason
core.v1.ContainerStatus containerID
core.v1.EmptyDirVolumeSource medium
core.v1.EndpointAddress hostname
core.v1.EndpointPort name protocol
core.v1.EnvFromSource prefix
core.v1.EnvVar value
core.v1.EphemeralContainer image imagePullPolicy stdin stdinOnce targetContainerName terminationMessagePath terminationMessagePolicy tty workingDir
core.v1.Event action count message reason type
core.v1.EventSeries count
core.v1.EventSource component host
core.v1.FCVolumeSource fsType readOnly
core.v1.FlexPersistentVolumeSource fsType readOnly
core.v1.FlexVolumeSource fsType readOnly
core.v1.FlockerVolumeSource datasetName datasetUUID
core.v1.GCEPersistentDiskVolumeSource fsType partition readOnly
core.v1.GitRepoVolumeSource directory revision
core.v1.GlusterfsPersistentVolumeSource readOnly
core.v1.GlusterfsVolumeSource readOnly
core.v1.HTTPGetAction host path scheme
core.v1.ISCSIPersistentVolumeSource chapAuthDiscovery chapAuthSession fsType iscsiInterface readOnly
core.v1.ISCSIVolumeSource chapAuthDiscovery chapAuthSession fsType iscsiInterface readOnly
core.v1.ImageVolumeSource pullPolicy reference
core.v1.LoadBalancerIngress hostname ip
core.v1.LocalObjectReference name
core.v1.NFSVolumeSource readOnly
core.v1.NamespaceCondition message reason
core.v1.NamespaceStatus phase
core.v1.NodeCondition message reason
core.v1.NodeSpec externalID podCIDR providerID unschedulable
core.v1.NodeStatus phase
core.v1.ObjectFieldSelector apiVersion
core.v1.ObjectReference apiVersion fieldPath kind name namespace resourceVersion uid
core.v1.PersistentVolumeClaimCondition message reason
core.v1.PersistentVolumeClaimSpec volumeName
core.v1.PersistentVolumeClaimStatus phase
core.v1.PersistentVolumeClaimVolumeSource readOnly
core.v1.PersistentVolumeSpec persistentVolumeReclaimPolicy storageClassName
core.v1.PersistentVolumeStatus message phase reason
core.v1.PhotonPersistentDiskVolumeSource fsType
core.v1.PodCertificateProjection certificateChainPath credentialBundlePath keyPath
core.v1.PodCondition message observedGeneration reason
core.v1.PodDNSConfigOption name
core.v1.PodSpec dnsPolicy hostIPC hostNetwork hostPID hostname nodeName priorityClassName restartPolicy schedulerName serviceAccount serviceAccountName subdomain
core.v1.PodStatus hostIP message nominatedNodeName observedGeneration phase podIP qosClass reason resize
core.v1.PortworxVolumeSource fsType readOnly
core.v1.Probe failureThreshold initialDelaySeconds periodSeconds successThreshold timeoutSeconds
core.v1.QuobyteVolumeSource group readOnly tenant user
core.v1.RBDPersistentVolumeSource fsType keyring pool readOnly user
core.v1.RBDVolumeSource fsType keyring pool readOnly user
core.v1.ReplicationControllerCondition message reason
core.v1.ReplicationControllerSpec minReadySeconds
core.v1.ReplicationControllerStatus availableReplicas fullyLabeledReplicas observedGeneration readyReplicas
core.v1.ResourceClaim request
core.v1.ResourceFieldSelector containerName
core.v1.SELinuxOptions level role type user
core.v1.ScaleIOPersistentVolumeSource fsType protectionDomain readOnly sslEnabled storageMode storagePool volumeName
core.v1.ScaleIOVolumeSource fsType protectionDomain readOnly sslEnabled storageMode storagePool volumeName
core.v1.Secret type
core.v1.SecretEnvSource name
core.v1.SecretKeySelector name
core.v1.SecretProjection name
core.v1.SecretReference name namespace
core.v1.SecretVolumeSource secretName
core.v1.ServiceAccountTokenProjection audience
core.v1.ServicePort name nodePort protocol
core.v1.ServiceSpec clusterIP externalName externalTrafficPolicy healthCheckNodePort loadBalancerIP publishNotReadyAddresses sessionAffinity type
core.v1.StorageOSPersistentVolumeSource fsType readOnly volumeName volumeNamespace
core.v1.StorageOSVolumeSource fsType readOnly volumeName volumeNamespace
core.v1.TCPSocketAction host
core.v1.Taint value
core.v1.Toleration effect key operator value
core.v1.VolumeMount readOnly subPath subPathExpr
core.v1.VolumeMountStatus readOnly
core.v1.VsphereVirtualDiskVolumeSource fsType storagePolicyID storagePolicyName
events.v1.Event action deprecatedCount note reason reportingController reportingInstance type
meta.v1.Condition observedGeneration
meta.v1.ObjectMeta generateName generation name namespace resourceVersion selfLink uid
networking.v1.HTTPIngressPath path
networking.v1.IngressClassSpec controller
networking.v1.IngressLoadBalancerIngress hostname ip
networking.v1.IngressRule host
networking.v1.IngressTLS secretName
networking.v1.ServiceBackendPort name number
policy.v1.PodDisruptionBudgetStatus observedGeneration
rbac.v1.Subject apiGroup namespace
scheduling.v1.PriorityClass description globalDefault
)";

constinit const std::string_view kAlwaysWritten =
    R"(apps.v1.DaemonSetCondition lastTransitionTime
apps.v1.DeploymentCondition lastTransitionTime lastUpdateTime
apps.v1.ReplicaSetCondition lastTransitionTime
apps.v1.StatefulSetCondition lastTransitionTime
autoscaling.v2.HorizontalPodAutoscalerCondition lastTransitionTime
autoscaling.v2.HorizontalPodAutoscalerStatus currentMetrics
batch.v1.JobCondition lastProbeTime lastTransitionTime
batch.v1.PodFailurePolicyRule onPodConditions
core.v1.ContainerStateRunning startedAt
core.v1.ContainerStateTerminated finishedAt startedAt
core.v1.Event eventTime firstTimestamp lastTimestamp
core.v1.EventSeries lastObservedTime
core.v1.NodeCondition lastHeartbeatTime lastTransitionTime
core.v1.PersistentVolumeClaimCondition lastProbeTime lastTransitionTime
core.v1.PodCondition lastProbeTime lastTransitionTime
core.v1.ProjectedVolumeSource sources
core.v1.ReplicationControllerCondition lastTransitionTime
core.v1.ResourceFieldSelector divisor
discovery.v1.EndpointSlice ports
meta.v1.Condition lastTransitionTime
rbac.v1.ClusterRole rules
rbac.v1.Role rules
storage.v1.CSINodeDriver topologyKeys
)";

constinit const std::string_view kNulls =
    R"(batch.v1.PodFailurePolicyOnExitCodesRequirement containerName
batch.v1.PodFailurePolicyRule onExitCodes
)";

constinit const std::string_view kOmittedDefaults =
    R"(autoscaling.v1.ScaleSpec replicas
core.v1.ConfigMapEnvSource name
core.v1.ConfigMapKeySelector name
core.v1.ConfigMapProjection name
core.v1.ConfigMapVolumeSource name
core.v1.FileKeySelector optional
core.v1.LocalObjectReference name
core.v1.NodeRuntimeHandler name
core.v1.ReplicationControllerSpec minReadySeconds
core.v1.SecretEnvSource name
core.v1.SecretKeySelector name
core.v1.SecretProjection name
)";

}  // namespace skiff
