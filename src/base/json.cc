#include "base/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <new>

#include <simdjson.h>

namespace skiff {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

Value to_value(const element& from, const Value& like);

// Where `name` stands among the members of a model, from `at` on; its end if not soon. Usually it is the next.
size_t find_from(const Members& model, size_t at, std::string_view name) {
  constexpr size_t kLookAhead = 8;
  for (const size_t end = std::min(model.size(), at + kLookAhead); at < end; ++at)
    if (model[at].name() == name) return at;
  return model.size();
}

Value to_object(const simdjson::dom::object& from, const Value& like) {
  static const Value kNoModel;
  const Members& model = like.members();
  size_t same = 0;  // so many members are the model's first ones; as long as all are, none is written down
  bool differs = !like.is_object();
  bool sorted = true;
  Members members;
  size_t at = 0;
  for (const auto field : from) {
    const size_t found = find_from(model, at, field.key);
    const bool known = found < model.size();
    if (known) at = found + 1;
    Value value = to_value(field.value, known ? model[found].value : kNoModel);
    if (!differs && known && found == same && value.same_as(model[found].value)) {
      ++same;
      continue;
    }
    if (members.empty()) {
      members.reserve(from.size());
      members.assign(model.begin(), model.begin() + static_cast<std::ptrdiff_t>(same));
      differs = true;
    }
    const Key key = known ? model[found].key : Key::intern(field.key);
    if (!members.empty() && !(members.back().key < key)) sorted = false;
    members.push_back(Member{key, std::move(value)});
  }
  if (!differs && same == model.size()) return like;
  if (!differs) members.assign(model.begin(), model.begin() + static_cast<std::ptrdiff_t>(same));
  if (sorted) return Value::object_of(std::move(members));
  Value out = Value::object();  // a key that comes twice: the last one wins
  for (Member& member : members) out.edit(member.key) = std::move(member.value);
  return out;
}

Value to_array(const simdjson::dom::array& from, const Value& like) {
  const Elements& model = like.elements();
  size_t same = 0;
  bool differs = !like.is_array();
  Elements elements;
  for (const auto item : from) {
    const size_t at = differs ? elements.size() : same;
    Value value = to_value(item, like[at]);
    if (!differs && at < model.size() && value.same_as(model[at])) {
      ++same;
      continue;
    }
    if (!differs) elements.assign(model.begin(), model.begin() + static_cast<std::ptrdiff_t>(same));
    differs = true;
    elements.push_back(std::move(value));
  }
  if (!differs && same == model.size()) return like;
  if (!differs) elements.assign(model.begin(), model.begin() + static_cast<std::ptrdiff_t>(same));
  return Value::array(std::move(elements));
}

Value to_value(const element& from, const Value& like) {
  switch (from.type()) {
    case element_type::OBJECT:
      return to_object(from.get_object().value_unsafe(), like);
    case element_type::ARRAY:
      return to_array(from.get_array().value_unsafe(), like);
    case element_type::STRING: {
      const std::string_view text = from.get_string().value_unsafe();
      return like.is_string() && like.as_string() == text ? like : Value(text);
    }
    case element_type::INT64:
      return Value(from.get_int64().value_unsafe());
    case element_type::UINT64:
      return Value(static_cast<double>(from.get_uint64().value_unsafe()));
    case element_type::DOUBLE:
      return Value(from.get_double().value_unsafe());
    case element_type::BOOL:
      return Value(from.get_bool().value_unsafe());
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

// A whole number that no integer type holds, 123456789012345680000, is a double: the parser takes it for one if it says
// so itself.
std::string with_fractions(std::string_view text) {
  constexpr size_t kDigitsOfIntegers = 18;
  std::string out;
  bool quoted = false;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (quoted || c < '0' || c > '9') {
      out += c;
      if (quoted && c == '\\' && i + 1 < text.size()) out += text[++i];
      else if (c == '"') quoted = !quoted;
      ++i;
      continue;
    }
    const size_t end = std::min(text.find_first_not_of("0123456789+-.eE", i), text.size());
    const std::string_view number = text.substr(i, end - i);
    out += number;
    if (number.size() > kDigitsOfIntegers && number.find_first_of(".eE") == std::string_view::npos) out += ".0";
    i = end;
  }
  return out;
}

}  // namespace

Result<Value> parse_json(std::string_view text, const Value& like) {
  // A view of nothing has no address, which simdjson would hand to memcpy.
  if (text.empty()) return client_error(simdjson::error_message(simdjson::EMPTY));
  static simdjson::dom::parser parser = [] {
    simdjson::dom::parser made;
    if (made.allocate(0, 512) != simdjson::SUCCESS) throw std::bad_alloc();
    return made;
  }();
  element root;
  auto failure = parser.parse(text.data(), text.size()).get(root);
  if (failure == simdjson::NUMBER_ERROR) failure = parser.parse(with_fractions(text)).get(root);
  if (failure != simdjson::SUCCESS) return client_error(simdjson::error_message(failure));
  return to_value(root, like);
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

std::string to_pretty_json(const Value& value, int indent) {
  std::string out;
  append_pretty(out, value, indent, 0);
  return out;
}

}  // namespace skiff
