#include "cli/printers/go_template_functions.h"

#include <algorithm>

#include "base/base64.h"
#include "base/go_format.h"
#include "base/strings.h"
#include "cli/printers/go_printf.h"

namespace skiff::cli {
namespace {

using Arguments = TemplateValues;
using Outcome = Result<TemplateValue>;

enum class Basic { kBool, kInt, kFloat, kString, kComplex, kNone };

Basic basic_kind(const TemplateValue& of) {
  const Value& value = of.value;
  if (of.complex) return Basic::kComplex;
  if (value.is_bool()) return Basic::kBool;
  if (value.is_int()) return Basic::kInt;
  if (value.is_double()) return Basic::kFloat;
  return value.is_string() ? Basic::kString : Basic::kNone;
}

Error incompatible(const TemplateValue& a, const TemplateValue& b) {
  return client_error("incompatible types for comparison: " + std::string(a.type()) + " and " + std::string(b.type()));
}

Result<bool> equal(const Arguments& arguments) {
  if (arguments.size() < 2) return client_error("missing argument for comparison");
  const TemplateValue& first = arguments[0];
  bool found = false;
  for (size_t i = 1; i < arguments.size(); ++i) {
    const TemplateValue& other = arguments[i];
    const bool any_null = first.value.is_null() || other.value.is_null();
    if (!any_null && basic_kind(first) != basic_kind(other)) return incompatible(first, other);
    for (const TemplateValue* side : {&first, &other}) {
      if (!side->value.is_array() && !side->value.is_object()) continue;
      if (first.value.is_null() || other.value.is_null()) continue;
      return client_error(go_printf("non-comparable type %s: %v", TemplateValues{*side, {Value(side->type())}}));
    }
    if (first.value == other.value) found = true;
  }
  return found;
}

Result<bool> less(const TemplateValue& a, const TemplateValue& b) {
  const Basic kind = basic_kind(a);
  if (kind == Basic::kNone || basic_kind(b) == Basic::kNone) return client_error("invalid type for comparison");
  if (kind != basic_kind(b)) return incompatible(a, b);
  if (kind == Basic::kBool || kind == Basic::kComplex) return client_error("invalid type for comparison");
  if (kind == Basic::kString) return a.value.as_string() < b.value.as_string();
  return kind == Basic::kInt ? a.value.as_int() < b.value.as_int() : a.value.as_double() < b.value.as_double();
}

TemplateValue of_bool(bool value) { return {Value(value), true}; }

Outcome call_eq(const Arguments& arguments) {
  const auto same = equal(arguments);
  if (!same) return same.error();
  return of_bool(*same);
}

Outcome call_ne(const Arguments& arguments) {
  const auto same = equal(arguments);
  if (!same) return same.error();
  return of_bool(!*same);
}

Outcome call_lt(const Arguments& arguments) {
  const auto smaller = less(arguments[0], arguments[1]);
  if (!smaller) return smaller.error();
  return of_bool(*smaller);
}

Outcome call_ge(const Arguments& arguments) {
  const auto smaller = less(arguments[0], arguments[1]);
  if (!smaller) return smaller.error();
  return of_bool(!*smaller);
}

Outcome call_gt(const Arguments& arguments) {
  const auto smaller = less(arguments[0], arguments[1]);
  if (!smaller) return smaller.error();
  return of_bool(!*smaller && !(arguments[0].value == arguments[1].value));
}

Outcome call_le(const Arguments& arguments) {
  const auto smaller = less(arguments[0], arguments[1]);
  if (!smaller) return smaller.error();
  return of_bool(*smaller || arguments[0].value == arguments[1].value);
}

Outcome call_and(const Arguments& arguments) { return arguments.back(); }  // the executor stops at what decides
Outcome call_not(const Arguments& arguments) { return of_bool(!is_true(arguments[0])); }

Outcome call_len(const Arguments& arguments) {
  const Value& value = arguments[0].value;
  if (arguments[0].missing) return client_error("reflect: call of reflect.Value.Type on zero Value");
  if (value.is_null()) return client_error("len of nil pointer");
  if (arguments[0].is_text()) return TemplateValue{Value(value.as_string().size()), true};
  if (!value.is_array() && !value.is_object()) return client_error("len of type " + std::string(arguments[0].type()));
  return TemplateValue{Value(value.size()), true};
}

// text/template's indexArg
Result<size_t> position(const TemplateValue& index, size_t size) {
  if (index.value.is_null()) return client_error("cannot index slice/array with nil");
  if (!index.value.is_int()) return client_error("cannot index slice/array with type " + std::string(index.type()));
  const int64_t at = index.value.as_int();
  if (at < 0 || at >= static_cast<int64_t>(size)) return client_error("index out of range: " + std::to_string(at));
  return static_cast<size_t>(at);
}

Outcome call_index(const Arguments& arguments) {
  TemplateValue item = arguments[0];
  if (item.value.is_null()) return client_error("index of untyped nil");
  for (size_t i = 1; i < arguments.size(); ++i) {
    const TemplateValue& index = arguments[i];
    const Value current = item.value;
    if (current.is_array() || item.is_text()) {
      const auto at = position(index, current.is_array() ? current.size() : current.as_string().size());
      if (!at) return at.error();
      if (current.is_array()) item = {current[*at]};
      else item = {Value(static_cast<int64_t>(static_cast<unsigned char>(current.as_string()[*at])))};
    } else if (current.is_object()) {
      if (index.value.is_null()) return client_error("value is nil; should be of type string");
      if (!index.is_text()) {
        return client_error("value has type " + std::string(index.type()) + "; should be string");
      }
      const Value* member = current.find(index.value.as_string());
      item = member != nullptr ? TemplateValue{*member} : TemplateValue{Value(), false, true};
    } else if (current.is_null()) {
      return client_error("index of nil pointer");
    } else {
      return client_error("can't index item of type " + std::string(item.type()));
    }
  }
  return item;
}

Outcome call_slice(const Arguments& arguments) {
  const Value& item = arguments[0].value;
  if (item.is_null()) return client_error("slice of untyped nil");
  if (arguments.size() > 4) return client_error("too many slice indexes: " + std::to_string(arguments.size() - 1));
  if (!arguments[0].is_text() && !item.is_array()) {
    return client_error("can't slice item of type " + std::string(arguments[0].type()));
  }
  if (item.is_string() && arguments.size() == 4) return client_error("cannot 3-index slice a string");
  const size_t size = item.is_string() ? item.as_string().size() : item.size();
  size_t bounds[3] = {0, size, size};
  for (size_t i = 1; i < arguments.size(); ++i) {
    const auto at = position(arguments[i], size + 1);
    if (!at) return at.error();
    bounds[i - 1] = *at;
  }
  if (bounds[0] > bounds[1]) {
    return client_error("invalid slice index: " + std::to_string(bounds[0]) + " > " + std::to_string(bounds[1]));
  }
  if (item.is_string()) return TemplateValue{Value(item.as_string().substr(bounds[0], bounds[1] - bounds[0]))};
  const auto begin = item.elements().begin();
  return TemplateValue{Value::array(
      Elements(begin + static_cast<std::ptrdiff_t>(bounds[0]), begin + static_cast<std::ptrdiff_t>(bounds[1])))};
}

// fmt.Sprint: a blank between two operands neither of which is a string.
std::string printed(const Arguments& arguments) {
  std::string out;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const bool blank = i > 0 && !arguments[i].value.is_string() && !arguments[i - 1].value.is_string();
    out.append(blank ? " " : "").append(go_value(arguments[i].value));
  }
  return out;
}

Outcome call_print(const Arguments& arguments) { return TemplateValue{Value(printed(arguments))}; }

Outcome call_println(const Arguments& arguments) {
  std::string out;
  for (const TemplateValue& argument : arguments) out.append(out.empty() ? "" : " ").append(go_value(argument.value));
  return TemplateValue{Value(out + "\n")};
}

Outcome call_printf(const Arguments& arguments) {
  const std::span<const TemplateValue> rest(arguments.data() + 1, arguments.size() - 1);
  return TemplateValue{Value(go_printf(arguments[0].value.as_string(), rest))};
}

// What is not there has words of its own. Upstream: text/template.printableValue
std::string escapable(Arguments arguments) {
  for (TemplateValue& argument : arguments)
    if (argument.value.is_null()) argument.value = Value("<no value>");
  return printed(arguments);
}

template <class Replace>
Outcome replace_each(const Arguments& arguments, Replace replace) {
  const std::string text = escapable(arguments);
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const Rune rune = decode_rune(text, i);
    replace(out, rune.code, std::string_view(text).substr(i, rune.width));
    i += rune.width;
  }
  return TemplateValue{Value(out)};
}

