// What every way of using MySQL's command line client has in common: its flags, and how answers look.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kubelet/mysql/sql_lexer.h"
#include "kubelet/shell/database.h"

namespace skiff::shell {

struct MysqlOptions {
  DatabaseRequest request;
  std::string program;  // as messages name it
  std::optional<std::string> statements;
  bool headings = true, drawn = false, tabs = false;
  bool known = true;           // else a flag that nobody simulates
  bool asks_password = false;  // of somebody at a terminal
  bool tells_password = false;
  std::vector<std::string> operands;
};

// Of `mysql …`; a password may be in the variable MYSQL_PWD.
MysqlOptions read_mysql_options(const std::vector<std::string>& argv,
                                const std::map<std::string, std::string>& variables);

// "2003 (HY000): …": why there is no connection; empty if there is one. `image` is that of the client.
std::string connection_failure(std::string_view image, const MysqlOptions& options, const DatabaseAnswer& answer);

// Rows with tabs between cells, in a frame, or a line a cell.
std::string rows_with_tabs(const DatabaseAnswer& answer, bool headings);
std::string framed_rows(const DatabaseAnswer& answer, bool headings);
std::string upright_rows(const DatabaseAnswer& answer);

// Does a simulated server know all of it, or refuse it as MySQL does?
bool all_simulated(const std::vector<mysql::ScriptStatement>& statements);

}  // namespace skiff::shell
