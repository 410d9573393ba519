// MySQL's command line client, as far as scripts use it: mysql [-h HOST] [-u USER] [-pPASSWORD] [-e STATEMENTS]
// [DATABASE], and mysqladmin ping. Upstream: client/mysql.cc.
#include "kubelet/shell/arguments.h"
#include "kubelet/shell/mysql_client.h"

namespace skiff::shell {
namespace {

void warn_of_password(Invocation& call, const MysqlOptions& options) {
  if (options.tells_password)
    call.outcome.err +=
        options.program + ": [Warning] Using a password on the command line interface can be insecure.\n";
}

}  // namespace

int run_mysql(Invocation& call) {
  MysqlOptions options = read_mysql_options(call.argv, call.variables);
  if (options.operands.size() == 1) options.request.database = options.operands[0];
  const auto statements = mysql::statements_of(options.statements ? std::string_view(*options.statements) : call.input);
  // A dialogue with somebody at a terminal is another matter (mysql_dialogue.cc).
  const bool talks = !options.statements && call.at_terminal && call.input.empty();
  if (!options.known || options.operands.size() > 1 || options.asks_password || talks || !all_simulated(statements)) {
    call.outcome.understood = false;
    return 1;
  }
  warn_of_password(call, options);
  DatabaseRequest request = options.request;
  DatabaseAnswer answer = call.environment.ask_database(request);
  if (const std::string failure = connection_failure(call.environment.image(), options, answer); !failure.empty()) {
    call.outcome.err += "ERROR " + failure + "\n";
    return 1;
  }
  request.host = answer.server;  // a connection stays with one server
  const bool tabs = options.tabs || !(call.at_terminal || options.drawn);
  for (const mysql::ScriptStatement& statement : statements) {
    request.statement = statement.text;
    request.database = answer.database;
    answer = call.environment.ask_database(request);
    if (!answer.understood) {
      call.outcome.understood = false;
      return 1;
    }
    if (answer.error != 0) {
      call.outcome.err += "ERROR " + std::to_string(answer.error) + " (" + answer.sql_state + ") at line " +
                          std::to_string(statement.line) + ": " + answer.message + "\n";
      return 1;
    }
    if (answer.rows.empty()) continue;  // an empty set is told only to somebody who types
    if (statement.upright) call.outcome.out += upright_rows(answer);
    else call.outcome.out += tabs ? rows_with_tabs(answer, options.headings) : framed_rows(answer, options.headings);
  }
  return 0;
}

// A server that refuses the account is alive, too.
int run_mysqladmin(Invocation& call) {
  const MysqlOptions options = read_mysql_options(call.argv, call.variables);
  if (!options.known || options.asks_password || options.operands != std::vector<std::string>{"ping"}) {
    call.outcome.understood = false;
    return 1;
  }
  warn_of_password(call, options);
  const DatabaseAnswer answer = call.environment.ask_database(options.request);
  if (answer.failure == DatabaseAnswer::Failure::kNone) {
    call.outcome.out += "mysqld is alive\n";
    return 0;
  }
  const std::string failure = connection_failure(call.environment.image(), options, answer);
  const std::string host = options.request.host.empty() ? "localhost" : options.request.host;
  call.outcome.err += options.program + ": connect to server at '" + host + "' failed\nerror: '" +
                      failure.substr(failure.find(": ") + 2) + "'\n";
  return 1;
}

}  // namespace skiff::shell