Outcome call_html(const Arguments& arguments) {
  return replace_each(arguments, [](std::string& out, char32_t c, std::string_view text) {
    if (c == 0) out += "\xef\xbf\xbd";
    else if (c == '"') out += "&#34;";
    else if (c == '\'') out += "&#39;";
    else if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else out += text;
  });
}

Outcome call_js(const Arguments& arguments) {
  return replace_each(arguments, [](std::string& out, char32_t c, std::string_view text) {
    char buffer[16];
    if (c == '\\' || c == '\'' || c == '"') {
      out.append("\\").append(text);
    } else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '=' || !is_printable(c)) {
      std::snprintf(buffer, sizeof buffer, "\\u%04X", static_cast<unsigned>(c));
      out += buffer;
    } else {
      out += text;
    }
  });
}

Outcome call_urlquery(const Arguments& arguments) {
  return replace_each(arguments, [](std::string& out, char32_t c, std::string_view text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) out += text;
    else if (c == ' ') out += '+';
    else
      for (const char byte : text) {
        char buffer[4];
        std::snprintf(buffer, sizeof buffer, "%%%02X", static_cast<unsigned char>(byte));
        out += buffer;
      }
  });
}

Outcome call_call(const Arguments& arguments) {
  if (arguments[0].value.is_null()) return client_error("call of nil");
  return client_error("non-function of type " + std::string(arguments[0].type()));
}

