// The Pod Security Standards, check by check. The sentences are those of upstream's own tests of the policies.
#include "apiserver/admission/pod_security_checks.h"

#include <catch2/catch.hpp>

#include "base/json.h"

using namespace skiff;

namespace {

std::string violated(SecurityLevel level, int minor, const std::string& pod) {
  std::string out;
  for (const SecurityViolation& violation : security_violations(level, minor, *parse_json(pod)))
    out += (out.empty() ? "" : "\n") + violation.reason + " (" + violation.detail + ")";
  return out;
}

struct Row {
  const char* why;
  const char* spec;  // without what the restricted level demands
  const char* violated;
  int minor = kNewestSecurityVersion;
};

std::string in_spec(const std::string& spec) { return R"({"metadata":{},"spec":)" + spec + "}"; }

}  // namespace

TEST_CASE("Pod security: baseline") {
  const Row rows[] = {
      {"nothing set", R"({"containers":[{"name":"a"}]})", ""},
      {"AppArmor of the pod",
       R"({"securityContext":{"appArmorProfile":{"type":"Unconfined"}},"containers":[{"name":"a"}]})",
       R"(forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined"))"},
      {"AppArmor of a container",
       R"({"containers":[{"name":"foo","securityContext":{"appArmorProfile":{"type":"Unconfined"}}}]})",
       R"(forbidden AppArmor profile (container "foo" must not set AppArmor profile type to "Unconfined"))"},
      {"capabilities of several containers",
       R"({"containers":[{"name":"a","securityContext":{"capabilities":{"add":["FOO","BAR"]}}},
           {"name":"b","securityContext":{"capabilities":{"add":["BAR","CHOWN"]}}},
           {"name":"c","securityContext":{"capabilities":{"add":["CHOWN"]}}}]})",
       R"(non-default capabilities (containers "a", "b" must not include "BAR", "FOO" in securityContext.capabilities.add))"},
      {"the host's namespaces", R"({"hostNetwork":true,"hostPID":true,"hostIPC":true})",
       "host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)"},
      {"hostPath", R"({"volumes":[{"name":"a","hostPath":{}},{"name":"b"},{"name":"c","hostPath":{}}]})",
       R"(hostPath volumes (volumes "a", "c"))"},
      {"host ports",
       R"({"containers":[{"name":"a","ports":[{"hostPort":0}]},{"name":"b","ports":[{"hostPort":20},{"hostPort":10}]}]})",
       R"(hostPort (container "b" uses hostPorts 10, 20))"},
      {"hosts of probes", R"({"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"h"}}}]})",
       R"(probe or lifecycle host (container "a" uses probe or lifecycle host "h"))"},
      {"hosts of probes, before 1.34", R"({"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"h"}}}]})", "",
       33},
      {"privileged",
       R"({"initContainers":[{"name":"i","securityContext":{"privileged":true}}],
           "containers":[{"name":"a","securityContext":{"privileged":true}}]})",
       R"(privileged (containers "i", "a" must not set securityContext.privileged=true))"},
      {"/proc", R"({"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]})",
       R"(procMount (container "a" must not set securityContext.procMount to "Unmasked"))"},
      {"/proc with users of its own",
       R"({"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]})", ""},
      {"SELinux",
       R"({"containers":[{"name":"e","securityContext":{"seLinuxOptions":{"type":"bar"}}},
           {"name":"f","securityContext":{"seLinuxOptions":{"user":"u"}}},
           {"name":"g","securityContext":{"seLinuxOptions":{"role":"r"}}}]})",
       R"(seLinuxOptions (containers "e", "f", "g" set forbidden securityContext.seLinuxOptions: type "bar"; user may not be set; role may not be set))"},
      {"seccomp",
       R"({"securityContext":{"seccompProfile":{"type":"Unconfined"}},
           "containers":[{"name":"a","securityContext":{"seccompProfile":{"type":"Unconfined"}}}]})",
       R"(seccompProfile (pod and container "a" must not set securityContext.seccompProfile.type to "Unconfined"))"},
      {"sysctls", R"({"securityContext":{"sysctls":[{"name":"a"},{"name":"kernel.shm_rmid_forced"},{"name":"b"}]}})",
       "forbidden sysctls (a, b)"},
      {"a sysctl of a later version", R"({"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem"}]}})",
       "forbidden sysctls (net.ipv4.tcp_rmem)", 31},
      {"processes on a Windows host",
       R"({"securityContext":{"windowsOptions":{"hostProcess":true}},
           "containers":[{"name":"e","securityContext":{"windowsOptions":{"hostProcess":true}}},
                         {"name":"f","securityContext":{"windowsOptions":{"hostProcess":true}}}]})",
       R"(hostProcess (pod and containers "e", "f" must not set securityContext.windowsOptions.hostProcess=true))"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(violated(SecurityLevel::kBaseline, row.minor, in_spec(row.spec)) == row.violated);
    }
}

TEST_CASE("Pod security: AppArmor annotations") {
  CHECK(violated(SecurityLevel::kBaseline, kNewestSecurityVersion,
                 R"({"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/b":"runtime/default",
                     "container.apparmor.security.beta.kubernetes.io/e":"unconfined"}},"spec":{}})") ==
        R"(forbidden AppArmor profile (annotation must not set AppArmor profile type to )"
        R"("container.apparmor.security.beta.kubernetes.io/e="unconfined""))");
}

TEST_CASE("Pod security: restricted") {
  const Row rows[] = {
      {"nothing set", R"({"containers":[{"name":"a"},{"name":"b"}]})",
       R"(allowPrivilegeEscalation != false (containers "a", "b" must set securityContext.allowPrivilegeEscalation=false)
unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"])
runAsNonRoot != true (pod or containers "a", "b" must set securityContext.runAsNonRoot=true)
seccompProfile (pod or containers "a", "b" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"))"},
      {"on Windows", R"({"os":{"name":"windows"},"containers":[{"name":"a"}]})",
       R"(runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true))"},
      {"with users of its own",
       R"({"hostUsers":false,"securityContext":{"runAsUser":0,"seccompProfile":{"type":"Localhost"}},
           "containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"procMount":"Unmasked",
           "capabilities":{"drop":["ALL"]}}}]})",
       R"(procMount (container "a" must not set securityContext.procMount to "Unmasked"))"},
      {"baseline's first, and its weaker forms not at all",
       R"({"hostPID":true,"securityContext":{"runAsNonRoot":true,"runAsUser":0,"seccompProfile":{"type":"Localhost"}},
           "volumes":[{"name":"h","hostPath":{}},{"name":"n","nfs":{}},{"name":"i","image":{}}],
           "containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":false,
           "capabilities":{"drop":["ALL"],"add":["CHOWN","NET_BIND_SERVICE"]}}}]})",
       R"(host namespaces (hostPID=true)
unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add)
restricted volume types (volumes "h", "n" use restricted volume types "hostPath", "nfs")
runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)
runAsUser=0 (pod must not set runAsUser=0))"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(violated(SecurityLevel::kRestricted, row.minor, in_spec(row.spec)) == row.violated);
    }
}
