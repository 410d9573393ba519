// Rules of the reference on validation that need the whole server, or that no other table has: what is sent, and what
// the server says of it.
#include <catch2/catch.hpp>
#include <span>

#include "api/kind_table.h"
#include "apiserver/apiserver.h"
#include "base/json.h"
#include "cluster/default_cluster.h"

using namespace skiff;

namespace {

struct Door {
  Door() {
    make_default_cluster(store, {}, now);
    REQUIRE(api.create(*find_resource("serviceaccounts"), "default",
                       Value{{"metadata", Value{{"name", "default"}, {"namespace", "default"}}}}));
  }

  Result<ObjectRef> create(const Value& document) {
    const Kind* kind = find_kind(document["apiVersion"].as_string(), document["kind"].as_string());
    REQUIRE(kind != nullptr);
    return api.create(*kind, kind->namespaced() ? "default" : "", document);
  }
  Result<ObjectRef> patch(const char* resource, const char* name, const char* json) {
    const Kind& kind = *find_resource(resource);
    return api.patch(kind, {kind.namespaced() ? "default" : "", name}, PatchType::kMerge, *parse_json(json));
  }

  Store store{1};
  Time now{seconds(1'790'000'000)};
  ApiServer api{store, now};
};

std::string told(const Result<ObjectRef>& made) { return made ? "" : made.error().message; }

Value object(const char* api_version, const char* kind, const char* spec) {
  return {{"apiVersion", api_version}, {"kind", kind}, {"metadata", Value{{"name", "x"}}}, {"spec", *parse_json(spec)}};
}

struct Row {
  const char* why;
  const char* spec;
  const char* error;  // behind `X "x" is invalid: `
};

void check_rows(const char* api_version, const char* kind, const std::string& subject, std::span<const Row> rows) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Door door;
      CHECK(told(door.create(object(api_version, kind, row.spec))) == subject + " \"x\" is invalid: " + row.error);
    }
}

}  // namespace

TEST_CASE("Validation: 3. Metadata: names of objects whose names may be anything that stands in a path") {
  for (const auto& [name, problem] : {std::pair{".", "may not be '.'"}, std::pair{"..", "may not be '..'"},
                                      std::pair{"a/b", "may not contain '/'"}, std::pair{"a%b", "may not contain '%'"}})
    DYNAMIC_SECTION(name) {
      Door door;
      Value role = object("rbac.authorization.k8s.io/v1", "Role", "{}");
      role.erase("spec");
      role["metadata"]["name"] = name;
      CHECK(told(door.create(role)) == "Role.rbac.authorization.k8s.io \"" + std::string(name) +
                                           "\" is invalid: metadata.name: Invalid value: \"" + name + "\": " + problem);
    }
}

TEST_CASE("Validation: 5. Pod spec: what containers may not ask for") {
  const Row rows[] = {
      {"another port of the host's network",
       R"({"hostNetwork":true,"containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"hostPort":8080}]}]})",
       "spec.containers[0].ports[0].hostPort: Invalid value: 8080: must match `containerPort` when `hostNetwork` is "
       "true"},
      {"a variable from two places",
       R"({"containers":[{"name":"c","image":"i","env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"},
           "secretKeyRef":{"name":"s","key":"k"}}}]}]})",
       "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not have more than one field specified at a "
       "time"},
      {"a way out of a volume", R"({"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"c","image":"i",
           "volumeMounts":[{"name":"v","mountPath":"/a","subPath":"a/../b"}]}]})",
       "spec.containers[0].volumeMounts.subPath: Invalid value: \"a/../b\": must not contain '..'"},
      {"less of a device than its limit", R"({"containers":[{"name":"c","image":"i","resources":{"limits":
           {"example.com/x":"2"},"requests":{"example.com/x":"1"}}}]})",
       "spec.containers[0].resources.requests: Invalid value: \"1\": must be equal to example.com/x limit of 2"},
      {"a probe of two sorts", R"({"containers":[{"name":"c","image":"i","livenessProbe":{"httpGet":{"port":80},
           "tcpSocket":{"port":80}}}]})",
       "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"},
      {"a sleep beyond the end", R"({"containers":[{"name":"c","image":"i","lifecycle":{"preStop":{"sleep":
           {"seconds":40}}}}]})",
       "spec.containers[0].lifecycle.preStop.sleep: Invalid value: 40: must be non-negative and less than "
       "terminationGracePeriodSeconds (30)"},
  };
  check_rows("v1", "Pod", "Pod", rows);
}

