#include "base/json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <new>

#include <simdjson.h>

namespace skiff {
namespace {

// Most names differ in their first character.
bool comes_before(std::string_view a, std::string_view b) {
  if (!a.empty() && !b.empty() && a[0] != b[0])
    return static_cast<unsigned char>(a[0]) < static_cast<unsigned char>(b[0]);
  return a < b;
}

Value to_value(const simdjson::dom::element& element) {
  using simdjson::dom::element_type;
  switch (element.type()) {
    case element_type::OBJECT: {
      const simdjson::dom::object object = element.get_object().value_unsafe();
      Members members;
      members.reserve(object.size());
      bool sorted = true;
      for (const auto field : object) {
        if (!members.empty() && !comes_before(members.back().name(), field.key)) sorted = false;
        members.push_back(Member{Key::intern(field.key), to_value(field.value)});
      }
      if (sorted) return Value::object_of(std::move(members));
      Value out = Value::object();  // a key that comes twice: the last one wins
      for (Member& member : members) out.edit(member.key) = std::move(member.value);
      return out;
    }
    case element_type::ARRAY: {
      const simdjson::dom::array array = element.get_array().value_unsafe();
      Elements elements;
      elements.reserve(array.size());
      for (const auto item : array) elements.push_back(to_value(item));
      return Value::array(std::move(elements));
    }
    case element_type::STRING:
      return Value(element.get_string().value_unsafe());
    case element_type::INT64:
      return Value(element.get_int64().value_unsafe());
    case element_type::UINT64:
      return Value(static_cast<double>(element.get_uint64().value_unsafe()));
    case element_type::DOUBLE:
      return Value(element.get_double().value_unsafe());
    case element_type::BOOL:
      return Value(element.get_bool().value_unsafe());
    case element_type::NULL_VALUE:
      return Value();
  }
  return Value();
}

void append_pretty(std::string& out, const Value& value, int indent, int level) {
  const auto line = [&](int depth) {
    out.append("\n").append(static_cast<size_t>(indent) * static_cast<size_t>(depth), ' ');
  };
  if (value.is_object() && !value.empty()) {
    out += '{';
    bool first = true;
    for (const Member& member : value.members()) {
      if (!first) out += ',';
      first = false;
      line(level + 1);
      append_json_string(out, member.name(), Escape::kGo);
      out += ": ";
      append_pretty(out, member.value, indent, level + 1);
    }
    line(level);
    out += '}';
  } else if (value.is_array() && !value.empty()) {
    out += '[';
    bool first = true;
    for (const Value& element : value.elements()) {
      if (!first) out += ',';
      first = false;
      line(level + 1);
      append_pretty(out, element, indent, level + 1);
    }
    line(level);
    out += ']';
  } else {
    append_json(out, value, Escape::kGo);
  }
}

}  // namespace

Result<Value> parse_json(std::string_view text) {
  // A view of nothing has no address, which simdjson would hand to memcpy.
  if (text.empty()) return client_error(simdjson::error_message(simdjson::EMPTY));
  static simdjson::dom::parser parser = [] {
    simdjson::dom::parser made;
    if (made.allocate(0, 512) != simdjson::SUCCESS) throw std::bad_alloc();
    return made;
  }();
  simdjson::dom::element root;
  if (const auto failure = parser.parse(text.data(), text.size()).get(root)) {
    return client_error(simdjson::error_message(failure));
  }
  return to_value(root);
}

std::string json_number(double number) {
  if (number == 0) return std::signbit(number) ? "-0" : "0";
  char buffer[64];
  const double magnitude = std::fabs(number);
  const auto format = magnitude < 1e-6 || magnitude >= 1e21 ? std::chars_format::scientific : std::chars_format::fixed;
  auto end = std::to_chars(buffer, buffer + sizeof buffer, number, format).ptr;
  std::string out(buffer, end);
  if (magnitude >= 9007199254740992.0 && magnitude < 1e21) {
    // Beyond 2^53 Go writes the shortest digits and fills up with zeros; to_chars would write them all out.
    end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific).ptr;
    const std::string shortest(buffer, end);
    size_t kept = 0;
    for (const char c : shortest.substr(0, shortest.find('e'))) kept += c >= '0' && c <= '9' ? 1 : 0;
    for (size_t i = out.size(), digits = out.size() - (number < 0 ? 1 : 0); digits > kept; --digits) out[--i] = '0';
    const size_t sign = number < 0 ? 1 : 0;
    for (size_t i = 0, at = sign; i < shortest.size() && shortest[i] != 'e'; ++i)
      if (shortest[i] >= '0' && shortest[i] <= '9') out[at++] = shortest[i];
  }
  // Go prints e-07 as e-7.
  if (const size_t e = out.find("e-0"); e != std::string::npos) out.erase(e + 2, 1);
  return out;
}

