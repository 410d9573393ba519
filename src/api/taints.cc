#include "api/taints.h"

#include <algorithm>

namespace skiff {

bool tolerates(const Value& toleration, const Value& taint) {
  const std::string_view effect = toleration["effect"].as_string();
  if (!effect.empty() && effect != taint["effect"].as_string()) return false;
  const std::string_view key = toleration["key"].as_string();
  if (!key.empty() && key != taint["key"].as_string()) return false;
  const std::string_view op = toleration["operator"].as_string("Equal");
  if (op == "Exists") return true;
  return (op == "Equal" || op.empty()) && toleration["value"].as_string() == taint["value"].as_string();
}

bool any_tolerates(const Value& tolerations, const Value& taint) {
  const Elements& all = tolerations.elements();
  return std::any_of(all.begin(), all.end(), [&](const Value& toleration) { return tolerates(toleration, taint); });
}

}  // namespace skiff
