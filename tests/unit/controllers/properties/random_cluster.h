// A cluster whose users do anything that comes to their minds: commands drawn from a seed, the same for the same seed.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "cluster/cluster.h"
#include "journal/journal.h"
#include "store/store.h"
#include "unit/controllers/properties/invariants.h"

namespace skiff::test {

class RandomCluster {
 public:
  // In memory when `path` is empty, else in that file.
  RandomCluster(uint64_t seed, const std::string& path);
  ~RandomCluster();

  // Draws a command and carries it out; says which.
  std::string step();
  // Commits and opens the cluster again from its file. REQUIRES: a file.
  void reopen();
  // Commits to the file.
  void save();

  const Breaches& breaches() const { return *breaches_; }
  Store& store() { return *store_; }
  // All objects and all that actors keep, as text.
  std::string picture() const;

 private:
  void open(bool fresh);
  std::string create();
  std::string scale();
  std::string change_image();
  std::string delete_pod();
  std::string delete_workload();
  std::string delete_claim();
  std::string advance();
  ObjectRef any_of(const Kind& kind);
  template <class T, size_t N>
  const T& any(const T (&choices)[N]) {
    return choices[draw_.below(N)];
  }
  void note_unsteady(const Object& deployment);

  Random draw_;
  std::string path_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Store> store_;
  std::shared_ptr<UserActs> acts_ = std::make_shared<UserActs>();
  std::shared_ptr<Breaches> breaches_ = std::make_shared<Breaches>();
  std::unique_ptr<Cluster> cluster_;
  int made_ = 0;
};

}  // namespace skiff::test
