// What Behaviors can do to containers, images, volumes and nodes, and what is left when they are gone.
#include "api/kinds/configmap.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/secret.h"
#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

namespace {

constexpr const char* kServer = R"({"containers":[{"name":"c","image":"nginx:1.27"}]})";

std::string probed(const char* field, const char* more = "") {
  return R"({"containers":[{"name":"c","image":"nginx:1.27",")" + std::string(field) +
         R"(":{"periodSeconds":5,"failureThreshold":3)" + more + "}}]}";
}

}  // namespace

TEST_CASE("Behavior: probes that fail are told at each run") {
  struct Row {
    const char* why;
    std::string spec;
    const char* behavior;
    std::vector<std::pair<double, const char*>> looks;
    double until;
    const char* told;
  };
  const Row rows[] = {
      {"readiness from the start on: never ready, and nothing else happens",
       probed("readinessProbe"),
       R"({"match":{"images":["*"]},"probes":{"readiness":{"failsAfterSeconds":0,"message":"no"}}})",
       {{1, "Running 0/1 c:Running"}, {100, "Running 0/1 c:Running"}},
       21,
       "x5 Readiness probe failed: no"},
      {"readiness later: three in a row take it away",
       probed("readinessProbe"),
       R"({"match":{"images":["*"]},"probes":{"readiness":{"failsAfterSeconds":12,"message":"no"}}})",
       {{1, "Running 1/1 c:Running"}, {25.9, "Running 1/1 c:Running"}, {26, "Running 0/1 c:Running"}},
       26,
       "x3 Readiness probe failed: no"},
      {"liveness: the third ends the container, which starts again at once",
       probed("livenessProbe"),
       R"({"match":{"images":["*"]},"probes":{"liveness":{"failsAfterSeconds":10,"message":"HTTP probe failed with statuscode: 500"}}})",
       {{20.9, "Running 1/1 c:Running"}, {21, "Running 1/1 c:Runningx1"}},
       21,
       "x3 Liveness probe failed: HTTP probe failed with statuscode: 500"},
      {"startup: not started, not ready, ended",
       probed("startupProbe"),
       R"({"match":{"images":["*"]},"probes":{"startup":{"failsAfterSeconds":0,"message":"no"}}})",
       {{1, "Running 0/1 c:Running"}, {10.9, "Running 0/1 c:Running"}, {11, "Running 0/1 c:Runningx1"}},
       11,
       "x4 Startup probe failed: no"},
      {"a delay: nothing is counted before",
       probed("livenessProbe", R"(,"initialDelaySeconds":8)"),
       R"({"match":{"images":["*"]},"probes":{"liveness":{"failsAfterSeconds":0,"message":"no"}}})",
       {{20.9, "Running 1/1 c:Running"}, {21, "Running 1/1 c:Runningx1"}},
       21,
       "x3 Liveness probe failed: no"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_behavior(row.behavior);
      scene.add_pod(row.spec.c_str());
      bool counted = false;
      for (const auto& [seconds, looks] : row.looks) {
        if (!counted && seconds >= row.until) {
          scene.at(row.until);
          CHECK(scene.messages("Unhealthy") == row.told);
          counted = true;
        }
        scene.at(seconds);
        INFO("at " << seconds << " s");
        CHECK(scene.looks() == looks);
      }
      CHECK(counted);
    }
}

TEST_CASE("Behavior: an exec probe sees what the container's command does to its files") {
  Scene scene;
  scene.add_pod(R"({"containers":[{"name":"c","image":"busybox:1.28",
      "args":["sh","-c","touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"],
      "livenessProbe":{"exec":{"command":["cat","/tmp/healthy"]},"initialDelaySeconds":5,"periodSeconds":5}}]})");
  scene.at(30.9);
  CHECK(scene.messages("Unhealthy").empty());
  scene.at(36);
  CHECK(scene.messages("Unhealthy") ==
        "x2 Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory");
  CHECK(scene.looks() == "Running 1/1 c:Running");
  scene.at(41);
  CHECK(scene.looks() == "Running 1/1 c:Runningx1");
  CHECK(scene.pod()->status()["containerStatuses"][0].at("lastState", "terminated")["exitCode"].as_int() == 137);
}

