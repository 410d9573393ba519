// A whole cluster in memory, what a user asks of it, and the order in which things then happened. The trace has the
// form of the recordings: one line a step, `--` between instants.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "apiserver/actor.h"
#include "cluster/cluster.h"
#include "store/store.h"

namespace skiff::test {

class Scenario {
 public:
  Scenario();
  ~Scenario();

  // JSON documents; namespace default unless the document says otherwise.
  void create(std::string_view json);
  void patch(const Kind& kind, const std::string& name, std::string_view merge_patch);
  void remove(const Kind& kind, const std::string& name, std::optional<Propagation> propagation = {});
  void settle();
  void advance(Duration duration);

  ObjectRef get(const Kind& kind, const std::string& name, const std::string& ns = "default") const;
  // A member of an object as JSON, e.g. text(kStatefulSet, "web", {"status", "currentReplicas"}).
  std::string text(const Kind& kind, const std::string& name, const std::vector<std::string>& path) const;
  // `Reason message` of the events about an object, oldest first.
  std::vector<std::string> events(const Kind& kind, const std::string& name) const;

  // What happened since the last call, and when it began: "create pod/web-0, scheduled pod/web-0 -- ready pod/web-0".
  std::string trace();
  // The same with pods, ReplicaSets and Jobs numbered as they appear: "create rs/1, create pod/1, scale rs/1 3->2".
  std::string numbered_trace();
  Cluster& cluster() { return *cluster_; }

 private:
  std::unique_ptr<Store> store_;
  std::shared_ptr<std::string> trace_;
  std::unique_ptr<Cluster> cluster_;
  std::map<std::string, std::string> numbers_;
  std::map<std::string, int> counts_;
};

}  // namespace skiff::test
