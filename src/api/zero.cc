#include "api/zero.h"

#include <string>
#include <unordered_set>

#include "api/zero_table.h"
#include "base/strings.h"

namespace skiff {
namespace {

class FieldSet {
 public:
  explicit FieldSet(std::string_view table) {
    for (const std::string_view line : split(table, '\n')) {
      const std::vector<std::string_view> words = split(line, ' ');
      for (size_t i = 1; i < words.size(); ++i) names_.insert(full_name(words[0], words[i]));
    }
  }
  bool contains(std::string_view type, std::string_view field) const { return names_.contains(full_name(type, field)); }

 private:
  static std::string full_name(std::string_view type, std::string_view field) {
    return std::string(type).append(" ").append(field);
  }
  std::unordered_set<std::string> names_;
};

bool is_zero_literal(std::string_view json) { return json == "\"\"" || json == "0" || json == "false"; }

}  // namespace

Zero zero_of_field(std::string_view type, const SchemaField& field) {
  static const FieldSet vanishing(kVanishingZeros);
  static const FieldSet always_written(kAlwaysWritten);
  static const FieldSet omitted(kOmittedDefaults);
  const Schema& schema = field.schema;
  if (always_written.contains(type, field.name)) return Zero::kAlwaysWritten;
  if (schema.shape == Shape::kArray || schema.shape == Shape::kMap)
    return schema.required ? Zero::kAlwaysWritten : Zero::kVanishes;
  if (vanishing.contains(type, field.name)) return Zero::kVanishes;
  if (schema.shape == Shape::kRaw) return Zero::kKept;
  if (schema.shape == Shape::kStruct) return schema.default_json == "{}" ? Zero::kAlwaysWritten : Zero::kKept;
  const bool zero_default = is_zero_literal(schema.default_json);
  return zero_default && !omitted.contains(type, field.name) ? Zero::kAlwaysWritten : Zero::kKept;
}

}  // namespace skiff
