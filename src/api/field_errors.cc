#include "api/field_errors.h"

#include "base/json.h"
#include "base/strings.h"

namespace skiff {
namespace {

// The bad value as field.Error.ErrorBody shows it: scalars with %v, strings with %q, everything else as JSON.
std::string shown(const Value& value) {
  if (value.is_string()) return go_quote(value.as_string());
  if (value.is_double()) return go_float(value.as_double());
  return to_json(value, Escape::kGo);
}

std::string with_detail(std::string message, std::string_view detail) {
  if (!detail.empty()) message.append(": ").append(detail);
  return message;
}

}  // namespace

FieldPath FieldPath::child(std::string_view name) const {
  FieldPath out = *this;
  if (!out.text_.empty()) out.text_ += '.';
  out.text_ += name;
  return out;
}

FieldPath FieldPath::index(size_t i) const { return key(std::to_string(i)); }

FieldPath FieldPath::key(std::string_view key) const {
  FieldPath out = *this;
  out.text_.append("[").append(key).append("]");
  return out;
}

void FieldErrors::add(const char* type, const FieldPath& field, std::string message) {
  causes_.push_back({type, field.str(), std::move(message)});
}

void FieldErrors::required(const FieldPath& field, std::string_view detail) {
  add("FieldValueRequired", field, with_detail("Required value", detail));
}

void FieldErrors::invalid(const FieldPath& field, const Value& value, std::string_view detail) {
  invalid_shown(field, shown(value), detail);
}

void FieldErrors::invalid_shown(const FieldPath& field, std::string_view shown, std::string_view detail) {
  // field.OmitValueType: there is no one value to show.
  if (shown.empty()) return add("FieldValueInvalid", field, with_detail("Invalid value", detail));
  add("FieldValueInvalid", field, with_detail("Invalid value: " + std::string(shown), detail));
}

void FieldErrors::not_supported(const FieldPath& field, const Value& value, const std::vector<std::string>& supported) {
  not_supported_shown(field, shown(value), supported);
}

void FieldErrors::not_supported_shown(const FieldPath& field, std::string_view shown,
                                      const std::vector<std::string>& supported) {
  std::string list;
  for (const std::string& value_allowed : supported) {
    if (!list.empty()) list += ", ";
    list += go_quote(value_allowed);
  }
  if (!list.empty()) list.insert(0, "supported values: ");
  add("FieldValueNotSupported", field, with_detail("Unsupported value: " + std::string(shown), list));
}

void FieldErrors::append(FieldErrors other) {
  for (Cause& cause : other.causes_) causes_.push_back(std::move(cause));
}

void FieldErrors::forbidden(const FieldPath& field, std::string_view detail) {
  add("FieldValueForbidden", field, with_detail("Forbidden", detail));
}

void FieldErrors::duplicate(const FieldPath& field, const Value& value) {
  add("FieldValueDuplicate", field, "Duplicate value: " + shown(value));
}

void FieldErrors::duplicate_shown(const FieldPath& field, std::string_view shown) {
  add("FieldValueDuplicate", field, with_detail("Duplicate value", shown));
}

void FieldErrors::not_found(const FieldPath& field, const Value& value) {
  add("FieldValueNotFound", field, "Not found: " + shown(value));
}

void FieldErrors::too_long(const FieldPath& field, size_t max_bytes) {
  const char* unit = max_bytes == 1 ? " byte" : " bytes";
  add("FieldValueTooLong", field, "Too long: may not be more than " + std::to_string(max_bytes) + unit);
}

void FieldErrors::too_many(const FieldPath& field, size_t actual, size_t max) {
  const char* unit = max == 1 ? " item" : " items";
  add("FieldValueTooMany", field,
      "Too many: " + std::to_string(actual) + ": must have at most " + std::to_string(max) + unit);
}

void FieldErrors::type_invalid(const FieldPath& field, const Value& value, std::string_view detail) {
  add("FieldValueTypeInvalid", field, with_detail("Invalid value: " + shown(value), detail));
}

}  // namespace skiff