TEST_CASE("Validation: 6. Workloads: selectors and templates of sets") {
  const std::string container = R"("containers":[{"name":"c","image":"i"}])";
  const auto spec = [&](const char* selector, const std::string& more) {
    return std::string("{") + selector + R"("template":{"metadata":{"labels":{"a":"b"}},"spec":{)" + container + more +
           "}}}";
  };
  constexpr const char* kMatching = R"("selector":{"matchLabels":{"a":"b"}},)";
  const std::string active = R"(,"activeDeadlineSeconds":5)";
  const std::string ephemeral = R"(,"ephemeralContainers":[{"name":"e","image":"i"}])";
  struct {
    const char* kind;
    std::string spec;
    const char* error;
  } const cases[] = {
      {"StatefulSet", spec(R"("selector":{},)", ""),
       "spec.selector: Invalid value: {}: empty selector is invalid for statefulset"},
      {"StatefulSet", spec(kMatching, active),
       "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in StatefulSet is not Supported"},
      {"DaemonSet", spec(R"("selector":{},)", ""),
       "spec.selector: Invalid value: {}: empty selector is invalid for daemonset"},
      {"DaemonSet", spec("", ""),
       "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`"},
      {"Deployment", spec(kMatching, ephemeral),
       "spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template"},
  };
  for (const auto& one : cases) DYNAMIC_SECTION(one.kind << " " << one.error) {
      const Row row{"", one.spec.c_str(), one.error};
      Door door;
      CHECK(told(door.create(object("apps/v1", one.kind, row.spec))) ==
            std::string(one.kind) + ".apps \"x\" is invalid: " + row.error);
    }
}

TEST_CASE("Validation: 6. Workloads: time zones of a CronJob") {
  const std::string rest = R"(","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[
      {"name":"c","image":"i"}]}}}}})";
  for (const auto& [zone, problem] :
       {std::pair{"X/Y", "unknown time zone X/Y"}, std::pair{"", "timeZone must be nil or non-empty string"}})
    DYNAMIC_SECTION("zone " << zone) {
      Door door;
      const std::string spec = R"({"schedule":"* * * * *","timeZone":")" + std::string(zone) + rest;
      CHECK(told(door.create(object("batch/v1", "CronJob", spec.c_str()))) ==
            "CronJob.batch \"x\" is invalid: spec.timeZone: Invalid value: \"" + std::string(zone) + "\": " + problem);
    }
}

TEST_CASE("Validation: 7. Other kinds: data that is too long") {
  Door door;
  const std::string much(1048577, 'x');
  Value map = object("v1", "ConfigMap", "{}");
  map.erase("spec");
  map["data"]["a"] = much;
  CHECK(told(door.create(map)) == "ConfigMap \"x\" is invalid: []: Too long: may not be more than 1048576 bytes");
  Value secret = map;
  secret["kind"] = "Secret";
  secret["stringData"]["a"] = much;
  secret.erase("data");
  CHECK(told(door.create(secret)) == "Secret \"x\" is invalid: data: Too long: may not be more than 1048576 bytes");
}

TEST_CASE("Validation: 7. Other kinds: a node port that is taken") {
  Door door;
  Value service = object("v1", "Service", R"({"type":"NodePort","ports":[{"port":80,"nodePort":30100}]})");
  REQUIRE(door.create(service));
  service["metadata"]["name"] = "y";
  CHECK(told(door.create(service)) ==
        "Service \"y\" is invalid: spec.ports[0].nodePort: Invalid value: 30100: provided port is already allocated");
}

TEST_CASE("Validation: 3. Metadata: no new finalizers for what is being deleted") {
  Door door;
  Value map = object("v1", "ConfigMap", "{}");
  map.erase("spec");
  map["metadata"]["finalizers"].push_back("a.b/c");
  REQUIRE(door.create(map));
  REQUIRE(door.api.remove(*find_resource("configmaps"), {"default", "x"}));
  CHECK(told(door.patch("configmaps", "x", R"({"metadata":{"finalizers":["a.b/c","d.e/f"]}})")) ==
        "ConfigMap \"x\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is "
        "being deleted, found new finalizers []string{\"d.e/f\"}");
  // Told first, and with all the rest.
  const std::string both =
      told(door.patch("configmaps", "x", R"({"metadata":{"finalizers":["a.b/c","d.e/f"],"labels":{"a":"-"}}})"));
  CHECK(both.starts_with("ConfigMap \"x\" is invalid: [metadata.finalizers: Forbidden: no new finalizers"));
  CHECK(both.find(", metadata.labels: Invalid value: \"-\": a valid label must be") != std::string::npos);
}
