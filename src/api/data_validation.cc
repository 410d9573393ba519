#include "api/data_validation.h"

#include "api/field_checks.h"

namespace skiff {

void validate_data_keys(const Value& data, const FieldPath& field, FieldErrors& errors) {
  for (const Member& entry : data.members())
    add_problems(errors, field.key(entry.name()), entry.name(), config_key_problems(entry.name()));
}

size_t plain_bytes(const Value& data) {
  size_t bytes = 0;
  for (const Member& entry : data.members()) bytes += entry.value.as_string().size();
  return bytes;
}

size_t encoded_bytes(const Value& data) {
  size_t bytes = 0;
  for (const Member& entry : data.members()) {
    const std::string_view text = entry.value.as_string();
    const size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    bytes += text.size() / 4 * 3 - (text.empty() ? 0 : padding);
  }
  return bytes;
}

void validate_immutable_data(const Value& object, const Value& old, std::initializer_list<std::string_view> members,
                             FieldErrors& errors) {
  constexpr std::string_view kFrozen = "field is immutable when `immutable` is set";
  if (!old["immutable"].as_bool()) return;
  if (!object["immutable"].as_bool()) errors.forbidden(FieldPath("immutable"), kFrozen);
  for (std::string_view member : members)
    if (!semantically_equal(object[member], old[member])) errors.forbidden(FieldPath(member), kFrozen);
}

}  // namespace skiff
