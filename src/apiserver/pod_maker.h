// The kinds whose objects are pods or make pods by a template.
#pragma once
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "base/value.h"

namespace skiff {

// When a kind's other warnings are told: WarningsForJobSpec has its own first.
enum class Others { kAfterPods, kBeforePods };

// Where a kind's pod or pod template is, and whether its name becomes part of the names of pods.
struct PodMaker {
  const Kind* kind;
  std::vector<std::string_view> pod;
  bool names_pods;
  Others others = Others::kAfterPods;
};

// Null for kinds that make no pods.
const PodMaker* find_pod_maker(const Kind& kind);
// The pod or the template: what has metadata and spec of a pod. Null where the object has none.
const Value& pod_of(const PodMaker& maker, const Value& object);

}  // namespace skiff
