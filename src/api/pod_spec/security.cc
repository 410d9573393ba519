#include "api/pod_spec/security.h"

#include <algorithm>

#include "api/field_checks.h"
#include "api/go_form.h"

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

}  // namespace

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
  const Value& policy = context["fsGroupChangePolicy"];
  if (!policy.is_null()) check_one_of(errors, path.child("fsGroupChangePolicy"), policy, {"Always", "OnRootMismatch"});
  check_profile(context, "seccompProfile", path, errors);
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
  check_profile(context, "appArmorProfile", path, errors);
}

}  // namespace skiff
