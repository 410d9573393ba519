#include "cli/unmapped_kinds.h"

#include <algorithm>
#include <deque>

#include "base/strings.h"

namespace skiff::cli {
namespace {

struct UnmappedKind {
  std::string group, version, name, resource, singular;
  Kind kind;
};

// A deque keeps its elements where they are.
std::deque<UnmappedKind>& unmapped_kinds() {
  static std::deque<UnmappedKind> kinds;
  return kinds;
}

// Upstream: meta.UnsafeGuessKindToResource.
std::string guessed_plural(const std::string& singular) {
  if (singular.ends_with("endpoints")) return singular;
  if (singular.ends_with('s')) return singular + "es";
  if (singular.ends_with('y')) return singular.substr(0, singular.size() - 1) + "ies";
  return singular + "s";
}

}  // namespace

const Kind& unmapped_kind(const std::string& api_version, const std::string& kind) {
  auto& kinds = unmapped_kinds();
  const auto known = std::find_if(kinds.begin(), kinds.end(), [&](const UnmappedKind& one) {
    return one.kind.api_version() == api_version && one.name == kind;
  });
  if (known != kinds.end()) return known->kind;
  const size_t slash = api_version.find('/');
  UnmappedKind& made = kinds.emplace_back();
  made.group = slash == std::string::npos ? "" : api_version.substr(0, slash);
  made.version = slash == std::string::npos ? api_version : api_version.substr(slash + 1);
  made.name = kind;
  made.singular = to_lower(kind);
  made.resource = guessed_plural(made.singular);
  made.kind.group = made.group;
  made.kind.version = made.version;
  made.kind.kind = made.name;
  made.kind.resource = made.resource;
  made.kind.singular = made.singular;
  made.kind.scope = Scope::kCluster;
  return made.kind;
}

bool is_unmapped(const Kind& kind) {
  const auto& kinds = unmapped_kinds();
  return std::any_of(kinds.begin(), kinds.end(), [&](const UnmappedKind& one) { return &one.kind == &kind; });
}

}  // namespace skiff::cli