TEST_CASE("Behavior: a probe that looks at what nobody knows succeeds") {
  Scene scene;
  scene.add_pod(R"({"containers":[{"name":"c","image":"busybox:1.28","command":["sh","-c","sleep 600"],
      "livenessProbe":{"exec":{"command":["cat","/var/run/app.pid"]},"periodSeconds":1}}]})");
  scene.at(100);
  CHECK(scene.looks() == "Running 1/1 c:Running");
  CHECK(scene.messages("Unhealthy").empty());
}

TEST_CASE("Behavior: how a container ends") {
  Scene scene;
  scene.add_behavior(
      R"({"match":{"images":["*"]},"run":{"seconds":5,"exitCode":137,"reason":"OOMKilled","message":"too much"}})");
  scene.add_pod(kServer);
  scene.at(6);
  CHECK(scene.looks() == "Running 0/1 c:OOMKilled");
  const Value& ended = scene.pod()->status()["containerStatuses"][0].at("state", "terminated");
  CHECK(ended["exitCode"].as_int() == 137);
  CHECK(ended["message"].as_string() == "too much");
}

TEST_CASE("Behavior: a fault that comes later takes hold at once, and is undone") {
  Scene scene;
  scene.add_pod(kServer);
  scene.at(50);
  SECTION("a crash ends the container now, not in the past") {
    scene.add_behavior(R"({"match":{"images":["*"],"pods":["p"]},"run":{"seconds":0,"exitCode":3}})");
    CHECK(scene.looks() == "Running 0/1 c:Error");
    CHECK(scene.pod()->status()["containerStatuses"][0].at("state", "terminated")["finishedAt"].as_string() ==
          "2026-11-22T15:49:14Z");
    scene.at(60);
    CHECK(scene.looks() == "Running 0/1 c:CrashLoopBackOffx1");
    scene.remove_behavior();
    scene.at(90);
    CHECK(scene.looks() == "Running 1/1 c:Runningx2");
  }
  SECTION("not ready") {
    scene.add_behavior(R"({"match":{"images":["*"],"pods":["p"]},"ready":{"never":true,"message":"a fault"}})");
    CHECK(scene.looks() == "Running 0/1 c:Running");
    CHECK(scene.messages("Unhealthy") == "Readiness probe failed: a fault");
    scene.remove_behavior();
    CHECK(scene.looks() == "Running 1/1 c:Running");
  }
  SECTION("another pod's fault") {
    scene.add_behavior(R"({"match":{"images":["*"],"pods":["q"]},"ready":{"never":true}})");
    CHECK(scene.looks() == "Running 1/1 c:Running");
  }
}

TEST_CASE("Behavior: an image that is not there is pulled once for a node") {
  Scene scene;
  scene.add_behavior(R"({"match":{"images":["nginx:*"]},"pull":{"present":false,"seconds":20}})");
  scene.add_pod(kServer);
  scene.at(19.9);
  CHECK(scene.looks() == "Pending 0/1 c:ContainerCreating");
  scene.at(20);
  CHECK(scene.looks() == "Running 1/1 c:Running");
  CHECK(scene.events() == "Pulling Pulled Created Started ");
  REQUIRE(scene.client().remove(*scene.pod()));
  scene.at(30);
  scene.add_pod(kServer);
  scene.at(31);
  CHECK(scene.looks() == "Running 1/1 c:Running");
}

TEST_CASE("Behavior: a pull that has begun ends as one, however its image comes to be there") {
  Scene scene;
  scene.add_behavior(R"({"match":{"images":["nginx:*"]},"pull":{"present":false,"seconds":20}})");
  scene.add_pod(kServer);
  scene.at(5);
  scene.remove_behavior();
  CHECK(scene.looks() == "Running 1/1 c:Running");
  CHECK(scene.events() == "Pulling Pulled Created Started ");
  CHECK(scene.messages("Pulled").find(" in 5s (5s including waiting)") != std::string::npos);
}

