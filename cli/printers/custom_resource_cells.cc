#include "cli/printers/custom_resource_cells.h"

#include "base/strings.h"
#include "cli/printers/jsonpath.h"

namespace skiff::cli {
namespace {

std::string date_cell(const Value& value, Time now) {
  if (!value.is_string()) return {};
  const std::optional<Time> time = parse_rfc3339(value.as_string());
  return time ? human_duration(now - *time) : "<invalid>";
}

// cellForJSONValue.
std::string typed_cell(const std::string& type, const Value& value, Time now) {
  if (type == "string") return jsonpath_text(value);
  if (type == "date") return date_cell(value, now);
  if (type == "boolean") return value.is_bool() ? (value.as_bool() ? "true" : "false") : "";
  if (!value.is_number()) return {};
  return type == "integer" || value.is_int() ? std::to_string(value.as_int()) : go_float(value.as_double());
}

}  // namespace

std::string custom_resource_cell(const PrinterColumn& column, const Value& object, Time now) {
  const auto path = JsonPath::parse("{" + column.json_path + "}");
  if (!path) return {};
  const auto found = path->find(object, MissingKeys::kAllow);
  if (!found || found->empty() || (*found)[0].empty()) return {};
  return typed_cell(column.type, (*found)[0][0], now);
}

}  // namespace skiff::cli
