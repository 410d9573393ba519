// Which nodes a pod asks for: spec.nodeSelector and required node affinity. Mirrors component-helpers' nodeaffinity.
#pragma once
#include <string_view>

#include "base/value.h"

namespace skiff {

// A NodeSelector ({nodeSelectorTerms: […]}): one matching term is enough. A term without expressions and fields, and a
// list without terms, match nothing. Fields know metadata.name alone.
bool matches_node_selector(const Value& node_selector, const Value& node_labels, std::string_view node_name);
// One term of it, as preferred affinity weighs them.
bool matches_node_selector_term(const Value& term, const Value& node_labels, std::string_view node_name);

// Both of what `pod_spec` requires; what it prefers does not count.
bool matches_required_node_affinity(const Value& pod_spec, const Value& node_labels, std::string_view node_name);

}  // namespace skiff
