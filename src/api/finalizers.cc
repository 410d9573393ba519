#include "api/finalizers.h"

#include <algorithm>
#include <utility>

namespace skiff {

bool has_finalizer(const Value& document, std::string_view finalizer) {
  const Elements& all = document.at("metadata", "finalizers").elements();
  return std::any_of(all.begin(), all.end(), [&](const Value& one) { return one.as_string() == finalizer; });
}

void add_finalizer(Value& document, std::string_view finalizer) {
  if (!has_finalizer(document, finalizer)) document["metadata"]["finalizers"].push_back(finalizer);
}

void remove_finalizer(Value& document, std::string_view finalizer) {
  if (!has_finalizer(document, finalizer)) return;
  Value& metadata = document["metadata"];
  std::erase_if(metadata["finalizers"].edit_elements(), [&](const Value& one) { return one.as_string() == finalizer; });
  if (std::as_const(metadata)["finalizers"].empty()) metadata.erase("finalizers");
}

}  // namespace skiff
