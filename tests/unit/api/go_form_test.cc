#include "api/go_form.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff {

// The template is the one of a job that was to get another image; the text is what a server 1.36 answered.
TEST_CASE("Go form: a pod template in an error message") {
  const Value pod_template = *parse_json(R"({"metadata":{"labels":{"job-name":"crunch"}},"spec":{"containers":[{
      "command":["sh","-c","exit 9"],"image":"busybox:1.37","imagePullPolicy":"IfNotPresent","name":"c","resources":{},
      "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],"dnsPolicy":"ClusterFirst",
      "restartPolicy":"Never","schedulerName":"default-scheduler","securityContext":{},"terminationGracePeriodSeconds":30}})");
  CHECK(
      go_form("core.v1.PodTemplateSpec", pod_template) ==
      R"({"labels":{"job-name":"crunch"},"Spec":{"Volumes":null,"InitContainers":null,"Containers":[{"Name":"c","Image":"busybox:1.37","Command":["sh","-c","exit 9"],"Args":null,"WorkingDir":"","Ports":null,"EnvFrom":null,"Env":null,"Resources":{"Limits":null,"Requests":null,"Claims":null},"ResizePolicy":null,"RestartPolicy":null,"RestartPolicyRules":null,"VolumeMounts":null,"VolumeDevices":null,"LivenessProbe":null,"ReadinessProbe":null,"StartupProbe":null,"Lifecycle":null,"TerminationMessagePath":"/dev/termination-log","TerminationMessagePolicy":"File","ImagePullPolicy":"IfNotPresent","SecurityContext":null,"Stdin":false,"StdinOnce":false,"TTY":false}],"EphemeralContainers":null,"RestartPolicy":"Never","TerminationGracePeriodSeconds":30,"ActiveDeadlineSeconds":null,"DNSPolicy":"ClusterFirst","NodeSelector":null,"ServiceAccountName":"","AutomountServiceAccountToken":null,"NodeName":"","SecurityContext":{"HostNetwork":false,"HostPID":false,"HostIPC":false,"ShareProcessNamespace":null,"HostUsers":null,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"SupplementalGroups":null,"SupplementalGroupsPolicy":null,"FSGroup":null,"FSGroupChangePolicy":null,"Sysctls":null,"SeccompProfile":null,"AppArmorProfile":null,"SELinuxChangePolicy":null},"ImagePullSecrets":null,"Hostname":"","Subdomain":"","SetHostnameAsFQDN":null,"Affinity":null,"SchedulerName":"default-scheduler","Tolerations":null,"HostAliases":null,"PriorityClassName":"","Priority":null,"PreemptionPolicy":null,"DNSConfig":null,"ReadinessGates":null,"RuntimeClassName":null,"Overhead":null,"EnableServiceLinks":null,"TopologySpreadConstraints":null,"OS":null,"SchedulingGates":null,"ResourceClaims":null,"Resources":null,"HostnameOverride":null,"SchedulingGroup":null}})");
}

TEST_CASE("Go form: small structs") {
  struct Row {
    const char* why;
    const char* type;
    const char* value;
    const char* shown;
  };
  const Row rows[] = {
      {"a pointer that is absent", "apps.v1.StatefulSetUpdateStrategy", R"({"type":"Bogus"})",
       R"({"Type":"Bogus","RollingUpdate":null})"},
      {"selectors have tags, in the order of the struct", "meta.v1.LabelSelector",
       R"({"matchExpressions":[{"key":"a","operator":"Exists"}],"matchLabels":{"b":"c"}})",
       R"({"matchLabels":{"b":"c"},"matchExpressions":[{"key":"a","operator":"Exists"}]})"},
      {"an empty selector", "meta.v1.LabelSelector", "{}", "{}"},
      {"a port number that is absent is 0", "core.v1.ContainerPort", R"({"containerPort":80})",
       R"({"Name":"","HostPort":0,"ContainerPort":80,"Protocol":"","HostIP":""})"},
      {"the host's namespaces are shown with the security context", "core.v1.PodSpec",
       R"({"hostNetwork":true,"securityContext":{}})",
       R"({"Volumes":null,"InitContainers":null,"Containers":null,"EphemeralContainers":null,"RestartPolicy":"","TerminationGracePeriodSeconds":null,"ActiveDeadlineSeconds":null,"DNSPolicy":"","NodeSelector":null,"ServiceAccountName":"","AutomountServiceAccountToken":null,"NodeName":"","SecurityContext":{"HostNetwork":true,"HostPID":false,"HostIPC":false,"ShareProcessNamespace":null,"HostUsers":null,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"SupplementalGroups":null,"SupplementalGroupsPolicy":null,"FSGroup":null,"FSGroupChangePolicy":null,"Sysctls":null,"SeccompProfile":null,"AppArmorProfile":null,"SELinuxChangePolicy":null},"ImagePullSecrets":null,"Hostname":"","Subdomain":"","SetHostnameAsFQDN":null,"Affinity":null,"SchedulerName":"","Tolerations":null,"HostAliases":null,"PriorityClassName":"","Priority":null,"PreemptionPolicy":null,"DNSConfig":null,"ReadinessGates":null,"RuntimeClassName":null,"Overhead":null,"EnableServiceLinks":null,"TopologySpreadConstraints":null,"OS":null,"SchedulingGates":null,"ResourceClaims":null,"Resources":null,"HostnameOverride":null,"SchedulingGroup":null})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(go_form(row.type, *parse_json(row.value)) == row.shown);
    }
}

TEST_CASE("Go form: indented as json.MarshalIndent does it") {
  CHECK(go_form("core.v1.VolumeResourceRequirements", *parse_json(R"({"requests":{"storage":"1Gi"}})"),
                GoLayout::kIndented) == "{\n \"Limits\": null,\n \"Requests\": {\n  \"storage\": \"1Gi\"\n }\n}");
  CHECK(go_form("core.v1.Capabilities", *parse_json(R"({"add":["A","B"]})"), GoLayout::kIndented) ==
        "{\n \"Add\": [\n  \"A\",\n  \"B\"\n ],\n \"Drop\": null\n}");
}

}  // namespace skiff
