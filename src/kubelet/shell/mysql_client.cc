#include "kubelet/shell/mysql_client.h"

#include <algorithm>
#include <charconv>

#include "kubelet/mysql/sql_syntax.h"

namespace skiff::shell {
namespace {

// The value of --NAME=VALUE, --NAME VALUE, -xVALUE or -x VALUE; `at` moves on if it is a word of its own.
std::optional<std::string> value_of_flag(const std::vector<std::string>& argv, size_t& at, std::string_view letter,
                                         std::string_view name) {
  const std::string& word = argv[at];
  const std::string spelled = "--" + std::string(name);
  if (word.starts_with(spelled + "=")) return word.substr(spelled.size() + 1);
  if ((word == spelled || word == letter) && at + 1 < argv.size()) return argv[++at];
  if (!word.starts_with("--") && word.starts_with(letter) && word.size() > letter.size())
    return word.substr(letter.size());
  return std::nullopt;
}

// A password is only ever a part of its flag.
bool read_password(const std::string& word, MysqlOptions& out) {
  for (const std::string_view flag : {"--password=", "-p"}) {
    if (!word.starts_with(flag) || word.size() == flag.size()) continue;
    if (flag == "-p" && word.starts_with("--")) continue;
    out.request.password = word.substr(flag.size());
    return out.tells_password = true;
  }
  out.asks_password = out.asks_password || word == "-p" || word == "--password";
  return word == "-p" || word == "--password" || word == "--password=";
}

bool read_switch(std::string_view word, MysqlOptions& out) {
  if (word == "-N" || word == "--skip-column-names") out.headings = false;
  else if (word == "-B" || word == "--batch" || word == "-s" || word == "--silent") out.tabs = true;
  else if (word == "-t" || word == "--table") out.drawn = true;
  else return word.starts_with("--protocol=") || word.starts_with("--connect-timeout=");
  return true;
}

// The version in the image's tag, which is the client's, too.
bool is_before_eight(std::string_view image) {
  const size_t colon = image.rfind(':');
  int64_t major = 8;
  if (colon != std::string_view::npos) std::from_chars(image.data() + colon + 1, image.data() + image.size(), major);
  return major < 8;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (c == '\\') out += "\\\\";
    else if (c == '\0') out += "\\0";
    else out += c;
  }
  return out;
}

size_t width_of(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

MysqlOptions read_mysql_options(const std::vector<std::string>& words,
                                const std::map<std::string, std::string>& variables) {
  MysqlOptions out;
  out.program = words[0].substr(words[0].rfind('/') + 1);
  DatabaseRequest& request = out.request;
  if (const auto kept = variables.find("MYSQL_PWD"); kept != variables.end()) request.password = kept->second;
  std::vector<std::string> argv = words;
  for (size_t i = 1; i < argv.size(); ++i) {
    std::string& word = argv[i];
    // -Ne is -N -e.
    while (word.size() > 2 && word[0] == '-' && word[1] != '-' && read_switch(word.substr(0, 2), out)) word.erase(1, 1);
    if (auto host = value_of_flag(argv, i, "-h", "host")) request.host = *host;
    else if (auto user = value_of_flag(argv, i, "-u", "user")) request.user = *user;
    else if (auto base = value_of_flag(argv, i, "-D", "database")) request.database = *base;
    else if (auto text = value_of_flag(argv, i, "-e", "execute")) out.statements = *text;
    else if (auto port = value_of_flag(argv, i, "-P", "port"))
      std::from_chars(port->data(), port->data() + port->size(), request.port);
    else if (word.starts_with('-')) out.known = (read_password(word, out) || read_switch(word, out)) && out.known;
    else out.operands.push_back(word);
  }
  if (request.host == "localhost") request.host.clear();
  return out;
}

std::string connection_failure(std::string_view image, const MysqlOptions& options, const DatabaseAnswer& answer) {
  const std::string& host = options.request.host;
  const bool old = is_before_eight(image);
  switch (answer.failure) {
    case DatabaseAnswer::Failure::kUnknownHost:
      return "2005 (HY000): Unknown MySQL server host '" + host + "' (" + (old ? "0" : "-2") + ")";
    case DatabaseAnswer::Failure::kRefused:
      return "2003 (HY000): Can't connect to MySQL server on '" + host +
             (old ? "" : ":" + std::to_string(options.request.port)) + "' (111)";
    case DatabaseAnswer::Failure::kNoSocket:
      return "2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)";
    default:
      break;
  }
  if (answer.error == 0) return {};
  return std::to_string(answer.error) + " (" + answer.sql_state + "): " + answer.message;
}

std::string rows_with_tabs(const DatabaseAnswer& answer, bool headings) {
  std::string out;
  for (size_t i = 0; headings && i < answer.columns.size(); ++i)
    out += (i > 0 ? "\t" : "") + answer.columns[i].name + (i + 1 == answer.columns.size() ? "\n" : "");
  for (const auto& row : answer.rows) {
    for (size_t i = 0; i < row.size(); ++i) out += (i > 0 ? "\t" : "") + (row[i] ? escaped(*row[i]) : "NULL");
    out += "\n";
  }
  return out;
}

// A frame of signs around the cells, numbers to the right. Upstream: print_table_data.
std::string framed_rows(const DatabaseAnswer& answer, bool headings) {
  std::vector<size_t> widths;
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    size_t width =
        std::max<size_t>(headings ? width_of(answer.columns[i].name) : 0, answer.columns[i].nullable ? 4 : 0);
    for (const auto& row : answer.rows) width = std::max(width, row[i] ? width_of(*row[i]) : 4);
    widths.push_back(width);
  }
  std::string line = "+";
  for (const size_t width : widths) line += std::string(width + 2, '-') + "+";
  line += "\n";
  const auto cell = [&](size_t i, const std::string& text, bool right) {
    const std::string padding(widths[i] - width_of(text), ' ');
    return " " + (right ? padding + text : text + padding) + " |";
  };
  std::string out = line;
  if (headings) {
    out += "|";
    for (size_t i = 0; i < widths.size(); ++i) out += cell(i, answer.columns[i].name, false);
    out += "\n" + line;
  }
  for (const auto& row : answer.rows) {
    out += "|";
    for (size_t i = 0; i < widths.size(); ++i) out += cell(i, row[i].value_or("NULL"), answer.columns[i].numeric);
    out += "\n";
  }
  return out + line;
}

// \G: a line a cell. Upstream: print_table_data_vertically.
std::string upright_rows(const DatabaseAnswer& answer) {
  size_t widest = 0;
  for (const auto& column : answer.columns) widest = std::max(widest, width_of(column.name));
  const std::string stars(27, '*');
  std::string out;
  for (size_t i = 0; i < answer.rows.size(); ++i) {
    out += stars + " " + std::to_string(i + 1) + ". row " + stars + "\n";
    for (size_t at = 0; at < answer.columns.size(); ++at) {
      const std::string& name = answer.columns[at].name;
      out += std::string(widest - width_of(name), ' ') + name + ": " + answer.rows[i][at].value_or("NULL") + "\n";
    }
  }
  return out;
}

bool all_simulated(const std::vector<mysql::ScriptStatement>& statements) {
  return std::all_of(statements.begin(), statements.end(), [](const mysql::ScriptStatement& one) {
    const mysql::Parsed parsed = mysql::parse_statement(one.text);
    return parsed.statement || !parsed.is_sql;
  });
}

}  // namespace skiff::shell