namespace {

// By byte: may it stand for itself, whatever comes next?
constexpr std::array<bool, 256> plain_bytes(Escape escape) {
  std::array<bool, 256> plain{};
  for (size_t c = 0x20; c < plain.size(); ++c) plain[c] = c != '"' && c != '\\';
  if (escape == Escape::kGo)
    for (const char c : std::string_view("<>&\xe2")) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text, Escape escape) {
  static constexpr std::array<bool, 256> kPlain[] = {plain_bytes(Escape::kPlain), plain_bytes(Escape::kGo)};
  const std::array<bool, 256>& is_plain = kPlain[escape == Escape::kGo ? 1 : 0];
  out += '"';
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (is_plain[c]) continue;
    const char* replacement = nullptr;
    char buffer[8];
    size_t width = 1;
    if (c == '"') replacement = "\\\"";
    else if (c == '\\') replacement = "\\\\";
    else if (c == '\n') replacement = "\\n";
    else if (c == '\r') replacement = "\\r";
    else if (c == '\t') replacement = "\\t";
    else if (c == '\b') replacement = "\\b";
    else if (c == '\f') replacement = "\\f";
    else if (c < 0x20 || (escape == Escape::kGo && (c == '<' || c == '>' || c == '&'))) {
      std::snprintf(buffer, sizeof buffer, "\\u%04x", c);
      replacement = buffer;
    } else if (escape == Escape::kGo && c == 0xe2 && i + 2 < text.size() && text[i + 1] == '\x80' &&
               (text[i + 2] == '\xa8' || text[i + 2] == '\xa9')) {
      replacement = text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
      width = 3;
    }
    if (replacement == nullptr) continue;
    out.append(text.substr(plain, i - plain)).append(replacement);
    i += width - 1;
    plain = i + 1;
  }
  out.append(text.substr(plain)).append("\"");
}

void append_json(std::string& out, const Value& value, Escape escape) {
  switch (value.type()) {
    case Value::Type::kNull:
      out += "null";
      return;
    case Value::Type::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Value::Type::kInt: {
      char buffer[24];
      out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value.as_int()).ptr);
      return;
    }
    case Value::Type::kDouble:
      out += json_number(value.as_double());
      return;
    case Value::Type::kString:
      append_json_string(out, value.as_string(), escape);
      return;
    case Value::Type::kArray: {
      out += '[';
      bool first = true;
      for (const Value& element : value.elements()) {
        if (!first) out += ',';
        first = false;
        append_json(out, element, escape);
      }
      out += ']';
      return;
    }
    case Value::Type::kObject: {
      out += '{';
      bool first = true;
      for (const Member& member : value.members()) {
        if (!first) out += ',';
        first = false;
        append_json_string(out, member.name(), escape);
        out += ':';
        append_json(out, member.value, escape);
      }
      out += '}';
      return;
    }
  }
}

std::string to_json(const Value& value, Escape escape) {
  std::string out;
  append_json(out, value, escape);
  return out;
}

std::string to_pretty_json(const Value& value, int indent) {
  std::string out;
  append_pretty(out, value, indent, 0);
  return out;
}

}  // namespace skiff
