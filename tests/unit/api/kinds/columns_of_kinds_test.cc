// Cells of the kinds that are not workloads, as rows: the object as JSON, the cells joined by `|`, wide ones after
// `||`.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"

using namespace skiff;

namespace {

std::string cells(const Kind& kind, const Value& object) {
  const Time now = *parse_rfc3339("2026-11-22T15:00:00Z");
  std::string always, wide;
  for (const Column& column : kind.columns) {
    std::string& out = column.show == Show::kAlways ? always : wide;
    if (!out.empty() || &column != &kind.columns[0]) out += '|';
    column.cell(object, now, out);
  }
  return wide.empty() ? always : always + "|" + wide;
}

}  // namespace

TEST_CASE("columns: nodes, network and storage") {
  struct Row {
    const char* why;
    const char* resource;
    const char* object;
    const char* cells;
  };
  const Row rows[] = {
      {"a cordoned node with two roles", "nodes",
       R"({"metadata":{"name":"n","creationTimestamp":"2026-11-22T14:59:57Z",
           "labels":{"node-role.kubernetes.io/b":"","node-role.kubernetes.io/a":"","kubernetes.io/role":"b"}},
           "spec":{"unschedulable":true},
           "status":{"conditions":[{"type":"Ready","status":"Unknown"}],
             "nodeInfo":{"kubeletVersion":"v1.36.2","osImage":"Debian","kernelVersion":"6.1.0","architecture":"amd64"},
             "addresses":[{"type":"InternalIP","address":"10.0.0.1"}]}})",
       "n|NotReady,SchedulingDisabled|a,b|3s|v1.36.2||10.0.0.1|<none>|Debian|6.1.0 (amd64)|<unknown>"},
      {"a node that has not reported", "nodes", R"({"metadata":{"name":"n"}})",
       "n|Unknown|<none>|<unknown>|||<none>|<none>|<unknown>|<unknown>|<unknown>"},
      {"a NodePort service", "services",
       R"({"metadata":{"name":"s","creationTimestamp":"2026-11-22T14:59:57Z"},"spec":{"type":"NodePort",
           "clusterIPs":["10.96.0.9"],"selector":{"b":"2","a":"1"},
           "ports":[{"port":80,"nodePort":30080,"protocol":"TCP"},{"port":53,"protocol":"UDP"}]}})",
       "s|NodePort|10.96.0.9|<none>|80:30080/TCP,53/UDP|3s||a=1,b=2"},
      {"a load balancer that waits", "services",
       R"({"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","clusterIPs":["1.1.1.1"]},"status":{"loadBalancer":{}}})",
       "s|LoadBalancer|1.1.1.1|<pending>|<none>|<unknown>||<none>"},
      {"an external name", "services",
       R"({"metadata":{"name":"s"},"spec":{"type":"ExternalName","externalName":"a.b"}})",
       "s|ExternalName|<none>|a.b|<none>|<unknown>||<none>"},
      {"more endpoints than fit", "endpoints",
       R"({"metadata":{"name":"e"},"subsets":[{"addresses":[{"ip":"1.1.1.1"},{"ip":"1.1.1.2"}],
           "ports":[{"port":80},{"port":81}]}]})",
       "e|1.1.1.1:80,1.1.1.2:80,1.1.1.1:81 + 1 more...|<unknown>"},
      {"nothing behind a service", "endpoints", R"({"metadata":{"name":"e"}})", "e|<none>|<unknown>"},
      {"a slice", "endpointslices",
       R"({"metadata":{"name":"e"},"addressType":"IPv4","ports":[{"port":80},{"name":"x"}],"endpoints":[]})",
       "e|IPv4|80,x|<unset>|<unknown>"},
      {"a claim that waits shows no size", "persistentvolumeclaims",
       R"({"metadata":{"name":"c"},"spec":{"storageClassName":"standard","volumeMode":"Filesystem"},
           "status":{"phase":"Pending","capacity":{"storage":"1Gi"}}})",
       "c|Pending||||standard|<unset>|<unknown>||Filesystem"},
      {"a claim that is bound and going", "persistentvolumeclaims",
       R"({"metadata":{"name":"c","deletionTimestamp":"2026-11-22T15:00:00Z"},"spec":{"volumeName":"v"},
           "status":{"phase":"Bound","capacity":{"storage":"1Gi"},"accessModes":["ReadWriteMany","ReadWriteOnce"]}})",
       "c|Terminating|v|1Gi|RWO,RWX||<unset>|<unknown>||<unset>"},
      {"a bound volume", "persistentvolumes",
       R"({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],
           "persistentVolumeReclaimPolicy":"Delete","claimRef":{"namespace":"default","name":"c"},
           "storageClassName":"standard"},"status":{"phase":"Bound"}})",
       "v|1Gi|RWO|Delete|Bound|default/c|standard|<unset>||<unknown>||<unset>"},
      {"the default class", "storageclasses",
       R"({"metadata":{"name":"s","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"p"})",
       "s (default)|p|Delete|Immediate|false|<unknown>"},
      {"an event that repeats", "events",
       R"({"metadata":{"name":"e"},"type":"Warning","reason":"BackOff","message":" x ","count":3,
           "firstTimestamp":"2026-11-22T14:59:00Z","lastTimestamp":"2026-11-22T14:59:58Z",
           "involvedObject":{"kind":"Pod","name":"p","fieldPath":"spec.containers{c}"},
           "source":{"component":"kubelet","host":"worker-1"}})",
       "2s|Warning|BackOff|pod/p|x||spec.containers{c}|kubelet, worker-1|60s|3|e"},
      {"a budget by percent", "pdb",
       R"({"metadata":{"name":"b"},"spec":{"maxUnavailable":"50%"},"status":{"disruptionsAllowed":1}})",
       "b|N/A|50%|1|<unknown>"},
      {"an autoscaler that has not looked yet", "hpa",
       R"({"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"minReplicas":1,
           "maxReplicas":3,"metrics":[{"type":"Resource","resource":{"name":"cpu",
           "target":{"type":"Utilization","averageUtilization":80}}}]},"status":{"currentMetrics":null}})",
       "h|Deployment/web|cpu: <unknown>/80%|1|3|0|<unknown>"},
      {"an autoscaler of many metrics", "hpa",
       R"({"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"maxReplicas":3,
           "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"averageValue":"100m"}}},
             {"type":"External","external":{"target":{"averageValue":"5"}}},{"type":"Pods"}]},
           "status":{"currentReplicas":2,"currentMetrics":[{"resource":{"current":{"averageValue":"20m"}}}]}})",
       "h|Deployment/web|cpu: 20m/100m, <unknown>/5 (avg) + 1 more...|<unset>|3|2|<unknown>"},
      {"a priority", "pc", R"({"metadata":{"name":"p"},"value":1000,"preemptionPolicy":"Never"})",
       "p|1000|false|<unknown>|Never"},
      {"an ingress with TLS and a rule for every host", "ing",
       R"({"metadata":{"name":"i"},"spec":{"ingressClassName":"c","tls":[{}],
           "rules":[{"host":"a"},{"host":"b"},{},{"host":"c"},{"host":"d"}]}})",
       "i|c|a,b,c + 2 more...||80, 443|<unknown>"},
      {"a policy for all pods", "netpol", R"({"metadata":{"name":"n"},"spec":{"podSelector":{}}})",
       "n|<none>|<unknown>"},
      {"a quota", "quota",
       R"({"metadata":{"name":"q"},"status":{"hard":{"limits.cpu":"2","pods":"3","requests.cpu":"1"},
           "used":{"limits.cpu":"1","pods":"1"}}})",
       "q|pods: 1/3, requests.cpu: 0/1|limits.cpu: 1/2|<unknown>"},
      {"who is bound", "rolebindings",
       R"({"metadata":{"name":"r"},"roleRef":{"kind":"Role","name":"x"},"subjects":[{"kind":"User","name":"u"},
           {"kind":"ServiceAccount","namespace":"n","name":"s"},{"kind":"User","name":"v"}]})",
       "r|Role/x|<unknown>||u, v||n/s"},
      {"a driver", "csidrivers", R"({"metadata":{"name":"d"},"spec":{"podInfoOnMount":true}})",
       "d|true|true|false|<unset>|false|<none>|<unknown>"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const Kind* kind = find_resource(row.resource);
      REQUIRE(kind != nullptr);
      CHECK(cells(*kind, *parse_json(row.object)) == row.cells);
    }
}
