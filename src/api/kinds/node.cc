#include "api/kinds/node.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"no"};

}  // namespace

const Kind kNode = {
    .group = "",
    .version = "v1",
    .kind = "Node",
    .resource = "nodes",
    .singular = "node",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .has_status = true,
};

}  // namespace skiff
