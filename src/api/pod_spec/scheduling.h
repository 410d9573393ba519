// Where a pod may run: selectors, affinity, tolerations, spreading, gates.
#pragma once
#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void validate_affinity(const Value& affinity, const FieldPath& path, FieldErrors& errors);
void validate_tolerations(const Value& tolerations, const FieldPath& path, FieldErrors& errors);
void validate_topology_spread(const Value& constraints, const FieldPath& path, FieldErrors& errors);
void validate_gates(const Value& spec, const FieldPath& spec_path, FieldErrors& errors);  // readiness, scheduling

// A core.v1.NodeSelector; volumes of nodes have one, too.
void validate_node_selector(const Value& selector, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
