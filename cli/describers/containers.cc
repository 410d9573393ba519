#include "cli/describers/containers.h"

#include <algorithm>
#include <vector>

#include "api/quantity.h"
#include "base/strings.h"
#include "cli/describers/metadata.h"

namespace skiff::cli {
namespace {

std::string int_or_text(const Value& value) { return value.is_int() ? std::to_string(value.as_int()) : value.str(); }

std::string ports(const Value& container, std::string_view number) {
  std::string out;
  for (const Value& port : container["ports"].elements()) {
    if (!out.empty()) out += ", ";
    out += std::to_string(port[number].as_int()) + "/" + port["protocol"].str();
    if (!port["name"].as_string().empty()) out += " (" + port["name"].str() + ")";
  }
  return out;
}

void add_ports(const std::string& label, const std::string& text, Lines& out) {
  out.add(2, text.find(',') != std::string::npos ? label + "s" : label, text_or(text, "<none>"));
}

void add_seccomp(const Value& profile, Lines& out) {
  if (profile.is_null()) return;
  out.add(2, "SeccompProfile", profile["type"].as_string());
  if (profile["type"].as_string() == "Localhost")
    out.add(3, "LocalhostProfile", profile["localhostProfile"].as_string());
}

void add_words(const char* title, const Value& words, Lines& out) {
  if (words.empty()) return;
  out.add(2, title);
  for (const Value& word : words.elements())
    for (const std::string_view line : split(word.as_string(), '\n')) out.add(3, line);
}

void add_state(std::string_view title, const Value& state, Lines& out) {
  if (const Value& running = state["running"]; !running.is_null()) {
    out.add(2, title, "Running");
    out.add(3, "Started", date(running["startedAt"]));
  } else if (const Value& terminated = state["terminated"]; !terminated.is_null()) {
    out.add(2, title, "Terminated");
    if (!terminated["reason"].as_string().empty()) out.add(3, "Reason", terminated["reason"].as_string());
    if (!terminated["message"].as_string().empty()) out.add(3, "Message", terminated["message"].as_string());
    out.add(3, "Exit Code", terminated["exitCode"].as_int());
    if (terminated["signal"].as_int() > 0) out.add(3, "Signal", terminated["signal"].as_int());
    out.add(3, "Started", date(terminated["startedAt"]));
    out.add(3, "Finished", date(terminated["finishedAt"]));
  } else {
    out.add(2, title, "Waiting");
    const std::string_view reason = state.at("waiting", "reason").as_string();
    if (!reason.empty()) out.add(3, "Reason", reason);
  }
}

void add_status(const Value& status, Lines& out) {
  add_state("State", status["state"], out);
  if (!status.at("lastState", "terminated").is_null()) add_state("Last State", status["lastState"], out);
  out.add(2, "Ready", title_bool(status["ready"].as_bool()));
  out.add(2, "Restart Count", status["restartCount"].as_int());
}

void add_quantities(const char* title, const Value& quantities, Lines& out) {
  if (quantities.empty()) return;
  out.add(2, title);
  for (const Member& one : quantities.members()) out.add(3, one.name(), int_or_text(one.value));
}

// The path of a URL, as Go's url.URL writes it: what has a meaning elsewhere in a URL, and what is no ASCII, is
// escaped. A path without a slash at its beginning gets one. Upstream: formatProbe, URL.EscapedPath.
std::string url_path(std::string_view path) {
  constexpr std::string_view kPlain = "-_.~$&+,/:;=@";
  std::string out;
  if (!path.empty() && path[0] != '/') out += '/';
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

// Mirrors net.JoinHostPort: an address with colons of its own stands in brackets.
std::string host_and_port(const std::string& host, const std::string& port) {
  return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + port;
}

std::string probe_action(const Value& probe) {
  if (const Value& exec = probe["exec"]; !exec.is_null()) return "exec " + go_list(exec["command"]);
  if (const Value& http = probe["httpGet"]; !http.is_null())
    return "http-get " + to_lower(http["scheme"].as_string("HTTP")) + "://" +
           host_and_port(http["host"].str(), int_or_text(http["port"])) + url_path(http["path"].as_string());
  if (const Value& tcp = probe["tcpSocket"]; !tcp.is_null())
    return "tcp-socket " + tcp["host"].str() + ":" + int_or_text(tcp["port"]);
  if (const Value& grpc = probe["grpc"]; !grpc.is_null())
    return "grpc <pod>:" + int_or_text(grpc["port"]) + " " + grpc["service"].str();
  return "unknown";
}

void add_probe(const char* title, const Value& probe, Lines& out) {
  if (probe.is_null()) return;
  const auto number = [&](const char* field) { return std::to_string(probe[field].as_int()); };
  out.add(2, title,
          probe_action(probe) + " delay=" + number("initialDelaySeconds") + "s timeout=" + number("timeoutSeconds") +
              "s period=" + number("periodSeconds") + "s #success=" + number("successThreshold") +
              " #failure=" + number("failureThreshold"));
}

void add_env_sources(const Value& sources, Lines& out) {
  if (sources.empty()) return;
  out.add(2, "Environment Variables from:");
  for (const Value& source : sources.elements()) {
    const bool is_secret = !source["secretRef"].is_null();
    const Value& from = source[is_secret ? "secretRef" : "configMapRef"];
    std::string kind = is_secret ? "Secret" : "ConfigMap";
    if (!source["prefix"].as_string().empty()) kind += " with prefix '" + source["prefix"].str() + "'";
    out.add(3, from["name"].str() + "\t" + kind + "\tOptional: " + go_bool(from["optional"].as_bool()));
  }
}

// The value of a field reference, as far as kubectl can tell: its scheme knows no names of a pod's fields but those
// that all kinds have. Upstream: EnvValueRetriever.
std::string resolved_field(const Value& pod, std::string_view path) {
  if (path == "metadata.name") return pod["metadata"]["name"].str();
  return path == "metadata.namespace" ? pod["metadata"]["namespace"].str() : "";
}

std::string container_resource(const Value& container, const Value& reference) {
  const std::string resource = reference["resource"].str();
  const size_t dot = resource.find('.');
  const std::string list = resource.substr(0, dot);
  const std::string name = dot == std::string::npos ? "" : resource.substr(dot + 1);
  const auto quantity = Quantity::of(container["resources"][list][name]);
  if (!quantity) return "";
  if (quantity->is_zero()) return resource == "limits.cpu" || resource == "limits.memory" ? "node allocatable" : "0";
  const auto divisor = Quantity::of(reference["divisor"]);
  const int64_t unit = divisor && !divisor->is_zero() ? divisor->milli_value() : 1000;
  return std::to_string((quantity->milli_value() + unit - 1) / unit);
}

void add_variable(const Value& variable, const Value& container, const ContainerOwner& owner, Lines& out) {
  const std::string name = variable["name"].str();
  const Value& from = variable["valueFrom"];
  if (from.is_null()) {
    bool first = true;
    for (const std::string_view line : split(variable["value"].as_string(), '\n')) {
      out.add(3, (first ? name + ":" : std::string()) + "\t" + std::string(line));
      first = false;
    }
    return;
  }
  if (const Value& field = from["fieldRef"]; !field.is_null()) {
    const std::string value = owner.is_template() ? "" : resolved_field(*owner.pod, field["fieldPath"].as_string());
    out.add(3, name, value + " (" + field["apiVersion"].str() + ":" + field["fieldPath"].str() + ")");
  } else if (const Value& resource = from["resourceFieldRef"]; !resource.is_null()) {
    out.add(3, name, container_resource(container, resource) + " (" + resource["resource"].str() + ")");
  } else if (const Value& secret = from["secretKeyRef"]; !secret.is_null()) {
    out.add(3, name,
            "<set to the key '" + secret["key"].str() + "' in secret '" + secret["name"].str() +
                "'>\tOptional: " + go_bool(secret["optional"].as_bool()));
  } else if (const Value& config = from["configMapKeyRef"]; !config.is_null()) {
    out.add(3, name,
            "<set to the key '" + config["key"].str() + "' of config map '" + config["name"].str() +
                "'>\tOptional: " + go_bool(config["optional"].as_bool()));
  }
}

void add_environment(const Value& container, const ContainerOwner& owner, Lines& out) {
  if (container["env"].empty()) {
    out.add(2, "Environment", "<none>");
    return;
  }
  out.add(2, "Environment:");
  for (const Value& variable : container["env"].elements()) add_variable(variable, container, owner, out);
}

void add_mounts(const Value& container, Lines& out) {
  Elements mounts = container["volumeMounts"].elements();
  if (mounts.empty()) {
    out.add(2, "Mounts", "<none>");
  } else {
    out.add(2, "Mounts:");
    std::sort(mounts.begin(), mounts.end(),
              [](const Value& a, const Value& b) { return a["mountPath"].as_string() < b["mountPath"].as_string(); });
    for (const Value& mount : mounts) {
      std::string flags = mount["readOnly"].as_bool() ? "ro" : "rw";
      if (!mount["subPath"].as_string().empty()) flags += ",path=" + go_quote(mount["subPath"].as_string());
      out.add(3, mount["mountPath"].str() + " from " + mount["name"].str() + " (" + flags + ")");
    }
  }
  Elements devices = container["volumeDevices"].elements();
  if (devices.empty()) return;
  // Upstream says of the devices what it has found out about the mounts.
  if (mounts.empty()) out.add(2, "Devices", "<none>");
  else out.add(2, "Devices:");
  std::sort(devices.begin(), devices.end(),
            [](const Value& a, const Value& b) { return a["devicePath"].as_string() < b["devicePath"].as_string(); });
  for (const Value& device : devices) out.add(3, device["devicePath"].str() + " from " + device["name"].str());
}

const Value& status_of(const Value& statuses, const Value& container) {
  static const Value kNone;
  for (const Value& status : statuses.elements())
    if (status["name"] == container["name"]) return status;
  return kNone;
}

void add_container(const Value& container, const Value& status, const ContainerOwner& owner, Lines& out) {
  const bool known = !status.is_null();
  out.add(1, (owner.is_template() ? " " : "") + container["name"].str() + ":");
  if (known) out.add(2, "Container ID", status["containerID"].as_string());
  out.add(2, "Image", container["image"].as_string());
  if (known) out.add(2, "Image ID", status["imageID"].as_string());
  add_ports("Port", ports(container, "containerPort"), out);
  add_ports("Host Port", ports(container, "hostPort"), out);
  add_seccomp(container.at("securityContext", "seccompProfile"), out);
  add_words("Command:", container["command"], out);
  add_words("Args:", container["args"], out);
  if (known) add_status(status, out);
  add_quantities("Limits:", container.at("resources", "limits"), out);
  add_quantities("Requests:", container.at("resources", "requests"), out);
  add_probe("Liveness", container["livenessProbe"], out);
  add_probe("Readiness", container["readinessProbe"], out);
  add_probe("Startup", container["startupProbe"], out);
  add_env_sources(container["envFrom"], out);
  add_environment(container, owner, out);
  add_mounts(container, out);
}

}  // namespace

void add_containers(std::string_view title, const Value& containers, const Value& statuses, const ContainerOwner& owner,
                    Lines& out) {
  out.add(owner.is_template() ? 1 : 0, std::string(title) + ":" + (containers.empty() ? " <none>" : ""));
  for (const Value& container : containers.elements())
    add_container(container, status_of(statuses, container), owner, out);
}

}  // namespace skiff::cli
