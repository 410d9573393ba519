#include "cli/printers/custom_columns.h"

#include "base/strings.h"
#include "cli/printers/tabwriter.h"

namespace skiff::cli {
namespace {

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> out;
  while (!(line = trim_space(line)).empty()) {
    const size_t end = line.find_first_of(" \t\r\v\f");
    out.push_back(line.substr(0, end));
    line.remove_prefix(out.back().size());
  }
  return out;
}

Result<JsonPath> column_path(std::string_view path) {
  auto braced = relaxed_path(path);
  if (!braced) return braced.error();
  return JsonPath::parse(*braced);
}

}  // namespace

std::string go_value_text(const Value& value) {
  switch (value.type()) {
    case Value::Type::kNull:
      return "<nil>";
    case Value::Type::kBool:
      return value.as_bool() ? "true" : "false";
    case Value::Type::kInt:
      return std::to_string(value.as_int());
    case Value::Type::kDouble:
      return go_float(value.as_double());
    case Value::Type::kString:
      return value.str();
    case Value::Type::kArray: {
      std::string out;
      for (const Value& element : value.elements()) out += (out.empty() ? "" : " ") + go_value_text(element);
      return "[" + out + "]";
    }
    case Value::Type::kObject: {
      std::string out;
      for (const Member& member : value.members())
        out += (out.empty() ? "" : " ") + std::string(member.name()) + ":" + go_value_text(member.value);
      return "map[" + out + "]";
    }
  }
  return {};
}

Result<CustomColumns> CustomColumns::parse(std::string_view spec) {
  if (spec.empty()) return client_error("custom-columns format specified but no custom columns given");
  CustomColumns out;
  for (const std::string_view part : split(spec, ',')) {
    const size_t colon = part.find(':');
    if (colon == std::string_view::npos)
      return client_error("unexpected custom-columns spec: " + std::string(part) +
                          ", expected <header>:<json-path-expr>");
    auto path = column_path(part.substr(colon + 1));
    if (!path) return path.error();
    out.columns_.push_back({std::string(part.substr(0, colon)), std::move(*path)});
  }
  return out;
}

Result<CustomColumns> CustomColumns::parse_template(std::string_view text) {
  std::vector<std::vector<std::string_view>> lines;
  for (const std::string_view line : split(text, '\n')) lines.push_back(words(line));
  const Error invalid = client_error(
      "invalid template, failed to read header line or data line: expected a header line and a line of paths");
  if (lines.size() < 2) return invalid;
  if (lines[0].size() != lines[1].size())
    return client_error("number of headers (" + std::to_string(lines[0].size()) + ") and field specifications (" +
                        std::to_string(lines[1].size()) + ") don't match");
  CustomColumns out;
  for (size_t i = 0; i < lines[0].size(); ++i) {
    auto path = column_path(lines[1][i]);
    if (!path) return path.error();
    out.columns_.push_back({std::string(lines[0][i]), std::move(*path)});
  }
  return out;
}

Result<std::string> CustomColumns::print(const std::vector<Value>& objects, Headers headers) const {
  std::string text;
  const auto add_row = [&](const std::vector<std::string>& cells) { text += join(cells, "\t") + "\n"; };
  if (headers == Headers::kShow) {
    std::vector<std::string> header;
    for (const Column& column : columns_) header.push_back(column.header);
    add_row(header);
  }
  for (const Value& object : objects) {
    std::vector<std::string> cells;
    for (const Column& column : columns_) {
      auto found = column.path.find(object, MissingKeys::kAllow);
      if (!found) return found.error();
      std::string cell;
      for (const auto& results : *found)
        for (const Value& one : results) cell += (cell.empty() ? "" : ",") + go_value_text(one);
      cells.push_back(cell.empty() ? "<none>" : cell);
    }
    add_row(cells);
  }
  return align_columns(text, kTableTabstops);
}

}  // namespace skiff::cli
