// Names of resources, and which of them may stand where: "cpu", "example.com/gpu", "requests.storage". Mirrors
// pkg/apis/core/helper/helpers.go.
#pragma once
#include <string_view>

#include "api/field_errors.h"

namespace skiff {

bool is_huge_page_resource(std::string_view name);
// One that Kubernetes defines: without a domain, or with kubernetes.io's.
bool is_native_resource(std::string_view name);
// One that somebody else defines, and nodes offer by the piece: "example.com/gpu".
bool is_extended_resource(std::string_view name);
// Whether more of it may be promised than there is.
bool may_be_overcommitted(std::string_view name);

bool is_standard_resource(std::string_view name);
bool is_standard_container_resource(std::string_view name);
bool is_standard_quota_resource(std::string_view name);
// Counted in whole pieces.
bool is_integer_resource(std::string_view name);

// validateResourceName: qualified, and a standard one if it has no domain. False if anything is wrong.
bool check_resource_name(std::string_view name, const FieldPath& field, FieldErrors& errors);
// ValidateResourceQuantityValue: not negative, and whole where only pieces count.
void check_resource_quantity(std::string_view resource, const Value& quantity, const FieldPath& field,
                             FieldErrors& errors);

}  // namespace skiff
