// Who a pod of a StatefulSet is: its ordinal, name, labels and host name, and the pod document made from a template.
// Mirrors pkg/controller/statefulset/stateful_set_utils.go.
#pragma once
#include <string>
#include <string_view>

#include "api/object.h"
#include "base/value.h"

namespace skiff::statefulset {

// `<parent>-<ordinal>` read greedily; ordinal -1 where the name has no such form or the number exceeds 32 bits.
struct PodName {
  std::string_view parent;
  int ordinal = -1;
};
PodName parse_pod_name(std::string_view name);

// The ordinals that a set wants: first … first + count - 1.
struct Ordinals {
  int first = 0;
  int count = 0;
  bool contains(int ordinal) const { return ordinal >= first && ordinal - first < count; }
};
Ordinals wanted_ordinals(const Value& spec);

std::string pod_name(std::string_view set, int ordinal);

// Is `pod` called and labelled as an in-range or condemned replica of `set` is?
bool identity_matches(const Object& set, const Object& pod);
// Gives metadata the name-derived labels back.
void repair_identity(Value& pod, int ordinal);

// The pod of `ordinal` as the controller asks for it: identity, owner, claim volumes first. `revision` is the name of
// the ControllerRevision that `pod_template` comes from.
Value make_pod(const Object& set, const Value& pod_template, std::string_view revision, int ordinal);

}  // namespace skiff::statefulset
