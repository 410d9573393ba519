#include "base/go_print.h"

#include "base/strings.h"

namespace skiff {

void append_go_value(std::string& out, const Value& value) {
  switch (value.type()) {
    case Value::Type::kNull:
      out += "<nil>";
      break;
    case Value::Type::kBool:
      out += value.as_bool() ? "true" : "false";
      break;
    case Value::Type::kInt:
      out += std::to_string(value.as_int());
      break;
    case Value::Type::kDouble:
      out += go_float(value.as_double());
      break;
    case Value::Type::kString:
      out += value.as_string();
      break;
    case Value::Type::kArray: {
      const char* separator = "[";
      for (const Value& element : value.elements()) append_go_value(out += separator, element), separator = " ";
      out += value.empty() ? "[]" : "]";
      break;
    }
    case Value::Type::kObject: {
      const char* separator = "map[";
      for (const Member& member : value.members()) {
        out.append(separator).append(member.name()).append(":");
        append_go_value(out, member.value);
        separator = " ";
      }
      out += value.empty() ? "map[]" : "]";
      break;
    }
  }
}

std::string go_value(const Value& value) {
  std::string out;
  append_go_value(out, value);
  return out;
}

}  // namespace skiff
