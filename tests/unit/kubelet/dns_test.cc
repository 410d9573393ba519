#include "kubelet/dns.h"

#include <catch2/catch.hpp>

#include "api/kinds/endpointslice.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "base/json.h"
#include "kubelet/pod_environment.h"

using namespace skiff;

namespace {

void put(Store& store, const Kind& kind, const std::string& name, const char* text) {
  Value document = *parse_json(text);
  document["metadata"]["name"] = name;
  document["metadata"]["namespace"] = "default";
  store.put(kind, {"default", name}, std::move(document), {"test", Time{}});
}

void fill(Store& store) {
  put(store, kService, "web",
      R"({"spec":{"clusterIP":"10.96.0.7","ports":[{"name":"http","port":80,"protocol":"TCP"}]}})");
  put(store, kService, "mongodb", R"({"spec":{"clusterIP":"None","ports":[{"port":27017}]}})");
  put(store, kService, "elsewhere", R"({"spec":{"type":"ExternalName","externalName":"db.example.com"}})");
  put(store, kEndpointSlice, "mongodb-x",
      R"({"metadata":{"labels":{"kubernetes.io/service-name":"mongodb"}},"endpoints":[
          {"addresses":["10.244.1.5"],"hostname":"mongodb-0","conditions":{"ready":true}},
          {"addresses":["10.244.2.5"],"hostname":"mongodb-1","conditions":{"ready":false}},
          {"addresses":["10.244.3.5"],"conditions":{"ready":true}}]})");
}

std::string show(const std::optional<DnsAnswer>& answer) {
  if (!answer) return "NXDOMAIN";
  std::string out = answer->name;
  for (const std::string& address : answer->addresses) out += " " + address;
  return out;
}

}  // namespace

TEST_CASE("DNS: what a pod of namespace default finds") {
  struct Row {
    const char* why;
    const char* name;
    const char* answer;
  };
  const Row rows[] = {
      {"a Service by its short name", "web", "web.default.svc.cluster.local 10.96.0.7"},
      {"with its namespace", "web.default", "web.default.svc.cluster.local 10.96.0.7"},
      {"by its full name", "web.default.svc.cluster.local.", "web.default.svc.cluster.local 10.96.0.7"},
      {"not from another namespace", "web.other", "NXDOMAIN"},
      {"a headless Service: its ready endpoints", "mongodb", "mongodb.default.svc.cluster.local 10.244.1.5 10.244.3.5"},
      {"a pod by its host name", "mongodb-0.mongodb", "mongodb-0.mongodb.default.svc.cluster.local 10.244.1.5"},
      {"not before it is ready", "mongodb-1.mongodb", "NXDOMAIN"},
      {"an endpoint without a host name", "10-244-3-5.mongodb",
       "10-244-3-5.mongodb.default.svc.cluster.local 10.244.3.5"},
      {"no pods behind a cluster IP", "web-0.web", "NXDOMAIN"},
      {"an external name", "elsewhere", "db.example.com"},
      {"a pod by its address", "10-244-1-5.default.pod", "10-244-1-5.default.pod.cluster.local 10.244.1.5"},
      {"nothing", "nope", "NXDOMAIN"},
  };
  Store store(1);
  fill(store);
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(show(resolve_from_namespace(store, row.name, "default")) == row.answer);
    }
}

TEST_CASE("exec: what a command sees inside a container") {
  struct Row {
    const char* why;
    std::vector<std::string> argv;
    const char* out;
  };
  const Row rows[] = {
      {"its host name", {"hostname"}, "mongodb-0\n"},
      {"its full name", {"hostname", "-f"}, "mongodb-0.mongodb.default.svc.cluster.local\n"},
      {"its environment",
       {"printenv", "PLAIN", "NODE", "BOTH", "WEB_SERVICE_HOST", "WEB_PORT_80_TCP"},
       "v\nworker-1\nv-x\n10.96.0.7\ntcp://10.96.0.7:80\n"},
      {"its resolver",
       {"cat", "/etc/resolv.conf"},
       "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n"},
      {"a neighbour",
       {"nslookup", "mongodb-0.mongodb"},
       "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tmongodb-0.mongodb.default.svc.cluster.local\n"
       "Address: 10.244.1.5\n\n"},
  };
  Store store(1);
  fill(store);
  put(store, kPod, "mongodb-0",
      R"({"spec":{"hostname":"mongodb-0","subdomain":"mongodb","nodeName":"worker-1","containers":[
      {"name":"c","env":[{"name":"PLAIN","value":"v"},{"name":"NODE","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName"}}},
      {"name":"BOTH","value":"$(PLAIN)-x"}]}]},"status":{"podIP":"10.244.1.5"}})");
  const ObjectRef pod = store.get(kPod, {"default", "mongodb-0"});
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const ShellOutcome outcome = run_in_pod(store, *pod, pod->spec()["containers"][0], row.argv, {}, Time{});
      CHECK(outcome.exit_code == 0);
      CHECK(outcome.out == row.out);
    }
}
