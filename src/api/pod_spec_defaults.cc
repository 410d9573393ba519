#include "api/pod_spec_defaults.h"

#include <utility>

#include "api/edit.h"
#include "api/image_reference.h"
#include "api/pod_resources.h"

namespace skiff {
namespace {

const Value& look(const Value& value, std::string_view key) { return value[key]; }

void default_http_get(Value& handler) {
  edit_member(handler, "httpGet", [](Value& get) {
    set_if_absent(get, "path", "/");
    set_if_absent(get, "scheme", "HTTP");
  });
}

void default_probe(Value& probe) {
  set_if_absent(probe, "timeoutSeconds", 1);
  set_if_absent(probe, "periodSeconds", 10);
  set_if_absent(probe, "successThreshold", 1);
  set_if_absent(probe, "failureThreshold", 3);
  default_http_get(probe);
  edit_member(probe, "grpc", [](Value& grpc) { set_if_absent(grpc, "service", ""); });
}

void default_field_ref(Value& source) {
  edit_member(source, "fieldRef", [](Value& reference) { set_if_absent(reference, "apiVersion", "v1"); });
}

void default_container(Value& container) {
  if (look(container, "imagePullPolicy").is_null()) {
    // The policy is decided once: it is stored, so that another image later does not change it.
    const bool latest = image_tag(look(container, "image").as_string()) == "latest";
    container.set("imagePullPolicy", latest ? "Always" : "IfNotPresent");
  }
  set_if_absent(container, "terminationMessagePath", "/dev/termination-log");
  set_if_absent(container, "terminationMessagePolicy", "File");
  edit_each(container, "ports", [](Value& port) { set_if_absent(port, "protocol", "TCP"); });
  edit_each(container, "env", [](Value& variable) { edit_member(variable, "valueFrom", default_field_ref); });
  for (const std::string_view probe : {"livenessProbe", "readinessProbe", "startupProbe"})
    edit_member(container, probe, default_probe);
  edit_member(container, "lifecycle", [](Value& lifecycle) {
    edit_member(lifecycle, "postStart", default_http_get);
    edit_member(lifecycle, "preStop", default_http_get);
  });
}

void default_projection(Value& source) {
  edit_member(source, "serviceAccountToken", [](Value& token) { set_if_absent(token, "expirationSeconds", 3600); });
  edit_member(source, "downwardAPI", [](Value& api) { edit_each(api, "items", default_field_ref); });
}

void default_volume(Value& volume) {
  const bool sourceless = volume.size() == (volume.contains("name") ? 1u : 0u);
  if (sourceless) volume.set("emptyDir", Value::object());
  for (const std::string_view source : {"secret", "configMap", "downwardAPI", "projected"})
    edit_member(volume, source, [](Value& files) { set_if_absent(files, "defaultMode", 420); });
  edit_member(volume, "downwardAPI", [](Value& api) { edit_each(api, "items", default_field_ref); });
  edit_member(volume, "projected", [](Value& projected) { edit_each(projected, "sources", default_projection); });
  edit_member(volume, "hostPath", [](Value& path) { set_if_absent(path, "type", ""); });
  edit_member(volume, "ephemeral", [](Value& ephemeral) {
    edit_member(ephemeral, "volumeClaimTemplate", [](Value& claim) {
      edit_member(claim, "spec", [](Value& spec) { set_if_absent(spec, "volumeMode", "Filesystem"); });
    });
  });
}

// The sources of the time before CSI, which still are defaulted though no kubelet mounts most of them any more.
void default_in_tree_volume(Value& volume) {
  edit_member(volume, "iscsi", [](Value& iscsi) { set_if_absent(iscsi, "iscsiInterface", "default"); });
  edit_member(volume, "rbd", [](Value& rbd) {
    set_if_absent(rbd, "pool", "rbd");
    set_if_absent(rbd, "user", "admin");
    set_if_absent(rbd, "keyring", "/etc/ceph/keyring");
  });
  edit_member(volume, "azureDisk", [](Value& disk) {
    set_if_absent(disk, "cachingMode", "ReadWrite");
    set_if_absent(disk, "kind", "Shared");
    set_if_absent(disk, "fsType", "ext4");
    set_if_absent(disk, "readOnly", false);
  });
  edit_member(volume, "scaleIO", [](Value& scale_io) {
    set_if_absent(scale_io, "storageMode", "ThinProvisioned");
    set_if_absent(scale_io, "fsType", "xfs");
  });
}

// serviceAccount is the old name of serviceAccountName: the new one wins, both are shown
// (Convert_v1_PodSpec_To_core_PodSpec and back).
void unite_service_account(Value& spec) {
  const Value account =
      look(spec, look(spec, "serviceAccountName").is_null() ? "serviceAccount" : "serviceAccountName");
  if (account.is_null()) return;
  spec.set("serviceAccountName", account);
  spec.set("serviceAccount", account);
}

void default_requests(Value& container) {
  edit_member(container, "resources", [](Value& resources) {
    const Value limits = look(resources, "limits");
    for (const Member& limit : limits.members()) {
      if (!std::as_const(resources).at("requests", limit.name()).is_null()) continue;
      resources.edit("requests").set(limit.name(), limit.value);
    }
  });
}

void default_host_ports(Value& container) {
  edit_each(container, "ports", [](Value& port) {
    if (look(port, "hostPort").is_null()) port.set("hostPort", look(port, "containerPort"));
  });
}

// setDefaultPodRequests: what the containers ask for together, else the limit of the pod. Huge pages cannot be
// overcommitted: there the limit alone counts.
void default_pod_level_requests(Value& spec) {
  edit_member(spec, "resources", [&spec](Value& resources) {
    const Value of_containers = container_requests(spec);
    Value requests = look(resources, "requests");
    for (const std::string_view name : {"cpu", "memory"})
      if (of_containers.contains(name)) set_if_absent(requests, name, of_containers[name]);
    const Value limits = look(resources, "limits");
    for (const Member& limit : limits.members())
      if (limit.name() == "cpu" || limit.name() == "memory" || limit.name().starts_with("hugepages-"))
        set_if_absent(requests, limit.name(), limit.value);
    if (!requests.empty()) resources.set("requests", requests);
  });
}

}  // namespace

void default_pod_spec(Value& spec) {
  set_if_absent(spec, "dnsPolicy", "ClusterFirst");
  set_if_absent(spec, "restartPolicy", "Always");
  set_if_absent(spec, "securityContext", Value::object());
  set_if_absent(spec, "terminationGracePeriodSeconds", 30);
  set_if_absent(spec, "schedulerName", "default-scheduler");
  unite_service_account(spec);
  for (const std::string_view list : {"containers", "initContainers", "ephemeralContainers"})
    edit_each(spec, list, default_container);
  edit_each(spec, "volumes", [](Value& volume) {
    default_volume(volume);
    default_in_tree_volume(volume);
  });
}

void default_pod_template(Value& pod_template) { edit_member(pod_template, "spec", default_pod_spec); }

void default_pod_only(Value& spec) {
  set_if_absent(spec, "enableServiceLinks", true);
  const bool host_network = look(spec, "hostNetwork").as_bool();
  for (const std::string_view list : {"containers", "initContainers"}) {
    edit_each(spec, list, default_requests);
    if (host_network) edit_each(spec, list, default_host_ports);
  }
  default_pod_level_requests(spec);
}

}  // namespace skiff
