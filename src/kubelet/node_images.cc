#include "kubelet/node_images.h"

#include <algorithm>
#include <utility>

#include "api/kinds/node.h"
#include "api/pod_view.h"
#include "base/random.h"

namespace skiff {
namespace {

constexpr std::string_view kImages = "kubelet-images";  // of each node, what it has pulled
constexpr size_t kImagesShown = 50;                     // nodeStatusMaxImages

// By digest and by tag, as containerd reports them.
Value image_entry(std::string_view image, int64_t bytes) {
  const std::string reference = image_reference(image);
  const size_t digest = reference.find('@');
  const std::string untagged = reference.substr(0, std::min(digest, reference.rfind(':')));
  Value names = Value::array({untagged + "@" + image_id(image)});
  if (digest == std::string::npos) names.push_back(reference);
  return Value{{"names", std::move(names)}, {"sizeBytes", bytes}};
}

void show_image(PodRun& run, std::string_view node_name, std::string_view image, int64_t bytes) {
  const ObjectRef node = run.client.get(kNode, {{}, std::string(node_name)});
  if (!node) return;
  Elements images = node->status()["images"].elements();
  images.push_back(image_entry(image, bytes));
  std::stable_sort(images.begin(), images.end(),
                   [](const Value& a, const Value& b) { return a["sizeBytes"].as_int() > b["sizeBytes"].as_int(); });
  Value shown = Value::array();
  for (size_t i = 0; i < std::min(images.size(), kImagesShown); ++i) shown.push_back(images[i]);
  Value status = node->status();
  status.set("images", std::move(shown));
  run.client.update_status(*node, std::move(status));
}

}  // namespace

std::string image_id(std::string_view image) {
  uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  for (const char c : image) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return "sha256:" + Random(hash).hex(64);
}

bool has_image(PodRun& run, const Behavior& behavior, std::string_view image) {
  if (behavior.pull_present) return true;
  for (const Value& pulled : run.client.state(kImages, run.pod.view<PodView>().node).elements())
    if (pulled.as_string() == image) return true;
  return false;
}

void remember_image(PodRun& run, const Behavior& behavior, std::string_view image) {
  if (has_image(run, behavior, image)) return;
  const std::string_view node = run.pod.view<PodView>().node;
  Value pulled = run.client.state(kImages, node);
  pulled.push_back(image);
  run.client.set_state(kImages, node, std::move(pulled));
  show_image(run, node, image, behavior.image_bytes);
}

}  // namespace skiff
