#include "cli/last_applied.h"

#include "api/canonical.h"
#include "api/struct_order.h"
#include "base/json.h"

namespace skiff::cli {

std::string applied_text(const Value& manifest) {
  Value plain = manifest;
  Value& annotations = plain["metadata"]["annotations"];
  if (annotations.is_null()) annotations = Value::object();
  annotations.erase(kLastApplied);
  return to_json(plain, Escape::kGo) + "\n";
}

Value with_last_applied(const Value& manifest) {
  Value annotated = manifest;
  annotated["metadata"]["annotations"][kLastApplied] = applied_text(manifest);
  return annotated;
}

Value with_last_applied_of_types(const Kind& kind, const Value& object) {
  Value canonical = object;
  canonicalize(kind, canonical);
  Value annotated = object;
  annotated["metadata"]["annotations"][kLastApplied] = to_json(canonical, StructOrder::of_object(canonical)) + "\n";
  return annotated;
}

std::string_view last_applied(const Value& object) {
  return object["metadata"]["annotations"][kLastApplied].as_string();
}

}  // namespace skiff::cli
