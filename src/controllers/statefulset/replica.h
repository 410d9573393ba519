// What the decisions of the StatefulSet controller see of a pod, and the steps they decide on.
#pragma once
#include <string_view>

namespace skiff::statefulset {

// How far a pod has come. kFinished: phase Failed or Succeeded, which no pod of a set should reach.
enum class Health { kMissing, kPending, kFinished, kRunning, kReady, kAvailable };

// Do the pod's name, labels, volumes and the owners of its claims say what they should?
enum class Shape { kRight, kWrong };

// The claims of a pod that is missing: kStale while one of them still belongs to an earlier pod of the name. Of one that
// waits: kIncomplete while one of them is missing, on its way out, or owned otherwise than it should be.
enum class Claims { kUsable, kStale, kIncomplete };

struct Replica {
  int ordinal = 0;
  Health health = Health::kMissing;
  bool terminating = false;
  std::string_view revision;  // the name in its label controller-revision-hash
  Shape shape = Shape::kRight;
  Claims claims = Claims::kUsable;

  bool exists() const { return health != Health::kMissing; }
  bool ready() const { return health == Health::kReady || health == Health::kAvailable; }
  bool available() const { return health == Health::kAvailable; }
  bool unavailable() const { return !available() || terminating; }
};

// One thing to do. kFillClaims: make the claims that a waiting pod lacks. kOwnClaims: set the owners of its claims.
struct Step {
  enum class Act { kCreate, kDelete, kFillClaims, kRepair, kOwnClaims };
  Act act;
  int ordinal;
  friend bool operator==(const Step&, const Step&) = default;
};

}  // namespace skiff::statefulset
