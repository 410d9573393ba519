// JSON text to Value and back.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"

namespace skiff {

// Strict JSON, at most 512 levels deep (simdjson). A number that is no 64-bit integer becomes a double. The error says
// what simdjson says; text from a user goes through api/decode, which words errors as Kubernetes does.
// What the text has in common with `like` is shared with it: documents that are much alike, read one after the other,
// cost little more than where they differ.
Result<Value> parse_json(std::string_view text, const Value& like = Value());

// Compact, members sorted, Go's encoding/json escapes for <, >, &, U+2028 and U+2029 unless `html_escape` is off.
enum class Escape { kGo, kPlain };
void append_json(std::string& out, const Value& value, Escape escape = Escape::kPlain);
std::string to_json(const Value& value, Escape escape = Escape::kPlain);
void append_json_string(std::string& out, std::string_view text, Escape escape = Escape::kPlain);

// As `kubectl -o json`: indented (4 blanks for kubectl get), Go escapes, no final newline.
std::string to_pretty_json(const Value& value, int indent = 4);

// A float64 as Go's encoding/json prints it.
std::string json_number(double number);

}  // namespace skiff
