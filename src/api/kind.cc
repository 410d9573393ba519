#include "api/kind.h"

#include "base/error.h"
#include "base/strings.h"

namespace skiff {

std::string Kind::api_version() const {
  return group.empty() ? std::string(version) : std::string(group) + "/" + std::string(version);
}

bool Kind::allows(std::string_view verb) const {
  for (std::string_view allowed : split(verbs, ','))
    if (allowed == verb) return true;
  return false;
}

std::string Kind::qualified_name() const { return qualified(resource, group); }

std::string Kind::display_name() const { return qualified(singular, group); }

}  // namespace skiff
