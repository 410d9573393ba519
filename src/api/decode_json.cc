#include "api/decode_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "api/decode.h"
#include "base/strings.h"

namespace skiff {
namespace {

using Ending = JsonOutcome::Ending;
// Less than what can be read back from a state file (512), by more than managedFields add.
constexpr int kDepthMost = 495;
constexpr size_t kValuesMost = 2'000'000;  // about 200 MB

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// encoding/json's quoteChar
std::string quote_char(char c) {
  if (c == '\'') return "'\\''";
  if (c == '"') return "'\"'";
  const std::string quoted = go_quote(std::string_view(&c, 1));
  return "'" + quoted.substr(1, quoted.size() - 2) + "'";
}

using FieldPlaces = std::unordered_map<std::string, FieldPlace>;

class Reader {
 public:
  // Fields are put into `places`, if anybody asks for them.
  Reader(std::string_view text, size_t begin, FieldPlaces* places = nullptr)
      : text_(text), at_(begin), places_(places) {}

  JsonOutcome run() {
    skip_blanks();
    if (at_ == text_.size()) return {};
    JsonOutcome out;
    out.value = value(0);
    out.ending = failure_;
    out.end = at_;
    out.problem = std::move(problem_);
    out.duplicates = std::move(duplicates_);
    return out;
  }

 private:
  bool failed() const { return failure_ != Ending::kValue; }
  bool at_end() const { return at_ == text_.size(); }

  Value fail(Ending ending, std::string problem = {}) {
    if (!failed()) {
      failure_ = ending;
      problem_ = std::move(problem);
    }
    return {};
  }

  // The next character does not fit `context`.
  Value refuse(std::string_view context) {
    if (failed()) return {};
    if (at_end()) return fail(Ending::kUnexpectedEnd);
    std::string problem = "invalid character " + quote_char(text_[at_++]) + " " + std::string(context);
    return fail(Ending::kSyntax, std::move(problem));
  }

  void skip_blanks() {
    while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n')) ++at_;
  }

  bool accept(char wanted) {
    if (at_end() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  Value value(int depth) {
    if (depth > kDepthMost) return fail(Ending::kTooDeep);
    if (++values_ > kValuesMost) return fail(Ending::kTooMany);
    skip_blanks();
    if (at_end()) return fail(Ending::kUnexpectedEnd);
    switch (text_[at_]) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return Value(string());
      case 't':
        return literal("true", Value(true));
      case 'f':
        return literal("false", Value(false));
      case 'n':
        return literal("null", Value());
      default:
        if (text_[at_] == '-' || is_digit(text_[at_])) return number();
        return refuse("looking for beginning of value");
    }
  }

  Value literal(std::string_view word, Value meaning) {
    for (size_t i = 0; i < word.size(); ++i) {
      if (accept(word[i])) continue;
      return refuse("in literal " + std::string(word) + " (expecting " + quote_char(word[i]) + ")");
    }
    return meaning;
  }

  Value object(int depth) {
    ++at_;
    Value out = Value::object();
    skip_blanks();
    if (accept('}')) return out;
    while (!failed()) {
      skip_blanks();
      if (at_end() || text_[at_] != '"') return refuse("looking for beginning of object key string");
      const std::string key = string();
      skip_blanks();
      if (failed()) return {};
      if (!accept(':')) return refuse("after object key");
      const size_t above = path_.size();
      path_.append(above == 0 ? "" : ".").append(key);
      if (places_ != nullptr) note_place();
      if (out.contains(key)) note_duplicate();
      out.set(key, value(depth + 1));
      path_.resize(above);
      skip_blanks();
      if (failed() || accept('}')) return out;
      if (!accept(',')) return refuse("after object key:value pair");
    }
    return {};
  }

  void note_place() {
    FieldPlace& place = (*places_)[path_];
    if (place.first == 0) place.first = at_;
    else if (place.second == 0) place.second = at_;
  }

  void note_duplicate() {
    if (std::find(duplicates_.begin(), duplicates_.end(), path_) == duplicates_.end()) duplicates_.push_back(path_);
  }

  Value array(int depth) {
    ++at_;
    Elements elements;
    skip_blanks();
    if (accept(']')) return Value::array();
    while (!failed()) {
      const size_t above = path_.size();
      path_.append("[").append(std::to_string(elements.size())).append("]");
      elements.push_back(value(depth + 1));
      path_.resize(above);
      skip_blanks();
      if (failed()) return {};
      if (accept(']')) return Value::array(std::move(elements));
      if (!accept(',')) return refuse("after array element");
    }
    return {};
  }

  Value number() {
    const size_t begin = at_;
    const auto digits = [&](std::string_view context) {
      if (at_end() || !is_digit(text_[at_])) return refuse(context), false;
      while (!at_end() && is_digit(text_[at_])) ++at_;
      return true;
    };
    accept('-');
    bool whole = true;
    if (!accept('0') && !digits("in numeric literal")) return {};
    if (accept('.')) {
      whole = false;
      if (!digits("after decimal point in numeric literal")) return {};
    }
    if (accept('e') || accept('E')) {
      whole = false;
      if (!accept('+')) accept('-');
      if (!digits("in exponent of numeric literal")) return {};
    }
    const char* first = text_.data() + begin;
    const char* last = text_.data() + at_;
    int64_t integer = 0;
    if (whole && std::from_chars(first, last, integer).ec == std::errc()) return Value(integer);
    double real = 0;
    if (std::from_chars(first, last, real).ec == std::errc::result_out_of_range) {
      real = std::strtod(std::string(first, last).c_str(), nullptr);  // 0 if it is too small, infinite if too large
      if (std::isinf(real))
        return fail(Ending::kSyntax, "json: cannot unmarshal number " +
                                         std::string(first, std::min(last, first + 100)) +
                                         " into Go value of type float64");
    }
    // 1.0 is written back as 1, so it may as well be the integer it will be.
    const bool integral = real == std::floor(real) && std::fabs(real) < 9.2e18;
    return integral ? Value(static_cast<int64_t>(real)) : Value(real);
  }

  std::string string() {
    std::string out;
    ++at_;
    while (true) {
      if (at_end()) return fail(Ending::kUnexpectedEnd), out;
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return is_valid_utf8(out) ? out : to_valid_utf8(out);
      }
      if (static_cast<unsigned char>(c) < 0x20) return refuse("in string literal"), out;
      ++at_;
      if (c != '\\') out += c;
      else if (!escape(out)) return out;
    }
  }