TEST_CASE("Behavior: a volume that cannot be attached") {
  Scene scene;
  scene.add_behavior(R"({"volume":{"claims":["default/data"],"failure":"busy"}})");
  Value claim = *parse_json(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data",
      "namespace":"default"},"spec":{"volumeName":"pv1","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})");
  REQUIRE(scene.client().create(kPersistentVolumeClaim, claim));
  scene.add_pod(R"({"containers":[{"name":"c","image":"nginx:1.27"}],
      "volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data"}}]})");
  scene.at(10);
  CHECK(scene.looks() == "Pending 0/1 c:ContainerCreating");
  // At 0, 0.5, 1.5, 3.5 and 7.5 seconds.
  CHECK(scene.messages("FailedAttachVolume") == "x5 AttachVolume.Attach failed for volume \"pv1\" : busy");
  scene.remove_behavior();
  scene.at(11);
  CHECK(scene.looks() == "Running 1/1 c:Running");
}

namespace {

constexpr const char* kConfigRequired = R"({"match":{"images":["*"]},"config":{"required":true}})";

void create(Scene& scene, const Kind& kind, const char* name, const char* data) {
  Value object{{"apiVersion", "v1"}, {"kind", kind.kind}, {"data", *parse_json(data)}};
  object.set("metadata", Value{{"name", name}, {"namespace", "default"}});
  REQUIRE(scene.client().create(kind, object));
}

// With what every pod's token volume reads.
void require_config(Scene& scene) {
  scene.add_behavior(kConfigRequired);
  create(scene, kConfigMap, "kube-root-ca.crt", R"({"ca.crt":""})");
}

}  // namespace

TEST_CASE("Behavior: ConfigMaps and Secrets must be there, and what each kind of reference says when they are not") {
  struct Row {
    const char* why;
    std::string container;  // without its name and image
    std::string volume;     // without its name; empty: none
    const char* looks;      // after five seconds; "Running 1/1 c:Running" when nothing is missing
    const char* mount;      // the first FailedMount, or what the container waits for
  };
  const std::string kMounted = R"("volumeMounts":[{"name":"v","mountPath":"/v"}])";
  constexpr const char* kRuns = "Running 1/1 c:Running";
  constexpr const char* kWaits = "Pending 0/1 c:ContainerCreating";
  constexpr const char* kRefused = "Pending 0/1 c:CreateContainerConfigError";
  const Row rows[] = {
      {"a ConfigMap as a volume", kMounted, R"("configMap":{"name":"x"})", kWaits, R"(configmap "x" not found)"},
      {"a Secret as a volume", kMounted, R"("secret":{"secretName":"x"})", kWaits, R"(secret "x" not found)"},
      {"an optional one", kMounted, R"("secret":{"secretName":"x","optional":true})", kRuns, ""},
      {"one that nobody mounts", R"("tty":true)", R"("secret":{"secretName":"x"})", kRuns, ""},
      {"a key among a volume's items", kMounted, R"("configMap":{"name":"there","items":[{"key":"b","path":"b"}]})",
       kWaits, "configmap references non-existent config key: b"},
      {"of a Secret", kMounted, R"("secret":{"secretName":"there","items":[{"key":"b","path":"b"}]})", kWaits,
       "references non-existent secret key: b"},
      {"an optional key", kMounted, R"("configMap":{"name":"there","optional":true,"items":[{"key":"b","path":"b"}]})",
       kRuns, ""},
      {"one source of a projected volume", kMounted,
       R"("projected":{"sources":[{"configMap":{"name":"there"}},{"secret":{"name":"x"}}]})", kWaits,
       R"(secret "x" not found)"},
      {"two of them", kMounted, R"("projected":{"sources":[{"configMap":{"name":"y"}},{"secret":{"name":"x"}}]})",
       kWaits, R"([configmap "y" not found, secret "x" not found])"},
      {"a variable from a Secret", R"("env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"x","key":"a"}}}])", "",
       kRefused, R"(secret "x" not found)"},
      {"a variable from a key that it has not",
       R"("env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"there","key":"b"}}}])", "", kRefused,
       "couldn't find key b in Secret default/there"},
      {"of a ConfigMap", R"("env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"there","key":"b"}}}])", "",
       kRefused, "couldn't find key b in ConfigMap default/there"},
      {"an optional variable",
       R"("env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"x","key":"b","optional":true}}}])", "", kRuns, ""},
      {"one that is there", R"("env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"there","key":"a"}}}])", "",
       kRuns, ""},
      {"all of a ConfigMap", R"("envFrom":[{"configMapRef":{"name":"x"}}])", "", kRefused,
       R"(configmap "x" not found)"},
      {"all of a Secret, before the single variables",
       R"("envFrom":[{"secretRef":{"name":"x"}}],"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"y","key":"a"}}}])",
       "", kRefused, R"(secret "x" not found)"},
      {"an optional one", R"("envFrom":[{"secretRef":{"name":"x","optional":true}}])", "", kRuns, ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      require_config(scene);
      create(scene, kConfigMap, "there", R"({"a":"1"})");
      create(scene, kSecret, "there", R"({"a":"MQ=="})");
      const std::string volumes = row.volume.empty() ? "" : R"(,"volumes":[{"name":"v",)" + row.volume + "}]";
      const std::string spec =
          R"({"containers":[{"name":"c","image":"nginx:1.27",)" + row.container + "}]" + volumes + "}";
      scene.add_pod(spec.c_str());
      scene.at(5);
      CHECK(scene.looks() == row.looks);
      const std::string waiting = scene.pod()->status()["containerStatuses"][0]["state"]["waiting"]["message"].str();
      const std::string mount = "MountVolume.SetUp failed for volume \"v\" : " + std::string(row.mount);
      CHECK(scene.messages("FailedMount") == (row.looks == std::string(kWaits) ? "x4 " + mount : ""));
      CHECK(waiting == (row.looks == std::string(kRefused) ? row.mount : ""));
    }
}

