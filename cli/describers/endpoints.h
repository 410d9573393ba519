// The endpoints behind a service, as one line of a description.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/describers/describer_table.h"

namespace skiff::cli {

// The slices that belong to the service `name`.
std::vector<ObjectRef> slices_of(const std::string& ns, const std::string& name, const DescribeContext& context);

// The ready addresses behind the port of that name, at most three: "10.0.0.1:80,10.0.0.2:80"; `<none>` without slices.
// Mirrors formatEndpointSlices.
std::string endpoints_text(const std::vector<ObjectRef>& slices, std::string_view port_name);

}  // namespace skiff::cli
