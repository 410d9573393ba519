#include "apiserver/admission/pod_security_checks.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "base/strings.h"

namespace skiff {
namespace {

using MaybeViolation = std::optional<SecurityViolation>;
using Texts = std::set<std::string>;

// A pod as the checks see it: all containers alike.
class CheckedPod {
 public:
  CheckedPod(const Value& pod, int minor)
      : annotations(pod["metadata"]["annotations"]), spec(pod["spec"]), minor(minor) {
    for (const char* list : {"initContainers", "containers", "ephemeralContainers"})
      for (const Value& container : spec[list].elements()) containers.push_back(&container);
  }
  const Value& security() const { return spec["securityContext"]; }
  // From version 1.25 on nothing is asked of them that Windows does not have.
  bool on_windows() const { return minor >= 25 && spec["os"]["name"].as_string() == "windows"; }
  bool has_own_users() const { return !spec["hostUsers"].as_bool(true); }

  const Value& annotations;
  const Value& spec;
  const int minor;
  std::vector<const Value*> containers;
};

const char* plural(size_t count, const char* one, const char* many) { return count == 1 ? one : many; }

template <typename Names>
std::string quoted(const Names& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "\"" : ", \"") + name + "\"";
  return out;
}

std::string containers_named(const std::vector<std::string>& names) {
  return std::string(plural(names.size(), "container ", "containers ")) + quoted(names);
}

template <typename IsBad>
std::vector<std::string> names_where(const CheckedPod& pod, IsBad is_bad) {
  std::vector<std::string> names;
  for (const Value* container : pod.containers)
    if (is_bad((*container)["securityContext"], *container)) names.push_back((*container)["name"].str());
  return names;
}

// `pod and container "c"`; empty where neither sets what is bad.
std::string setters(bool by_pod, const std::vector<std::string>& containers) {
  std::string out = by_pod ? "pod" : "";
  if (!containers.empty()) out += (by_pod ? " and " : "") + containers_named(containers);
  return out;
}

MaybeViolation app_armor(const CheckedPod& pod) {
  constexpr std::string_view kAnnotation = "container.apparmor.security.beta.kubernetes.io/";
  Texts values;
  const auto is_bad = [&](const Value& security) {
    const Value& type = security["appArmorProfile"]["type"];
    if (type.is_null() || type.as_string() == "RuntimeDefault" || type.as_string() == "Localhost") return false;
    values.insert(type.str());
    return true;
  };
  const bool by_pod = is_bad(pod.security());
  std::string who = setters(by_pod, names_where(pod, [&](const Value& own, const Value&) { return is_bad(own); }));
  size_t annotations = 0;
  for (const Member& annotation : pod.annotations.members()) {
    const std::string_view value = annotation.value.as_string();
    if (!annotation.name().starts_with(kAnnotation) || value.empty() || value == "runtime/default" ||
        value.starts_with("localhost/"))
      continue;
    ++annotations;
    values.insert(std::string(annotation.name()) + "=" + go_quote(value));
  }
  if (annotations > 0)
    who += (who.empty() ? "" : " and ") + std::string(plural(annotations, "annotation", "annotations"));
  if (who.empty()) return std::nullopt;
  return SecurityViolation{plural(values.size(), "forbidden AppArmor profile", "forbidden AppArmor profiles"),
                           who + " must not set AppArmor profile type to " + quoted(values)};
}

Texts added_capabilities(const Value& security, std::initializer_list<std::string_view> allowed) {
  Texts bad;
  for (const Value& one : security["capabilities"]["add"].elements())
    if (std::find(allowed.begin(), allowed.end(), one.as_string()) == allowed.end()) bad.insert(one.str());
  return bad;
}

std::string capabilities_not_to_add(const std::vector<std::string>& containers, const Texts& bad) {
  return containers_named(containers) + " must not include " + quoted(bad) + " in securityContext.capabilities.add";
}

MaybeViolation capabilities_baseline(const CheckedPod& pod) {
  Texts bad;
  const auto containers = names_where(pod, [&](const Value& security, const Value&) {
    const Texts added =
        added_capabilities(security, {"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
                                      "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"});
    bad.insert(added.begin(), added.end());
    return !added.empty();
  });
  if (containers.empty()) return std::nullopt;
  return SecurityViolation{"non-default capabilities", capabilities_not_to_add(containers, bad)};
}

MaybeViolation host_namespaces(const CheckedPod& pod) {
  std::vector<std::string> bad;
  for (const char* field : {"hostNetwork", "hostPID", "hostIPC"})
    if (pod.spec[field].as_bool()) bad.push_back(std::string(field) + "=true");
  if (bad.empty()) return std::nullopt;
  return SecurityViolation{"host namespaces", join(bad, ", ")};
}

MaybeViolation host_path_volumes(const CheckedPod& pod) {
  std::vector<std::string> bad;
  for (const Value& volume : pod.spec["volumes"].elements())
    if (!volume["hostPath"].is_null()) bad.push_back(volume["name"].str());
  if (bad.empty()) return std::nullopt;
  return SecurityViolation{"hostPath volumes", plural(bad.size(), "volume ", "volumes ") + quoted(bad)};
}

MaybeViolation host_ports(const CheckedPod& pod) {
  Texts ports;
  const auto containers = names_where(pod, [&](const Value&, const Value& container) {
    bool bad = false;
    for (const Value& port : container["ports"].elements())
      if (const int64_t number = port["hostPort"].as_int(); number != 0) {
        bad = true;
        ports.insert(std::to_string(number));
      }
    return bad;
  });
  if (containers.empty()) return std::nullopt;
  return SecurityViolation{"hostPort", containers_named(containers) + plural(containers.size(), " uses ", " use ") +
                                           plural(ports.size(), "hostPort ", "hostPorts ") +
                                           join({ports.begin(), ports.end()}, ", ")};
}

MaybeViolation host_probes(const CheckedPod& pod) {
  Texts hosts;
  Texts containers;
  for (const Value* container : pod.containers) {
    const Value& lifecycle = (*container)["lifecycle"];
    for (const Value* handler : {&(*container)["livenessProbe"], &(*container)["readinessProbe"],
                                 &(*container)["startupProbe"], &lifecycle["postStart"], &lifecycle["preStop"]})
      for (const char* way : {"httpGet", "tcpSocket"})
        if (const std::string host = (*handler)[way]["host"].str(); !host.empty()) {
          hosts.insert(host);
          containers.insert((*container)["name"].str());
        }
  }
  if (containers.empty()) return std::nullopt;
  return SecurityViolation{"probe or lifecycle host",
                           plural(containers.size(), "container ", "containers ") + quoted(containers) +
                               plural(containers.size(), " uses ", " use ") +
                               plural(hosts.size(), "probe or lifecycle host ", "probe or lifecycle hosts ") +
                               quoted(hosts)};
}

MaybeViolation privileged(const CheckedPod& pod) {
  const auto bad = names_where(pod, [](const Value& own, const Value&) { return own["privileged"].as_bool(); });
  if (bad.empty()) return std::nullopt;
  return SecurityViolation{"privileged", containers_named(bad) + " must not set securityContext.privileged=true"};
}

MaybeViolation any_proc_mount(const CheckedPod& pod) {
  Texts values;
  const auto bad = names_where(pod, [&](const Value& security, const Value&) {
    const Value& mount = security["procMount"];
    if (mount.is_null() || mount.as_string() == "Default") return false;
    values.insert(mount.str());
    return true;
  });
  if (bad.empty()) return std::nullopt;
  return SecurityViolation{"procMount",
                           containers_named(bad) + " must not set securityContext.procMount to " + quoted(values)};
}

MaybeViolation proc_mount(const CheckedPod& pod) {
  return pod.minor >= 35 && pod.has_own_users() ? std::nullopt : any_proc_mount(pod);
}

MaybeViolation selinux(const CheckedPod& pod) {
  Texts types;
  bool user = false;
  bool role = false;
  const auto is_bad = [&](const Value& security) {
    const Value& options = security["seLinuxOptions"];
    const std::string_view type = options["type"].as_string();
    const bool known = type.empty() || type == "container_t" || type == "container_init_t" ||
                       type == "container_kvm_t" || (type == "container_engine_t" && pod.minor >= 31);
    if (!known) types.insert(std::string(type));
    const bool sets_user = !options["user"].as_string().empty();
    const bool sets_role = !options["role"].as_string().empty();
    user = user || sets_user;
    role = role || sets_role;
    return !known || sets_user || sets_role;
  };
  const bool by_pod = is_bad(pod.security());
  const std::string who =
      setters(by_pod, names_where(pod, [&](const Value& own, const Value&) { return is_bad(own); }));
  if (who.empty()) return std::nullopt;
  std::vector<std::string> what;
  if (!types.empty()) what.push_back(plural(types.size(), "type ", "types ") + quoted(types));
  if (user) what.emplace_back("user may not be set");
  if (role) what.emplace_back("role may not be set");
  return SecurityViolation{"seLinuxOptions",
                           who + " set forbidden securityContext.seLinuxOptions: " + join(what, "; ")};
}

// Before version 1.19 annotations said it, and nobody had to.
MaybeViolation seccomp_annotations(const CheckedPod& pod) {
  if (pod.minor >= 19) return std::nullopt;
  Texts bad;
  const auto look_at = [&](const std::string& name) {
    const Value& value = pod.annotations[name];
    const std::string_view text = value.as_string();
    if (!value.is_null() && !text.empty() && text != "runtime/default" && text != "docker/default" &&
        !text.starts_with("localhost/"))
      bad.insert(name + "=" + go_quote(text));
  };
  look_at("seccomp.security.alpha.kubernetes.io/pod");
  for (const Value* container : pod.containers)
    look_at("container.seccomp.security.alpha.kubernetes.io/" + (*container)["name"].str());
  if (bad.empty()) return std::nullopt;
  return SecurityViolation{"seccompProfile", plural(bad.size(), "forbidden annotation ", "forbidden annotations ") +
                                                 join({bad.begin(), bad.end()}, ", ")};
}

// What sets a profile of another type; who must set one and does not is a question of the restricted level.
MaybeViolation bad_seccomp(const CheckedPod& pod) {
  Texts values;
  const auto is_bad = [&](const Value& security) {
    const Value& type = security["seccompProfile"]["type"];
    if (type.is_null() || type.as_string() == "RuntimeDefault" || type.as_string() == "Localhost") return false;
    values.insert(type.str());
    return true;
  };
  const bool by_pod = is_bad(pod.security());
  const std::string who =
      setters(by_pod, names_where(pod, [&](const Value& own, const Value&) { return is_bad(own); }));
  if (who.empty()) return std::nullopt;
  return SecurityViolation{"seccompProfile",
                           who + " must not set securityContext.seccompProfile.type to " + quoted(values)};
}

MaybeViolation sysctls(const CheckedPod& pod) {
  struct Allowed {
    std::string_view name;
    int since;
  };
  constexpr Allowed kAllowed[] = {
      {"kernel.shm_rmid_forced", 0},
      {"net.ipv4.ip_local_port_range", 0},
      {"net.ipv4.ip_unprivileged_port_start", 0},
      {"net.ipv4.tcp_syncookies", 0},
      {"net.ipv4.ping_group_range", 0},
      {"net.ipv4.ip_local_reserved_ports", 27},
      {"net.ipv4.tcp_keepalive_time", 29},
      {"net.ipv4.tcp_fin_timeout", 29},
      {"net.ipv4.tcp_keepalive_intvl", 29},
      {"net.ipv4.tcp_keepalive_probes", 29},
      {"net.ipv4.tcp_rmem", 32},
      {"net.ipv4.tcp_wmem", 32},
  };
  std::vector<std::string> bad;
  for (const Value& sysctl : pod.security()["sysctls"].elements())
    if (std::none_of(std::begin(kAllowed), std::end(kAllowed), [&](const Allowed& allowed) {
          return allowed.name == sysctl["name"].as_string() && pod.minor >= allowed.since;
        }))
      bad.push_back(sysctl["name"].str());
  if (bad.empty()) return std::nullopt;
  return SecurityViolation{"forbidden sysctls", join(bad, ", ")};
}

MaybeViolation windows_host_process(const CheckedPod& pod) {
  const auto is_bad = [](const Value& security) { return security["windowsOptions"]["hostProcess"].as_bool(); };
  const std::string who =
      setters(is_bad(pod.security()), names_where(pod, [&](const Value& own, const Value&) { return is_bad(own); }));
  if (who.empty()) return std::nullopt;
  return SecurityViolation{"hostProcess", who + " must not set securityContext.windowsOptions.hostProcess=true"};
}

MaybeViolation allow_privilege_escalation(const CheckedPod& pod) {
  if (pod.on_windows()) return std::nullopt;
  const auto bad = names_where(
      pod, [](const Value& security, const Value&) { return security["allowPrivilegeEscalation"].as_bool(true); });
  if (bad.empty()) return std::nullopt;
  return SecurityViolation{"allowPrivilegeEscalation != false",
                           containers_named(bad) + " must set securityContext.allowPrivilegeEscalation=false"};
}

MaybeViolation capabilities_restricted(const CheckedPod& pod) {
  if (pod.on_windows()) return std::nullopt;
  Texts bad;
  const auto keeping = names_where(pod, [](const Value& security, const Value&) {
    const Elements& dropped = security["capabilities"]["drop"].elements();
    return std::none_of(dropped.begin(), dropped.end(), [](const Value& one) { return one.as_string() == "ALL"; });
  });
  const auto adding = names_where(pod, [&](const Value& security, const Value&) {
    const Texts added = added_capabilities(security, {"NET_BIND_SERVICE"});
    bad.insert(added.begin(), added.end());
    return !added.empty();
  });
  std::vector<std::string> what;
  if (!keeping.empty())
    what.push_back(containers_named(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
  if (!adding.empty()) what.push_back(capabilities_not_to_add(adding, bad));
  if (what.empty()) return std::nullopt;
  return SecurityViolation{"unrestricted capabilities", join(what, "; ")};
}

MaybeViolation restricted_volumes(const CheckedPod& pod) {
  constexpr std::string_view kAllowed[] = {"configMap", "csi",   "downwardAPI",           "emptyDir",
                                           "ephemeral", "image", "persistentVolumeClaim", "projected",
                                           "secret"};
  std::vector<std::string> volumes;
  Texts types;
  for (const Value& volume : pod.spec["volumes"].elements())
    for (const Member& source : volume.members()) {
      if (source.name() == "name" ||
          std::find(std::begin(kAllowed), std::end(kAllowed), source.name()) != std::end(kAllowed))
        continue;
      volumes.push_back(volume["name"].str());
      types.insert(std::string(source.name()));
      break;
    }
  if (volumes.empty()) return std::nullopt;
  return SecurityViolation{
      "restricted volume types",
      plural(volumes.size(), "volume ", "volumes ") + quoted(volumes) + plural(volumes.size(), " uses ", " use ") +
          plural(types.size(), "restricted volume type ", "restricted volume types ") + quoted(types)};
}

MaybeViolation run_as_non_root(const CheckedPod& pod) {
  if (pod.minor >= 35 && pod.has_own_users()) return std::nullopt;
  const Value& own = pod.security()["runAsNonRoot"];
  const std::string who =
      setters(!own.is_null() && !own.as_bool(), names_where(pod, [](const Value& security, const Value&) {
        return !security["runAsNonRoot"].is_null() && !security["runAsNonRoot"].as_bool();
      }));
  if (!who.empty())
    return SecurityViolation{"runAsNonRoot != true", who + " must not set securityContext.runAsNonRoot=false"};
  if (own.as_bool()) return std::nullopt;
  const auto bad =
      names_where(pod, [](const Value& security, const Value&) { return security["runAsNonRoot"].is_null(); });
  if (bad.empty()) return std::nullopt;
  return SecurityViolation{"runAsNonRoot != true",
                           "pod or " + containers_named(bad) + " must set securityContext.runAsNonRoot=true"};
}

MaybeViolation run_as_user(const CheckedPod& pod) {
  if (pod.minor >= 35 && pod.has_own_users()) return std::nullopt;
  const auto is_bad = [](const Value& security) {
    return !security["runAsUser"].is_null() && security["runAsUser"].as_int() == 0;
  };
  const std::string who =
      setters(is_bad(pod.security()), names_where(pod, [&](const Value& own, const Value&) { return is_bad(own); }));
  if (who.empty()) return std::nullopt;
  return SecurityViolation{"runAsUser=0", who + " must not set runAsUser=0"};
}

MaybeViolation seccomp_restricted(const CheckedPod& pod) {
  if (pod.on_windows()) return std::nullopt;
  if (MaybeViolation bad = bad_seccomp(pod)) return bad;
  if (!pod.security()["seccompProfile"].is_null()) return std::nullopt;
  const auto bad =
      names_where(pod, [](const Value& security, const Value&) { return security["seccompProfile"].is_null(); });
  if (bad.empty()) return std::nullopt;
  return SecurityViolation{"seccompProfile",
                           "pod or " + containers_named(bad) +
                               " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""};
}

// Sorted by the names that upstream gives them. In versions from `since` on; some of baseline are part of a stricter
// one of restricted from a version on and left out beside it.
struct StandardCheck {
  MaybeViolation (*find)(const CheckedPod& pod);
  int since = 0;
  int replaced_since = kNewestSecurityVersion + 1;
};

constexpr StandardCheck kBaseline[] = {
    {app_armor},
    {capabilities_baseline, 0, 22},
    {host_namespaces},
    {host_path_volumes, 0, 0},
    {host_ports},
    {host_probes, 34},
    {privileged},
    {proc_mount, 0, 35},
    {selinux},
    {seccomp_annotations},
    {bad_seccomp, 19, 19},
    {sysctls},
    {windows_host_process},
};

constexpr StandardCheck kRestricted[] = {
    {allow_privilege_escalation, 8},
    {capabilities_restricted, 22},
    {any_proc_mount, 35},
    {restricted_volumes},
    {run_as_non_root},
    {run_as_user, 23},
    {seccomp_restricted, 19},
};

}  // namespace

std::vector<SecurityViolation> security_violations(SecurityLevel level, int minor, const Value& pod) {
  std::vector<SecurityViolation> violations;
  if (level == SecurityLevel::kPrivileged) return violations;
  const CheckedPod checked(pod, std::min(minor, kNewestSecurityVersion));
  const auto look = [&](const StandardCheck& check) {
    if (checked.minor < check.since) return;
    if (MaybeViolation found = check.find(checked)) violations.push_back(*std::move(found));
  };
  const bool restricted = level == SecurityLevel::kRestricted;
  for (const StandardCheck& check : kBaseline)
    if (!restricted || checked.minor < check.replaced_since) look(check);
  if (restricted)
    for (const StandardCheck& check : kRestricted) look(check);
  return violations;
}

}  // namespace skiff
