#include "unit/controllers/properties/random_cluster.h"

#include "api/kind_table.h"
#include "api/kinds/cronjob.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/event.h"
#include "api/kinds/job.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/statefulset.h"
#include "api/pod_view.h"
#include "base/check.h"
#include "base/json.h"
#include "cluster/actor_table.h"
#include "cluster/default_cluster.h"

namespace skiff::test {
namespace {

const Time kPropertyStart = *parse_rfc3339("2026-11-22T15:48:24Z");

const Kind* const kWorkloads[] = {&kStatefulSet, &kDeployment, &kReplicaSet, &kDaemonSet, &kJob, &kCronJob};
const Kind* const kSizable[] = {&kStatefulSet, &kDeployment, &kReplicaSet};
const Kind* const kRollable[] = {&kStatefulSet, &kDeployment, &kDaemonSet};
const char* const kImages[] = {"nginx:1.26", "nginx:1.27", "nginx:1.28", "nginx:broken"};

std::string pod_spec(const std::string& name, const std::string& image, const std::string& more = "") {
  return R"({"metadata":{"labels":{"app":")" + name + R"("}},"spec":{)" + more +
         R"("terminationGracePeriodSeconds":3,"containers":[{"name":"c","image":")" + image + R"("}]}})";
}

}  // namespace

RandomCluster::RandomCluster(uint64_t seed, const std::string& path) : draw_(seed), path_(path) { open(true); }
RandomCluster::~RandomCluster() = default;

void RandomCluster::open(bool fresh) {
  cluster_.reset();
  store_.reset();
  journal_.reset();
  if (path_.empty()) {
    store_ = std::make_unique<Store>(1);
  } else {
    auto journal = journal::Journal::open(path_, {.index_min_bytes = 0});
    check(journal.has_value(), "the journal of a test opens");
    journal_ = std::move(*journal);
    store_ = std::make_unique<Store>(*journal_);
  }
  if (fresh) {
    make_default_cluster(*store_, {}, kPropertyStart);
    set_initial_clock(*store_, ClockMode::kManual, kPropertyStart, kPropertyStart);
  }
  std::vector<std::unique_ptr<Actor>> actors = make_actors();
  actors.push_back(std::make_unique<InvariantWatcher>(acts_, breaches_));
  cluster_ = std::make_unique<Cluster>(*store_, std::move(actors));
  cluster_->react();
  if (fresh) cluster_->advance(minutes(1));
}

void RandomCluster::save() {
  cluster_->save(cluster_->now());
  check(store_->commit().has_value(), "the journal of a test takes what it is given");
}

void RandomCluster::reopen() {
  save();
  open(false);
}

std::string RandomCluster::step() {
  using Command = std::string (RandomCluster::*)();
  // As often as they are worth it.
  static constexpr Command kCommands[] = {
      &RandomCluster::create,       &RandomCluster::create,     &RandomCluster::scale,
      &RandomCluster::scale,        &RandomCluster::scale,      &RandomCluster::change_image,
      &RandomCluster::change_image, &RandomCluster::delete_pod, &RandomCluster::delete_workload,
      &RandomCluster::delete_claim, &RandomCluster::advance,    &RandomCluster::advance,
      &RandomCluster::advance,      &RandomCluster::advance,
  };
  std::string command = (this->*any(kCommands))();
  check_quiet(*store_, *breaches_);
  return command;
}

ObjectRef RandomCluster::any_of(const Kind& kind) {
  const std::vector<ObjectRef> all = store_->list(kind, "default");
  return all.empty() ? nullptr : all[draw_.below(all.size())];
}

std::string RandomCluster::create() {
  if (made_ >= 8 && draw_.below(3) > 0) return advance();
  const Kind& kind = *any(kWorkloads);
  const std::string name = std::string(1, kind.singular[0]) + std::to_string(++made_);
  const std::string replicas = std::to_string(draw_.below(5));
  const std::string selector = R"("selector":{"matchLabels":{"app":")" + name + R"("}},)";
  std::string spec;
  if (&kind == &kStatefulSet) {
    static const char* const kManagement[] = {"OrderedReady", "Parallel"};
    static const char* const kRetention[] = {"Retain", "Delete"};
    spec =
        R"("podManagementPolicy":")" + std::string(any(kManagement)) + R"(","replicas":)" + replicas + "," + selector;
    if (draw_.below(2) == 0)
      spec += R"("persistentVolumeClaimRetentionPolicy":{"whenDeleted":")" + std::string(any(kRetention)) +
              R"(","whenScaled":")" + any(kRetention) +
              R"("},"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],)" +
              R"("resources":{"requests":{"storage":"1Gi"}}}}],)";
    spec += R"("template":)" + pod_spec(name, "nginx:1.26");
  } else if (&kind == &kDeployment) {
    static const char* const kStrategies[] = {R"({"rollingUpdate":{"maxSurge":1,"maxUnavailable":0}})",
                                              R"({"rollingUpdate":{"maxSurge":0,"maxUnavailable":1}})",
                                              R"({"rollingUpdate":{"maxSurge":"50%","maxUnavailable":"25%"}})",
                                              R"({"type":"Recreate"})"};
    spec = R"("strategy":)" + std::string(any(kStrategies)) + R"(,"replicas":)" + replicas + "," + selector +
           R"("template":)" + pod_spec(name, "nginx:1.26");
  } else if (&kind == &kDaemonSet) {
    static const char* const kStrategies[] = {"{}", R"({"rollingUpdate":{"maxSurge":1,"maxUnavailable":0}})",
                                              R"({"type":"OnDelete"})"};
    spec = R"("updateStrategy":)" + std::string(any(kStrategies)) + "," + selector + R"("template":)" +
           pod_spec(name, "nginx:1.26");
  } else if (&kind == &kReplicaSet) {
    spec = R"("replicas":)" + replicas + "," + selector + R"("template":)" + pod_spec(name, "nginx:1.26");
  } else {
    const std::string job = R"("parallelism":2,"completions":3,"backoffLimit":1,"template":)" +
                            pod_spec(name, "busybox", R"("restartPolicy":"Never",)");
    spec = &kind == &kJob ? job : R"("schedule":"* * * * *","jobTemplate":{"spec":{)" + job + "}}";
  }
  const Value document =
      *parse_json(R"({"apiVersion":")" + kind.api_version() + R"(","kind":")" + std::string(kind.kind) +
                  R"(","metadata":{"name":")" + name + R"("},"spec":{)" + spec + "}}");
  const auto created = cluster_->api().create(kind, "default", document);
  return "create " + kind.qualified_name() + " " + name + (created ? "" : ": " + created.error().message);
}

