#include "api/pod_spec/security.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/pod_spec/volume_sources.h"
#include "base/regular_expression.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr int64_t kIdMax = 2147483647;
constexpr size_t kCredentialSpecMost = size_t{64} * 1024;

void check_id(const Value& context, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  const int64_t id = context[member].as_int();
  if (id < 0 || id > kIdMax)
    errors.invalid(path.child(member), context[member], "must be between 0 and 2147483647, inclusive");
}

// validateSeccompProfileField.
void check_seccomp(const Value& profile, const FieldPath& path, FieldErrors& errors) {
  if (!profile.is_object()) return;
  const std::string_view type = profile["type"].as_string();
  const Value& file = profile["localhostProfile"];
  if (type.empty()) errors.required(path.child("type"), "type is required when seccompProfile is set");
  else if (type != "Localhost" && type != "RuntimeDefault" && type != "Unconfined")
    errors.not_supported(path.child("type"), type, {"Localhost", "RuntimeDefault", "Unconfined"});
  const FieldPath field = path.child("localhostProfile");
  if (type == "Localhost" && file.is_null()) errors.required(field, "must be set when seccomp type is Localhost");
  else if (type == "Localhost") check_descending_path(file, field, errors);
  else if (!file.is_null())
    errors.invalid_shown(field, go_form("core.v1.SeccompProfile", profile),
                         "can only be set when seccomp type is Localhost");
}

// ValidateAppArmorProfileField.
void check_app_armor(const Value& profile, const FieldPath& path, FieldErrors& errors) {
  constexpr std::string_view kMissing = "must be set when AppArmor type is Localhost";
  constexpr size_t kPathMax = 4095;
  if (!profile.is_object()) return;
  const std::string_view type = profile["type"].as_string();
  const Value& file = profile["localhostProfile"];
  const FieldPath field = path.child("localhostProfile");
  if (type.empty()) return errors.required(path.child("type"), "type is required when appArmorProfile is set");
  if (type == "RuntimeDefault" || type == "Unconfined") {
    if (!file.is_null()) errors.invalid(field, file, "can only be set when AppArmor type is Localhost");
  } else if (type != "Localhost") {
    errors.not_supported(path.child("type"), type, {"Localhost", "RuntimeDefault", "Unconfined"});
  } else if (file.is_null()) {
    errors.required(field, kMissing);
  } else {
    const std::string_view name = file.as_string();
    if (trim_space(name).size() != name.size()) errors.invalid(field, file, "must not be padded with whitespace");
    else if (name.empty()) errors.required(field, kMissing);
    if (name.size() > kPathMax) errors.too_long(field, kPathMax);
  }
}

bool adds_capability(const Value& context, std::string_view name) {
  const Elements& added = context.at("capabilities", "add").elements();
  return std::any_of(added.begin(), added.end(), [&](const Value& one) { return one.as_string() == name; });
}

