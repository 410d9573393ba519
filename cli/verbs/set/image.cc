// kubectl set image. Mirrors set_image.go.
#include <fmt/format.h>

#include "cli/key_value_args.h"
#include "cli/verbs/set/pod_template_edit.h"

namespace skiff::cli {
namespace {

// Sets the image of every container of this name, init containers too; `*` means all. Upstream: setImage.
bool set_image(Value& containers, std::string_view name, const std::string& image) {
  bool found = false;
  for (size_t i = 0; i < containers.size(); ++i) {
    if (name != "*" && containers.elements()[i]["name"].as_string() != name) continue;
    containers.edit_at(i)["image"] = image;
    found = true;
  }
  return found;
}

std::vector<Error> set_images(Value& pod_spec, const std::map<std::string, std::string>& images) {
  std::vector<Error> errors;
  for (const auto& [name, image] : images) {
    bool found = false;
    for (const char* list : {"initContainers", "containers"})
      if (pod_spec.contains(list) && set_image(pod_spec[list], name, image)) found = true;
    if (!found) errors.push_back(client_error(fmt::format("error: unable to find container named \"{}\"", name)));
  }
  return errors;
}

Outcome run(const SetOptions& options, Invocation& call) {
  auto words = split_resources_and_pairs(call.args, "image");
  if (!words) return words.error();
  auto pairs = parse_pairs(words->pairs, "image");
  if (!pairs) return pairs.error();
  const auto check = [&]() -> Result<void> {
    if (pairs->set.empty()) return client_error("at least one image update is required");
    if (pairs->set.size() > 1 && pairs->set.count("*") > 0)
      return client_error(
          "all containers are already specified by *, but saw more than one container_name=container_image pairs");
    return {};
  };
  const auto edit = [&](Value& pod_spec, const Target&) { return set_images(pod_spec, pairs->set); };
  return edit_pod_templates(options, call, words->resources, edit,
                            {"image updated", "failed to patch image update to pod template: "}, check);
}

}  // namespace

void add_set_image(Command& command) {
  auto options = std::make_shared<SetOptions>();
  declare_set_flags(command.flags, *options);
  declare_record_flag(command, options->cause);
  declare_selector_flag(command.flags, options->resources);
  runs(command, options, run);
}

}  // namespace skiff::cli