// From here on until it is complete again a Deployment may break its own bounds.
void RandomCluster::note_unsteady(const Object& deployment) {
  const Value& status = deployment.status();
  const int64_t wanted = deployment.spec()["replicas"].as_int(1);
  const bool complete = status["updatedReplicas"].as_int() == wanted && status["replicas"].as_int() == wanted &&
                        status["availableReplicas"].as_int() == wanted;
  if (complete) acts_->unsteady.erase(deployment.name());
  else acts_->unsteady.insert(deployment.name());
}

std::string RandomCluster::scale() {
  const Kind& kind = *any(kSizable);
  const ObjectRef workload = any_of(kind);
  if (!workload || !controller_of(workload->metadata()).is_null()) return advance();
  const auto replicas = static_cast<int64_t>(draw_.below(6));
  if (&kind == &kDeployment) note_unsteady(*workload);
  (void)cluster_->api().patch(kind, workload->key(), PatchType::kMerge, Value{{"spec", Value{{"replicas", replicas}}}});
  return "scale " + kind.qualified_name() + " " + workload->name() + " to " + std::to_string(replicas);
}

std::string RandomCluster::change_image() {
  const Kind& kind = *any(kRollable);
  const ObjectRef workload = any_of(kind);
  if (!workload) return advance();
  const std::string image = any(kImages);
  Value container = workload->spec().at("template", "spec", "containers")[0];
  container["image"] = image;
  const Value pods{{"spec", Value{{"containers", Value::array({container})}}}};
  (void)cluster_->api().patch(kind, workload->key(), PatchType::kMerge, Value{{"spec", Value{{"template", pods}}}});
  return "set image of " + kind.qualified_name() + " " + workload->name() + " to " + image;
}

std::string RandomCluster::delete_pod() {
  const ObjectRef pod = any_of(kPod);
  if (!pod) return advance();
  acts_->deleted_pods.emplace(pod->uid());
  DeleteOptions options;
  const bool force = draw_.below(4) == 0;
  if (force) options.grace_seconds = 0;
  (void)cluster_->api().remove(kPod, pod->key(), options);
  return "delete pod " + pod->name() + (force ? " by force" : "");
}

std::string RandomCluster::delete_workload() {
  const Kind& kind = *any(kWorkloads);
  const ObjectRef workload = any_of(kind);
  if (!workload) return advance();
  constexpr Propagation kPolicies[] = {Propagation::kBackground, Propagation::kForeground, Propagation::kOrphan};
  const Propagation policy = any(kPolicies);
  if (&kind == &kStatefulSet && policy != Propagation::kOrphan) {
    acts_->removed_sets.insert(workload->name());
    if (workload->spec().at("persistentVolumeClaimRetentionPolicy", "whenDeleted").as_string() == "Retain" &&
        workload->spec().at("persistentVolumeClaimRetentionPolicy", "whenScaled").as_string() == "Retain")
      acts_->removed_sets.erase(workload->name());
  }
  DeleteOptions options;
  options.propagation = policy;
  (void)cluster_->api().remove(kind, workload->key(), options);
  static constexpr const char* kWords[] = {"background", "foreground", "orphan"};
  return "delete " + kind.qualified_name() + " " + workload->name() + ", " + kWords[static_cast<size_t>(policy)];
}

std::string RandomCluster::delete_claim() {
  const ObjectRef claim = any_of(kPersistentVolumeClaim);
  if (!claim || draw_.below(3) > 0) return advance();
  acts_->deleted_claims.emplace(claim->uid());
  (void)cluster_->api().remove(kPersistentVolumeClaim, claim->key());
  return "delete claim " + claim->name();
}

std::string RandomCluster::advance() {
  const auto duration = milliseconds(static_cast<int64_t>(100 + draw_.below(draw_.below(4) == 0 ? 60000 : 4000)));
  cluster_->advance(duration);
  return "advance " + go_duration(duration);
}

std::string RandomCluster::picture() const {
  cluster_->save(cluster_->now());
  std::string text;
  for (const Kind* kind : all_kinds())
    store_->for_each(*kind, {}, [&](const ObjectRef& object) {
      text += to_json(object->document()) + "\n";
      return true;
    });
  return text;
}

}  // namespace skiff::test
