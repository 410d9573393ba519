#include "api/custom_resources/rule_functions.h"

#include <vector>

namespace skiff {

cel::Overloads rule_functions() {
  static const std::vector<cel::Overload> kAll = [] {
    std::vector<cel::Overload> all;
    for (const cel::Overloads family :
         {amount_functions(), network_functions(), format_functions(), time_zone_functions()})
      all.insert(all.end(), family.begin(), family.end());
    return all;
  }();
  return kAll;
}

cel::Scope rule_scope(const Value& rule, const cel::TypeRef& self) {
  const bool optional = rule["optionalOldSelf"].as_bool();
  return {self, optional ? cel::optional_of(self) : self, rule_functions(), rule_call_cost};
}

}  // namespace skiff
