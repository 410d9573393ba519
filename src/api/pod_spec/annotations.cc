#include "api/pod_spec/annotations.h"

#include <charconv>
#include <string>
#include <string_view>

#include "api/pod_spec/volume_sources.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kDeletionCost = "controller.kubernetes.io/pod-deletion-cost";
constexpr std::string_view kMirror = "kubernetes.io/config.mirror";
constexpr std::string_view kSeccomp = "seccomp.security.alpha.kubernetes.io/pod";
constexpr std::string_view kSeccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/";
constexpr std::string_view kAppArmorOfContainer = "container.apparmor.security.beta.kubernetes.io/";

// strconv.ParseInt of 32 bits, without a sign that says nothing and without leading zeros: validFirstDigit.
bool is_deletion_cost(std::string_view text) {
  int32_t cost = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), cost);
  if (failure != std::errc() || end != text.data() + text.size()) return false;
  return text == "0" || text[0] == '-' || (text[0] >= '1' && text[0] <= '9');
}

void check_seccomp_text(const Value& profile, const FieldPath& path, FieldErrors& errors) {
  const std::string_view text = profile.as_string();
  if (text == "runtime/default" || text == "docker/default" || text == "unconfined") return;
  constexpr std::string_view kLocal = "localhost/";
  if (text.starts_with(kLocal)) check_descending_path(text.substr(kLocal.size()), path, errors);
  else errors.invalid(path, profile, "must be a valid seccomp profile");
}

bool has_container(const Value& spec, std::string_view name) {
  for (const std::string_view list : {"initContainers", "containers", "ephemeralContainers"})
    for (const Value& container : spec[list].elements())
      if (container["name"].as_string() == name) return true;
  return false;
}

void check_app_armor_text(const Member& annotation, const Value& spec, const FieldPath& path, FieldErrors& errors) {
  const std::string_view container = annotation.name().substr(kAppArmorOfContainer.size());
  const std::string_view text = annotation.value.as_string();
  if (!has_container(spec, container)) errors.invalid(path, container, "container not found");
  if (text.empty() || text == "runtime/default" || text == "unconfined" || text.starts_with("localhost/")) return;
  errors.invalid(path, text, "invalid AppArmor profile name: " + go_quote(text));
}

}  // namespace

void validate_pod_annotations(const Value& annotations, const Value& spec, const FieldPath& path, FieldErrors& errors) {
  if (annotations.empty()) return;
  if (const Value& mirror = annotations[kMirror]; !mirror.is_null() && spec["nodeName"].as_string().empty())
    errors.invalid(path.key(kMirror), mirror, "must set spec.nodeName if mirror pod annotation is set");
  if (const Value& cost = annotations[kDeletionCost]; !cost.is_null() && !is_deletion_cost(cost.as_string()))
    errors.invalid(path.key(kDeletionCost), cost, "must be a 32bit integer");
  if (const Value& profile = annotations[kSeccomp]; !profile.is_null())
    check_seccomp_text(profile, path.child(kSeccomp), errors);
  for (const Member& annotation : annotations.members())
    if (annotation.name().starts_with(kSeccompOfContainer))
      check_seccomp_text(annotation.value, path.child(annotation.name()), errors);
  for (const Member& annotation : annotations.members())
    if (annotation.name().starts_with(kAppArmorOfContainer))
      check_app_armor_text(annotation, spec, path.key(annotation.name()), errors);
}

}  // namespace skiff
