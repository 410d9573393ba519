#include "api/pod_spec/security.h"

#include <algorithm>
#include <set>
#include <string>

#include "api/field_checks.h"
#include "api/go_form.h"
#include "base/regular_expression.h"

namespace skiff {
namespace {

constexpr int64_t kIdMax = 2147483647;

void check_id(const Value& context, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  const int64_t id = context[member].as_int();
  if (id < 0 || id > kIdMax)
    errors.invalid(path.child(member), context[member], "must be between 0 and 2147483647, inclusive");
}

// validateSeccompProfileField, validateAppArmorProfileField.
void check_profile(const Value& context, std::string_view member, const FieldPath& path, FieldErrors& errors) {
  const Value& profile = context[member];
  if (!profile.is_object()) return;
  const FieldPath field = path.child(member);
  const bool local = profile["type"].as_string() == "Localhost";
  if (member == "appArmorProfile" && profile["type"].as_string().empty()) {
    errors.required(field.child("type"), "type is required when appArmorProfile is set");
  } else if (member == "seccompProfile" && profile["type"].as_string().empty()) {
    errors.required(field.child("type"), "type is required when seccompProfile is set");
  } else {
    check_one_of(errors, field.child("type"), profile["type"], {"Localhost", "RuntimeDefault", "Unconfined"});
  }
  const Value& file = profile["localhostProfile"];
  if (local && file.is_null()) {
    errors.required(field.child("localhostProfile"),
                    std::string("must be set when ") +
                        std::string(member == "seccompProfile" ? "seccomp" : "AppArmor") + " type is Localhost");
  } else if (!local && !file.is_null()) {
    errors.invalid(field.child("localhostProfile"), file,
                   std::string("can only be set when ") +
                       std::string(member == "seccompProfile" ? "seccomp" : "AppArmor") + " type is Localhost");
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
    else if (text.as_string().size() > 64 * 1024)
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
  check_profile(context, "seccompProfile", path, errors);
  check_windows_options(context["windowsOptions"], path.child("windowsOptions"), errors);
  check_profile(context, "appArmorProfile", path, errors);
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
  check_profile(context, "seccompProfile", path, errors);
  check_escalation(context, path, errors);
  check_windows_options(context["windowsOptions"], path.child("windowsOptions"), errors);
  check_profile(context, "appArmorProfile", path, errors);
}

}  // namespace skiff
