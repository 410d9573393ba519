#include "api/zero.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/zero_table.h"
#include "base/strings.h"

namespace skiff {
namespace {

// Of a table with a type and the names of some of its fields in each line.
class FieldSet {
 public:
  explicit FieldSet(std::string_view table) {
    for (const std::string_view line : split(table, '\n'))
      if (const size_t space = line.find(' '); space != std::string_view::npos)
        fields_.emplace(line.substr(0, space), line.substr(space + 1));
  }
  bool contains(std::string_view type, std::string_view field) const {
    const auto found = fields_.find(type);
    if (found == fields_.end()) return false;
    const std::vector<std::string_view> names = split(found->second, ' ');
    return std::find(names.begin(), names.end(), field) != names.end();
  }

 private:
  std::unordered_map<std::string_view, std::string_view> fields_;
};

bool is_zero_literal(std::string_view json) { return json == "\"\"" || json == "0" || json == "false"; }

}  // namespace

Zero zero_of_field(std::string_view type, const SchemaField& field) {
  static const FieldSet vanishing(kVanishingZeros);
  static const FieldSet always_written(kAlwaysWritten);
  static const FieldSet nulls(kNulls);
  static const FieldSet omitted(kOmittedDefaults);
  const Schema& schema = field.schema;
  if (always_written.contains(type, field.name)) return Zero::kAlwaysWritten;
  if (nulls.contains(type, field.name)) return Zero::kNull;
  if (schema.shape == Shape::kArray || schema.shape == Shape::kMap)
    return schema.required ? Zero::kAlwaysWritten : Zero::kVanishes;
  if (vanishing.contains(type, field.name)) return Zero::kVanishes;
  if (schema.shape == Shape::kRaw) return Zero::kKept;
  if (schema.shape == Shape::kStruct) return schema.default_json == "{}" ? Zero::kAlwaysWritten : Zero::kKept;
  const bool zero_default = is_zero_literal(schema.default_json);
  return zero_default && !omitted.contains(type, field.name) ? Zero::kAlwaysWritten : Zero::kKept;
}

}  // namespace skiff
