// What must hold of every cluster after every single change, whatever its users do. Each breach is written down in
// words; none is ever forgiven.
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "apiserver/actor.h"
#include "store/store.h"

namespace skiff::test {

// What the user has done, as far as it explains what would otherwise be a breach.
struct UserActs {
  std::set<std::string> deleted_pods;    // by uid
  std::set<std::string> deleted_claims;  // by uid
  std::set<std::string> removed_sets;    // StatefulSets that were deleted with their pods, by name
  std::set<std::string> unsteady;        // Deployments resized in the middle of a rollout, by name
};

struct Breaches {
  std::vector<std::string> texts;
  void add(std::string text) { texts.push_back(std::move(text)); }
};

// Watches every change, in order, with a picture of the pods of its own, so that it sees each moment as it was.
class InvariantWatcher final : public Actor {
 public:
  InvariantWatcher(std::shared_ptr<const UserActs> acts, std::shared_ptr<Breaches> breaches)
      : acts_(std::move(acts)), breaches_(std::move(breaches)) {}
  std::string_view name() const override { return "invariants"; }
  void observe(const Change& change, const Store& store, Workqueue& queue) override;
  Result<void> reconcile(const ObjectKey&, Client&, Workqueue&) override { return {}; }

 private:
  void pod_changed(const Change& change, const Store& store);
  void stateful_pod_made(const Object& pod, const Store& store);
  void stateful_pod_leaves(const Object& pod, const Store& store);
  void deployment_pod_leaves(const Object& pod, const Store& store);
  void replica_set_changed(const Change& change, const Store& store);
  void claim_leaves(const Object& claim, const Store& store);

  std::shared_ptr<const UserActs> acts_;
  std::shared_ptr<Breaches> breaches_;
  std::map<std::string, ObjectRef> pods_;  // as of the change that is looked at
};

// What must hold whenever nobody has anything left to do at this instant.
void check_quiet(const Store& store, Breaches& breaches);

}  // namespace skiff::test
