#include "controllers/selector_text.h"

namespace skiff {

std::string go_selector(const Value& selector) {
  if (selector.is_null()) return "nil";
  std::string text = "&LabelSelector{MatchLabels:map[string]string{";
  for (const Member& label : selector["matchLabels"].members())
    text.append(label.name()).append(": ").append(label.value.as_string()).append(",");
  text += "},MatchExpressions:[]LabelSelectorRequirement{";
  for (const Value& one : selector["matchExpressions"].elements()) {
    text.append("{").append(one["key"].as_string()).append(" ").append(one["operator"].as_string()).append(" [");
    for (size_t i = 0; i < one["values"].size(); ++i)
      text.append(i > 0 ? " " : "").append(one["values"][i].as_string());
    text += "]},";
  }
  return text + "},}";
}

}  // namespace skiff
