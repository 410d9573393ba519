// What a statement does to a server's data, and what comes of it: rows, or one of MySQL's errors.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/time.h"
#include "kubelet/mysql/sql_syntax.h"
#include "kubelet/mysql/tables.h"
#include "kubelet/shell/database.h"

namespace skiff::mysql {

// A server as a statement meets it.
struct ServerView {
  DataDirectory& data;
  std::string database;                          // in use; empty: none
  std::map<std::string, std::string> variables;  // what @@NAME says
  std::map<std::string, std::string> functions;  // what NAME() says
  bool read_only = false;                        // for everybody, --super-read-only
  std::string version;                           // that the image's tag names; empty: none
  int64_t major = 8;                             // of it
  Time now;
};

// Might the statement change data?
bool writes(const Statement& statement);

DatabaseAnswer execute(std::string_view text, ServerView& server);

}  // namespace skiff::mysql