// Privileges that cannot be without escalation.
void check_escalation(const Value& context, const FieldPath& path, FieldErrors& errors) {
  const Value& escalation = context["allowPrivilegeEscalation"];
  if (escalation.is_null() || escalation.as_bool()) return;
  if (context["privileged"].as_bool())
    errors.invalid_shown(path, go_form("core.v1.SecurityContext", context),
                         "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
  if (adds_capability(context, "CAP_SYS_ADMIN"))
    errors.invalid_shown(path, go_form("core.v1.SecurityContext", context),
                         "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
}

// ValidateSysctls.
void check_sysctls(const Value& sysctls, const FieldPath& path, FieldErrors& errors) {
  constexpr std::string_view kName = R"(^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$)";
  static const auto kExpression = RegularExpression::parse(kName);
  std::set<std::string_view> seen;
  for (size_t i = 0; i < sysctls.size(); ++i) {
    const Value& name = sysctls[i]["name"];
    const FieldPath field = path.index(i).child("name");
    if (name.as_string().empty()) errors.required(field);
    else if (name.as_string().size() > 253 || !kExpression->matches(name.as_string()))
      errors.invalid(field, name, "must have at most 253 characters and match regex " + std::string(kName));
    else if (!seen.insert(name.as_string()).second) errors.duplicate(field, name);
  }
}

// validateWindowsSecurityContextOptions.
void check_windows_options(const Value& options, const FieldPath& path, FieldErrors& errors) {
  if (!options.is_object()) return;
  if (const Value& name = options["gmsaCredentialSpecName"]; !name.is_null())
    add_problems(errors, path.child("gmsaCredentialSpecName"), name, dns1123_subdomain_problems(name.as_string()));
  if (const Value& text = options["gmsaCredentialSpec"]; !text.is_null()) {
    if (text.as_string().empty())
      errors.invalid(path.child("gmsaCredentialSpec"), text, "gmsaCredentialSpec cannot be an empty string");
    else if (text.as_string().size() > kCredentialSpecMost)
      errors.invalid(path.child("gmsaCredentialSpec"), text, "gmsaCredentialSpec size must be under 64 KiB");
  }
  if (const Value& user = options["runAsUserName"]; !user.is_null() && user.as_string().empty())
    errors.invalid(path.child("runAsUserName"), user, "runAsUserName cannot be an empty string");
}

}  // namespace

void check_linux_only(const Value& spec, const FieldPath& spec_path, FieldErrors& errors) {
  constexpr const char* kWhy = "windows options cannot be set for a linux pod";
  if (spec.at("securityContext", "windowsOptions").is_object())
    errors.forbidden(spec_path.child("securityContext").child("windowsOptions"), kWhy);
  for (const std::string_view list : {"initContainers", "containers", "ephemeralContainers"})
    for (size_t i = 0; i < spec[list].size(); ++i)
      if (spec[list][i].at("securityContext", "windowsOptions").is_object())
        errors.forbidden(spec_path.child(list).index(i).child("securityContext").child("windowsOptions"), kWhy);
}

void check_windows_only(const Value& spec, const FieldPath& spec_path, FieldErrors& errors) {
  constexpr const char* kWhy = "cannot be set for a windows pod";
  const auto check = [&](const Value& object, std::string_view member, const FieldPath& path) {
    const Value& given = object[member];
    const bool is_set = given.is_bool() ? given.as_bool() : !given.is_null();
    if (is_set) errors.forbidden(path.child(member), kWhy);
  };
  const Value& context = spec["securityContext"];
  const FieldPath path = spec_path.child("securityContext");
  for (const std::string_view member : {"appArmorProfile", "seLinuxOptions"}) check(context, member, path);
  if (!spec["hostUsers"].is_null()) errors.forbidden(spec_path.child("hostUsers"), kWhy);
  for (const std::string_view member : {"hostPID", "hostIPC"}) check(spec, member, spec_path);
  for (const std::string_view member : {"seccompProfile", "fsGroup", "fsGroupChangePolicy"})
    check(context, member, path);
  if (!context["sysctls"].empty()) errors.forbidden(path.child("sysctls"), kWhy);
  if (!spec["shareProcessNamespace"].is_null()) errors.forbidden(spec_path.child("shareProcessNamespace"), kWhy);
  for (const std::string_view member :
       {"runAsUser", "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy"})
    check(context, member, path);
  for (const std::string_view list : {"initContainers", "containers", "ephemeralContainers"})
    for (size_t i = 0; i < spec[list].size(); ++i)
      for (const std::string_view member :
           {"appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem",
            "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup"})
        if (!spec[list][i]["securityContext"][member].is_null())
          errors.forbidden(spec_path.child(list).index(i).child("securityContext").child(member), kWhy);
}

// validateHostUsers, with upstream's spelling of the paths.
void check_host_users(const Value& spec, const FieldPath& spec_path, FieldErrors& errors) {
  if (spec["hostUsers"].is_null() || spec["hostUsers"].as_bool()) return;
  constexpr std::pair<std::string_view, std::string_view> kShared[] = {
      {"hostNetwork", "hostNetwork"}, {"hostPID", "HostPID"}, {"hostIPC", "HostIPC"}};
  for (const auto& [member, name] : kShared)
    if (spec[member].as_bool()) errors.forbidden(spec_path.child(name), "when `pod.Spec.HostUsers` is false");
}

void validate_pod_security(const Value& spec, const FieldPath& spec_path, FieldErrors& errors) {
  const Value& context = spec["securityContext"];
  const FieldPath path = spec_path.child("securityContext");
  for (const std::string_view member : {"fsGroup", "runAsUser", "runAsGroup"}) check_id(context, member, path, errors);
  const Value& groups = context["supplementalGroups"];
  for (size_t i = 0; i < groups.size(); ++i)
    if (groups[i].as_int() < 0 || groups[i].as_int() > kIdMax)
      errors.invalid(path.child("supplementalGroups").index(i), groups[i],
                     "must be between 0 and 2147483647, inclusive");
  if (spec["shareProcessNamespace"].as_bool() && spec["hostPID"].as_bool())
    errors.invalid(path.child("shareProcessNamespace"), true,
                   "ShareProcessNamespace and HostPID cannot both be enabled");
  check_sysctls(context["sysctls"], path.child("sysctls"), errors);
  const Value& policy = context["fsGroupChangePolicy"];
  if (!policy.is_null()) check_one_of(errors, path.child("fsGroupChangePolicy"), policy, {"Always", "OnRootMismatch"});
  check_seccomp(context["seccompProfile"], path.child("seccompProfile"), errors);
  check_windows_options(context["windowsOptions"], path.child("windowsOptions"), errors);
  check_app_armor(context["appArmorProfile"], path.child("appArmorProfile"), errors);
  if (const Value& groups_policy = context["supplementalGroupsPolicy"]; !groups_policy.is_null())
    check_one_of(errors, path.child("supplementalGroupsPolicy"), groups_policy, {"Merge", "Strict"});
  if (const Value& change = context["seLinuxChangePolicy"]; !change.is_null())
    check_one_of(errors, path.child("seLinuxChangePolicy"), change, {"MountOption", "Recursive"});
}

void validate_container_security(const Value& container, const Value& spec, const FieldPath& path,
                                 FieldErrors& errors) {
  const Value& context = container["securityContext"];
  if (!context.is_object()) return;
  check_id(context, "runAsUser", path, errors);
  check_id(context, "runAsGroup", path, errors);
  if (const Value& mount = context["procMount"]; !mount.is_null()) {
    check_one_of(errors, path.child("procMount"), mount, {"Default", "Unmasked"});
    const Value& host_users = spec["hostUsers"];
    if (mount.as_string() == "Unmasked" && (host_users.is_null() || host_users.as_bool()))
      errors.invalid(path.child("procMount"), mount, "`hostUsers` must be false to use `Unmasked`");
  }
  check_seccomp(context["seccompProfile"], path.child("seccompProfile"), errors);
  check_escalation(context, path, errors);
  check_windows_options(context["windowsOptions"], path.child("windowsOptions"), errors);
  check_app_armor(context["appArmorProfile"], path.child("appArmorProfile"), errors);
}

}  // namespace skiff
