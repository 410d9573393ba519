// A cluster in a state file with one Deployment of many pods, for the benchmarks.
#pragma once
#include <memory>
#include <string>

#include "cluster/cluster.h"
#include "journal/journal.h"
#include "store/store.h"

namespace skiff::bench {

class ManyPods {
 public:
  // Makes the cluster at `path` and commits it.
  ManyPods(const std::string& path, int nodes);

  // Applies the Deployment, lets time pass until all its pods are Ready, and commits. False if that never happens.
  bool deploy(int pods);

  Store& store() { return *store_; }

 private:
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Cluster> cluster_;
};

}  // namespace skiff::bench
