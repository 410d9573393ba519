// A cluster in which nobody but the kubelets acts, with one pod on worker-1.
#pragma once
#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "api/kinds/behavior.h"
#include "api/kinds/event.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/kinds/serviceaccount.h"
#include "api/pod_view.h"
#include "apiserver/client.h"
#include "base/json.h"
#include "cluster/cluster.h"
#include "cluster/default_cluster.h"
#include "kubelet/kubelet.h"

namespace skiff::kubelet_testing {

inline const Time kStart = *parse_rfc3339("2026-11-22T15:48:24Z");

inline std::vector<std::unique_ptr<Actor>> kubelet_alone() {
  std::vector<std::unique_ptr<Actor>> actors;
  actors.push_back(make_kubelet());
  return actors;
}

struct Scene {
  Scene() {
    make_default_cluster(store, {}, kStart);
    set_initial_clock(store, ClockMode::kManual, kStart, kStart);
    cluster = std::make_unique<Cluster>(store, kubelet_alone());
    Value account{{"apiVersion", "v1"}, {"kind", "ServiceAccount"}};
    account.set("metadata", Value{{"name", "default"}, {"namespace", "default"}});
    REQUIRE(client().create(kServiceAccount, account));
  }
  Client client() { return Client(store, "test", cluster->now()); }
  // `spec` is the pod's, in JSON; it runs on worker-1.
  void add_pod(const char* spec, const char* annotations = "{}") {
    Value pod{{"apiVersion", "v1"}, {"kind", "Pod"}};
    pod.set("metadata", Value{{"name", "p"}, {"namespace", "default"}, {"annotations", *parse_json(annotations)}});
    pod.set("spec", *parse_json(spec));
    pod["spec"]["nodeName"] = "worker-1";
    REQUIRE(client().create(kPod, pod));
    cluster->react();
  }
  void add_behavior(const char* spec, const std::string& name = "b") {
    Value document{{"apiVersion", "skiff.dev/v1"}, {"kind", "Behavior"}, {"metadata", Value{{"name", name}}}};
    document.set("spec", *parse_json(spec));
    REQUIRE(client().create(kBehavior, document));
    cluster->react();
  }
  void remove_behavior(const std::string& name = "b") {
    REQUIRE(client().remove(*store.get(kBehavior, {"", name})));
    cluster->react();
  }
  // The messages of the events with that reason, each with how often it was told: "x2 …".
  std::string messages(const std::string& reason) {
    std::string out;
    for (const ObjectRef& event : store.list(kEvent, "default")) {
      const Value& document = event->document();
      if (document["reason"].as_string() != reason) continue;
      if (!out.empty()) out += "; ";
      if (document["count"].as_int() > 1) out += "x" + std::to_string(document["count"].as_int()) + " ";
      out += document["message"].str();
    }
    return out;
  }
  ObjectRef pod() { return store.get(kPod, {"default", "p"}); }
  void at(double seconds) {
    cluster->advance_to(kStart + std::chrono::round<Duration>(std::chrono::duration<double>(seconds)));
  }
  // Phase, readiness and the state of each container: "Running 1/1 c:Running", "Pending 0/1 c:ErrImagePull".
  std::string looks() {
    const ObjectRef now = pod();
    if (!now) return "gone";
    std::string containers;
    int ready = 0, count = 0;
    for (const char* list : {"initContainerStatuses", "containerStatuses"}) {
      for (const Value& status : now->status()[list].elements()) {
        const Value& state = status["state"];
        containers += " " + status["name"].str() + ":";
        if (state.contains("running")) containers += "Running";
        else if (state.contains("terminated")) containers += state["terminated"]["reason"].str();
        else containers += state["waiting"]["reason"].str();
        if (status["restartCount"].as_int() > 0) containers += "x" + std::to_string(status["restartCount"].as_int());
      }
    }
    for (const Value& status : now->status()["containerStatuses"].elements()) {
      ++count;
      ready += status["ready"].as_bool() ? 1 : 0;
    }
    return now->status()["phase"].str() + " " + std::to_string(ready) + "/" + std::to_string(count) + containers;
  }
  std::string events() {
    std::string out;
    auto written = store.list(kEvent, "default");
    std::sort(written.begin(), written.end(),
              [](const auto& a, const auto& b) { return a->resource_version() < b->resource_version(); });
    for (const ObjectRef& event : written) {
      const Value& document = event->document();
      if (document["source"]["component"].as_string() != "kubelet") continue;
      out += document["reason"].str();
      if (document["count"].as_int() > 1) out += "x" + std::to_string(document["count"].as_int());
      out += " ";
    }
    return out;
  }

  Store store{1};
  std::unique_ptr<Cluster> cluster;
};

}  // namespace skiff::kubelet_testing
