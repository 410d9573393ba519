// Validation collects all that is wrong, each with its field path: field.ErrorList of apimachinery, with its wording.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/value.h"

namespace skiff {

// A path such as spec.template.spec.containers[0].image, built while walking down.
class FieldPath {
 public:
  FieldPath() = default;
  explicit FieldPath(std::string_view root) : text_(root) {}
  FieldPath child(std::string_view name) const;  // a.b
  FieldPath index(size_t i) const;               // a[0]
  FieldPath key(std::string_view key) const;     // a[key]
  const std::string& str() const { return text_; }

 private:
  std::string text_;
};

class FieldErrors {
 public:
  void required(const FieldPath& field, std::string_view detail = {});  // Required value[: detail]
  // Invalid value: <value as Go prints it>: <detail>. Strings are quoted, numbers and bools plain, maps and lists JSON.
  void invalid(const FieldPath& field, const Value& value, std::string_view detail);
  // The same with the value as text already, such as api/go_form makes it.
  void invalid_shown(const FieldPath& field, std::string_view shown, std::string_view detail);
  void not_supported(const FieldPath& field, const Value& value, const std::vector<std::string>& supported);
  void not_supported_shown(const FieldPath& field, std::string_view shown, const std::vector<std::string>& supported);
  void forbidden(const FieldPath& field, std::string_view detail);   // Forbidden: detail
  void duplicate(const FieldPath& field, const Value& value);        // Duplicate value: "x"
  void duplicate_shown(const FieldPath& field, std::string_view shown);  // as the caller shows it
  void not_found(const FieldPath& field, const Value& value);        // Not found: "x"
  void too_long(const FieldPath& field, size_t max_bytes);           // Too long: may not be more than N bytes
  void too_many(const FieldPath& field, size_t actual, size_t max);  // Too many: N: must have at most M items
  void type_invalid(const FieldPath& field, const Value& value, std::string_view detail);

  // All that another list holds, after what this one holds.
  void append(FieldErrors other);

  bool empty() const { return causes_.empty(); }
  const std::vector<Cause>& causes() const { return causes_; }
  std::vector<Cause> take() { return std::move(causes_); }

 private:
  void add(const char* type, const FieldPath& field, std::string message);
  std::vector<Cause> causes_;
};

}  // namespace skiff
