// Has every workload reached what it can reach? Kept up to date by the changes alone, never by a scan; the few objects
// that have not are remembered between commands. design.md, Time, says what "reached" means for each kind.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "store/store.h"

namespace skiff {

class Convergence {
 public:
  // Reads what the store remembers.
  explicit Convergence(const Store& store);

  void observe(const Change& change);
  bool reached() const { return unreached_.empty(); }
  // How many objects of a kind have not.
  size_t unreached(const Kind& kind) const;
  // The pods that run and whose readiness or startup probe has yet to say that they are ready.
  std::vector<ObjectKey> awaiting_probes(const Store& store) const;
  // Puts it into the store's state.
  void save(Store& store) const;

 private:
  std::set<std::string> unreached_;  // resource/namespace/name
};

// Has this object reached what it can reach?
bool has_reached(const Object& object);

}  // namespace skiff
