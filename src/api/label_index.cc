#include "api/label_index.h"

namespace skiff {

std::string label_term(std::string_view key, std::string_view value) {
  std::string term = "label=";
  return term.append(key).append("=").append(value);
}

void append_label_terms(const Value& object, std::vector<std::string>& terms) {
  for (const Member& label : object["metadata"]["labels"].members())
    terms.push_back(label_term(label.name(), label.value.as_string()));
}

}  // namespace skiff
