// Names for containers of which only the image is known.
#pragma once
#include <string>
#include <vector>

namespace skiff::cli {

// The last part of each image's path without tag and digest, made fit for a label; images of one name are told apart
// by a suffix that follows from the image. Upstream: buildPodSpec of create_deployment.go.
std::vector<std::string> container_names(const std::vector<std::string>& images);

}  // namespace skiff::cli
