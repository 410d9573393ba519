// Rule by rule: nodes, namespaces, configuration, policies. What is expected was printed by a real client for the same
// object.
#include "support/described_rows.h"

namespace skiff::cli {
namespace {

const DescribedRow kOtherRows[] = {
    {"roles are sorted, one may be a label of its own", "v1", "Node",
     R"j({"metadata":{"name":"n","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z","labels":{
     "node-role.kubernetes.io/z":"","node-role.kubernetes.io/a":"","kubernetes.io/role":"m"}},"spec":{},
     "status":{"nodeInfo":{"machineID":"m","systemUUID":"s","bootID":"b","kernelVersion":"6","osImage":"Debian",
     "operatingSystem":"linux","architecture":"amd64","containerRuntimeVersion":"c","kubeletVersion":"v1",
     "kubeProxyVersion":""}}})j",
     "Roles:              a,m,z\n"},
    {"taints by effect, then key", "v1", "Node",
     R"j({"metadata":{"name":"n","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},"spec":{"taints":[{"key":"b",
     "effect":"NoSchedule"},{"key":"c","value":"1","effect":"NoExecute"},{"key":"a","effect":"NoSchedule"}],
     "unschedulable":true},"status":{"nodeInfo":{"machineID":"m","systemUUID":"s","bootID":"b",
     "kernelVersion":"6","osImage":"Debian","operatingSystem":"linux","architecture":"amd64",
     "containerRuntimeVersion":"c","kubeletVersion":"v1","kubeProxyVersion":""}}})j",
     "Taints:             c=1:NoExecute\n"
     "                    a:NoSchedule\n"
     "                    b:NoSchedule\n"
     "Unschedulable:      true\n"},
    {"a node without a lease", "v1", "Node",
     R"j({"metadata":{"name":"n","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},"spec":{},"status":{
     "nodeInfo":{"machineID":"m","systemUUID":"s","bootID":"b","kernelVersion":"6","osImage":"Debian",
     "operatingSystem":"linux","architecture":"amd64","containerRuntimeVersion":"c","kubeletVersion":"v1",
     "kubeProxyVersion":""}}})j",
     "Lease:              Failed to get lease: leases.coordination.k8s.io \"n\" not found\n"},
    {"conditions, with blanks behind their values", "v1", "Node",
     R"j({"metadata":{"name":"n","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},"spec":{},"status":{
     "nodeInfo":{"machineID":"m","systemUUID":"s","bootID":"b","kernelVersion":"6","osImage":"Debian",
     "operatingSystem":"linux","architecture":"amd64","containerRuntimeVersion":"c","kubeletVersion":"v1",
     "kubeProxyVersion":""},"conditions":[{"type":"Ready","status":"True",
     "lastHeartbeatTime":"2026-11-22T15:14:55Z","lastTransitionTime":"2026-11-22T15:14:55Z",
     "reason":"KubeletReady","message":"ready"}]}})j",
     "Conditions:\n"
     "  Type    Status  LastHeartbeatTime                 LastTransitionTime                Reason         Message\n"
     "  ----    ------  -----------------                 ------------------                ------         -------\n"
     "  Ready   True    Sun, 22 Nov 2026 15:14:55 +0000   Sun, 22 Nov 2026 15:14:55 +0000   KubeletReady   ready\n"},
    {"addresses, amounts, what comes last", "v1", "Node",
     R"j({"metadata":{"name":"n","uid":"u","creationTimestamp":"2026-11-22T15:14:55Z"},"spec":{
     "podCIDR":"10.244.0.0/24","podCIDRs":["10.244.0.0/24","fd00::/64"],"providerID":"p://1"},"status":{
     "nodeInfo":{"machineID":"m","systemUUID":"s","bootID":"b","kernelVersion":"6","osImage":"Debian",
     "operatingSystem":"linux","architecture":"amd64","containerRuntimeVersion":"c","kubeletVersion":"v1",
     "kubeProxyVersion":""},"addresses":[{"type":"InternalIP","address":"10.0.0.1"},{"type":"Hostname",
     "address":"n"}],"capacity":{"cpu":"4","memory":"8Gi","nvidia.com/gpu":"2","hugepages-2Mi":"0"},
     "allocatable":{"cpu":"3900m","memory":"8Gi","nvidia.com/gpu":"2","hugepages-2Mi":"0"}}})j",
     "Addresses:\n"
     "  InternalIP:  10.0.0.1\n"
     "  Hostname:    n\n"
     "Capacity:\n"
     "  cpu:             4\n"
     "  hugepages-2Mi:   0\n"
     "  memory:          8Gi\n"
     "  nvidia.com/gpu:  2\n"
     "Allocatable:\n"
     "  cpu:             3900m\n"
     "  hugepages-2Mi:   0\n"
     "  memory:          8Gi\n"
     "  nvidia.com/gpu:  2\n"
     "System Info:\n"
     "  Machine ID:                 m\n"
     "  System UUID:                s\n"
     "  Boot ID:                    b\n"
     "  Kernel Version:             6\n"
     "  OS Image:                   Debian\n"
     "  Operating System:           linux\n"
     "  Architecture:               amd64\n"
     "  Container Runtime Version:  c\n"
     "  Kubelet Version:            v1\n"
     "PodCIDR:                      10.244.0.0/24\n"
     "PodCIDRs:                     10.244.0.0/24,fd00::/64\n"
     "ProviderID:                   p://1\n"
     "Non-terminated Pods:          (0 in total)\n"
     "  Namespace                   Name    CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age\n"
     "  ---------                   ----    ------------  ----------  ---------------  -------------  ---\n"
     "Allocated resources:\n"
     "  (Total limits may be over 100 percent, i.e., overcommitted.)\n"
     "  Resource           Requests  Limits\n"
     "  --------           --------  ------\n"
     "  cpu                0 (0%)    0 (0%)\n"
     "  memory             0 (0%)    0 (0%)\n"
     "  ephemeral-storage  0 (0%)    0 (0%)\n"
     "  hugepages-2Mi      0 (0%)    0 (0%)\n"
     "  nvidia.com/gpu     0         0\n"},
    {"a namespace and its conditions", "v1", "Namespace",
     R"j({"metadata":{"name":"n","labels":{"a":"b"}},"status":{"phase":"Terminating","conditions":[{
     "type":"NamespaceContentRemaining","status":"True","lastTransitionTime":"2026-11-22T15:14:55Z",
     "reason":"SomeResourcesRemain","message":"m"}]}})j",
     "Name:         n\n"
     "Labels:       a=b\n"
     "Annotations:  <none>\n"
     "Status:       Terminating\n"
     "Conditions:\n"
     "  Type                       Status  LastTransitionTime               Reason               Message\n"
     "  ----                       ------  ------------------               ------               -------\n"
     "  NamespaceContentRemaining  True    Sun, 22 Nov 2026 15:14:55 +0000  SomeResourcesRemain  m\n"
     "\n"
     "No resource quota.\n"
     "\n"
     "No LimitRange resource.\n"},
    {"data, then binary data by its size", "v1", "ConfigMap",
     R"j({"metadata":{"name":"c","namespace":"default"},"data":{"b":"one\ntwo\n","a":"1","e":""},"binaryData":{
     "bin":"AAEC"}})j",
     "Name:         c\n"
     "Namespace:    default\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "\n"
     "Data\n"
     "====\n"
     "a:\n"
     "----\n"
     "1\n"
     "\n"
     "b:\n"
     "----\n"
     "one\n"
     "two\n"
     "\n"
     "\n"
     "e:\n"
     "----\n"
     "\n"
     "\n"
     "\n"
     "BinaryData\n"
     "====\n"
     "bin: 3 bytes\n"
     "\n"
     "Events:  <none>\n"},
    {"a secret shows sizes", "v1", "Secret",
     R"j({"metadata":{"name":"s","namespace":"default"},"type":"Opaque","data":{"longer":"YWJj","a":"YQ=="}})j",
     "Name:         s\n"
     "Namespace:    default\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "\n"
     "Type:  Opaque\n"
     "\n"
     "Data\n"
     "====\n"
     "a:       1 bytes\n"
     "longer:  3 bytes\n"},
    {"but for a token", "v1", "Secret",
     R"j({"metadata":{"name":"s","namespace":"default"},"type":"kubernetes.io/service-account-token","data":{
     "token":"YWJj","ca.crt":"YQ=="}})j",
     "Type:  kubernetes.io/service-account-token\n"
     "\n"
     "Data\n"
     "====\n"
     "ca.crt:  1 bytes\n"
     "token:   abc\n"},
    {"pull secrets; secrets are not told", "v1", "ServiceAccount",
     R"j({"metadata":{"name":"s","namespace":"default"},"imagePullSecrets":[{"name":"a"},{"name":"b"}],"secrets":[{
     "name":"c"}]})j",
     "Name:                s\n"
     "Namespace:           default\n"
     "Labels:              <none>\n"
     "Annotations:         <none>\n"
     "Image pull secrets:  a\n"
     "                     b\n"
     "Events:              <none>\n"},
    {"how many there must be", "policy/v1", "PodDisruptionBudget",
     R"j({"metadata":{"name":"b","namespace":"default","labels":{"not":"shown"}},"spec":{"minAvailable":"50%",
     "selector":{"matchLabels":{"a":"b"}}},"status":{"disruptionsAllowed":1,"currentHealthy":2,
     "desiredHealthy":3,"expectedPods":4}})j",
     "Name:           b\n"
     "Namespace:      default\n"
     "Min available:  50%\n"
     "Selector:       a=b\n"
     "Status:\n"
     "    Allowed disruptions:  1\n"
     "    Current:              2\n"
     "    Desired:              3\n"
     "    Total:                4\n"
     "Events:                   <none>\n"},
    {"or may be missing; a selector that fits all", "policy/v1", "PodDisruptionBudget",
     R"j({"metadata":{"name":"b","namespace":"default","labels":{"not":"shown"}},"spec":{"maxUnavailable":1,
     "selector":{}},"status":{}})j",
     "Name:             b\n"
     "Namespace:        default\n"
     "Max unavailable:  1\n"
     "Selector:         <none>\n"
     "Status:\n"
     "    Allowed disruptions:  0\n"
     "    Current:              0\n"
     "    Desired:              0\n"
     "    Total:                0\n"
     "Events:                   <none>\n"},
    {"no selector", "policy/v1", "PodDisruptionBudget",
     R"j({"metadata":{"name":"b","namespace":"default","labels":{"not":"shown"}},"spec":{"minAvailable":1},
     "status":{}})j",
     "Name:           b\n"
     "Namespace:      default\n"
     "Min available:  1\n"
     "Selector:       <unset>\n"
     "Status:\n"
     "    Allowed disruptions:  0\n"
     "    Current:              0\n"
     "    Desired:              0\n"
     "    Total:                0\n"
     "Events:                   <none>\n"},
    {"metrics of which nothing is known yet", "autoscaling/v2", "HorizontalPodAutoscaler",
     R"j({"metadata":{"name":"h","namespace":"default","creationTimestamp":"2026-11-22T15:14:55Z"},"spec":{
     "scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},"maxReplicas":5,"minReplicas":1,
     "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization",
     "averageUtilization":80}}},{"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue",
     "averageValue":"1Gi"}}},{"type":"ContainerResource","containerResource":{"name":"cpu","container":"c",
     "target":{"type":"Utilization","averageUtilization":70}}},{"type":"Pods","pods":{"metric":{"name":"m"},
     "target":{"type":"AverageValue","averageValue":"10"}}},{"type":"Object","object":{"metric":{"name":"m"},
     "describedObject":{"kind":"Service","name":"s"},"target":{"type":"Value","value":"7"}}},{"type":"External",
     "external":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"3"}}},{"type":"External",
     "external":{"metric":{"name":"m"},"target":{"type":"Value","value":"3"}}}]},"status":{}})j",
     "Reference:                                                              Deployment/d\n"
     "Metrics:                                                                ( current / target )\n"
     "  resource cpu on pods  (as a percentage of request):                   <unknown> / 80%\n"
     "  resource memory on pods:                                              <unknown> / 1Gi\n"
     "  resource cpu of container \"c\" on pods  (as a percentage of request):  <unknown> / 70%\n"
     "  \"m\" on pods:                                                          <unknown> / 10\n"
     "  \"m\" on Service/s (target value):                                      <unknown> / 7\n"
     "  \"m\" (target average value):                                           <unknown> / 3\n"
     "  \"m\" (target value):                                                   <unknown> / 3\n"
     "Min replicas:                                                           1\n"
     "Max replicas:                                                           5\n"
     "Deployment pods:                                                        0 current / 0 desired\n"
     "Events:                                                                 <none>\n"},
    {"how it may behave", "autoscaling/v2", "HorizontalPodAutoscaler",
     R"j({"metadata":{"name":"h","namespace":"default","creationTimestamp":"2026-11-22T15:14:55Z"},"spec":{
     "scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},"maxReplicas":5,"behavior":{
     "scaleUp":{"stabilizationWindowSeconds":3,"selectPolicy":"Min","policies":[{"type":"Pods","value":4,
     "periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":15}]},"scaleDown":{"policies":[{
     "type":"Percent","value":10,"periodSeconds":60}]}}},"status":{"currentReplicas":2,"desiredReplicas":3}})j",
     "Min replicas:       <unset>\n"
     "Max replicas:       5\n"
     "Behavior:\n"
     "  Scale Up:\n"
     "    Stabilization Window: 3 seconds\n"
     "    Select Policy: Min\n"
     "    Policies:\n"
     "      - Type: Pods     Value: 4    Period: 15 seconds\n"
     "      - Type: Percent  Value: 100  Period: 15 seconds\n"
     "  Scale Down:\n"
     "    Select Policy: Max\n"
     "    Policies:\n"
     "      - Type: Percent  Value: 10  Period: 60 seconds\n"
     "Deployment pods:       2 current / 3 desired\n"
     "Events:                <none>\n"},
    {"a priority class", "scheduling.k8s.io/v1", "PriorityClass",
     R"j({"metadata":{"name":"p","annotations":{"b":"2","a":"1"}},"value":7,"globalDefault":true,
     "preemptionPolicy":"Never","description":"why"})j",
     "Name:              p\n"
     "Value:             7\n"
     "GlobalDefault:     true\n"
     "PreemptionPolicy:  Never\n"
     "Description:       why\n"
     "Annotations:       a=1,b=2\n"
     "Events:            <none>\n"},
    {"and one of which little is said", "scheduling.k8s.io/v1", "PriorityClass",
     R"j({"metadata":{"name":"p"},"value":-7,"preemptionPolicy":"PreemptLowerPriority"})j",
     "Name:              p\n"
     "Value:             -7\n"
     "GlobalDefault:     false\n"
     "PreemptionPolicy:  PreemptLowerPriority\n"
     "Description:       \n"
     "Annotations:       <none>\n"
     "Events:            <none>\n"},
    {"limits by kind and resource", "v1", "LimitRange",
     R"j({"metadata":{"name":"l","namespace":"default"},"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},
     "min":{"cpu":"1m"},"default":{"cpu":"500m"},"defaultRequest":{"cpu":"100m"},"maxLimitRequestRatio":{
     "cpu":"10"}},{"type":"Pod","max":{"memory":"4Gi"}}]}})j",
     "Name:       l\n"
     "Namespace:  default\n"
     "Type        Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio\n"
     "----        --------  ---  ---  ---------------  -------------  -----------------------\n"
     "Container   cpu       1m   2    100m             500m           10\n"
     "Pod         memory    -    4Gi  -                -              -\n"},
    {"a certificate request, for whom it asks", "certificates.k8s.io/v1", "CertificateSigningRequest",
     R"j({"metadata":{"name":"csr3","creationTimestamp":"2026-11-22T15:14:55Z","labels":{"b":"c","a":"b"},
     "annotations":{"x":"yy"}},"spec":{"signerName":"kubernetes.io/kube-apiserver-client",
     "username":"kubernetes-admin","expirationSeconds":86400,
     "request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQm5UQ0NBVVFDQVFBd2dZNHhEVEFMQmdOVkJBTU1CR3BoYm1VeEREQUtCZ05WQkFvTUEyUmxkakVNTUFvRwpBMVVFQ2d3RGIzQnpNUW93Q0FZRFZRUUxEQUY0TVFzd0NRWURWUVFHRXdKR1VqRU9NQXdHQTFVRUJ3d0ZVR0Z5CmFYTXhEREFLQmdOVkJBZ01BMGxFUmpFT01Bd0dBMVVFQ1F3Rk1TQnlkV1V4RGpBTUJnTlZCQkVNQlRjMU1EQXcKTVFvd0NBWURWUVFGRXdFM01Ga3dFd1lIS29aSXpqMENBUVlJS29aSXpqMERBUWNEUWdBRVVRZnhGaHZWcjB2cgppaDRNc2ZhZi9mc2dUcllhRVF1Rng3eG8xdlZhVlE2L0QzOStIQ1FpWFB4V2taTDlFSUZSVUNWcFpOSXRINVNvCmRPc0pJOGdLNDZCVE1GRUdDU3FHU0liM0RRRUpEakZFTUVJd1FBWURWUjBSQkRrd040SURZUzVpZ2dOakxtU0gKQkFFQ0F3U0hFUDBBQUFBQUFBQUFBQUFBQUFBQUFBR0dESE53YVdabVpUb3ZMM2d2ZVlFRllVQmlMbU13Q2dZSQpLb1pJemowRUF3SURSd0F3UkFJZ0dJZDliN2NleUR2TllIZ05ZTFI1VzRHTkNrM1JEVENIT1QxU2FiTEF0aXNDCklGU0NSbWRoRGRVemIyUHRDbFVqeEQvZzFGY1hTbVlFSlREbEh1NFFCOFZJCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo="},
     "status":{}})j",
     "Name:                csr3\n"
     "Labels:              a=b,b=c\n"
     "Annotations:         x=yy\n"
     "CreationTimestamp:   Sun, 22 Nov 2026 15:14:55 +0000\n"
     "Requesting User:     kubernetes-admin\n"
     "Signer:              kubernetes.io/kube-apiserver-client\n"
     "Requested Duration:  24h\n"
     "Status:              Pending\n"
     "Subject:\n"
     "  Common Name:          jane\n"
     "  Serial Number:        7\n"
     "  Organization:         dev\n"
     "                        ops\n"
     "  Organizational Unit:  x\n"
     "  Country:              FR\n"
     "  Locality:             Paris\n"
     "  Province:             IDF\n"
     "  StreetAddress:        1 rue\n"
     "  PostalCode:           75000\n"
     "Subject Alternative Names:\n"
     "         DNS Names:        a.b\n"
     "                           c.d\n"
     "         Email Addresses:  a@b.c\n"
     "         URIs:             spiffe://x/y\n"
     "         IP Addresses:     1.2.3.4\n"
     "                           fd00::1\n"
     "Events:  <none>\n"},
    {"what became of it: a refusal outweighs what was granted", "certificates.k8s.io/v1", "CertificateSigningRequest",
     R"j({"metadata":{"name":"c"},"spec":{},"status":{"certificate":"eA==","conditions":[{"type":"Approved"},{
     "type":"Failed"},{"type":"Denied"}]}})j",
     "Status:             Denied,Failed,Issued\n"},
    {"rules of one resource become one, each verb once", "rbac.authorization.k8s.io/v1", "ClusterRole",
     R"j({"metadata":{"name":"r"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]},{
     "apiGroups":[""],"resources":["pods"],"verbs":["watch","get"]},{"apiGroups":[""],"resources":["pods"],
     "resourceNames":["n"],"verbs":["get"]}]})j",
     "PolicyRule:\n"
     "  Resources  Non-Resource URLs  Resource Names  Verbs\n"
     "  ---------  -----------------  --------------  -----\n"
     "  pods       []                 []              [get list watch]\n"
     "  pods       []                 [n]             [get]\n"},
    {"subjects of a binding", "rbac.authorization.k8s.io/v1", "RoleBinding",
     R"j({"metadata":{"name":"r","namespace":"default"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io",
     "kind":"Role","name":"x"},"subjects":[{"kind":"User","name":"u"},{"kind":"ServiceAccount","name":"s",
     "namespace":"n"}]})j",
     "Name:         r\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "Role:\n"
     "  Kind:  Role\n"
     "  Name:  x\n"
     "Subjects:\n"
     "  Kind            Name  Namespace\n"
     "  ----            ----  ---------\n"
     "  User            u     \n"
     "  ServiceAccount  s     n\n"},
};

TEST_CASE("descriptions, rule by rule: nodes, namespaces, configuration, policies") { check_described(kOtherRows); }

}  // namespace
}  // namespace skiff::cli
