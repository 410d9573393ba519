#include "bench/many_pods.h"

#include "api/kinds/deployment.h"
#include "base/check.h"
#include "cluster/default_cluster.h"

namespace skiff::bench {
namespace {

const Time kStart{seconds(1'767'225'600)};  // 2026-01-01T00:00:00Z

Value deployment(int replicas) {
  const Value labels{{"app", "web"}};
  const Value container{{"image", "nginx:1.27"},
                        {"name", "web"},
                        {"ports", Value::array({Value{{"containerPort", 80}}})},
                        {"resources", Value{{"requests", Value{{"cpu", "10m"}, {"memory", "16Mi"}}}}}};
  return Value{{"apiVersion", "apps/v1"},
               {"kind", "Deployment"},
               {"metadata", Value{{"name", "web"}}},
               {"spec", Value{{"replicas", replicas},
                              {"selector", Value{{"matchLabels", labels}}},
                              {"template", Value{{"metadata", Value{{"labels", labels}}},
                                                 {"spec", Value{{"containers", Value::array({container})}}}}}}}};
}

}  // namespace

ManyPods::ManyPods(const std::string& path, int nodes) {
  auto journal = journal::Journal::open(path, {});
  check(journal.has_value(), "the state file of a benchmark opens");
  journal_ = *std::move(journal);
  store_ = std::make_unique<Store>(*journal_);
  ClusterSpec spec;
  spec.workers = nodes;
  spec.cpu = "32";
  spec.memory = "128Gi";
  spec.pods = 250;
  set_initial_clock(*store_, ClockMode::kManual, kStart, kStart);
  make_default_cluster(*store_, spec, kStart);
  cluster_ = std::make_unique<Cluster>(*store_);
  cluster_->react();
  cluster_->save(kStart);
  check(store_->commit().has_value(), "the state file of a benchmark can be written");
}

bool ManyPods::deploy(int pods) {
  auto created = cluster_->api().create(kDeployment, "default", deployment(pods));
  check(created.has_value(), "the Deployment of a benchmark is valid");
  const auto all_ready = [&] {
    return store_->get(kDeployment, {"default", "web"})->status()["readyReplicas"].as_int() == pods;
  };
  const bool reached = cluster_->wait_until(all_ready, hours(1)) == WaitOutcome::kReached;
  cluster_->save(kStart);
  return store_->commit().has_value() && reached;
}

}  // namespace skiff::bench
