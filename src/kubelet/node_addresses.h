// The addresses of one node: its own, and those of its range for the pods on it.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "api/object.h"

namespace skiff {

// status.addresses, type InternalIP; empty if it has none.
std::string host_address(const Object& node);

// The next address of `cidr` (10.244.1.0/24) after the one with offset `last`, around the end, without those in use;
// `last` becomes its offset. The first five offsets are the network's and the node's own. Empty when all are taken.
std::string next_pod_address(std::string_view cidr, uint32_t& last,
                             const std::function<bool(std::string_view)>& in_use);

}  // namespace skiff
