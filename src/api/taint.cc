#include "api/taint.h"

namespace skiff {

bool tolerates(const Value& toleration, const Value& taint) {
  const std::string_view effect = toleration["effect"].as_string();
  if (!effect.empty() && effect != taint["effect"].as_string()) return false;
  const std::string_view key = toleration["key"].as_string();
  if (!key.empty() && key != taint["key"].as_string()) return false;
  const std::string_view op = toleration["operator"].as_string();
  if (op == "Exists") return true;
  return (op.empty() || op == "Equal") && toleration["value"].as_string() == taint["value"].as_string();
}

const Value* find_toleration(const Value& tolerations, const Value& taint) {
  for (const Value& toleration : tolerations.elements())
    if (tolerates(toleration, taint)) return &toleration;
  return nullptr;
}

}  // namespace skiff
