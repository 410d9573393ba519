#include "api/decode.h"

#include <algorithm>

#include "api/decode_json.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";

// More documents than anybody writes into one file, and what reading so many takes.
constexpr size_t kDocumentsMost = 100'000;

int newlines(std::string_view text) { return static_cast<int>(std::count(text.begin(), text.end(), '\n')); }

// The line that an offset is in; asked for offsets that grow, so that no text is counted twice.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}
  int line_at(size_t offset) {
    line_ += newlines(text_.substr(at_, offset - at_));
    at_ = offset;
    return line_;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
  int line_ = 1;
};

Error parsing_error(std::string_view source, std::string_view why) {
  return client_error("error parsing " + std::string(source) + ": " + std::string(why));
}

struct Chunk {
  size_t begin = 0, end = 0;  // the document's lines
  size_t next = 0;            // behind the separator
  std::string bad_separator;  // what follows a --- that should stand alone
};

// YAMLReader.Read: a line --- ends a document unless nothing has been read of it yet; then it belongs to it.
Chunk next_chunk(std::string_view text, size_t begin) {
  size_t at = begin;
  while (at < text.size()) {
    const size_t newline = text.find('\n', at);
    const size_t after = newline == std::string_view::npos ? text.size() : newline + 1;
    const std::string_view line = text.substr(at, after - at);
    if (line.starts_with("---")) {
      const std::string_view rest = trim_space(line.substr(3));
      if (!rest.empty() && rest[0] != '#') return {begin, at, text.size(), std::string(rest)};
      if (at != begin) return {begin, at, after, {}};
    }
    at = after;
  }
  return {begin, text.size(), text.size(), {}};
}

// LineReader.Read: every line ends in one newline, also the last.
std::string as_lines(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 1);
  for (size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  if (!out.empty() && out.back() != '\n') out += '\n';
  return out;
}

// Nothing but blanks and separators: a document that is none.
bool is_blank(std::string_view text) {
  const std::string_view words = trim_space(text);
  return words.empty() || words == "---";
}

bool is_one_too_many(const Manifests& out, std::string_view source, int line, std::optional<Error>& error) {
  if (out.documents.size() < kDocumentsMost) return false;
  error = parsing_error(source, "line " + std::to_string(line) + ": more than " + std::to_string(kDocumentsMost) +
                                    " documents; split it into several files");
  return true;
}

void read_yaml(std::string_view text, size_t begin, std::string_view source, YamlVersion version, Manifests& out) {
  LineCounter lines(text);
  while (begin < text.size() && !out.error) {
    const Chunk chunk = next_chunk(text, begin);
    begin = chunk.next;
    if (!chunk.bad_separator.empty()) {
      out.error = parsing_error(source, "invalid Yaml document separator: " + chunk.bad_separator);
      return;
    }
    const std::string_view own = text.substr(chunk.begin, chunk.end - chunk.begin);
    if (is_blank(own)) continue;
    const int line = lines.line_at(chunk.begin);
    if (is_one_too_many(out, source, line, out.error)) return;
    auto document = decode_yaml(as_lines(own), version);
    if (!document) out.error = parsing_error(source, document.error().message);
    else if (!document->is_null()) out.documents.push_back({*std::move(document), std::string(source), line});
  }
}

std::string json_complaint(const JsonOutcome& outcome, std::string_view text) {
  if (outcome.ending == JsonOutcome::Ending::kTooDeep || outcome.ending == JsonOutcome::Ending::kTooMany) {
    const std::string line = "json: line " + std::to_string(1 + newlines(text.substr(0, outcome.end)));
    return line + (outcome.ending == JsonOutcome::Ending::kTooDeep ? ": exceeded max depth" : ": too many values");
  }
  if (outcome.ending == JsonOutcome::Ending::kUnexpectedEnd) return "unexpected EOF";
  if (outcome.problem.starts_with("json: ")) return outcome.problem;
  return "json: offset " + std::to_string(outcome.end) + ": " + outcome.problem;
}

// YAMLOrJSONDecoder: what begins like JSON and is none may still be YAML in flow style, and behind JSON objects a ---
// may lead over to YAML. If that fails, too, the complaint about the JSON is the better one.
void read_json(std::string_view text, std::string_view source, YamlVersion version, Manifests& out) {
  size_t at = 0;
  LineCounter lines(text);
  while (true) {
    JsonOutcome outcome = read_json_value(text, at);
    if (outcome.ending == JsonOutcome::Ending::kNothing) return;
    const size_t begin = text.find_first_not_of(kBlanks, at);
    if (outcome.ending == JsonOutcome::Ending::kValue) {
      at = outcome.end;
      const int line = lines.line_at(begin);
      if (is_one_too_many(out, source, line, out.error)) return;
      if (!outcome.value.is_null()) out.documents.push_back({std::move(outcome.value), std::string(source), line});
      continue;
    }
    if (at == 0 || text.substr(begin).starts_with("---")) {
      Manifests rest;
      read_yaml(text, begin, source, version, rest);
      if (!rest.documents.empty() || !rest.error) {
        std::move(rest.documents.begin(), rest.documents.end(), std::back_inserter(out.documents));
        out.error = std::move(rest.error);
        return;
      }
    }
    out.error = parsing_error(source, json_complaint(outcome, text));
    return;
  }
}

}  // namespace

Manifests decode_manifests(std::string_view text, std::string_view source, YamlVersion version) {
  Manifests out;
  const size_t first = text.find_first_not_of(kBlanks);
  if (first != std::string_view::npos && text[first] == '{') read_json(text, source, version, out);
  else read_yaml(text, 0, source, version, out);
  return out;
}

Elements flatten_list(const Value& document) {
  const Value& items = document["items"];
  if (!items.is_array()) return {document};
  Elements out;
  const std::string_view kind = document["kind"].as_string();
  const bool typed = kind.size() > 4 && kind.ends_with("List");
  for (Value item : items.elements()) {
    if (typed && item.is_object() && item["kind"].as_string().empty() && item["apiVersion"].as_string().empty()) {
      item.set("kind", kind.substr(0, kind.size() - 4));
      item.set("apiVersion", document["apiVersion"]);
    }
    for (Value& inner : flatten_list(item)) out.push_back(std::move(inner));
  }
  return out;
}

}  // namespace skiff
