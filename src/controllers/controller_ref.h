// Which objects belong to a controller: kept, adopted or released by ownerReference and selector.
// Mirrors pkg/controller/controller_ref_manager.go.
#pragma once
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "api/label_selector.h"
#include "api/object.h"
#include "apiserver/client.h"
#include "base/result.h"

namespace skiff {

// What a controller says of one object it might own.
enum class Claim { kKeep, kRelease, kAdopt, kIgnore };

struct ClaimQuestion {
  std::string_view controller_uid;  // of the object's controlling ownerReference, empty if it has none
  std::string_view owner_uid;       // the controller that asks
  bool matches = false;             // the object's labels (and name, where that counts) match
  bool owner_terminating = false;
  bool object_terminating = false;
};
Claim decide_claim(const ClaimQuestion& question);

// An object's share of the rule that the selector cannot say; a StatefulSet asks for a name of its own.
using ClaimFilter = std::function<bool(const Object&)>;

// `candidates` that belong to `owner`, after adopting matching orphans and releasing what no longer matches.
std::vector<ObjectRef> claim(Client& client, const Object& owner, const LabelSelector& selector,
                             const std::vector<ObjectRef>& candidates, const ClaimFilter& filter = {});

// What `owner` might claim of `kind`: what it controls already, then the orphans of its namespace.
std::vector<ObjectRef> claim_candidates(const Client& client, const Object& owner, const Kind& kind);

// Names the controllers of `kind` in the namespace of `object` whose spec.selector matches it: whom an orphan wakes.
void for_each_matching_controller(const Store& store, const Kind& kind, const Object& object,
                                  const std::function<void(const ObjectKey&)>& visit);

// The key of the controller of `kind` that `object` names in its ownerReferences, if that is what owns it; no look-up.
std::optional<ObjectKey> controller_key(const Object& object, const Kind& kind);

}  // namespace skiff
