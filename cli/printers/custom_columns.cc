#include "cli/printers/custom_columns.h"

#include <fmt/format.h>

#include "base/go_print.h"
#include "base/strings.h"
#include "cli/printers/tabwriter.h"
#include "cli/terminal_text.h"

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

// A row a line, cells between tabulators. Upstream: CustomColumnsPrinter.printOneObject.
Result<std::string> row_of(const Value& object, const std::vector<JsonPath>& paths) {
  std::vector<std::string> cells;
  for (const JsonPath& path : paths) {
    auto found = path.find(object, MissingKeys::kAllow);
    if (!found) return found.error();
    std::string cell;
    for (const auto& results : *found)
      for (const Value& one : results) cell += (cell.empty() ? "" : ",") + terminal_text(go_value(one));
    cells.push_back(cell.empty() ? "<none>" : cell);
  }
  return join(cells, "\t") + "\n";
}

}  // namespace

Result<CustomColumns> CustomColumns::parse(std::string_view spec) {
  if (spec.empty()) return client_error("custom-columns format specified but no custom columns given");
  CustomColumns out;
  for (const std::string_view part : split(spec, ',')) {
    const size_t colon = part.find(':');
    if (colon == std::string_view::npos)
      return client_error("unexpected custom-columns spec: " + std::string(part) +
                          ", expected <header>:<json-path-expr>");
    auto path = relaxed_path(part.substr(colon + 1));
    if (!path) return path.error();
    out.columns_.push_back({std::string(part.substr(0, colon)), std::move(*path)});
  }
  return out;
}

Result<CustomColumns> CustomColumns::parse_template(std::string_view text) {
  std::vector<std::vector<std::string_view>> lines;
  for (const std::string_view line : split(text, '\n')) lines.push_back(words(line));
  const auto missing = [](std::string_view line) {
    return client_error(fmt::format(
        "invalid template, missing {} line. Expected format is one line of space separated headers, one line of space "
        "separated column specs.",
        line));
  };
  if (text.empty()) return missing("header");
  const size_t newline = text.find('\n');
  if (newline == std::string_view::npos || newline + 1 == text.size()) {
    return missing("spec");
  }
  if (lines[0].size() != lines[1].size())
    return client_error("number of headers (" + std::to_string(lines[0].size()) + ") and field specifications (" +
                        std::to_string(lines[1].size()) + ") don't match");
  CustomColumns out;
  for (size_t i = 0; i < lines[0].size(); ++i) {
    auto path = relaxed_path(lines[1][i]);
    if (!path) return path.error();
    out.columns_.push_back({std::string(lines[0][i]), std::move(*path)});
  }
  return out;
}

Result<void> CustomColumns::print(const Elements& objects, Headers headers, std::ostream& out) const {
  std::string text;
  if (headers == Headers::kShow) {
    std::vector<std::string> header;
    for (const Column& column : columns_) header.push_back(column.header);
    text = join(header, "\t") + "\n";
  }
  const auto done = add_rows(objects, text);
  out << align_columns(text, kTableTabstops);
  return done;
}

Result<void> CustomColumns::add_rows(const Elements& objects, std::string& text) const {
  std::vector<JsonPath> paths;
  for (const Column& column : columns_) {
    auto path = JsonPath::parse(column.path);
    if (!path) return path.error();
    paths.push_back(std::move(*path));
  }
  for (const Value& object : objects) {
    auto row = row_of(object, paths);
    if (!row) return row.error();
    text += *row;
  }
  return {};
}

}  // namespace skiff::cli
