// The files that volumes are made of: keys of ConfigMaps and Secrets, what the downward API says, and projections of
// several such sources into one directory.
#pragma once
#include <string_view>

#include "api/field_errors.h"
#include "base/value.h"

namespace skiff {

void check_file_mode(const Value& object, std::string_view member, const FieldPath& path, FieldErrors& errors);
// `items` of a source: validateKeyToPath.
void check_volume_items(const Value& source, const FieldPath& path, FieldErrors& errors);
void validate_downward_volume(const Value& source, const FieldPath& path, FieldErrors& errors);
void validate_projected_volume(const Value& source, const FieldPath& path, FieldErrors& errors);

}  // namespace skiff
