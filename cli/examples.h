// Manifests of the official pages without a network: https://k8s.io/examples/NAME is a file of a folder.
#pragma once
#include <optional>
#include <string>

#include "base/result.h"

namespace skiff::cli {

// --examples; without it SKIFF_EXAMPLES says which folder.
void use_examples_from(std::string folder);

// Is it an address rather than a path?
bool is_url(const std::string& path);

// The file that stands for the address. Fails for other addresses, without a folder, and when it is not there.
Result<std::string> example_file(const std::string& url);

}  // namespace skiff::cli
