// The words of strategic merge patches, and how a schema says that a field is merged. Upstream:
// apimachinery/pkg/util/strategicpatch.
#pragma once
#include <string>
#include <string_view>

#include "api/schema.h"
#include "base/result.h"
#include "base/value.h"

namespace skiff {

inline constexpr std::string_view kPatchDirective = "$patch";
inline constexpr std::string_view kRetainKeysDirective = "$retainKeys";
inline constexpr std::string_view kDeleteFromListPrefix = "$deleteFromPrimitiveList/";
inline constexpr std::string_view kSetOrderPrefix = "$setElementOrder/";

// How the field `name` of a map with `schema` is merged. A place without a schema has fields without one, which
// replace; a field that a known type does not have is an error.
struct PatchField {
  const Schema* schema = nullptr;  // of a map's fields or a list's elements; null if not described
  bool merge = false;
  bool replace = false;
  bool retain_keys = false;
  std::string_view merge_key;
  std::string_view type_name;  // of the elements
};
Result<PatchField> find_patch_field(const Schema* schema, std::string_view name);

// Errors with Reason::kUnknown: the server passes them on as they are, kubectl prints them.
Error patch_error(std::string message);
Error no_merge_key(const Value& map, std::string_view merge_key);

// Where `item` is in `list`: by merge key for maps, by value for scalars; list.size() if it is not there.
size_t position_in(const Elements& list, const Value& item, std::string_view merge_key);

}  // namespace skiff
