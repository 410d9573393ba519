// How an API server's internal types look as JSON: in messages that show a struct as a bad value, and in the diffs of
// forbidden updates. Internal types have no JSON tags, so fields have their Go names, stand in the order of the struct
// and are all there; apimachinery's own types (ObjectMeta, LabelSelector) have tags and look as usual, but unsorted.
#pragma once
#include <string>
#include <string_view>

#include "base/value.h"

namespace skiff {

enum class GoLayout { kCompact, kIndented };  // json.Marshal, json.MarshalIndent(…, "", " ")

// `type` is the schema's name of the type, such as "core.v1.PodSpec"; `value` is canonical.
std::string go_form(std::string_view type, const Value& value, GoLayout layout = GoLayout::kCompact);

}  // namespace skiff
