#include "cli/csv.h"

#include <fmt/format.h>

namespace skiff::cli {
namespace {

constexpr std::string_view kBareQuote = "bare \" in non-quoted-field";
constexpr std::string_view kLooseQuote = "extraneous or missing \" in quoted-field";

// Upstream: csv.Reader.readRecord. Columns count bytes, from 1.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  Result<std::vector<std::string>> record() {
    do {
      if (!next_line()) return client_error("EOF");
    } while (line_.empty() || line_ == "\n");
    first_line_ = number_;
    for (;;) {
      fields_.emplace_back();
      auto more = line_.starts_with('"') ? quoted() : plain();
      if (!more) return more.error();
      if (!*more) return std::move(fields_);
    }
  }

 private:
  // The next line with its end, \r\n as \n. False at the end of the text.
  bool next_line() {
    if (text_.empty()) return false;
    const size_t end = std::min(text_.find('\n'), text_.size() - 1) + 1;
    line_ = text_.substr(0, end);
    text_.remove_prefix(end);
    if (line_.ends_with("\r\n")) line_.replace(line_.size() - 2, 2, "\n");
    else if (text_.empty() && line_.ends_with('\r')) line_.pop_back();
    ++number_;
    column_ = 1;
    return true;
  }

  void take(size_t bytes) {
    line_.erase(0, bytes);
    column_ += bytes;
  }

  // Each reads a field and answers whether another follows.
  Result<bool> plain() {
    const size_t comma = line_.find(',');
    std::string field = line_.substr(0, comma);
    const size_t quote = field.find('"');
    if (quote != std::string::npos) return error(number_, column_ + quote, kBareQuote);
    if (comma == std::string::npos && field.ends_with('\n')) field.pop_back();
    fields_.back() = std::move(field);
    take(comma == std::string::npos ? line_.size() : comma + 1);
    return comma != std::string::npos;
  }

  Result<bool> quoted() {
    take(1);
    for (;;) {
      const size_t quote = line_.find('"');
      if (quote == std::string::npos) {
        if (line_.empty()) return error(number_, column_, kLooseQuote);
        fields_.back() += line_;
        take(line_.size());
        next_line();
        continue;
      }
      fields_.back().append(line_, 0, quote);
      take(quote + 1);
      if (line_.empty() || line_ == "\n") return false;
      if (line_[0] == ',') return take(1), true;
      if (line_[0] != '"') return error(number_, column_ - 1, kLooseQuote);
      fields_.back() += '"';
      take(1);
    }
  }

  Error error(size_t line, size_t column, std::string_view what) const {
    const std::string where = fmt::format("parse error on line {}, column {}: {}", line, column, what);
    return client_error(line == first_line_ ? where : fmt::format("record on line {}; {}", first_line_, where));
  }

  std::string_view text_;
  std::string line_;
  std::vector<std::string> fields_;
  size_t number_ = 0;  // of the line
  size_t first_line_ = 1;
  size_t column_ = 1;
};

}  // namespace

Result<std::vector<std::string>> read_csv(std::string_view text) { return CsvReader(text).record(); }

}  // namespace skiff::cli
