#include "api/kind.h"

#include "base/error.h"

namespace skiff {

std::string Kind::api_version() const {
  return group.empty() ? std::string(version) : std::string(group) + "/" + std::string(version);
}

std::string Kind::qualified_name() const { return qualified(resource, group); }

std::string Kind::display_name() const { return qualified(singular, group); }

}  // namespace skiff