TEST_CASE("Behavior: without it, nobody looks whether ConfigMaps and Secrets are there") {
  Scene scene;
  scene.add_pod(R"({"containers":[{"name":"c","image":"nginx:1.27","envFrom":[{"secretRef":{"name":"x"}}]}]})");
  scene.at(5);
  CHECK(scene.looks() == "Running 1/1 c:Running");
}

TEST_CASE("Behavior: a container whose environment cannot be read is tried again until it can") {
  Scene scene;
  require_config(scene);
  scene.add_pod(R"({"containers":[{"name":"c","image":"nginx:1.27","envFrom":[{"secretRef":{"name":"x"}}]}]})");
  // At 1, as the sandbox has come up at 2, then every ten seconds.
  scene.at(33);
  CHECK(scene.messages("Failed") == R"(x5 Error: secret "x" not found)");
  CHECK(scene.events() == "Pulledx5 Failedx5 ");
  CHECK(find_condition(scene.pod()->status(), "PodReadyToStartContainers")["status"].as_string() == "True");
  create(scene, kSecret, "x", "{}");
  scene.at(41.9);
  CHECK(scene.looks() == "Pending 0/1 c:CreateContainerConfigError");
  scene.at(42);
  CHECK(scene.looks() == "Running 1/1 c:Running");
  CHECK(scene.store.states("kubelet").empty());

  // A restart reads it anew.
  REQUIRE(scene.client().remove(*scene.store.get(kSecret, {"default", "x"})));
  scene.add_behavior(R"({"match":{"images":["*"]},"run":{"seconds":20,"exitCode":1}})", "a");
  scene.at(65);
  CHECK(scene.looks() == "Running 0/1 c:CreateContainerConfigError");
  create(scene, kSecret, "x", "{}");
  scene.remove_behavior("a");
  scene.at(80);
  CHECK(scene.looks() == "Running 1/1 c:Runningx1");
}

TEST_CASE("Behavior: a volume is mounted when its ConfigMap has come") {
  Scene scene;
  require_config(scene);
  scene.add_pod(R"({"containers":[{"name":"c","image":"nginx:1.27","volumeMounts":[{"name":"v","mountPath":"/v"}]}],
      "volumes":[{"name":"v","configMap":{"name":"x"}}]})");
  scene.at(4);
  CHECK(scene.pod()->status()["podIP"].is_null());
  create(scene, kConfigMap, "x", "{}");
  scene.at(7.4);
  CHECK(scene.looks() == "Pending 0/1 c:ContainerCreating");
  scene.at(8.5);
  CHECK(scene.looks() == "Running 1/1 c:Running");
}

