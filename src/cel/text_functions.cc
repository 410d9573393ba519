// Mirrors cel-go's ext/strings.go; Kubernetes turns on its second version.
#include "base/strings.h"
#include "cel/formatting.h"
#include "cel/overloads.h"

namespace skiff::cel {
namespace {

Outcome starts_with(Arguments a) { return Value(a[0].as_string().starts_with(a[1].as_string())); }
Outcome ends_with(Arguments a) { return Value(a[0].as_string().ends_with(a[1].as_string())); }
Outcome contains(Arguments a) { return Value(a[0].as_string().find(a[1].as_string()) != std::string_view::npos); }

// The characters of a text; indexes count these, not bytes.
std::vector<std::string_view> runes(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t width = decode_rune(text, 0).width;
    out.push_back(text.substr(0, width));
    text.remove_prefix(width);
  }
  return out;
}

Outcome char_at(Arguments a) {
  const auto all = runes(a[0].as_string());
  const int64_t at = a[1].as_int();
  if (at < 0 || static_cast<size_t>(at) > all.size()) return Failure{"index out of range: " + std::to_string(at)};
  return Value(static_cast<size_t>(at) == all.size() ? std::string_view() : all[static_cast<size_t>(at)]);
}

int64_t rune_index(std::string_view text, size_t byte) {
  return byte == std::string_view::npos ? -1 : static_cast<int64_t>(rune_count(text.substr(0, byte)));
}

// Where the character of that number begins.
std::optional<size_t> byte_index(std::string_view text, int64_t rune) {
  size_t at = 0;
  for (; rune > 0 && at < text.size(); --rune) at += decode_rune(text, at).width;
  if (rune != 0) return std::nullopt;
  return at;
}

Outcome index_of(Arguments a) {
  const std::string_view text = a[0].as_string();
  const auto from = byte_index(text, a.size() > 2 ? a[2].as_int() : 0);
  if (!from) return Failure{"index out of range: " + std::to_string(a[2].as_int())};
  return Value(rune_index(text, text.find(a[1].as_string(), *from)));
}

Outcome last_index_of(Arguments a) {
  const std::string_view text = a[0].as_string();
  if (a.size() < 3) return Value(rune_index(text, text.rfind(a[1].as_string())));
  const auto from = byte_index(text, a[2].as_int());
  if (!from) return Failure{"index out of range: " + std::to_string(a[2].as_int())};
  return Value(rune_index(text, text.rfind(a[1].as_string(), *from)));
}

Outcome lower(Arguments a) { return Value(to_lower(a[0].as_string())); }

Outcome upper(Arguments a) { return Value(to_upper(a[0].as_string())); }
Outcome trimmed(Arguments a) { return Value(trim_space(a[0].as_string())); }

Outcome substring(Arguments a) {
  const auto all = runes(a[0].as_string());
  const int64_t begin = a[1].as_int();
  const int64_t end = a.size() > 2 ? a[2].as_int() : static_cast<int64_t>(all.size());
  if (begin < 0 || begin > static_cast<int64_t>(all.size()))
    return Failure{"index out of range: " + std::to_string(begin)};
  if (end < 0 || end > static_cast<int64_t>(all.size())) return Failure{"index out of range: " + std::to_string(end)};
  if (begin > end)
    return Failure{"invalid substring range. start: " + std::to_string(begin) + ", end: " + std::to_string(end)};
  std::string out;
  for (int64_t at = begin; at < end; ++at) out += all[static_cast<size_t>(at)];
  return Value(out);
}

// With nothing to look for, something is put before each character and at the end. Go's strings.Replace.
Outcome replaced(Arguments a) {
  const std::string_view from = a[1].as_string();
  std::string_view rest = a[0].as_string();
  std::string out;
  for (int64_t left = a.size() > 3 ? a[3].as_int() : -1; left != 0; --left) {
    const size_t found = rest.find(from);
    if (found == std::string_view::npos) break;
    out.append(rest.substr(0, found)).append(a[2].as_string());
    rest.remove_prefix(found + from.size());
    if (!from.empty()) continue;
    if (rest.empty()) break;
    const size_t width = decode_rune(rest, 0).width;
    out.append(rest.substr(0, width));
    rest.remove_prefix(width);
  }
  return Value(out.append(rest));
}

Outcome split_text(Arguments a) {
  const std::string_view by = a[1].as_string();
  int64_t left = a.size() > 2 ? a[2].as_int() : -1;
  Value out = Value::array();
  if (left == 0) return out;
  std::string_view rest = a[0].as_string();
  if (by.empty()) {
    for (; !rest.empty() && left != 1; --left) {
      const size_t width = decode_rune(rest, 0).width;
      out.push_back(rest.substr(0, width));
      rest.remove_prefix(width);
    }
    if (!rest.empty()) out.push_back(rest);
    return out;
  }
  for (size_t found = rest.find(by); found != std::string_view::npos && left != 1; found = rest.find(by), --left) {
    out.push_back(rest.substr(0, found));
    rest.remove_prefix(found + by.size());
  }
  out.push_back(rest);
  return out;
}

Outcome join_texts(Arguments a) {
  std::string out;
  const std::string_view between = a.size() > 1 ? a[1].as_string() : std::string_view();
  for (size_t i = 0; i < a[0].size(); ++i) {
    if (i > 0) out += between;
    out += a[0][i].as_string();
  }
  return Value(out);
}

Outcome reversed(Arguments a) {
  const auto all = runes(a[0].as_string());
  std::string out;
  for (auto rune = all.rbegin(); rune != all.rend(); ++rune) out += *rune;
  return Value(out);
}

Outcome quoted_text(Arguments a) { return Value(go_quote(a[0].as_string())); }

constexpr Overload kTextFunctions[] = {
    {"startsWith", Style::kMember, "ssb", starts_with},
    {"endsWith", Style::kMember, "ssb", ends_with},
    {"contains", Style::kMember, "ssb", contains},
    {"charAt", Style::kMember, "sis", char_at},
    {"indexOf", Style::kMember, "ssi", index_of},
    {"indexOf", Style::kMember, "ssii", index_of},
    {"lastIndexOf", Style::kMember, "ssi", last_index_of},
    {"lastIndexOf", Style::kMember, "ssii", last_index_of},
    {"lowerAscii", Style::kMember, "ss", lower},
    {"upperAscii", Style::kMember, "ss", upper},
    {"trim", Style::kMember, "ss", trimmed},
    {"substring", Style::kMember, "sis", substring},
    {"substring", Style::kMember, "siis", substring},
    {"replace", Style::kMember, "ssss", replaced},
    {"replace", Style::kMember, "sssis", replaced},
    {"split", Style::kMember, "ssS", split_text},
    {"split", Style::kMember, "ssiS", split_text},
    {"join", Style::kMember, "Ss", join_texts},
    {"join", Style::kMember, "Sss", join_texts},
    {"reverse", Style::kMember, "ss", reversed},
    {"format", Style::kMember, "sls", formatted},
    {"strings.quote", Style::kFunction, "ss", quoted_text},
};

}  // namespace

Overloads text_functions() { return kTextFunctions; }

}  // namespace skiff::cel