// kubectl: is there something at this path of keys and positions? Without a path the answer is yes.
Outcome call_exists(const Arguments& arguments) {
  TemplateValue current = arguments[0];
  for (size_t i = 1; i < arguments.size(); ++i) {
    const Value value = current.value;
    const TemplateValue& step = arguments[i];
    if (value.is_object() && step.is_text() && value.contains(step.value.as_string())) {
      current = {value[step.value.as_string()]};
      continue;
    }
    const size_t size = current.is_text() ? value.as_string().size() : value.is_array() ? value.size() : 0;
    const bool inside =
        step.value.is_int() && step.value.as_int() >= 0 && static_cast<size_t>(step.value.as_int()) < size;
    if (!inside) return of_bool(false);
    current = {value.is_array() ? value[static_cast<size_t>(step.value.as_int())] : Value(0)};
  }
  return of_bool(arguments.size() == 1 || !current.value.is_null());
}

Outcome call_base64decode(const Arguments& arguments) {
  size_t bad_at = 0;
  auto bytes = base64_decode(arguments[0].value.as_string(), &bad_at);
  if (!bytes) {
    return client_error("base64 decode failed: illegal base64 data at input byte " + std::to_string(bad_at));
  }
  return TemplateValue{Value(*bytes)};
}

constexpr TemplateFunction kFunctions[] = {
    {"and", 1, true, false, call_and},
    {"base64decode", 1, false, true, call_base64decode},
    {"call", 1, true, false, call_call},
    {"eq", 1, true, false, call_eq},
    {"exists", 1, true, false, call_exists},
    {"ge", 2, false, false, call_ge},
    {"gt", 2, false, false, call_gt},
    {"html", 0, true, false, call_html},
    {"index", 1, true, false, call_index},
    {"js", 0, true, false, call_js},
    {"le", 2, false, false, call_le},
    {"len", 1, false, false, call_len},
    {"lt", 2, false, false, call_lt},
    {"ne", 2, false, false, call_ne},
    {"not", 1, false, false, call_not},
    {"or", 1, true, false, call_and},
    {"print", 0, true, false, call_print},
    {"printf", 1, true, true, call_printf},
    {"println", 0, true, false, call_println},
    {"slice", 1, true, false, call_slice},
    {"urlquery", 0, true, false, call_urlquery},
};

}  // namespace

TemplateValue TemplateValue::of_complex(std::complex<double> number) {
  const std::string imaginary = go_float(number.imag());
  TemplateValue out{Value("(" + go_float(number.real()) + (imaginary[0] == '-' ? "" : "+") + imaginary + "i)"), true};
  out.complex = number;
  return out;
}

std::string_view TemplateValue::type() const {
  if (complex) return "complex128";
  return constant && value.is_int() ? "int" : go_type(value);
}

const TemplateFunction* find_template_function(std::string_view name) {
  const auto* row = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                 [&](const TemplateFunction& function) { return function.name == name; });
  return row == std::end(kFunctions) ? nullptr : row;
}

bool is_true(const TemplateValue& of) {
  const Value& value = of.value;
  if (of.complex) return *of.complex != 0.0;
  if (value.is_bool()) return value.as_bool();
  if (value.is_number()) return value.as_double() != 0;
  if (value.is_string()) return !value.as_string().empty();
  return !value.empty();
}

}  // namespace skiff::cli
