#include "api/orphan_index.h"

namespace skiff {

std::string orphan_term(std::string_view ns) { return "orphan=" + std::string(ns); }

void append_orphan_term(const Value& object, std::vector<std::string>& terms) {
  const Value& metadata = object["metadata"];
  for (const Value& owner : metadata["ownerReferences"].elements())
    if (owner["controller"].as_bool()) return;
  terms.push_back(orphan_term(metadata["namespace"].as_string()));
}

}  // namespace skiff
