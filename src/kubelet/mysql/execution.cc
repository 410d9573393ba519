#include "kubelet/mysql/execution.h"

#include <algorithm>
#include <cstdlib>

#include "base/strings.h"

namespace skiff::mysql {
namespace {

using Column = DatabaseAnswer::Column;

constexpr std::string_view kBuiltIn[] = {"information_schema", "mysql", "performance_schema", "sys"};

// The servers' messages, by their numbers. Upstream: share/errmsg-utf8.txt.
DatabaseAnswer failed(int number, std::string_view state, std::string message) {
  DatabaseAnswer out;
  out.error = number;
  out.sql_state = state;
  out.message = std::move(message);
  return out;
}
DatabaseAnswer no_database() { return failed(1046, "3D000", "No database selected"); }
DatabaseAnswer unknown_database(const std::string& name) {
  return failed(1049, "42000", "Unknown database '" + name + "'");
}
DatabaseAnswer unknown_column(const std::string& name, std::string_view where) {
  return failed(1054, "42S22", "Unknown column '" + name + "' in '" + std::string(where) + "'");
}
DatabaseAnswer not_simulated() {
  DatabaseAnswer out;
  out.understood = false;
  return out;
}

bool is_number(const ColumnDefinition& column) {
  static constexpr std::string_view kTypes[] = {"bigint",  "decimal",   "double",  "float",    "int",
                                                "integer", "mediumint", "numeric", "smallint", "tinyint"};
  return std::find(std::begin(kTypes), std::end(kTypes), column.type) != std::end(kTypes);
}

bool is_whole_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "2026-01-02 03:04:05"
std::string moment(Time now) {
  std::string text = rfc3339(now).substr(0, 19);
  text[10] = ' ';
  return text;
}

size_t characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

class Execution {
 public:
  explicit Execution(ServerView& server) : server_(server), data_(server.data) {}

  DatabaseAnswer operator()(const CreateDatabase& it) {
    if (is_built_in(it.name) || data_.has_database(it.name)) {
      if (it.unless_exists) return {};
      return failed(1007, "HY000", "Can't create database '" + it.name + "'; database exists");
    }
    data_.make_database(it.name);
    return affected(1);
  }

  DatabaseAnswer operator()(const DropDatabase& it) {
    if (is_built_in(it.name)) return not_simulated();
    if (!data_.has_database(it.name)) {
      if (it.if_exists) return {};
      return failed(1008, "HY000", "Can't drop database '" + it.name + "'; database doesn't exist");
    }
    const size_t tables = data_.tables(it.name).size();
    data_.drop_database(it.name);
    if (server_.database == it.name) server_.database.clear();
    return affected(tables);
  }

  DatabaseAnswer operator()(const CreateTable& it) {
    std::string database;
    if (auto problem = locate(it.name, database); problem.error != 0) return problem;
    if (is_built_in(database)) return not_simulated();
    if (data_.read(database, it.name.table)) {
      if (it.unless_exists) return {};
      return failed(1050, "42S01", "Table '" + it.name.table + "' already exists");
    }
    Table made;
    for (const ColumnDefinition& column : it.columns) {
      if (made.index_of(column.name)) return failed(1060, "42S21", "Duplicate column name '" + column.name + "'");
      made.columns.push_back(column);
    }
    const auto keys = std::count_if(made.columns.begin(), made.columns.end(), [](const auto& c) { return c.primary; });
    if (keys > 1) return failed(1068, "42000", "Multiple primary key defined");
    for (const ColumnDefinition& column : made.columns)
      if (column.counts && !column.primary)
        return failed(1075, "42000",
                      "Incorrect table definition; there can be only one auto column and it must be defined as a key");
    data_.write(database, it.name.table, made);
    return {};
  }

  DatabaseAnswer operator()(const DropTable& it) {
    std::string database;
    if (auto problem = locate(it.name, database); problem.error != 0) return problem;
    if (!data_.read(database, it.name.table)) {
      if (it.if_exists) return {};
      return failed(1051, "42S02", "Unknown table '" + database + "." + it.name.table + "'");
    }
    data_.drop(database, it.name.table);
    return {};
  }

