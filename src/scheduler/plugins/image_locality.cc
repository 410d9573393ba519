// ImageLocality: rather a node that has the pod's images, the bigger they are and the more nodes have them. Upstream:
// imagelocality/image_locality.go.
#include <algorithm>

#include "scheduler/plugins/plugins.h"

namespace skiff::scheduling {
namespace {

constexpr int64_t kMebibyte = int64_t{1024} * 1024;
constexpr int64_t kLeastBytes = 23 * kMebibyte;   // less is pulled as quickly as not
constexpr int64_t kMostBytes = 1000 * kMebibyte;  // of one container

// What has neither tag nor digest means :latest.
std::string tagged(std::string_view image) {
  const size_t colon = image.rfind(':');
  const size_t slash = image.rfind('/');
  const bool has_tag = colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
  return std::string(image) + (has_tag ? "" : ":latest");
}

std::vector<std::string> images_of(const Value& pod_spec) {
  std::vector<std::string> images;
  for (const std::string_view list : {"initContainers", "containers"})
    for (const Value& container : pod_spec[list].elements()) images.push_back(tagged(container["image"].as_string()));
  for (const Value& volume : pod_spec["volumes"].elements())
    if (const Value* image = volume.find("image")) images.push_back(tagged((*image)["reference"].as_string()));
  return images;
}

}  // namespace

bool score_image_locality(const Attempt& attempt, std::span<const NodeInfo* const> nodes, std::span<int64_t> scores) {
  const Cache& cache = attempt.cache;
  if (!cache.has_images()) return false;
  const std::vector<std::string> images = images_of(*attempt.pod.spec);
  const auto all_nodes = static_cast<double>(cache.nodes().size());
  const int64_t most = kMostBytes * static_cast<int64_t>(images.size());
  for (size_t i = 0; i < nodes.size(); ++i) {
    int64_t sum = 0;
    for (const std::string& image : images) {
      const auto found = nodes[i]->images.find(image);
      if (found == nodes[i]->images.end()) continue;
      const double spread = static_cast<double>(cache.nodes_with_image(image)) / all_nodes;
      sum += static_cast<int64_t>(static_cast<double>(found->second) * spread);
    }
    scores[i] = 100 * (std::clamp(sum, kLeastBytes, most) - kLeastBytes) / (most - kLeastBytes);
  }
  return true;
}

}  // namespace skiff::scheduling
