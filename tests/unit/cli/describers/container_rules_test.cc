// Rule by rule: containers of a pod. What is expected was printed by a real client for the same object.
#include "support/described_rows.h"

namespace skiff::cli {
namespace {

const DescribedRow kContainerRows[] = {
    {"one port", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","ports":[{
     "containerPort":80,"protocol":"TCP"}]}]},"status":{}})j",
     "    Port:         80/TCP\n"
     "    Host Port:    0/TCP\n"},
    {"several ports, their names, those of the host", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","ports":[{
     "name":"http","containerPort":80,"protocol":"TCP"},{"containerPort":53,"protocol":"UDP",
     "hostPort":5353}]}]},"status":{}})j",
     "    Ports:        80/TCP (http), 53/UDP\n"
     "    Host Ports:   0/TCP (http), 5353/UDP\n"},
    {"command and arguments, an element of several lines", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","command":[
     "sh","-c","echo a\necho b"],"args":["-x",""]}]},"status":{}})j",
     "    Image:      x\n"
     "    Port:       <none>\n"
     "    Host Port:  <none>\n"
     "    Command:\n"
     "      sh\n"
     "      -c\n"
     "      echo a\n"
     "      echo b\n"
     "    Args:\n"
     "      -x\n"
     "      \n"},
    {"seccomp of a container", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"p.json"}}}]},"status":{}})j",
     "    SeccompProfile:      Localhost\n"
     "      LocalhostProfile:  p.json\n"},
    {"without a status there are no identifiers and no state", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},
     "status":{}})j",
     "  c:\n"
     "    Image:        x\n"
     "    Port:         <none>\n"
     "    Host Port:    <none>\n"
     "    Environment:  <none>\n"
     "    Mounts:       <none>\n"},
    {"a status without a state waits", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "containerStatuses":[{"name":"c","image":"x","imageID":"id","restartCount":0,"ready":false,
     "containerID":"c://1"}]}})j",
     "    Container ID:   c://1\n"
     "    Image:          x\n"
     "    Image ID:       id\n"
     "    Port:           <none>\n"
     "    Host Port:      <none>\n"
     "    State:          Waiting\n"
     "    Ready:          False\n"
     "    Restart Count:  0\n"},
    {"running", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "containerStatuses":[{"name":"c","image":"x","imageID":"id","restartCount":3,"ready":true,"state":{
     "running":{"startedAt":"2026-11-22T15:14:55Z"}}}]}})j",
     "    State:          Running\n"
     "      Started:      Sun, 22 Nov 2026 15:14:55 +0000\n"
     "    Ready:          True\n"
     "    Restart Count:  3\n"},
    {"waiting, with a reason", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "containerStatuses":[{"name":"c","image":"x","imageID":"id","restartCount":0,"ready":false,"state":{
     "waiting":{"reason":"CrashLoopBackOff","message":"not shown"}}}]}})j",
     "    State:          Waiting\n"
     "      Reason:       CrashLoopBackOff\n"
     "    Ready:          False\n"
     "    Restart Count:  0\n"},
    {"ended: reason, message, exit code, signal, times", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "containerStatuses":[{"name":"c","image":"x","imageID":"id","restartCount":0,"ready":false,"state":{
     "terminated":{"exitCode":137,"signal":9,"reason":"OOMKilled","message":"m",
     "startedAt":"2026-11-22T15:14:55Z","finishedAt":"2026-11-22T15:14:55Z"}}}]}})j",
     "    State:          Terminated\n"
     "      Reason:       OOMKilled\n"
     "      Message:      m\n"
     "      Exit Code:    137\n"
     "      Signal:       9\n"
     "      Started:      Sun, 22 Nov 2026 15:14:55 +0000\n"
     "      Finished:     Sun, 22 Nov 2026 15:14:55 +0000\n"
     "    Ready:          False\n"
     "    Restart Count:  0\n"},
    {"ended, of which nothing is known", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "containerStatuses":[{"name":"c","image":"x","imageID":"id","restartCount":0,"ready":false,"state":{
     "terminated":{"exitCode":0}}}]}})j",
     "    State:          Terminated\n"
     "      Exit Code:    0\n"
     "      Started:      Mon, 01 Jan 0001 00:00:00 +0000\n"
     "      Finished:     Mon, 01 Jan 0001 00:00:00 +0000\n"
     "    Ready:          False\n"
     "    Restart Count:  0\n"},
    {"the last state counts if it ended", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "containerStatuses":[{"name":"c","image":"x","imageID":"id","restartCount":0,"ready":false,"state":{
     "running":{"startedAt":"2026-11-22T15:14:55Z"}},"lastState":{"terminated":{"exitCode":1,"reason":"Error",
     "startedAt":"2026-11-22T15:14:55Z","finishedAt":"2026-11-22T15:14:55Z"}}}]}})j",
     "    State:          Running\n"
     "      Started:      Sun, 22 Nov 2026 15:14:55 +0000\n"
     "    Last State:     Terminated\n"
     "      Reason:       Error\n"
     "      Exit Code:    1\n"
     "      Started:      Sun, 22 Nov 2026 15:14:55 +0000\n"
     "      Finished:     Sun, 22 Nov 2026 15:14:55 +0000\n"
     "    Ready:          False\n"
     "    Restart Count:  0\n"},
    {"a last state that did not end is not told", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}]},"status":{
     "containerStatuses":[{"name":"c","image":"x","imageID":"id","restartCount":0,"ready":false,"state":{
     "running":{"startedAt":"2026-11-22T15:14:55Z"}},"lastState":{"waiting":{"reason":"x"}}}]}})j",
     "    State:          Running\n"
     "      Started:      Sun, 22 Nov 2026 15:14:55 +0000\n"
     "    Ready:          False\n"
     "    Restart Count:  0\n"},
    {"limits and requests by name", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","resources":{
     "limits":{"memory":"1Gi","cpu":"500m"},"requests":{"ephemeral-storage":"1Gi","cpu":"100m"}}}]},"status":{}})j",
     "    Limits:\n"
     "      cpu:     500m\n"
     "      memory:  1Gi\n"
     "    Requests:\n"
     "      cpu:                100m\n"
     "      ephemeral-storage:  1Gi\n"},
    {"a probe over HTTP, of a named port", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "livenessProbe":{"initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,
     "failureThreshold":3,"httpGet":{"port":"http","path":"/","scheme":"HTTP"}}}]},"status":{}})j",
     "    Liveness:     http-get http://:http/ delay=5s timeout=1s period=10s #success=1 #failure=3\n"},
    {"its host, its scheme in small letters, its path as a URL has it", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "livenessProbe":{"initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,
     "failureThreshold":3,"httpGet":{"port":8080,"host":"h","path":"/a b?c","scheme":"HTTPS"}}}]},"status":{}})j",
     "    Liveness:     http-get https://h:8080/a%20b%3Fc delay=5s timeout=1s period=10s #success=1 #failure=3\n"},
    {"a path without a slash gets one", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "livenessProbe":{"initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,
     "failureThreshold":3,"httpGet":{"port":8080,"path":"ok","scheme":"HTTP"}}}]},"status":{}})j",
     "    Liveness:     http-get http://:8080/ok delay=5s timeout=1s period=10s #success=1 #failure=3\n"},
    {"an address of IPv6 stands in brackets", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "livenessProbe":{"initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,
     "failureThreshold":3,"httpGet":{"port":8080,"host":"::1","scheme":"HTTP"}}}]},"status":{}})j",
     "    Liveness:     http-get http://[::1]:8080 delay=5s timeout=1s period=10s #success=1 #failure=3\n"},
    {"a probe by a command", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "readinessProbe":{"initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,
     "failureThreshold":3,"exec":{"command":["cat","/a b"]}}}]},"status":{}})j",
     "    Readiness:    exec [cat /a b] delay=5s timeout=1s period=10s #success=1 #failure=3\n"},
    {"a probe of a TCP port", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "startupProbe":{"initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,
     "failureThreshold":3,"tcpSocket":{"port":80,"host":"h"}}}]},"status":{}})j",
     "    Startup:      tcp-socket h:80 delay=5s timeout=1s period=10s #success=1 #failure=3\n"},
    {"a probe by gRPC, with and without a service", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "livenessProbe":{"initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,
     "failureThreshold":3,"grpc":{"port":9,"service":"s"}},"readinessProbe":{"initialDelaySeconds":5,
     "timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3,"grpc":{"port":9,
     "service":""}}}]},"status":{}})j",
     "    Liveness:     grpc <pod>:9 s delay=5s timeout=1s period=10s #success=1 #failure=3\n"
     "    Readiness:    grpc <pod>:9  delay=5s timeout=1s period=10s #success=1 #failure=3\n"},
    {"a probe that asks nothing", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "livenessProbe":{"initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,
     "failureThreshold":3}}]},"status":{}})j",
     "    Liveness:     unknown delay=5s timeout=1s period=10s #success=1 #failure=3\n"},
    {"variables from elsewhere, with prefixes", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","envFrom":[{
     "configMapRef":{"name":"cm"}},{"prefix":"P_","secretRef":{"name":"s","optional":true}},{"prefix":"Q_",
     "configMapRef":{"name":"cm"}}]}]},"status":{}})j",
     "    Environment Variables from:\n"
     "      cm          ConfigMap                   Optional: false\n"
     "      s           Secret with prefix 'P_'     Optional: true\n"
     "      cm          ConfigMap with prefix 'Q_'  Optional: false\n"
     "    Environment:  <none>\n"},
    {"a variable of several lines, one without a value", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","env":[{
     "name":"A","value":"one\ntwo"},{"name":"B"}]}]},"status":{}})j",
     "    Environment:\n"
     "      A:         one\n"
     "                 two\n"
     "      B:         \n"},
    {"of a pod's fields only name and namespace are known", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default","labels":{"a":"b"}},"spec":{"containers":[{"name":"c",
     "image":"x","env":[{"name":"N","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}},{
     "name":"NS","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}},{"name":"L",
     "valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.labels['a']"}}},{"name":"NODE",
     "valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"spec.nodeName"}}}]}]},"status":{}})j",
     "    Environment:\n"
     "      N:         p (v1:metadata.name)\n"
     "      NS:        default (v1:metadata.namespace)\n"
     "      L:          (v1:metadata.labels['a'])\n"
     "      NODE:       (v1:spec.nodeName)\n"},
    {"a container's resources, rounded up to the divisor", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","resources":{
     "limits":{"cpu":"1500m","memory":"100Mi"},"requests":{"cpu":"100m"}},"env":[{"name":"C","valueFrom":{
     "resourceFieldRef":{"resource":"limits.cpu"}}},{"name":"M","valueFrom":{"resourceFieldRef":{
     "resource":"limits.memory","divisor":"1Mi"}}},{"name":"R","valueFrom":{"resourceFieldRef":{
     "resource":"requests.cpu","divisor":"1m"}}}]}]},"status":{}})j",
     "    Environment:\n"
     "      C:         2 (limits.cpu)\n"
     "      M:         100 (limits.memory)\n"
     "      R:         100 (requests.cpu)\n"},
    {"a limit of nothing is what the node has", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","resources":{
     "limits":{"cpu":"0","memory":"0"},"requests":{"memory":"0"}},"env":[{"name":"limits.cpu","valueFrom":{
     "resourceFieldRef":{"resource":"limits.cpu"}}},{"name":"limits.memory","valueFrom":{"resourceFieldRef":{
     "resource":"limits.memory"}}},{"name":"requests.memory","valueFrom":{"resourceFieldRef":{
     "resource":"requests.memory"}}}]}]},"status":{}})j",
     "    Environment:\n"
     "      limits.cpu:       node allocatable (limits.cpu)\n"
     "      limits.memory:    node allocatable (limits.memory)\n"
     "      requests.memory:  0 (requests.memory)\n"},
    {"keys of config maps and secrets", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","env":[{
     "name":"S","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}},{"name":"C","valueFrom":{
     "configMapKeyRef":{"name":"c","key":"k","optional":true}}}]}]},"status":{}})j",
     "    Environment:\n"
     "      S:         <set to the key 'k' in secret 's'>      Optional: false\n"
     "      C:         <set to the key 'k' of config map 'c'>  Optional: true\n"},
    {"mounts by path, read-only ones, paths inside", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "volumeMounts":[{"name":"b","mountPath":"/z","subPath":"a\"b"},{"name":"a","mountPath":"/a",
     "readOnly":true},{"name":"a","mountPath":"/b","readOnly":true,"subPath":"s"}]}]},"status":{}})j",
     "    Mounts:\n"
     "      /a from a (ro)\n"
     "      /b from a (ro,path=\"s\")\n"
     "      /z from b (rw,path=\"a\\\"b\")\n"},
    {"devices beside mounts", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "volumeMounts":[{"name":"a","mountPath":"/a"}],"volumeDevices":[{"name":"d","devicePath":"/dev/y"},{
     "name":"d","devicePath":"/dev/x"}]}]},"status":{}})j",
     "    Mounts:\n"
     "      /a from a (rw)\n"
     "    Devices:\n"
     "      /dev/x from d\n"
     "      /dev/y from d\n"},
    {"devices without mounts stand behind a <none>", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x",
     "volumeDevices":[{"name":"d","devicePath":"/dev/y"}]}]},"status":{}})j",
     "    Mounts:       <none>\n"
     "    Devices:      <none>\n"
     "      /dev/y from d\n"},
    {"init containers stand first, ephemeral ones last", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x"}],
     "initContainers":[{"name":"i","image":"x"}],"ephemeralContainers":[{"name":"e","image":"x"}]},"status":{}})j",
     "Init Containers:\n"
     "  i:\n"
     "    Image:        x\n"
     "    Port:         <none>\n"
     "    Host Port:    <none>\n"
     "    Environment:  <none>\n"
     "    Mounts:       <none>\n"
     "Containers:\n"
     "  c:\n"
     "    Image:        x\n"
     "    Port:         <none>\n"
     "    Host Port:    <none>\n"
     "    Environment:  <none>\n"
     "    Mounts:       <none>\n"
     "Ephemeral Containers:\n"
     "  e:\n"
     "    Image:        x\n"
     "    Port:         <none>\n"
     "    Host Port:    <none>\n"
     "    Environment:  <none>\n"
     "    Mounts:       <none>\n"},
    {"the class of service is worked out where it is not said", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","resources":{
     "requests":{"cpu":"1"}}}]},"status":{}})j",
     "QoS Class:        Burstable\n"},
    {"guaranteed", "v1", "Pod",
     R"j({"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"x","resources":{
     "requests":{"cpu":"1","memory":"1"},"limits":{"cpu":"1","memory":"1"}}}]},"status":{}})j",
     "QoS Class:        Guaranteed\n"},
};

TEST_CASE("descriptions, rule by rule: containers of a pod") { check_described(kContainerRows); }

}  // namespace
}  // namespace skiff::cli
