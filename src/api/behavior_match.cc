#include "api/behavior_match.h"

namespace skiff {
namespace {

bool any_matches(const Value& globs, std::string_view text) {
  if (globs.is_null()) return true;
  for (const Value& glob : globs.elements())
    if (glob_matches(glob.as_string(), text)) return true;
  return false;
}

}  // namespace

std::string_view role_name(ContainerRole role) {
  switch (role) {
    case ContainerRole::kInit:
      return "Init";
    case ContainerRole::kSidecar:
      return "Sidecar";
    case ContainerRole::kMain:
      return "Main";
  }
  return {};
}

bool glob_matches(std::string_view glob, std::string_view text) {
  size_t g = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      mark = t;
    } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

bool behavior_matches(const Value& match, const ContainerIdentity& container) {
  return any_matches(match["images"], container.image) && any_matches(match["containerNames"], container.container) &&
         any_matches(match["containers"], role_name(container.role)) &&
         any_matches(match["restartPolicies"], container.restart_policy) &&
         any_matches(match["args"], container.argument) && any_matches(match["namespaces"], container.ns) &&
         any_matches(match["pods"], container.pod);
}

}  // namespace skiff
