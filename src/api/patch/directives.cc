#include "api/patch/directives.h"

#include "base/go_format.h"
#include "base/strings.h"

namespace skiff {

Result<PatchField> find_patch_field(const Schema* schema, std::string_view name) {
  PatchField field;
  if (schema == nullptr || schema->shape == Shape::kRaw) return field;
  const Schema* found = schema->shape == Shape::kMap ? schema->element : schema->field(name);
  if (found == nullptr) {
    if (schema->open) return field;
    return patch_error("unable to find api field in struct " + std::string(schema->struct_name()) +
                       " for the json field " + go_quote(name));
  }
  field.merge = found->patch_merge;
  field.replace = found->patch_replace;
  field.retain_keys = found->patch_retain_keys;
  field.merge_key = found->merge_key;
  field.schema = found->shape == Shape::kArray ? found->element : found;
  field.type_name = field.schema->struct_name();
  return field;
}

Error patch_error(std::string message) {
  Error error;
  error.reason = Reason::kUnknown;
  error.message = std::move(message);
  return error;
}

Error no_merge_key(const Value& map, std::string_view merge_key) {
  return patch_error("map: " + go_value(map) + " does not contain declared merge key: " + std::string(merge_key));
}

size_t position_in(const Elements& list, const Value& item, std::string_view merge_key) {
  for (size_t i = 0; i < list.size(); ++i) {
    const bool same = item.is_object() ? list[i][merge_key] == item[merge_key] : list[i] == item;
    if (same) return i;
  }
  return list.size();
}

}  // namespace skiff
