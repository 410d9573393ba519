// What a client and a database server have to tell each other: one statement, and what comes of it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace skiff {

struct DatabaseRequest {
  std::string host;  // a name or an address; empty: the server beside the client, through its socket
  int64_t port = 3306;
  std::string user = "root", password;
  std::string database;   // that is in use
  std::string statement;  // empty: somebody only connects
};

struct DatabaseAnswer {
  enum class Failure { kNone, kUnknownHost, kRefused, kNoSocket, kNotADatabase } failure = Failure::kNone;
  bool understood = true;  // false: a statement that no simulated server can answer

  int error = 0;  // as MySQL numbers them: 1146; 0: all is well
  std::string sql_state, message;

  struct Column {
    std::string name;
    bool numeric = false, nullable = true;
  };
  std::vector<Column> columns;  // none: the statement has no result
  std::vector<std::vector<std::optional<std::string>>> rows;
  int64_t affected = 0;  // rows that a statement without a result has made, changed or removed

  std::string server;    // the address of the server that has answered …
  std::string version;   // … and of which version it is, as far as its image says
  std::string database;  // that is in use from now on
};

}  // namespace skiff
