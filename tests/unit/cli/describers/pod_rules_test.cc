// Rule by rule: what a pod is like. What is expected was printed by a real client for the same object.
#include "support/described_rows.h"

namespace skiff::cli {
namespace {

const DescribedRow kPodRows[] = {
    {"labels one a line, sorted", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","labels":{"b":"2","a":"1","c":""}},"spec":{"containers":[{
     "name":"c","image":"x"}]},"status":{}})j",
     "Labels:       a=1\n"
     "              b=2\n"
     "              c=\n"},
    {"annotations sorted; what apply remembers is left out", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","annotations":{"b":"2","a":"1",
     "kubectl.kubernetes.io/last-applied-configuration":"{}"}},"spec":{"containers":[{"name":"c","image":"x"}]},
     "status":{}})j",
     "Annotations:  a: 1\n"
     "              b: 2\n"},
    {"nothing is left when apply's is the only one", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","annotations":{
     "kubectl.kubernetes.io/last-applied-configuration":"{}"}},"spec":{"containers":[{"name":"c","image":"x"}]},
     "status":{}})j",
     "Annotations:  <none>\n"},
    {"key and value of 138 bytes and two: on one line", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","annotations":{
     "k":"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"}},
     "spec":{"containers":[{"name":"c","image":"x"}]},"status":{}})j",
     "Annotations:  k: vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\n"},
    {"one more: the value is on a line of its own", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","annotations":{
     "k":"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"}},
     "spec":{"containers":[{"name":"c","image":"x"}]},"status":{}})j",
     "Annotations:  k:\n"
     "                vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\n"},
    {"and is cut after 138 bytes", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","annotations":{
     "k":"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"}},
     "spec":{"containers":[{"name":"c","image":"x"}]},"status":{}})j",
     "Annotations:  k:\n"
     "                vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv...\n"},
    {"lines of a value; one newline at its end does not count", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","annotations":{"k":"one\ntwo\n","l":"one\n"}},"spec":{
     "containers":[{"name":"c","image":"x"}]},"status":{}})j",
     "Annotations:  k:\n"
     "                one\n"
     "                two\n"
     "              l: one\n"},
    {"an escape character is written as ^[", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","annotations":{"k":"a\u001b[31m"}},"spec":{"containers":[{
     "name":"c","image":"x"}]},"status":{}})j",
     "Annotations:  k: a^[[31m\n"},
    {"the column before an empty value keeps its width", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},
     "status":{}})j",
     "IP:           \n"
     "IPs:          <none>\n"},
    {"a pod that is nowhere yet", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "phase":"Pending"}})j",
     "Name:         p\n"
     "Namespace:    default\n"
     "Node:         <none>\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "Status:       Pending\n"
     "IP:           \n"
     "IPs:          <none>\n"},
    {"what may stand before the labels", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "priority":7,"priorityClassName":"pc","runtimeClassName":"rc","serviceAccountName":"sa","nodeName":"n"},
     "status":{"hostIP":"1.2.3.4","startTime":"2026-11-22T15:14:54Z"}})j",
     "Name:                 p\n"
     "Namespace:            default\n"
     "Priority:             7\n"
     "Priority Class Name:  pc\n"
     "Runtime Class Name:   rc\n"
     "Service Account:      sa\n"
     "Node:                 n/1.2.3.4\n"
     "Start Time:           Sun, 22 Nov 2026 15:14:54 +0000\n"},
    {"a node without an address", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "nodeName":"n"},"status":{}})j",
     "Node:         n/\n"},
    {"reason and message of the status", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "phase":"Failed","reason":"Evicted","message":"The node\nwas low"}})j",
     "Status:       Failed\n"
     "Reason:       Evicted\n"
     "Message:      The node\n"
     "was low\n"},
    {"a pod that is over does not end", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","deletionTimestamp":"2026-01-01T00:00:00Z",
     "deletionGracePeriodSeconds":30},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "phase":"Succeeded"}})j",
     "Status:       Succeeded\n"},
    {"seccomp of the pod", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}},"status":{}})j",
     "SeccompProfile:  RuntimeDefault\n"},
    {"a local seccomp profile is named", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"p.json"}}},"status":{}})j",
     "SeccompProfile:    Localhost\n"
     "LocalhostProfile:  p.json\n"},
    {"addresses", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}]}})j",
     "IP:           10.0.0.1\n"
     "IPs:\n"
     "  IP:  10.0.0.1\n"
     "  IP:  fd00::1\n"},
    {"the controller, not other owners", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","ownerReferences":[{"kind":"A","name":"a","uid":"1",
     "apiVersion":"v1"},{"kind":"ReplicaSet","name":"r","uid":"2","apiVersion":"apps/v1","controller":true}]},
     "spec":{"containers":[{"name":"c","image":"x"}]},"status":{}})j",
     "Controlled By:  ReplicaSet/r\n"},
    {"a nominated node", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "nominatedNodeName":"n"}})j",
     "NominatedNodeName:  n\n"},
    {"resources of the pod itself", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "resources":{"limits":{"memory":"1Gi","cpu":"2"},"requests":{"cpu":"1"}}},"status":{}})j",
     "Resources:\n"
     "  Limits:\n"
     "    cpu:     2\n"
     "    memory:  1Gi\n"
     "  Requests:\n"
     "    cpu:  1\n"},
    {"gates, met or not or unknown", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "readinessGates":[{"conditionType":"a/b"},{"conditionType":"c/d"}]},"status":{"conditions":[{"type":"a/b",
     "status":"True"}]}})j",
     "Readiness Gates:\n"
     "  Type  Status\n"
     "  a/b   True \n"
     "  c/d   <none> \n"
     "Conditions:\n"
     "  Type           Status\n"
     "  a/b            True \n"},
    {"values of conditions are followed by a blank", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "conditions":[{"type":"PodReadyToStartContainers","status":"True"},{"type":"Ready","status":"False"}]}})j",
     "Conditions:\n"
     "  Type                        Status\n"
     "  PodReadyToStartContainers   True \n"
     "  Ready                       False \n"},
    {"tolerations by key; what they look like", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "tolerations":[{"key":"z","operator":"Equal","value":"v","effect":"NoExecute","tolerationSeconds":5},{
     "operator":"Exists"},{"key":"k","operator":"Exists","effect":"NoSchedule"},{"key":"b","operator":"Exists"},
     {"key":"a","value":"v"},{"effect":"NoSchedule","operator":"Exists"}]},"status":{}})j",
     "Tolerations:      op=Exists\n"
     "                  :NoSchedule op=Exists\n"
     "                  a=v\n"
     "                  b op=Exists\n"
     "                  k:NoSchedule op=Exists\n"
     "                  z=v:NoExecute for 5s\n"},
    {"node selectors", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "nodeSelector":{"b":"2","a":"1"}},"status":{}})j",
     "Node-Selectors:   a=1\n"
     "                  b=2\n"},
    {"spread constraints by their keys", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "topologySpreadConstraints":[{"topologyKey":"zone","maxSkew":1,"whenUnsatisfiable":"DoNotSchedule",
     "labelSelector":{"matchLabels":{"app":"web"}}},{"topologyKey":"host","maxSkew":2,
     "whenUnsatisfiable":"ScheduleAnyway"}]},"status":{}})j",
     "Topology Spread Constraints:  host:ScheduleAnyway when max skew 2 is exceeded\n"
     "                              zone:DoNotSchedule when max skew 1 is exceeded for selector app=web\n"},
    {"a selector with expressions", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "topologySpreadConstraints":[{"topologyKey":"zone","maxSkew":1,"whenUnsatisfiable":"DoNotSchedule",
     "labelSelector":{"matchExpressions":[{"key":"b","operator":"NotIn","values":["y","x"]},{"key":"a",
     "operator":"Exists"},{"key":"c","operator":"DoesNotExist"}]}}]},"status":{}})j",
     "Topology Spread Constraints:  zone:DoNotSchedule when max skew 1 is exceeded for selector a,b notin (x,y),!c\n"},
};

TEST_CASE("descriptions, rule by rule: what a pod is like") { check_described(kPodRows); }

}  // namespace
}  // namespace skiff::cli
