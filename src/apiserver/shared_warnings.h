// Addresses that are valid but not as they should be written, and labels of nodes that are out of use: what the
// warnings of several kinds share. Mirrors apimachinery/pkg/util/validation/ip.go and pkg/api/node/util.go.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

// GetWarningsForIP and GetWarningsForCIDR. Nothing for what is no address: validation has said so.
void warn_of_ip(const Value& address, const FieldPath& path, std::vector<std::string>& warnings);
void warn_of_cidr(const Value& range, const FieldPath& path, std::vector<std::string>& warnings);

// `deprecated since v1.14; use "kubernetes.io/os" instead`; empty for other labels.
std::string_view node_label_deprecation(std::string_view label);

// Whether validation has refused wrong values already.
enum class LabelValues { kAreChecked, kAreRefusedElsewhere };
void warn_of_node_selector_term(const Value& term, LabelValues values, const FieldPath& path,
                                std::vector<std::string>& warnings);

// `fractional byte value "100m" is invalid, must be an integer`
void warn_of_part_of_byte(const Value& amounts, std::string_view resource, const FieldPath& path,
                          std::vector<std::string>& warnings);

// GetWarningsForPersistentVolumeClaimSpec.
void warn_of_claim(const Value& spec, const FieldPath& path, std::vector<std::string>& warnings);

}  // namespace skiff
