#include "apiserver/admission/newest_default.h"

#include <utility>

namespace skiff {

std::string newest_default(const Store& store, const Kind& kind, bool (*is_default)(const Value& object)) {
  std::string name;
  std::string newest;
  store.for_each(kind, {}, [&](const ObjectRef& candidate) {
    if (!is_default(candidate->document())) return true;
    std::string created = candidate->metadata()["creationTimestamp"].str();
    if (name.empty() || created > newest) {
      name = candidate->name();
      newest = std::move(created);
    }
    return true;
  });
  return name;
}

}  // namespace skiff
