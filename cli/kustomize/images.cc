#include "cli/kustomize/images.h"

#include <fmt/format.h>

namespace skiff::cli {
namespace {

// "registry:5000/nginx:1.0@sha256:…" in its parts. Upstream: image.Split.
struct ImageParts {
  std::string name;
  std::string tag;
  std::string digest;
};

ImageParts split_image(const std::string& image) {
  ImageParts parts;
  const size_t at = image.find('@');
  if (at != std::string::npos) parts.digest = image.substr(at + 1);
  parts.name = image.substr(0, at);
  const size_t colon = parts.name.rfind(':');
  if (colon != std::string::npos && parts.name.find('/', colon) == std::string::npos) {
    parts.tag = parts.name.substr(colon + 1);
    parts.name.resize(colon);
  }
  return parts;
}

}  // namespace

// The name is a pattern, as it stands. Upstream: image.IsImageMatched.
Result<ImageChange> ImageChange::parse(const Value& change) {
  const std::string pattern = "^" + change["name"].str() + "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$";
  auto parsed = RegularExpression::parse(pattern);
  if (!parsed) return client_error(fmt::format("error parsing regexp: `{}`", pattern));
  return ImageChange(change, std::move(*parsed));
}

std::string ImageChange::changed(const std::string& image) const {
  ImageParts parts = split_image(image);
  const std::string tag = change_["newTag"].str();
  const std::string digest = change_["digest"].str();
  if (!change_["newName"].str().empty()) parts.name = change_["newName"].str();
  if (!tag.empty() || !digest.empty()) {
    parts.tag = tag;
    parts.digest = digest;
  } else if (!change_["tagSuffix"].str().empty()) {
    parts.tag += change_["tagSuffix"].str();
    parts.digest.clear();
  }
  return parts.name + (parts.tag.empty() ? "" : ":" + parts.tag) + (parts.digest.empty() ? "" : "@" + parts.digest);
}

void ImageChange::apply_to_text(Value& field) const {
  const std::string image = std::as_const(field).str();
  if (!image.empty() && pattern_.matches(image)) field = changed(image);
}

void ImageChange::apply(Value& object) const {
  if (object.is_array()) {
    for (Value& element : object.edit_elements()) apply(element);
    return;
  }
  if (!object.is_object()) return;
  for (const char* list : {"containers", "initContainers"}) {
    if (!std::as_const(object)[list].is_array()) continue;
    for (Value& container : object[list].edit_elements())
      if (std::as_const(container).contains("image")) apply_to_text(container["image"]);
  }
  for (Member& member : object.edit_members())
    if (member.name() != "containers" && member.name() != "initContainers") apply(member.value);
}

}  // namespace skiff::cli