  bool escape(std::string& out) {
    constexpr std::string_view kLetters = "bfnrt\\/\"";
    constexpr std::string_view kMeanings = "\b\f\n\r\t\\/\"";
    if (accept('u')) {
      char32_t code = 0;
      if (!hex(code)) return false;
      if (code >= 0xd800 && code < 0xdc00 && text_.substr(at_).starts_with("\\u")) {
        const size_t before = at_;
        at_ += 2;
        char32_t low = 0;
        if (!hex(low)) return false;
        if (low >= 0xdc00 && low < 0xe000) code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        else at_ = before;
      }
      append_utf8(out, code);  // half a pair becomes U+FFFD
      return true;
    }
    const size_t which = at_end() ? std::string_view::npos : kLetters.find(text_[at_]);
    if (which == std::string_view::npos) return refuse("in string escape code"), false;
    out += kMeanings[which];
    ++at_;
    return true;
  }

  bool hex(char32_t& code) {
    for (int i = 0; i < 4; ++i) {
      const char c = at_end() ? '\0' : text_[at_];
      int digit = -1;
      if (is_digit(c)) digit = c - '0';
      else if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
      else if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
      if (digit < 0) return refuse("in \\u hexadecimal character escape"), false;
      code = code << 4 | static_cast<char32_t>(digit);
      ++at_;
    }
    return true;
  }

  std::string_view text_;
  size_t at_;
  size_t values_ = 0;
  Ending failure_ = Ending::kValue;
  std::string problem_;
  std::string path_;  // of the value that is read: "spec.containers[0].name"
  std::vector<std::string> duplicates_;
  FieldPlaces* places_;
};

}  // namespace

JsonOutcome read_json_value(std::string_view text, size_t begin) { return Reader(text, begin).run(); }

std::unordered_map<std::string, FieldPlace> field_places(std::string_view json) {
  FieldPlaces places;
  Reader(json, 0, &places).run();
  return places;
}

Result<JsonBody> decode_json_body(std::string_view text) {
  JsonOutcome outcome = read_json_value(text, 0);
  if (outcome.ending == Ending::kSyntax) return client_error(outcome.problem);
  if (outcome.ending == Ending::kTooDeep) return client_error("exceeded max depth");
  if (outcome.ending == Ending::kTooMany) return client_error("too many values");
  if (outcome.ending != Ending::kValue) return client_error("unexpected end of JSON input");
  const size_t next = text.find_first_not_of(" \t\r\n", outcome.end);
  if (next != std::string_view::npos) {
    return client_error("invalid character " + quote_char(text[next]) + " after top-level value");
  }
  return JsonBody{std::move(outcome.value), std::move(outcome.duplicates)};
}

Result<Value> decode_json(std::string_view text) {
  auto body = decode_json_body(text);
  if (!body) return body.error();
  return std::move(body->value);
}

}  // namespace skiff
