#include "cli/content_hash.h"

#include "base/json.h"
#include "base/sha256.h"

namespace skiff::cli {
namespace {

// What is missing counts as an empty text.
Value or_empty(const Value& value) { return value.is_null() ? Value("") : value; }

Value hashed_part(const Value& object) {
  const std::string_view kind = object["kind"].as_string();
  if (kind != "ConfigMap" && kind != "Secret") return object;
  Value part{{"data", or_empty(object["data"])}, {"kind", kind}, {"name", object["metadata"]["name"]}};
  if (kind == "Secret") part["type"] = or_empty(object["type"]);
  for (const char* more : {"binaryData", "stringData"})
    if (object[more].is_object()) part[more] = object[more];
  return part;
}

// Digits and letters that could make a word are replaced. Upstream: encodeHash.
char safe(char digit) {
  switch (digit) {
    case '0':
      return 'g';
    case '1':
      return 'h';
    case '3':
      return 'k';
    case 'a':
      return 'm';
    case 'e':
      return 't';
    default:
      return digit;
  }
}

}  // namespace

std::string content_hash(const Value& object) {
  constexpr size_t kLength = 10;
  std::string out = sha256_hex(to_json(hashed_part(object), Escape::kGo)).substr(0, kLength);
  for (char& digit : out) digit = safe(digit);
  return out;
}

}  // namespace skiff::cli
