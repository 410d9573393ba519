#include "kubelet/mysql/tables.h"

#include <algorithm>

#include "base/json.h"
#include "base/strings.h"

namespace skiff::mysql {
namespace {

constexpr std::string_view kOptions = "/db.opt";  // what makes a folder a database
constexpr std::string_view kEnding = ".ibd";

Value value_of(const SqlValue& value) { return value ? Value(*value) : Value(); }
SqlValue sql_value(const Value& value) { return value.is_null() ? SqlValue() : SqlValue(value.str()); }

Value written_column(const ColumnDefinition& column) {
  return Value{{"name", column.name},
               {"type", column.type},
               {"length", column.length},
               {"notNull", column.not_null},
               {"primary", column.primary},
               {"counts", column.counts},
               {"default", value_of(column.otherwise)}};
}

ColumnDefinition read_column(const Value& column) {
  return {column["name"].str(),        column["type"].str(),        column["length"].as_int(),
          column["notNull"].as_bool(), column["primary"].as_bool(), column["counts"].as_bool(),
          sql_value(column["default"])};
}

}  // namespace

std::optional<size_t> Table::index_of(std::string_view column) const {
  const std::string wanted = to_lower(column);
  for (size_t i = 0; i < columns.size(); ++i)
    if (to_lower(columns[i].name) == wanted) return i;
  return std::nullopt;
}

std::vector<std::string> DataDirectory::databases() const {
  std::vector<std::string> out;
  for (const std::string& path : files_.below(root_)) {
    if (!path.ends_with(kOptions)) continue;
    const std::string name = path.substr(root_.size() + 1, path.size() - root_.size() - 1 - kOptions.size());
    if (name.find('/') == std::string::npos) out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool DataDirectory::has_database(std::string_view name) const {
  return files_.read(folder(name) + std::string(kOptions)).text.has_value();
}

bool DataDirectory::has_had_database(std::string_view name) const {
  return files_.read(folder(name) + std::string(kOptions)).known;
}

void DataDirectory::make_database(std::string_view name) {
  files_.write(folder(name) + std::string(kOptions),
               "default-character-set=latin1\ndefault-collation=latin1_swedish_ci\n");
}

void DataDirectory::drop_database(std::string_view name) { files_.remove(folder(name)); }

std::vector<std::string> DataDirectory::tables(std::string_view database) const {
  std::vector<std::string> out;
  const std::string prefix = folder(database) + "/";
  for (const std::string& path : files_.below(folder(database)))
    if (path.ends_with(kEnding))
      out.push_back(path.substr(prefix.size(), path.size() - prefix.size() - kEnding.size()));
  std::sort(out.begin(), out.end());
  return out;
}

std::optional<Table> DataDirectory::read(std::string_view database, std::string_view table) const {
  const auto text = files_.read(file(database, table)).text;
  const auto content = text ? parse_json(*text) : Result<Value>(Value());
  if (!text || !content || !content->is_object()) return std::nullopt;
  Table out;
  for (const Value& column : (*content)["columns"].elements()) out.columns.push_back(read_column(column));
  for (const Value& row : (*content)["rows"].elements()) {
    std::vector<SqlValue>& values = out.rows.emplace_back();
    for (const Value& value : row.elements()) values.push_back(sql_value(value));
    values.resize(out.columns.size());
  }
  out.next_number = (*content)["nextNumber"].as_int(1);
  return out;
}

void DataDirectory::write(std::string_view database, std::string_view table, const Table& content) {
  Elements columns, rows;
  for (const ColumnDefinition& column : content.columns) columns.push_back(written_column(column));
  for (const std::vector<SqlValue>& row : content.rows) {
    Elements values;
    for (const SqlValue& value : row) values.push_back(value_of(value));
    rows.push_back(Value::array(std::move(values)));
  }
  const Value whole{{"columns", Value::array(std::move(columns))},
                    {"rows", Value::array(std::move(rows))},
                    {"nextNumber", content.next_number}};
  files_.write(file(database, table), to_json(whole) + "\n");
}

void DataDirectory::drop(std::string_view database, std::string_view table) { files_.remove(file(database, table)); }

void DataDirectory::become_copy_of(const DataDirectory& other) {
  for (const std::string& database : databases())
    if (!other.has_database(database)) drop_database(database);
  for (const std::string& database : other.databases()) {
    if (!has_database(database)) make_database(database);
    const std::vector<std::string> wanted = other.tables(database);
    for (const std::string& table : tables(database))
      if (!std::binary_search(wanted.begin(), wanted.end(), table)) drop(database, table);
    for (const std::string& table : wanted) {
      const auto text = other.files_.read(other.file(database, table)).text;
      if (text && files_.read(file(database, table)).text != text) files_.write(file(database, table), *text);
    }
  }
}

}  // namespace skiff::mysql