  DatabaseAnswer operator()(const Insert& it) {
    std::string database;
    Table table;
    if (auto problem = open(it.name, database, table); failed_so(problem)) return problem;
    std::vector<size_t> places;
    for (const std::string& name : it.columns) {
      const auto at = table.index_of(name);
      if (!at) return unknown_column(name, "field list");
      places.push_back(*at);
    }
    if (it.columns.empty())
      for (size_t i = 0; i < table.columns.size(); ++i) places.push_back(i);
    const std::string key = server_.major < 8 ? "PRIMARY" : it.name.table + ".PRIMARY";
    for (size_t i = 0; i < it.rows.size(); ++i)
      if (auto problem = add_row(table, key, places, it.rows[i], i + 1); failed_so(problem)) return problem;
    data_.write(database, it.name.table, table);
    return affected(it.rows.size());
  }

  DatabaseAnswer operator()(const Select& it) {
    std::string database;
    Table table;
    table.rows.emplace_back();  // what a select without a table looks at
    if (it.from) {
      table = {};
      if (auto problem = open(*it.from, database, table); failed_so(problem)) return problem;
      if (auto problem = keep_matching(table, it.where); failed_so(problem)) return problem;
      if (auto problem = sort(table, it); failed_so(problem)) return problem;
    }
    const auto counts = std::count_if(it.what.begin(), it.what.end(),
                                      [](const Expression& e) { return e.kind == Expression::Kind::kCount; });
    if (counts > 0) return count(it, table);
    if (it.limit && table.rows.size() > *it.limit) table.rows.resize(*it.limit);
    DatabaseAnswer out;
    out.rows.resize(table.rows.size());
    for (const Expression& what : it.what)
      if (auto problem = add_columns(what, it, table, out); failed_so(problem)) return problem;
    return out;
  }

  DatabaseAnswer operator()(const Delete& it) {
    std::string database;
    Table table;
    if (auto problem = open(it.from, database, table); failed_so(problem)) return problem;
    Table leaving = table;
    if (auto problem = keep_matching(leaving, it.where); failed_so(problem)) return problem;
    std::vector<std::vector<SqlValue>> kept;
    size_t gone = 0;
    for (auto& row : table.rows) {
      if (gone < leaving.rows.size() && row == leaving.rows[gone]) ++gone;
      else kept.push_back(std::move(row));
    }
    table.rows = std::move(kept);
    data_.write(database, it.from.table, table);
    return affected(gone);
  }

  DatabaseAnswer operator()(const ShowDatabases&) {
    std::vector<std::string> names = data_.databases();
    names.insert(names.end(), std::begin(kBuiltIn), std::end(kBuiltIn));
    std::sort(names.begin(), names.end());
    return list("Database", names);
  }

  DatabaseAnswer operator()(const ShowTables& it) {
    std::string database;
    if (auto problem = locate({it.database, ""}, database); problem.error != 0) return problem;
    if (is_built_in(database)) return not_simulated();
    return list("Tables_in_" + database, data_.tables(database));
  }

  DatabaseAnswer operator()(const Use& it) {
    if (!is_built_in(it.database) && !data_.has_database(it.database)) return unknown_database(it.database);
    server_.database = it.database;
    return {};
  }

 private:
  static bool failed_so(const DatabaseAnswer& answer) { return answer.error != 0 || !answer.understood; }
  static bool is_built_in(std::string_view name) {
    return std::find(std::begin(kBuiltIn), std::end(kBuiltIn), name) != std::end(kBuiltIn);
  }

  static DatabaseAnswer affected(size_t rows) {
    DatabaseAnswer out;
    out.affected = static_cast<int64_t>(rows);
    return out;
  }

  static DatabaseAnswer list(std::string heading, const std::vector<std::string>& names) {
    DatabaseAnswer out;
    out.columns.push_back({std::move(heading), false, false});
    for (const std::string& name : names) out.rows.push_back({name});
    return out;
  }

  DatabaseAnswer locate(const TableName& name, std::string& database) const {
    database = name.database.empty() ? server_.database : name.database;
    if (database.empty()) return no_database();
    if (!is_built_in(database) && !data_.has_database(database)) return unknown_database(database);
    return {};
  }

