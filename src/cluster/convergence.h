// Has every workload reached what it can reach? Kept up to date by the changes alone, never by a scan: the store's state
// has the number of objects of each kind that have not. design.md, Time, says what "reached" means for each kind.
#pragma once
#include <cstddef>

#include "store/store.h"

namespace skiff {

class Convergence {
 public:
  explicit Convergence(Store& store) : store_(store) {}

  void observe(const Change& change);
  bool reached() const;
  // How many objects of a kind have not.
  size_t unreached(const Kind& kind) const;

 private:
  Store& store_;
};

// Has this object reached what it can reach?
bool has_reached(const Object& object);
// A pod that runs and whose readiness or startup probe has yet to say that it is ready.
bool awaits_probe(const Object& pod);

}  // namespace skiff
