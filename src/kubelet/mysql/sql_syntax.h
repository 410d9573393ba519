// The part of MySQL's SQL that a simulated server speaks: databases and tables are made, filled, read and dropped.
// What a statement says (sql_syntax.cc), apart from what it does (execution.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace skiff::mysql {

using SqlValue = std::optional<std::string>;  // nothing: NULL

struct TableName {
  std::string database, table;  // without a database: of the one that is in use
};

struct ColumnDefinition {
  std::string name;
  std::string type;                                        // in lower case: varchar, int …
  int64_t length = 0;                                      // of a varchar or char, in characters; 0: no limit
  bool not_null = false, primary = false, counts = false;  // AUTO_INCREMENT
  SqlValue otherwise;                                      // DEFAULT
};

struct Expression {
  enum class Kind { kLiteral, kColumn, kAll, kCount, kVariable, kFunction } kind = Kind::kLiteral;
  std::string heading;  // as it was written
  std::string name;     // of the column; of @@NAME or NAME() in lower case
  SqlValue value;
  bool numeric = false;
};

struct Comparison {
  std::string column, sign;  // = <> < <= > >=, `is` and `is not` with NULL
  SqlValue value;
};

struct CreateDatabase {
  std::string name;
  bool unless_exists = false;
};
struct DropDatabase {
  std::string name;
  bool if_exists = false;
};
struct CreateTable {
  TableName name;
  bool unless_exists = false;
  std::vector<ColumnDefinition> columns;
};
struct DropTable {
  TableName name;
  bool if_exists = false;
};
struct Insert {
  TableName name;
  std::vector<std::string> columns;  // none: all, in order
  std::vector<std::vector<Expression>> rows;
};
struct Select {
  std::vector<Expression> what;
  std::optional<TableName> from;
  std::vector<Comparison> where;
  std::string order_by;
  bool descending = false;
  std::optional<size_t> limit;
};
struct Delete {
  TableName from;
  std::vector<Comparison> where;
};
struct ShowDatabases {};
struct ShowTables {
  std::string database;
};
struct Use {
  std::string database;
};

using Statement = std::variant<CreateDatabase, DropDatabase, CreateTable, DropTable, Insert, Select, Delete,
                               ShowDatabases, ShowTables, Use>;

struct Parsed {
  std::optional<Statement> statement;
  bool is_sql = true;  // false: MySQL itself would not take it, from `near` on
  std::string near;
  size_t line = 1;  // of the statement, where `near` stands
};

// Without a statement and is_sql: MySQL would, but nobody simulates it.
Parsed parse_statement(std::string_view text);

}  // namespace skiff::mysql
