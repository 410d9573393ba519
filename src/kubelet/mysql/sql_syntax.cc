// A parser of one statement. What it does not take is either no SQL, and MySQL would say where, or more than is
// simulated: a word that MySQL has in its language, a sign or a call in a place where this grammar has none.
#include <algorithm>

#include "base/strings.h"
#include "kubelet/mysql/sql_lexer.h"
#include "kubelet/mysql/sql_syntax.h"
#include "kubelet/mysql/sql_words.h"

namespace skiff::mysql {
namespace {

constexpr std::string_view kNumbers[] = {"bigint",  "decimal",   "double",  "float",    "int",
                                         "integer", "mediumint", "numeric", "smallint", "tinyint"};
constexpr std::string_view kTexts[] = {"char", "date", "datetime",  "longtext", "mediumtext",
                                       "text", "time", "timestamp", "tinytext", "varchar"};

template <size_t N>
bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), tokens_(tokens_of(text)) {}

  Parsed parse() {
    Parsed out;
    if (!begins_statement(next().upper) || next().kind != Token::Kind::kWord) {
      fail_at(next(), true);
    } else {
      out.statement = statement();
      if (!failed_ && next().kind != Token::Kind::kEnd) fail();
    }
    if (!failed_) return out;
    out.statement.reset();
    out.is_sql = !no_sql_;
    out.near = text_.substr(failed_->at);
    out.line = 1 + static_cast<size_t>(
                       std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(failed_->at), '\n'));
    return out;
  }

 private:
  const Token& next() const { return tokens_[at_]; }
  Token take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool is_word(std::string_view word) const { return next().kind == Token::Kind::kWord && next().upper == word; }
  bool is_sign(std::string_view sign) const { return next().kind == Token::Kind::kSign && next().text == sign; }
  bool took(std::string_view word) {
    const bool is = is_word(word) || is_sign(word);
    if (is) take();
    return is;
  }
  void expect(std::string_view word) {
    if (!failed_ && !took(word)) fail();
  }

  void fail_at(const Token& token, bool no_sql) {
    if (failed_) return;
    failed_ = token;
    no_sql_ = no_sql;
  }
  // Might MySQL go on here?
  void fail() {
    const Token& here = next();
    const bool more = here.kind == Token::Kind::kSign ? here.text != ";" && here.text != ")" && here.text != ","
                                                      : here.kind == Token::Kind::kVariable ||
                                                            (here.kind == Token::Kind::kWord && means_more(here.upper));
    fail_at(here, !more);
  }
  // It is SQL, but not simulated.
  void give_up() { fail_at(next(), false); }

  bool is_name() const {
    return next().kind == Token::Kind::kQuotedName || (next().kind == Token::Kind::kWord && !is_reserved(next().upper));
  }
  std::string name() {
    if (!is_name()) {
      fail();
      return {};
    }
    std::string text = take().text;
    // Such a name would be no name of a file.
    if (text.empty() || text.find_first_of("/.") != std::string::npos) give_up();
    return text;
  }

  TableName table_name() {
    std::string first = name();
    if (!took(".")) return {"", std::move(first)};
    return {std::move(first), name()};
  }

  std::optional<Statement> statement() {
    const std::string verb = take().upper;
    if (verb == "CREATE") return create();
    if (verb == "DROP") return drop();
    if (verb == "INSERT") return insert();
    if (verb == "SELECT") return select();
    if (verb == "DELETE") return delete_rows();
    if (verb == "SHOW") return show();
    if (verb == "USE") return Use{name()};
    give_up();
    return std::nullopt;
  }

  bool if_not_exists() {
    if (!took("IF")) return false;
    expect("NOT");
    expect("EXISTS");
    return true;
  }
  bool if_exists() {
    if (!took("IF")) return false;
    expect("EXISTS");
    return true;
  }

  std::optional<Statement> create() {
    if (took("DATABASE") || took("SCHEMA")) {
      const bool unless = if_not_exists();
      return CreateDatabase{name(), unless};
    }
    if (!took("TABLE")) return fail(), std::nullopt;
    CreateTable out;
    out.unless_exists = if_not_exists();
    out.name = table_name();
    expect("(");
    do {
      if (took("PRIMARY")) primary_key(out);
      else out.columns.push_back(column());
    } while (!failed_ && took(","));
    expect(")");
    return out;
  }

  void primary_key(CreateTable& table) {
    expect("KEY");
    expect("(");
    const std::string key = to_lower(name());
    if (is_sign(",")) give_up();
    expect(")");
    for (ColumnDefinition& column : table.columns)
      if (to_lower(column.name) == key) column.primary = column.not_null = true;
  }

  ColumnDefinition column() {
    ColumnDefinition out;
    out.name = name();
    out.type = to_lower(next().text);
    if (next().kind != Token::Kind::kWord || (!is_one_of(kNumbers, out.type) && !is_one_of(kTexts, out.type))) {
      // Another type, if the list goes on as if it were one.
      fail_at(next(), next().kind != Token::Kind::kWord);
      return out;
    }
    take();
    if (took("(")) {
      const Token length = take();
      if (length.kind != Token::Kind::kNumber) fail_at(length, true);
      if (out.type == "varchar" || out.type == "char") out.length = std::atol(length.text.c_str());
      if (is_sign(",")) give_up();
      expect(")");
    } else if (out.type == "char") {
      out.length = 1;
    } else if (out.type == "varchar") {
      fail();
    }
    while (!failed_ && !is_sign(",") && !is_sign(")")) column_attribute(out);
    return out;
  }

  void column_attribute(ColumnDefinition& column) {
    if (took("NOT")) expect("NULL"), column.not_null = true;
    else if (took("NULL")) column.not_null = false;
    else if (took("PRIMARY")) expect("KEY"), column.primary = column.not_null = true;
    else if (took("AUTO_INCREMENT")) column.counts = true;
    else if (took("DEFAULT")) column.otherwise = literal().value;
    else fail();
  }

  std::optional<Statement> drop() {
    if (took("DATABASE") || took("SCHEMA")) {
      const bool maybe = if_exists();
      return DropDatabase{name(), maybe};
    }
    if (!took("TABLE")) return fail(), std::nullopt;
    const bool maybe = if_exists();
    const TableName dropped = table_name();
    if (is_sign(",")) give_up();
    return DropTable{dropped, maybe};
  }

  std::optional<Statement> insert() {
    Insert out;
    took("INTO");
    out.name = table_name();
    if (took("(")) {
      do out.columns.push_back(name());
      while (!failed_ && took(","));
      expect(")");
    }
    if (!took("VALUE")) expect("VALUES");
    do {
      expect("(");
      std::vector<Expression> row;
      do row.push_back(expression());
      while (!failed_ && took(","));
      expect(")");
      out.rows.push_back(std::move(row));
    } while (!failed_ && took(","));
    return out;
  }

  // A number, a text, NULL, TRUE, FALSE.
  Expression literal() {
    Expression out;
    const bool minus = took("-");
    const Token token = next();
    out.numeric = token.kind == Token::Kind::kNumber || token.upper == "TRUE" || token.upper == "FALSE";
    if (token.kind == Token::Kind::kNumber) out.value = (minus ? "-" : "") + token.text;
    else if (token.kind == Token::Kind::kText && !minus) out.value = token.text;
    else if (out.numeric && !minus) out.value = token.upper == "TRUE" ? "1" : "0";
    else if (token.upper != "NULL" || minus) return fail(), out;
    take();
    return out;
  }

  Expression expression() {
    const Token first = next();
    Expression out;
    const bool called =
        first.kind == Token::Kind::kWord && tokens_[at_ + 1].text == "(" && tokens_[at_ + 1].kind == Token::Kind::kSign;
    if (first.kind == Token::Kind::kVariable) {
      take();
      out.kind = Expression::Kind::kVariable;
      out.name = to_lower(first.text);
      for (const std::string_view scope : {"global.", "session."})
        if (out.name.starts_with(scope)) out.name.erase(0, scope.size());
    } else if (called) {
      out = call();
    } else if (first.upper == "CURRENT_TIMESTAMP") {
      take();
      out.kind = Expression::Kind::kFunction;
      out.name = "now";
    } else if (first.kind == Token::Kind::kQuotedName || (first.kind == Token::Kind::kWord && first.upper != "NULL" &&
                                                          first.upper != "TRUE" && first.upper != "FALSE")) {
      out.kind = Expression::Kind::kColumn;
      out.name = name();
      if (took(".")) out.name = name();
    } else {
      out = literal();
    }
    out.heading = text_.substr(first.at, tokens_[at_ - (at_ > 0 ? 1 : 0)].end - first.at);
    if (first.kind == Token::Kind::kText) out.heading = first.text;
    if (out.kind == Expression::Kind::kColumn) out.heading = out.name;
    return out;
  }

  Expression call() {
    Expression out;
    out.kind = Expression::Kind::kFunction;
    out.name = to_lower(take().text);
    expect("(");
    if (out.name == "count" && took("*")) out.kind = Expression::Kind::kCount;
    if (!is_sign(")")) give_up();
    expect(")");
    return out;
  }

  std::optional<Statement> select() {
    Select out;
    do {
      if (is_sign("*")) {
        take();
        Expression all;
        all.kind = Expression::Kind::kAll;
        out.what.push_back(all);
      } else {
        out.what.push_back(expression());
        const bool named = took("AS") || is_name();
        if (named) out.what.back().heading = next().kind == Token::Kind::kText ? take().text : name();
      }
    } while (!failed_ && took(","));
    if (!failed_ && took("FROM")) {
      out.from = table_name();
      if (is_name()) give_up();  // another name for it
      out.where = conditions();
      if (!failed_ && took("ORDER")) {
        expect("BY");
        out.order_by = name();
        if (took("DESC")) out.descending = true;
        else took("ASC");
        if (is_sign(",")) give_up();
      }
      if (is_sign(",")) give_up();  // of several tables
    }
    if (!failed_ && took("LIMIT")) {
      const Token count = take();
      if (count.kind != Token::Kind::kNumber) fail_at(count, true);
      out.limit = static_cast<size_t>(std::atol(count.text.c_str()));
      if (is_sign(",")) give_up();
    }
    return out;
  }

  std::vector<Comparison> conditions() {
    std::vector<Comparison> out;
    if (failed_ || !took("WHERE")) return out;
    do {
      Comparison one;
      if (next().kind == Token::Kind::kNumber || next().kind == Token::Kind::kText) give_up();
      one.column = name();
      if (took("IS")) {
        one.sign = took("NOT") ? "is not" : "is";
        expect("NULL");
      } else {
        static constexpr std::string_view kSigns[] = {"=", "<>", "!=", "<", "<=", ">", ">="};
        if (next().kind != Token::Kind::kSign || !is_one_of(kSigns, next().text)) fail();
        one.sign = take().text;
        if (one.sign == "!=") one.sign = "<>";
        one.value = literal().value;
      }
      out.push_back(std::move(one));
    } while (!failed_ && took("AND"));
    return out;
  }

  std::optional<Statement> delete_rows() {
    Delete out;
    expect("FROM");
    out.from = table_name();
    out.where = conditions();
    return out;
  }

  std::optional<Statement> show() {
    if (took("DATABASES") || took("SCHEMAS")) return ShowDatabases{};
    if (!took("TABLES")) return fail(), std::nullopt;
    ShowTables out;
    if (took("FROM") || took("IN")) out.database = name();
    return out;
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  std::optional<Token> failed_;
  bool no_sql_ = false;
};

}  // namespace

Parsed parse_statement(std::string_view text) { return Parser(text).parse(); }

}  // namespace skiff::mysql
