// The Containers block of a pod or of a pod template.
#pragma once
#include <string_view>

#include "base/value.h"
#include "cli/describers/lines.h"

namespace skiff::cli {

// Whose containers: a pod's are at the left and their field references are resolved, a template's are indented by two.
struct ContainerOwner {
  const Value* pod = nullptr;  // null for a template
  bool is_template() const { return pod == nullptr; }
};

// `statuses` is status.containerStatuses or the like, null for templates.
void add_containers(std::string_view title, const Value& containers, const Value& statuses, const ContainerOwner& owner,
                    Lines& out);

}  // namespace skiff::cli