  // Of a table in a database that there is not it is the table that is missed.
  DatabaseAnswer open(const TableName& name, std::string& database, Table& table) const {
    database = name.database.empty() ? server_.database : name.database;
    if (database.empty()) return no_database();
    if (is_built_in(database)) return not_simulated();
    auto found = data_.read(database, name.table);
    if (!found) return failed(1146, "42S02", "Table '" + database + "." + name.table + "' doesn't exist");
    table = std::move(*found);
    return {};
  }

  DatabaseAnswer add_row(Table& table, const std::string& key, const std::vector<size_t>& places,
                         const std::vector<Expression>& values, size_t number) const {
    const std::string row_text = " at row " + std::to_string(number);
    if (values.size() != places.size())
      return failed(1136, "21S01", "Column count doesn't match value count" + row_text);
    std::vector<SqlValue> row(table.columns.size());
    std::vector<bool> given(table.columns.size());
    for (size_t i = 0; i < places.size(); ++i) {
      if (values[i].kind == Expression::Kind::kColumn) return unknown_column(values[i].name, "field list");
      bool known = true;
      row[places[i]] = value_of(values[i], known);
      if (!known) return not_simulated();
      given[places[i]] = true;
    }
    for (size_t i = 0; i < row.size(); ++i)
      if (auto problem = complete(table, i, given[i], row[i], row_text); failed_so(problem)) return problem;
    for (size_t i = 0; i < row.size(); ++i)
      for (const auto& other : table.rows)
        if (table.columns[i].primary && other[i] == row[i])
          return failed(1062, "23000", "Duplicate entry '" + row[i].value_or("") + "' for key '" + key + "'");
    table.rows.push_back(std::move(row));
    return {};
  }

  // Fills in what was not given, and looks whether the value fits.
  DatabaseAnswer complete(Table& table, size_t at, bool given, SqlValue& value, const std::string& row_text) const {
    const ColumnDefinition& column = table.columns[at];
    if (!given) value = column.otherwise;
    if (column.counts && (!value || *value == "0")) value = std::to_string(table.next_number);
    if (!value && column.not_null) {
      if (given) return failed(1048, "23000", "Column '" + column.name + "' cannot be null");
      return failed(1364, "HY000", "Field '" + column.name + "' doesn't have a default value");
    }
    if (!value) return {};
    if (is_number(column) && column.type.ends_with("int") && !is_whole_number(*value)) {
      if (!value->empty() && value->find_first_not_of("0123456789.-") == std::string::npos) return not_simulated();
      return failed(1366, "HY000",
                    "Incorrect integer value: '" + *value + "' for column '" + column.name + "'" + row_text);
    }
    if (column.length > 0 && characters(*value) > static_cast<size_t>(column.length))
      return failed(1406, "22001", "Data too long for column '" + column.name + "'" + row_text);
    if (column.counts) table.next_number = std::max<int64_t>(table.next_number, std::atol(value->c_str()) + 1);
    return {};
  }

  // Of everything but columns.
  SqlValue value_of(const Expression& what, bool& known) const {
    if (what.kind == Expression::Kind::kLiteral) return what.value;
    if (what.kind == Expression::Kind::kFunction) {
      if (what.name == "now" || what.name == "current_timestamp" || what.name == "sysdate") return moment(server_.now);
      if (what.name == "database" || what.name == "schema")
        return server_.database.empty() ? SqlValue() : SqlValue(server_.database);
    }
    const auto& table = what.kind == Expression::Kind::kVariable ? server_.variables : server_.functions;
    const auto found = table.find(what.name);
    known = found != table.end();
    return known ? SqlValue(found->second) : SqlValue();
  }

  static bool less(const ColumnDefinition& column, const SqlValue& a, const SqlValue& b) {
    if (!a || !b) return !a && b;
    if (is_number(column)) return std::atof(a->c_str()) < std::atof(b->c_str());
    return to_lower(*a) < to_lower(*b);  // the usual collations are not particular about case
  }

