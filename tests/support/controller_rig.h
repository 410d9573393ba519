// Some of a cluster's actors in a store of their own, so that a test says what the others would have done: pods get
// their phases and nodes by hand. For the cases of Kubernetes' own controller tests.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "apiserver/actor.h"
#include "cluster/cluster.h"
#include "store/store.h"
#include "support/refusals.h"

namespace skiff::test {

class ControllerRig {
 public:
  // `actors` by name: "statefulset-controller". The cluster has its namespaces, classes and service accounts, no nodes.
  explicit ControllerRig(const std::vector<std::string_view>& actors);
  ~ControllerRig();

  // Objects as users make them; namespace default unless the document says otherwise.
  ObjectRef create(const std::string& json);
  // The same without a reaction of the actors until the next call that has one.
  ObjectRef put(const std::string& json);
  void patch(const Kind& kind, const std::string& name, const std::string& merge_patch);
  void remove(const Kind& kind, const std::string& name, std::optional<Propagation> propagation = {},
              std::optional<int64_t> grace_seconds = {});
  // Merged into the status, as the one who owns it would write it.
  void status(const Kind& kind, const std::string& name, const std::string& merge_patch);
  // Merged into metadata as it stands: ownerReferences, deletionTimestamp, creationTimestamp.
  void metadata(const Kind& kind, const std::string& name, const std::string& merge_patch);

  // A node that is ready; `more` are further members of the document's metadata, spec.
  void node(const std::string& name, const std::string& labels = "{}", const std::string& taints = "[]");
  // What the scheduler and the kubelet do to a pod. Ready since `since` before now.
  void bind(const std::string& pod, const std::string& node);
  void run(const std::string& pod, Duration ready_since = Duration(0));
  void unready(const std::string& pod);
  void finish(const std::string& pod, const std::string& phase);
  // The object goes for good, finalizers or not.
  void gone(const Kind& kind, const std::string& name);

  // The next `times` writes of this sort by any of the actors do not get through; `name` is what names begin with.
  void refuse(Client::Write write, const Kind& kind, const std::string& name, int times, Error error);
  int refusals_left() const;  // that nobody has met yet

  void react();
  void advance(Duration duration);
  Time now() const;
  std::string time(Duration from_now) const;  // RFC 3339

  ObjectRef get(const Kind& kind, const std::string& name) const;
  std::string text(const Kind& kind, const std::string& name, const std::vector<std::string>& path) const;
  // Names in order, joined by blanks; those on their way out with a minus sign behind.
  std::string names(const Kind& kind) const;
  std::vector<std::string> events(const Kind& kind, const std::string& name) const;
  // The last name of those that a generated one begins with.
  std::string only(const Kind& kind) const;

  // What has become of the pods since the last call, e.g. "+web-0 -web-1": made, and asked to go.
  std::string pod_log();
  size_t created() const;
  size_t deleted() const;
  void forget_log();

  Store& store() { return *store_; }
  Cluster& cluster() { return *cluster_; }

 private:
  ObjectKey key(const Kind& kind, const std::string& name) const;
  void write(const Kind& kind, const std::string& name, const std::string& member, const std::string& merge_patch);

  struct Log;
  std::unique_ptr<Store> store_;
  std::shared_ptr<Log> log_;
  std::shared_ptr<Refusals> refusals_;
  std::unique_ptr<Cluster> cluster_;
};

}  // namespace skiff::test
