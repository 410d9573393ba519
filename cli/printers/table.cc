#include "cli/printers/table.h"

#include <algorithm>

#include "api/columns.h"
#include "api/custom_resources/custom_resource.h"
#include "base/strings.h"
#include "cli/printers/custom_resource_cells.h"
#include "cli/printers/tabwriter.h"
#include "cli/terminal_text.h"

namespace skiff::cli {
namespace {

constexpr Column kNameColumn[] = {{"Name", Show::kAlways, name_cell}};
constexpr Column kPlainColumns[] = {{"Name", Show::kAlways, name_cell}, {"Created At", Show::kAlways, created_at_cell}};

constexpr Column kClientColumns[] = {{"Name", Show::kAlways, name_cell}, {"Age", Show::kAlways, age_cell}};

std::span<const Column> columns_of(const Kind& kind, const TableOptions& options) {
  if (options.name_and_age) return kClientColumns;
  if (custom_resource(kind) != nullptr) return kNameColumn;
  return kind.columns.empty() ? std::span<const Column>(kPlainColumns) : kind.columns;
}

// A cell is one line, and a terminal must not obey it.
std::string one_line(std::string cell) {
  if (const size_t end = cell.find_first_of("\n\r\f"); end != std::string::npos) {
    cell.resize(end);
    cell += "...";
  }
  const bool plain = std::all_of(cell.begin(), cell.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  return plain ? cell : terminal_text(cell);
}

std::string label_header(const std::string& key) { return to_upper(std::string_view(key).substr(key.rfind('/') + 1)); }

}  // namespace

void TablePrinter::begin_table(const Kind& kind) {
  lay_out();
  if (kind_ != nullptr && options_.headers) out_ += '\n';
  kind_ = &kind;
  // A column that one table has had stays for those behind it. Upstream: PrintFlags.EnsureWithNamespace.
  shows_namespaces_ = shows_namespaces_ || (options_.namespaces && kind.namespaced());
  widths_.clear();
  if (!options_.headers) return;
  std::vector<std::string> header;
  if (options_.events) header.emplace_back("EVENT");
  if (shows_namespaces_) header.emplace_back("NAMESPACE");
  for (const Column& column : columns_of(kind, options_))
    if (column.show == Show::kAlways || options_.wide) header.push_back(to_upper(column.name));
  if (custom_resource(kind) != nullptr)
    for (const PrinterColumn& column : custom_resource(kind)->version(api_version_).printer_columns())
      if (column.show == Show::kAlways || options_.wide) header.push_back(to_upper(column.name));
  for (const std::string& key : options_.label_columns) header.push_back(label_header(key));
  if (options_.show_labels) header.emplace_back("LABELS");
  rows_.push_back(std::move(header));
}

void TablePrinter::add(const Kind& kind, const Value& object, Time now, std::string_view event) {
  if (kind_ != &kind || (custom_resource(kind) != nullptr && object["apiVersion"].as_string() != api_version_)) {
    api_version_ = object["apiVersion"].as_string();
    begin_table(kind);
  }
  const Value& metadata = object["metadata"];
  std::vector<std::string> row;
  if (options_.events) {
    row.emplace_back(event);
    row.back().resize(std::max<size_t>(8, row.back().size()), ' ');
  }
  if (shows_namespaces_) row.push_back(metadata["namespace"].str());
  for (const Column& column : columns_of(kind, options_)) {
    if (column.show == Show::kWide && !options_.wide) continue;
    std::string cell;
    column.cell(object, now, cell);
    if (options_.show_kind && column.name == "Name") cell.insert(0, kind.display_name() + "/");
    row.push_back(one_line(std::move(cell)));
  }
  if (custom_resource(kind) != nullptr)
    for (const PrinterColumn& column : custom_resource(kind)->version(api_version_).printer_columns())
      if (column.show == Show::kAlways || options_.wide)
        row.push_back(one_line(custom_resource_cell(column, object, now)));
  for (const std::string& key : options_.label_columns) row.push_back(metadata["labels"][key].str());
  if (options_.show_labels) {
    std::string labels;
    append_labels_form(metadata["labels"], labels);
    row.push_back(std::move(labels));
  }
  rows_.push_back(std::move(row));
}

// A cell holds no control characters, so each can end with one.
std::string TablePrinter::sent() const {
  std::string text;
  for (size_t i = options_.headers ? 1 : 0; i < rows_.size(); ++i) {
    for (const std::string& cell : rows_[i]) text.append(cell).push_back('\0');
    text.push_back('\n');
  }
  return text;
}

void TablePrinter::add_sent(std::string_view rows) {
  while (!rows.empty()) {
    std::vector<std::string>& row = rows_.emplace_back();
    for (; rows.front() != '\n'; rows.remove_prefix(row.back().size() + 1))
      row.emplace_back(rows.substr(0, rows.find('\0')));
    rows.remove_prefix(1);
  }
}

void TablePrinter::lay_out() {
  for (const std::vector<std::string>& row : rows_) {
    widths_.resize(std::max(widths_.size(), row.size()), kTableTabstops.min_width);
    for (size_t i = 0; i < row.size(); ++i)
      widths_[i] = std::max(widths_[i], rune_count(row[i]) + kTableTabstops.padding);
  }
  for (const std::vector<std::string>& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) {
      out_ += row[i];
      if (i + 1 < row.size()) out_.append(widths_[i] - rune_count(row[i]), ' ');
    }
    out_ += '\n';
  }
  rows_.clear();
}

std::string TablePrinter::take() {
  lay_out();
  return std::exchange(out_, {});
}

}  // namespace skiff::cli
