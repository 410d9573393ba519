// All objects of one cluster by kind and key, with the indexes that controllers read, the resourceVersion counter, the
// small state that actors keep between commands, and the changes since somebody last looked (the watch).
// Knows nothing of what a kind means. Mirrors etcd plus client-go's informer indexes.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/label_selector.h"
#include "api/object.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "store/state_table.h"

namespace skiff {

namespace journal {
class Journal;
}

// The state table of what concerns the cluster as a whole: its clock, its random source, its machines.
inline constexpr std::string_view kClusterState = "cluster";

struct Change {
  enum class Type { kAdded, kModified, kDeleted };
  Type type;
  ObjectRef before;  // null for kAdded
  ObjectRef after;   // for kDeleted the last state, as a watch shows it
  Time time;
  const Kind& kind() const { return after->kind(); }
  const ObjectKey& key() const { return after->key(); }
};

// Who writes and when; stamped on every line of the journal.
struct WriteContext {
  std::string_view actor;  // "kubectl apply", "statefulset-controller", "kubelet"
  Time now;
};

class Store {
 public:
  // A store in memory only (tests, plans).
  explicit Store(uint64_t seed);
  // The store of a state file; it lives on what `journal` holds, which must outlive it. Of a journal that is not
  // writable (any more), what is written here is seen by nobody else and committed nowhere.
  explicit Store(journal::Journal& journal);
  ~Store();
  Store(const Store&) = delete;

  // Reading. Lists are in key order (namespace, then name, bytewise); an empty namespace means all.
  ObjectRef get(const Kind& kind, const ObjectKey& key) const;
  std::vector<ObjectRef> list(const Kind& kind, std::string_view ns = {}) const;
  // Stops when `visit` says false.
  void for_each(const Kind& kind, std::string_view ns, const std::function<bool(const ObjectRef&)>& visit) const;
  size_t count(const Kind& kind) const;

  // Indexes, each in key order: by a term of the kind's index_terms, and by the uid of any ownerReference.
  std::vector<ObjectRef> lookup(const Kind& kind, std::string_view term) const;
  std::vector<ObjectRef> dependents(const Kind& kind, std::string_view owner_uid) const;
  std::vector<ObjectRef> dependents(std::string_view owner_uid) const;  // of every kind, in the order of the kind table
  std::vector<ObjectRef> pods_on_node(std::string_view node) const;     // by spec.nodeName
  size_t count_on_node(std::string_view node) const;
  std::vector<ObjectRef> pods_selected(std::string_view ns, const LabelSelector& selector) const;  // by their labels
  std::vector<ObjectRef> events_about(std::string_view uid) const;  // by involvedObject.uid

  // Writing. Each write takes the next resourceVersion, which is put into metadata, and is remembered for the watch
  // and the journal. A document equal to the stored one is not written: the stored object comes back.
  ObjectRef put(const Kind& kind, const ObjectKey& key, Value document, const WriteContext& context);
  void erase(const Kind& kind, const ObjectKey& key, const WriteContext& context);

  uint64_t resource_version() const { return resource_version_; }

  // The changes since `taken` last emptied it, oldest first.
  std::vector<Change> take_changes();
  bool has_changes() const { return !changes_.empty(); }

  // What actors keep between commands: small JSON values in named tables. Not versioned, not watched, but part of the
  // transaction like everything else.
  const Value& state(std::string_view table, std::string_view key) const;
  void set_state(std::string_view table, std::string_view key, Value value);  // null erases
  const StateTable& states(std::string_view table) const;

  // The cluster's one source of randomness: seed and counter, kept in the state.
  Random& random() { return random_; }

  // Writes all since the last commit to the journal and to the disk, as one transaction. Nothing if there is nothing.
  Result<void> commit();
  bool dirty() const;

 private:
  struct Impl;
  void load(journal::Journal& journal);

  std::unique_ptr<Impl> impl_;
  uint64_t resource_version_ = 0;
  std::vector<Change> changes_;
  Random random_;
};

}  // namespace skiff
