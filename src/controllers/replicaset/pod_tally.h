// How many pods each controller has, kept up to date change by change, so that one pod's change costs the same whether
// its ReplicaSet has three or ten thousand. A cache of the store and nothing else: built when first asked for.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>

#include "api/label_selector.h"
#include "api/object.h"
#include "apiserver/client.h"
#include "store/store.h"

namespace skiff {

struct PodCounts {
  int64_t active = 0;         // neither finished nor terminating, and matching the selector; the next two are of these
  int64_t fully_labeled = 0;  // with all labels of the template
  int64_t ready = 0;
  int64_t terminating = 0;  // matching, on the way out but not finished
  int64_t strays = 0;       // active, but they no longer match
  friend bool operator==(const PodCounts&, const PodCounts&) = default;
};

class PodTally {
 public:
  // Of the pods that `owner` controls. REQUIRES: observe() has been told of every change since the last call.
  const PodCounts& counts(const Client& client, const Object& owner, const LabelSelector& selector);
  void observe(const Change& pod_change);
  void forget(const Object& owner) { entries_.erase(std::string(owner.uid())); }

 private:
  struct Entry {
    LabelSelector selector;
    Value template_labels;
    PodCounts counts;
  };
  void add(const ObjectRef& pod, int64_t sign);
  static void count(Entry& entry, const Object& pod, int64_t sign);

  std::unordered_map<std::string, Entry> entries_;  // by the owner's uid
};

}  // namespace skiff