TEST_CASE("Behavior: nodes that do not answer, by name and by zone") {
  struct Row {
    const char* why;
    const char* spec;
    const char* down;
  };
  const Row rows[] = {
      {"one node", R"({"node":{"names":["worker-2"],"down":true}})", "worker-2 "},
      {"a zone", R"({"node":{"zones":["zone-c"],"down":true}})", "worker-3 "},
      {"all workers", R"({"node":{"names":["worker-*"],"down":true}})", "worker-1 worker-2 worker-3 "},
      {"none", R"({"node":{"names":["*"],"down":false}})", ""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      const auto down = [&] {
        std::string names;
        for (const ObjectRef& node : scene.store.list(kNode))
          if (node->metadata()["annotations"].contains(kNodeDownSince)) names += node->name() + " ";
        return names;
      };
      scene.add_behavior(row.spec);
      CHECK(down() == row.down);
      scene.remove_behavior();
      CHECK(down().empty());
    }
}

TEST_CASE("KWOK's delays take the place of a Behavior's") {
  struct Row {
    const char* why;
    const char* spec;
    const char* annotations;
    std::vector<std::pair<double, const char*>> looks;
  };
  constexpr const char* kOnce = R"({"restartPolicy":"Never","containers":[{"name":"c","image":"worker:1"}]})";
  const Row rows[] = {
      {"ready",
       kServer,
       R"({"pod-ready.stage.kwok.x-k8s.io/delay":"7s"})",
       {{6.9, "Pending 0/1 c:ContainerCreating"}, {7, "Running 1/1 c:Running"}}},
      {"create and ready",
       kServer,
       R"({"pod-create.stage.kwok.x-k8s.io/delay":"2s","pod-ready.stage.kwok.x-k8s.io/delay":"3s"})",
       {{4.9, "Pending 0/1 c:ContainerCreating"}, {5, "Running 1/1 c:Running"}}},
      {"complete",
       kOnce,
       R"({"pod-complete.stage.kwok.x-k8s.io/delay":"1m"})",
       {{60.9, "Running 1/1 c:Running"}, {61, "Succeeded 0/1 c:Completed"}}},
      {"what is no duration is not heard",
       kServer,
       R"({"pod-ready.stage.kwok.x-k8s.io/delay":"soon"})",
       {{1, "Running 1/1 c:Running"}}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec, row.annotations);
      for (const auto& [seconds, looks] : row.looks) {
        scene.at(seconds);
        INFO("at " << seconds << " s");
        CHECK(scene.looks() == looks);
      }
    }
}

TEST_CASE("Behavior: a node that is shut down stops its pods before it falls silent") {
  Scene scene;
  scene.add_pod(kServer);
  scene.at(5);
  scene.add_behavior(R"({"node":{"names":["worker-1"],"down":true,"graceful":true}})");
  const auto node = [&] { return scene.store.get(kNode, {"", "worker-1"}); };
  CHECK(find_condition(node()->status(), "Ready")["message"].as_string() == "node is shutting down");
  scene.at(5.5);
  CHECK(scene.looks() == "Failed 0/1 c:Completed");
  const Value& status = scene.pod()->status();
  CHECK(status["reason"].as_string() == "Terminated");
  CHECK(status["message"].as_string() == "Pod was terminated in response to imminent node shutdown.");
  CHECK(find_condition(status, "DisruptionTarget")["reason"].as_string() == "TerminationByKubelet");
  scene.at(34.9);
  CHECK_FALSE(node()->metadata()["annotations"].contains(kNodeDownSince));
  scene.at(35);
  CHECK(node()->metadata()["annotations"].contains(kNodeDownSince));
  scene.remove_behavior();
  CHECK(find_condition(node()->status(), "Ready")["status"].as_string() == "True");
  CHECK_FALSE(node()->metadata()["annotations"].contains(kShuttingDownSince));
}

TEST_CASE("Behavior: a node that is being shut down takes no more pods") {
  Scene scene;
  scene.add_behavior(R"({"node":{"names":["worker-1"],"down":true,"graceful":true}})");
  scene.add_pod(kServer);
  scene.at(1);
  CHECK(scene.pod()->status()["reason"].as_string() == "NodeShutdown");
  CHECK(scene.pod()->status()["message"].as_string() ==
        "Pod was rejected: Pod was rejected as the node is shutting down.");
}
