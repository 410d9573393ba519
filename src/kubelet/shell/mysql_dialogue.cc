// MySQL's client at a terminal: its greeting, its prompts, and what it says of each statement. Upstream:
// client/mysql.cc.
#include "base/strings.h"
#include "kubelet/mysql/sql_syntax.h"
#include "kubelet/shell/dialogue.h"
#include "kubelet/shell/mysql_client.h"

namespace skiff::shell {
namespace {

constexpr std::string_view kTime = " (0.00 sec)\n\n";

std::string count_of(int64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

class MysqlDialogue : public Dialogue {
 public:
  explicit MysqlDialogue(std::vector<std::string> argv) : argv_(std::move(argv)) {}

  std::string prompt() const override { return pending_.empty() ? "mysql> " : "    -> "; }
  std::string farewell() const override { return "Bye\n"; }
  bool is_over() const override { return over_; }
  int exit_code() const override { return exit_code_; }

  ShellOutcome begin(Environment& environment) override {
    std::map<std::string, std::string> variables;
    for (auto& [name, value] : environment.variables()) variables[name] = value;
    options_ = read_mysql_options(argv_, variables);
    if (options_.operands.size() == 1) options_.request.database = options_.operands[0];
    ShellOutcome outcome;
    if (options_.tells_password)
      outcome.err += options_.program + ": [Warning] Using a password on the command line interface can be insecure.\n";
    const DatabaseAnswer answer = environment.ask_database(options_.request);
    if (const std::string failure = connection_failure(environment.image(), options_, answer); !failure.empty()) {
      outcome.err += "ERROR " + failure + "\n";
      end(1);
      return outcome;
    }
    options_.request.host = answer.server;  // a connection stays with one server
    options_.request.database = answer.database;
    outcome.out = greeting(answer.version);
    return outcome;
  }

  ShellOutcome say(const std::string& line, Environment& environment) override {
    ShellOutcome outcome;
    if (pending_.empty() && is_farewell(line)) {
      outcome.out = farewell();
      end(0);
      return outcome;
    }
    if (trimmed(line).ends_with("\\c")) {
      pending_.clear();
      return outcome;
    }
    pending_ += line + "\n";
    for (const mysql::ScriptStatement& statement : mysql::statements_of(std::exchange(pending_, {}))) {
      // USE is the client's own word, and needs no end.
      if (!statement.terminated && !is_use(statement.text)) {
        pending_ = statement.text + "\n";
        continue;
      }
      if (!all_simulated({statement})) {
        outcome.understood = false;
        outcome.unknown = statement.text;
        return outcome;
      }
      send(statement, environment, outcome);
      if (!outcome.understood) return outcome;
    }
    return outcome;
  }

 private:
  static std::string trimmed(std::string_view text) {
    const size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
  }
  static bool is_farewell(std::string_view line) {
    std::string word = to_lower(trimmed(line));
    while (word.ends_with(';')) word.pop_back();
    return word == "exit" || word == "quit" || word == "\\q";
  }
  static bool is_use(std::string_view text) {
    const mysql::Parsed parsed = mysql::parse_statement(text);
    return parsed.statement && std::holds_alternative<mysql::Use>(*parsed.statement);
  }
  void end(int exit_code) {
    over_ = true;
    exit_code_ = exit_code;
  }

  static std::string greeting(const std::string& version) {
    const bool old = version.starts_with("5.");
    return "Welcome to the MySQL monitor.  Commands end with ; or \\g.\nYour MySQL connection id is 8\nServer "
           "version: " +
           version + (old ? " MySQL Community Server (GPL)" : " MySQL Community Server - GPL") +
           "\n\nType 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n\n";
  }

  void send(const mysql::ScriptStatement& statement, Environment& environment, ShellOutcome& outcome) {
    options_.request.statement = statement.text;
    const DatabaseAnswer answer = environment.ask_database(options_.request);
    if (!answer.understood) {
      outcome.understood = false;
      outcome.unknown = statement.text;
      return;
    }
    if (answer.failure != DatabaseAnswer::Failure::kNone) {
      outcome.out += "ERROR 2013 (HY000): Lost connection to MySQL server during query\n";
      return;
    }
    if (answer.error != 0) {
      outcome.out += "ERROR " + std::to_string(answer.error) + " (" + answer.sql_state + "): " + answer.message + "\n";
      return;
    }
    options_.request.database = answer.database;
    if (is_use(statement.text)) {
      outcome.out += "Database changed\n";
    } else if (answer.columns.empty()) {
      outcome.out += "Query OK, " + count_of(answer.affected, "row") + " affected" + std::string(kTime);
    } else if (answer.rows.empty()) {
      outcome.out += "Empty set" + std::string(kTime);
    } else {
      outcome.out += (statement.upright ? upright_rows(answer) : framed_rows(answer, options_.headings)) +
                     count_of(static_cast<int64_t>(answer.rows.size()), "row") + " in set" + std::string(kTime);
    }
  }

  std::vector<std::string> argv_;
  MysqlOptions options_;
  std::string pending_;
  bool over_ = false;
  int exit_code_ = 0;
};

}  // namespace

std::unique_ptr<Dialogue> mysql_dialogue(const std::vector<std::string>& argv) {
  if (argv.empty() || argv[0].substr(argv[0].rfind('/') + 1) != "mysql") return nullptr;
  const MysqlOptions options = read_mysql_options(argv, {});
  if (!options.known || options.statements || options.asks_password || options.operands.size() > 1) return nullptr;
  return std::make_unique<MysqlDialogue>(argv);
}

}  // namespace skiff::shell
