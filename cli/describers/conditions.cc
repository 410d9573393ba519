#include "cli/describers/conditions.h"

namespace skiff::cli {

void add_short_conditions(const Value& conditions, Lines& out) {
  if (conditions.empty()) return;
  out.add(0, "Conditions:");
  out.add(1, "Type\tStatus\tReason");
  out.add(1, "----\t------\t------");
  for (const Value& condition : conditions.elements())
    out.add(1, condition["type"].str() + " \t" + condition["status"].str() + "\t" + condition["reason"].str());
}

}  // namespace skiff::cli
