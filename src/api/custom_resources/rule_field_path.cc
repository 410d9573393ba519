#include "api/custom_resources/rule_field_path.h"

#include <algorithm>
#include <vector>

namespace skiff {
namespace {

// ".spec.a['b']" as names.
std::vector<std::string_view> steps_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '[') {
      const size_t end = text.find(']', at);
      std::string_view name = text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
      if (name.size() > 1 && (name[0] == '\'' || name[0] == '"')) name = name.substr(1, name.size() - 2);
      out.push_back(name);
      at = end == std::string_view::npos ? text.size() : end + 1;
    } else {
      const size_t begin = text[at] == '.' ? at + 1 : at;
      const size_t end = std::min(text.find_first_of(".[", begin), text.size());
      out.push_back(text.substr(begin, end - begin));
      at = end;
    }
  }
  return out;
}

}  // namespace

FieldPath below(const FieldPath& path, std::string_view text) {
  FieldPath out = path;
  for (const std::string_view step : steps_of(text)) out = out.child(step);
  return out;
}

bool leads_somewhere(const Value& schema, std::string_view text) {
  if (text[0] != '.' && text[0] != '[') return false;
  const Value* place = &schema;
  for (const std::string_view step : steps_of(text)) {
    const Value& properties = (*place)["properties"];
    place = properties.is_object() ? properties.find(step) : &(*place)["additionalProperties"];
    if (place == nullptr || !place->is_object()) return false;
  }
  return true;
}

}  // namespace skiff
