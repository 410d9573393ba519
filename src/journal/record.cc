#include "journal/record.h"

#include <charconv>

#include "base/json.h"
#include "journal/checksum.h"

namespace skiff::journal {
namespace {

// Indexed by LineType.
constexpr std::string_view kOpenings[] = {"{\"put\":\"",  "{\"patch\":\"", "{\"delete\":\"",
                                          "{\"base\":\"", "{\"state\":\"", "{\"commit\":"};

std::string_view opening(LineType type) { return kOpenings[static_cast<size_t>(type)]; }

LineType type_of(std::string_view line) {
  LineType type = LineType::kOther;
  if (line.size() < 4) return type;
  switch (line[2]) {  // one look instead of six comparisons: this runs for every line of a file
    case 'p':
      type = line[3] == 'u' ? LineType::kPut : LineType::kPatch;
      break;
    case 'd':
      type = LineType::kDelete;
      break;
    case 'b':
      type = LineType::kBase;
      break;
    case 's':
      type = LineType::kState;
      break;
    case 'c':
      type = LineType::kCommit;
      break;
    default:
      return type;
  }
  return line.starts_with(opening(type)) ? type : LineType::kOther;
}

// Where the string that begins at `from` (after its opening quote) ends: the index of its closing quote.
size_t string_end(std::string_view text, size_t from) {
  while (true) {
    const size_t quote = text.find('"', from);
    if (quote == std::string_view::npos) return quote;
    size_t backslashes = 0;
    while (quote > backslashes && text[quote - 1 - backslashes] == '\\') ++backslashes;
    if (backslashes % 2 == 0) return quote;
    from = quote + 1;
  }
}

// Reads a line from left to right.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool take(std::string_view literal) {
    if (!text_.starts_with(literal)) return false;
    text_.remove_prefix(literal.size());
    return true;
  }
  bool number(uint64_t& out, int base = 10) {
    const auto [end, failure] = std::from_chars(text_.data(), text_.data() + text_.size(), out, base);
    if (failure != std::errc()) return false;
    text_.remove_prefix(static_cast<size_t>(end - text_.data()));
    return true;
  }
  // The rest of a string whose opening quote has been taken, and its closing quote.
  bool string(std::string_view& out, std::string& storage) {
    const size_t end = string_end(text_, 0);
    if (end == std::string_view::npos) return false;
    out = text_.substr(0, end);
    if (out.find('\\') != std::string_view::npos) {
      const auto parsed = parse_json("\"" + std::string(out) + "\"");
      if (!parsed) return false;
      storage = parsed->str();
      out = storage;
    }
    text_.remove_prefix(end + 1);
    return true;
  }
  // All up to the line's closing brace.
  bool body(std::string_view& out) {
    if (text_.empty() || text_.back() != '}') return false;
    out = text_.substr(0, text_.size() - 1);
    text_ = {};
    return true;
  }
  size_t left() const { return text_.size(); }
  bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

std::string_view body_name(LineType type, uint64_t on) {
  return type == LineType::kPatch || on != 0 ? ",\"merge\":" : ",\"object\":";
}

bool take_versions(Cursor& line, Record& out) {
  out.on = 0;
  return line.take(",\"rv\":") && line.number(out.rv) && (!line.take(",\"on\":") || line.number(out.on));
}

// Versions, time and writer; the time as text.
bool take_stamp(Cursor& line, Record& out, std::string_view& at) {
  std::string unescaped;
  return take_versions(line, out) && line.take(",\"at\":\"") && line.string(at, unescaped) && line.take(",\"by\":\"") &&
         line.string(out.by, out.unescaped[2]);
}

bool read_stamp(Cursor& line, Record& out) {
  std::string_view at;
  if (!take_stamp(line, out, at)) return false;
  const auto time = parse_rfc3339(at);
  if (time) out.at = *time;
  return time.has_value();
}

void append_number(std::string& out, uint64_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

// RFC 3339 with as many digits of a second as the time has: a line must give back the very instant.
void append_time(std::string& out, Time time) {
  const auto whole = std::chrono::floor<seconds>(time);
  const std::string text = rfc3339(whole);
  auto nanos = (time - whole).count();
  if (nanos == 0) {
    out += text;
    return;
  }
  out.append(text, 0, text.size() - 1).append(".");
  for (auto scale = 100'000'000; nanos > 0; scale /= 10) {
    out += static_cast<char>('0' + nanos / scale);
    nanos %= scale;
  }
  out += 'Z';
}

}  // namespace

LineHead head_of(std::string_view line) {
  const LineType type = type_of(line);
  if (type >= LineType::kCommit) return {type, {}};
  const size_t begin = opening(type).size();
  size_t end = string_end(line, begin);
  if (type == LineType::kState && end != std::string_view::npos) {
    constexpr std::string_view kBetween = "\",\"key\":\"";
    end = line.substr(end).starts_with(kBetween) ? string_end(line, end + kBetween.size()) : std::string_view::npos;
  }
  if (end == std::string_view::npos) return {};
  return {type, line.substr(begin, end - begin)};
}

ObjectKeyText split_key(std::string_view key) {
  const size_t first = key.find('/');
  const size_t second = first == std::string_view::npos ? first : key.find('/', first + 1);
  if (second == std::string_view::npos) return {key, {}, {}};
  return {key.substr(0, first), key.substr(first + 1, second - first - 1), key.substr(second + 1)};
}

bool read_record(std::string_view text, Record& out) {
  Cursor line(text);
  out.type = type_of(text);
  out.body = {};
  if (out.type >= LineType::kCommit || !line.take(opening(out.type)) || !line.string(out.key, out.unescaped[0]))
    return false;
  switch (out.type) {
    case LineType::kState:
      return line.take(",\"key\":\"") && line.string(out.state, out.unescaped[1]) && line.take(",\"value\":") &&
             line.body(out.body);
    case LineType::kDelete:
      return read_stamp(line, out) && line.take("}") && line.done();
    default:
      return read_stamp(line, out) && line.take(body_name(out.type, out.on)) && line.body(out.body);
  }
}

std::optional<std::string_view> read_document(std::string_view text) {
  Cursor line(text);
  Record record;
  std::string_view at;
  const LineType type = type_of(text);
  const bool found = is_object_line(type) && line.take(opening(type)) && line.string(record.key, record.unescaped[0]) &&
                     take_stamp(line, record, at) && line.take(body_name(type, record.on)) && line.body(record.body);
  return found ? std::optional(record.body) : std::nullopt;
}

bool read_version(std::string_view text, Record& out) {
  Cursor line(text);
  out.type = type_of(text);
  return is_object_line(out.type) && line.take(opening(out.type)) && line.string(out.key, out.unescaped[0]) &&
         take_versions(line, out);
}

std::optional<Commit> read_commit(std::string_view text) {
  Cursor line(text);
  Commit out;
  const bool good = line.take(opening(LineType::kCommit)) && line.number(out.number) && line.take(",\"rv\":") &&
                    line.number(out.rv) && line.take(",\"lines\":") && line.number(out.lines);
  out.covered = text.size() - line.left();
  const bool whole =
      good && line.take(",\"xxh64\":\"") && line.number(out.checksum, 16) && line.take("\"}") && line.done();
  return whole ? std::optional(out) : std::nullopt;
}

std::optional<int64_t> read_header(std::string_view text) {
  Cursor line(text);
  uint64_t version = 0;
  if (!line.take("{\"skiff\":\"journal\",\"version\":") || !line.number(version)) return std::nullopt;
  return static_cast<int64_t>(version);
}

std::string key_text(std::string_view resource, std::string_view ns, std::string_view name) {
  std::string plain;
  plain.reserve(resource.size() + ns.size() + name.size() + 2);
  plain.append(resource).append("/").append(ns).append("/").append(name);
  std::string quoted;
  append_json_string(quoted, plain);
  return quoted.substr(1, quoted.size() - 2);
}

void append_head(std::string& out, const RecordHead& head) {
  out.append(opening(head.type)).append(head.key).append("\",\"rv\":");
  append_number(out, head.rv);
  if (head.on != 0) {
    out += ",\"on\":";
    append_number(out, head.on);
  }
  out += ",\"at\":\"";
  append_time(out, head.at);
  out += "\",\"by\":";
  append_json_string(out, head.by);
  if (head.type != LineType::kDelete) out += body_name(head.type, head.on);
}

void append_state_head(std::string& out, std::string_view table, std::string_view key) {
  out.append(opening(LineType::kState)).pop_back();
  append_json_string(out, table);
  out += ",\"key\":";
  append_json_string(out, key);
  out += ",\"value\":";
}

void close_line(std::string& out) { out += "}\n"; }

void begin_commit(std::string& out, const Commit& commit) {
  out += opening(LineType::kCommit);
  append_number(out, commit.number);
  out += ",\"rv\":";
  append_number(out, commit.rv);
  out += ",\"lines\":";
  append_number(out, commit.lines);
}

void end_commit(std::string& out, uint64_t checksum) {
  out.append(",\"xxh64\":\"").append(checksum_text(checksum)).append("\"}\n");
}

}  // namespace skiff::journal
