// What ConfigMaps and Secrets share: keys, sizes, and being immutable.
#pragma once
#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

inline constexpr size_t kDataMaxBytes = size_t{1024} * 1024;  // core.MaxSecretSize

void validate_data_keys(const Value& data, const FieldPath& field, FieldErrors& errors);
size_t plain_bytes(const Value& data);
size_t encoded_bytes(const Value& data);  // of what base64 stands for

// An object that says `immutable: true` keeps that and its data.
void validate_immutable_data(const Value& object, const Value& old, std::initializer_list<std::string_view> members,
                             FieldErrors& errors);

}  // namespace skiff