  DatabaseAnswer keep_matching(Table& table, const std::vector<Comparison>& where) const {
    for (const Comparison& one : where) {
      const auto at = table.index_of(one.column);
      if (!at) return unknown_column(one.column, "where clause");
      const ColumnDefinition& column = table.columns[*at];
      std::erase_if(table.rows, [&](const auto& row) {
        const SqlValue& value = row[*at];
        if (one.sign == "is") return value.has_value();
        if (one.sign == "is not") return !value.has_value();
        if (!value || !one.value) return true;
        const bool below = less(column, value, one.value), above = less(column, one.value, value);
        if (one.sign == "=") return below || above;
        if (one.sign == "<>") return !below && !above;
        if (one.sign == "<") return !below;
        if (one.sign == "<=") return above;
        if (one.sign == ">") return !above;
        return below;
      });
    }
    return {};
  }

  static DatabaseAnswer sort(Table& table, const Select& it) {
    if (it.order_by.empty()) {
      // A table lies in the order of its primary key.
      for (size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].primary) sort_by(table, i, false);
      return {};
    }
    const auto at = table.index_of(it.order_by);
    if (!at) return unknown_column(it.order_by, "order clause");
    sort_by(table, *at, it.descending);
    return {};
  }

  static void sort_by(Table& table, size_t at, bool descending) {
    const ColumnDefinition& column = table.columns[at];
    std::stable_sort(table.rows.begin(), table.rows.end(), [&](const auto& a, const auto& b) {
      return descending ? less(column, b[at], a[at]) : less(column, a[at], b[at]);
    });
  }

  static DatabaseAnswer count(const Select& it, const Table& table) {
    if (it.what.size() != 1) return not_simulated();
    DatabaseAnswer out;
    out.columns.push_back({it.what[0].heading, true, false});
    if (!it.limit || *it.limit > 0) out.rows.push_back({std::to_string(table.rows.size())});
    return out;
  }

  DatabaseAnswer add_columns(const Expression& what, const Select& it, const Table& table, DatabaseAnswer& out) const {
    if (what.kind == Expression::Kind::kAll) {
      if (!it.from) return failed(1096, "HY000", "No tables used");
      for (size_t at = 0; at < table.columns.size(); ++at) add_column(table, at, table.columns[at].name, out);
      return {};
    }
    if (what.kind == Expression::Kind::kColumn) {
      const auto at = table.index_of(what.name);
      if (!at) return unknown_column(what.name, "field list");
      add_column(table, *at, what.heading == what.name ? table.columns[*at].name : what.heading, out);
      return {};
    }
    bool known = true;
    const SqlValue value = value_of(what, known);
    if (!known) return not_simulated();  // of MySQL's hundreds of functions and variables few are known
    const bool numeric = what.numeric || (what.kind == Expression::Kind::kVariable && value && is_whole_number(*value));
    const bool never_null = value && what.name != "database" && what.name != "schema" && what.name != "hostname";
    out.columns.push_back({what.heading, numeric, !never_null});
    for (auto& row : out.rows) row.push_back(value);
    return {};
  }

  static void add_column(const Table& table, size_t at, const std::string& heading, DatabaseAnswer& out) {
    out.columns.push_back({heading, is_number(table.columns[at]), !table.columns[at].not_null});
    for (size_t row = 0; row < out.rows.size(); ++row) out.rows[row].push_back(table.rows[row][at]);
  }

  ServerView& server_;
  DataDirectory& data_;
};

}  // namespace

bool writes(const Statement& statement) {
  return !std::holds_alternative<Select>(statement) && !std::holds_alternative<ShowDatabases>(statement) &&
         !std::holds_alternative<ShowTables>(statement) && !std::holds_alternative<Use>(statement);
}

DatabaseAnswer execute(std::string_view text, ServerView& server) {
  const Parsed parsed = parse_statement(text);
  if (!parsed.statement) {
    if (parsed.is_sql) return not_simulated();
    return failed(
        1064, "42000",
        "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version "
        "for the right syntax to use near '" +
            parsed.near.substr(0, 80) + "' at line " + std::to_string(parsed.line));
  }
  if (server.read_only && writes(*parsed.statement))
    return failed(1290, "HY000",
                  "The MySQL server is running with the --super-read-only option so it cannot execute this statement");
  return std::visit(Execution(server), *parsed.statement);
}

}  // namespace skiff::mysql
