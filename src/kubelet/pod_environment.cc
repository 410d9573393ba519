#include "kubelet/pod_environment.h"

#include <algorithm>
#include <cctype>

#include "api/kinds/configmap.h"
#include "api/kinds/node.h"
#include "api/kinds/secret.h"
#include "api/kinds/service.h"
#include "api/quantity.h"
#include "base/base64.h"
#include "base/strings.h"
#include "kubelet/container_command.h"
#include "kubelet/dns.h"
#include "kubelet/mysql/server.h"
#include "kubelet/shell/programs.h"
#include "kubelet/web_server.h"

namespace skiff {
namespace {

constexpr std::string_view kPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::string variable_name(std::string_view name) {
  std::string out = to_upper(name);
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

// A map of labels or annotations as the downward API writes it: key="value", a line each.
std::string downward_map(const Value& map) {
  std::string out;
  for (const Member& member : map.members())
    out += std::string(member.name()) + "=" + go_quote(member.value.as_string()) + "\n";
  return out;
}

// managedHostsFileContent.
std::string host_aliases(const Value& aliases) {
  if (aliases.empty()) return {};
  std::string out = "\n# Entries added by HostAliases.\n";
  for (const Value& alias : aliases.elements()) {
    out += alias["ip"].str();
    for (const Value& name : alias["hostnames"].elements()) out += "\t" + name.str();
    out += "\n";
  }
  return out;
}

std::map<std::string, std::string> secret_data(const Object& secret) {
  std::map<std::string, std::string> out;
  for (const Member& member : secret.document()["data"].members())
    out[std::string(member.name())] = base64_decode(member.value.as_string()).value_or("");
  return out;
}

std::map<std::string, std::string> config_data(const Object& config) {
  std::map<std::string, std::string> out;
  for (const Member& member : config.document()["data"].members()) out[std::string(member.name())] = member.value.str();
  return out;
}

}  // namespace

PodEnvironment::PodEnvironment(Store& store, const Object& pod, const Value& container, Behaviors& behaviors, Time now)
    : store_(store),
      pod_(pod),
      container_(container),
      behaviors_(behaviors),
      now_(now),
      written_(store, pod, container) {
  add_variables();
  add_files();
}

std::string PodEnvironment::hostname() const {
  const Value& spec = pod_.spec();
  if (spec["hostNetwork"].as_bool()) return spec["nodeName"].str();
  std::string name = std::string(spec["hostname"].as_string(pod_.name())).substr(0, 63);
  const std::string_view subdomain = spec["subdomain"].as_string();
  if (!spec["setHostnameAsFQDN"].as_bool() || subdomain.empty()) return name;
  return name + "." + std::string(subdomain) + "." + pod_.ns() + ".svc." + std::string(kClusterDomain);
}

std::string PodEnvironment::full_name() const {
  const std::string_view subdomain = pod_.spec()["subdomain"].as_string();
  if (subdomain.empty() || pod_.spec()["setHostnameAsFQDN"].as_bool()) return hostname();
  return hostname() + "." + std::string(subdomain) + "." + pod_.ns() + ".svc." + std::string(kClusterDomain);
}

void PodEnvironment::set_variable(const std::string& name, std::string value) {
  for (auto& [known, present] : variables_) {
    if (known != name) continue;
    present = std::move(value);
    return;
  }
  variables_.emplace_back(name, std::move(value));
}

std::string PodEnvironment::field(std::string_view path) const {
  const auto of_map = [&](std::string_view prefix, const Value& map) -> std::optional<std::string> {
    if (!path.starts_with(prefix)) return std::nullopt;
    std::string_view key = path.substr(prefix.size());
    if (key.starts_with("['") && key.ends_with("']")) return map[key.substr(2, key.size() - 4)].str();
    return downward_map(map);
  };
  const Value& metadata = pod_.metadata();
  if (auto text = of_map("metadata.labels", metadata["labels"])) return *text;
  if (auto text = of_map("metadata.annotations", metadata["annotations"])) return *text;
  const Value* at = &pod_.document();
  for (const std::string_view step : split(path, '.')) at = &(*at)[step];
  return at->str();
}

std::optional<std::string> PodEnvironment::value_from(const Value& source) const {
  if (const Value* ref = source.find("fieldRef")) return field((*ref)["fieldPath"].as_string());
  if (const Value* ref = source.find("resourceFieldRef")) return resource_field(*ref);
  if (const Value* ref = source.find("configMapKeyRef")) {
    const ObjectRef config = store_.get(kConfigMap, {pod_.ns(), (*ref)["name"].str()});
    if (!config) return std::nullopt;
    return config->document()["data"][(*ref)["key"].as_string()].str();
  }
  if (const Value* ref = source.find("secretKeyRef")) {
    const ObjectRef secret = store_.get(kSecret, {pod_.ns(), (*ref)["name"].str()});
    if (!secret) return std::nullopt;
    return secret_data(*secret)[(*ref)["key"].str()];
  }
  return std::nullopt;
}

// limits.cpu, requests.memory … of a container, in units of the divisor, rounded up; a limit that there is not is what
// the node has. ExtractContainerResourceValue.
std::string PodEnvironment::resource_field(const Value& reference) const {
  const std::string_view path = reference["resource"].as_string();
  const size_t dot = path.find('.');
  const std::string_view list = path.substr(0, dot), name = path.substr(std::min(dot, path.size() - 1) + 1);
  const Value* of = &container_;
  for (const char* group : {"containers", "initContainers"})
    for (const Value& container : pod_.spec()[group].elements())
      if (!reference["containerName"].as_string().empty() && container["name"] == reference["containerName"])
        of = &container;
  const Value* amount = (*of)["resources"][list].find(name);
  const ObjectRef node = store_.get(kNode, {"", pod_.spec()["nodeName"].str()});
  if (amount == nullptr && list == "limits" && node) amount = node->status()["allocatable"].find(name);
  const auto milli = [](const Value* value) {
    const auto quantity = Quantity::of(value == nullptr ? Value() : *value);
    return quantity ? quantity->milli_value() : 0;
  };
  const int64_t unit = milli(&reference["divisor"]), held = milli(amount);
  const int64_t each = unit == 0 ? 1000 : unit;
  return std::to_string((held + each - 1) / each);
}

// $(NAME) of variables that come before; $$(NAME) stays as it is.
std::string PodEnvironment::expand(std::string_view text) const {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$') {
      out += text[i];
      continue;
    }
    const size_t close = text.substr(i).starts_with("$(") ? text.find(')', i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      out += '$';
      i += text.substr(i).starts_with("$$") ? 1 : 0;
      continue;
    }
    const std::string_view name = text.substr(i + 2, close - i - 2);
    const auto found =
        std::find_if(variables_.begin(), variables_.end(), [&](const auto& one) { return one.first == name; });
    out += found != variables_.end() ? found->second : std::string(text.substr(i, close - i + 1));
    i = close;
  }
  return out;
}

void PodEnvironment::add_variables() {
  set_variable("PATH", std::string(kPath));
  set_variable("HOSTNAME", hostname());
  for (const Value& source : container_["envFrom"].elements()) {
    std::map<std::string, std::string> values;
    if (const ObjectRef config = store_.get(kConfigMap, {pod_.ns(), source["configMapRef"]["name"].str()}))
      values = config_data(*config);
    if (const ObjectRef secret = store_.get(kSecret, {pod_.ns(), source["secretRef"]["name"].str()}))
      values = secret_data(*secret);
    for (auto& [name, value] : values) set_variable(source["prefix"].str() + name, std::move(value));
  }
  for (const Value& variable : container_["env"].elements()) {
    if (const Value* source = variable.find("valueFrom")) {
      if (auto value = value_from(*source)) set_variable(variable["name"].str(), std::move(*value));
    } else {
      set_variable(variable["name"].str(), expand(variable["value"].as_string()));
    }
  }
  add_service_variables();
  set_variable("HOME", "/root");
}

// Docker links' form, for every Service with an address: of the pod's namespace if it wants them, and `kubernetes`.
void PodEnvironment::add_service_variables() {
  const auto add = [&](const Object& service) {
    const std::string ip = service.spec()["clusterIP"].str();
    const Elements& ports = service.spec()["ports"].elements();
    if (ip.empty() || ip == "None" || ports.empty()) return;
    const std::string name = variable_name(service.name());
    const auto port_text = [](const Value& port) { return std::to_string(port["port"].as_int()); };
    set_variable(name + "_SERVICE_HOST", ip);
    set_variable(name + "_SERVICE_PORT", port_text(ports[0]));
    for (const Value& port : ports)
      if (!port["name"].as_string().empty())
        set_variable(name + "_SERVICE_PORT_" + variable_name(port["name"].as_string()), port_text(port));
    for (size_t i = 0; i < ports.size(); ++i) {
      const std::string protocol = to_lower(ports[i]["protocol"].as_string("TCP"));
      const std::string url = protocol + "://" + ip + ":" + port_text(ports[i]);
      const std::string prefix = name + "_PORT_" + port_text(ports[i]) + "_" + to_upper(protocol);
      if (i == 0) set_variable(name + "_PORT", url);
      set_variable(prefix, url);
      set_variable(prefix + "_PROTO", protocol);
      set_variable(prefix + "_PORT", port_text(ports[i]));
      set_variable(prefix + "_ADDR", ip);
    }
  };
  const ObjectRef kubernetes = store_.get(kService, {"default", "kubernetes"});
  if (kubernetes) add(*kubernetes);
  if (!pod_.spec()["enableServiceLinks"].as_bool(true)) return;
  store_.for_each(kService, pod_.ns(), [&](const ObjectRef& service) {
    add(*service);
    return true;
  });
}

void PodEnvironment::add_volume(const Value& mount, const Value& volume) {
  const std::string base = mount["mountPath"].str() + "/";
  for (const char* source : {"configMap", "secret", "downwardAPI", "projected"})
    if (volume.contains(source)) given_.push_back(mount["mountPath"].str());
  const auto put = [&](const std::map<std::string, std::string>& values, const Value& items) {
    if (items.is_null())
      for (const auto& [name, value] : values) files_[base + name] = value;
    for (const Value& item : items.elements())
      if (const auto found = values.find(item["key"].str()); found != values.end())
        files_[base + item["path"].str()] = found->second;
  };
  const auto put_downward = [&](const Value& items) {
    for (const Value& item : items.elements())
      files_[base + item["path"].str()] = item.contains("resourceFieldRef")
                                              ? resource_field(item["resourceFieldRef"])
                                              : field(item["fieldRef"]["fieldPath"].as_string());
  };
  const auto put_source = [&](const Value& source) {
    if (const Value* config = source.find("configMap")) {
      const std::string_view name = (*config)["name"].as_string();
      if (const ObjectRef object = store_.get(kConfigMap, {pod_.ns(), std::string(name)}))
        put(config_data(*object), (*config)["items"]);
    }
    if (const Value* secret = source.find("secret")) {
      const std::string_view name = (*secret)["secretName"].as_string((*secret)["name"].as_string());
      if (const ObjectRef object = store_.get(kSecret, {pod_.ns(), std::string(name)}))
        put(secret_data(*object), (*secret)["items"]);
    }
    if (const Value* downward = source.find("downwardAPI")) put_downward((*downward)["items"]);
  };
  put_source(volume);
  for (const Value& source : volume["projected"]["sources"].elements()) put_source(source);
}

// dns.go, GetPodDNS. What a node's own file says is not simulated.
std::optional<std::string> PodEnvironment::resolver_configuration() const {
  const Value& spec = pod_.spec();
  const std::string_view policy = spec["dnsPolicy"].as_string("ClusterFirst");
  const bool cluster =
      policy == "ClusterFirstWithHostNet" || (policy == "ClusterFirst" && !spec["hostNetwork"].as_bool());
  if (!cluster && policy != "None") return std::nullopt;
  const std::string domain(kClusterDomain);
  std::vector<std::string> servers, searches, options;
  if (cluster) {
    servers = {std::string(kNameServer)};
    searches = {pod_.ns() + ".svc." + domain, "svc." + domain, domain};
    options = {"ndots:5"};
  }
  const auto add = [](std::vector<std::string>& to, std::string text) {
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(std::move(text));
  };
  const Value& more = spec["dnsConfig"];
  for (const Value& server : more["nameservers"].elements()) add(servers, server.str());
  for (const Value& search : more["searches"].elements()) add(searches, search.str());
  for (const Value& option : more["options"].elements()) {
    std::erase_if(options,
                  [&](const std::string& one) { return one.substr(0, one.find(':')) == option["name"].as_string(); });
    options.push_back(option["name"].str() + (option.contains("value") ? ":" + option["value"].str() : ""));
  }
  std::string out;
  if (!searches.empty()) out += "search " + join(searches, " ") + "\n";
  for (const std::string& server : servers) out += "nameserver " + server + "\n";
  if (!options.empty()) out += "options " + join(options, " ") + "\n";
  return out;
}

void PodEnvironment::add_files() {
  const std::string name = hostname();
  const Value& spec = pod_.spec();
  const std::string full = full_name() == name ? name : full_name() + "\t" + name;
  files_["/etc/hostname"] = name + "\n";
  files_["/etc/hosts"] =
      "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n"
      "fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n" +
      pod_.status()["podIP"].str() + "\t" + full + "\n" + host_aliases(spec["hostAliases"]);
  if (auto text = resolver_configuration()) files_["/etc/resolv.conf"] = std::move(*text);
  add_image_files();
  for (const Value& mount : container_["volumeMounts"].elements())
    for (const Value& volume : spec["volumes"].elements())
      if (volume["name"] == mount["name"]) add_volume(mount, volume);
}

void PodEnvironment::add_image_files() {
  const Behavior& behavior = behaviors_.of({.image = container_["image"].as_string(),
                                            .argument = container_["args"][0].as_string(),
                                            .container = container_["name"].as_string(),
                                            .restart_policy = pod_.spec()["restartPolicy"].as_string("Always"),
                                            .ns = pod_.ns(),
                                            .pod = pod_.name()},
                                           store_);
  for (auto& [path, text] : behavior.image_files()) {
    const bool hidden =
        std::any_of(container_["volumeMounts"].elements().begin(), container_["volumeMounts"].elements().end(),
                    [&path = path](const Value& mount) { return path.starts_with(mount["mountPath"].str() + "/"); });
    if (!hidden) files_[path] = std::move(text);
  }
}

std::optional<std::string> PodEnvironment::read_file(std::string_view path) const {
  if (const ContainerFiles::Found written = written_.read(path); written.known) return written.text;
  if (const auto found = files_.find(path); found != files_.end()) return found->second;
  const std::string_view program = shell::program_at(path);
  if (program.empty() || !brings_program(program)) return std::nullopt;
  return shell::program_text(program);
}

bool PodEnvironment::has_removed(std::string_view path) const {
  const ContainerFiles::Found written = written_.read(path);
  return written.known && !written.text;
}

// The clients of a database come with its server, ps with busybox.
bool PodEnvironment::brings_program(std::string_view name) const {
  if (name == "ps") return shell::has_busybox(*this);
  return !name.starts_with("mysql") || behavior_in(store_, pod_, container_, behaviors_).serves_mysql;
}

bool PodEnvironment::is_known(std::string_view path) const {
  if (written_.read(path).known || files_.contains(path) || !shell::program_at(path).empty()) return true;
  return std::any_of(given_.begin(), given_.end(),
                     [&](const std::string& folder) { return path.starts_with(folder + "/"); });
}

std::optional<std::vector<std::string>> PodEnvironment::list_directory(std::string_view path) const {
  // What every image has.
  static constexpr std::string_view kEverywhere[] = {"/bin",  "/dev", "/etc", "/home", "/proc",
                                                     "/root", "/sys", "/tmp", "/usr",  "/var"};
  std::string base(path == "/bin" ? shell::kProgramFolder : path);
  while (base.size() > 1 && base.ends_with('/')) base.pop_back();
  const std::string prefix = base == "/" ? base : base + "/";
  std::vector<std::string> names;
  bool there = base == "/" || std::find(std::begin(kEverywhere), std::end(kEverywhere), base) != std::end(kEverywhere);
  const auto add = [&](std::string_view file) {
    if (!file.starts_with(prefix)) return;
    const std::string_view rest = file.substr(prefix.size());
    if (!rest.empty()) names.emplace_back(rest.substr(0, rest.find('/')));
    there = true;
  };
  for (const std::string_view folder : kEverywhere)
    if (base == "/" && !has_removed(folder)) add(folder);
  for (const auto& [file, text] : files_)
    if (const auto written = written_.read(file); !written.known) add(file);
  for (const std::string& file : written_.below(base)) add(file);
  if (base == shell::kProgramFolder) {
    there = true;
    for (const std::string& name : shell::program_names())
      if (brings_program(name) && !has_removed(prefix + name)) names.push_back(name);
  }
  for (const Value& mount : container_["volumeMounts"].elements())
    there = there || mount["mountPath"].as_string() == base;
  if (!there) return std::nullopt;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string PodEnvironment::write_file(std::string_view path, std::string text) {
  const std::string folder(path.substr(0, std::max<size_t>(path.rfind('/'), 1)));
  // Folders of the image itself are not simulated: only below /tmp is it known that there is none.
  if (folder.starts_with("/tmp/") && !list_directory(folder)) return "No such file or directory";
  if (!read_file(path) && list_directory(path)) return std::string(kIsDirectory);
  written_.stamp(now(), writer_at(path));
  return written_.write(path, text);
}

std::string PodEnvironment::make_directory(std::string_view path) {
  if (read_file(path) || list_directory(path)) return std::string(kFileExists);
  written_.stamp(now(), writer_at(path));
  return written_.make_directory(path);
}
void PodEnvironment::remove_file(std::string_view path) { written_.remove(path); }

std::optional<DnsAnswer> PodEnvironment::resolve(std::string_view name) const {
  if (name == "localhost") return DnsAnswer{"localhost", {"127.0.0.1"}};
  if (name == hostname()) {
    return DnsAnswer{full_name(), {pod_.status()["podIP"].str()}};
  }
  const bool is_address =
      !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  if (is_address) return DnsAnswer{std::string(name), {std::string(name)}};
  return resolve_from_namespace(store_, name, pod_.ns());
}

std::vector<ServiceRecord> PodEnvironment::service_records(std::string_view name) const {
  return resolve_service_records(store_, name, pod_.ns());
}

std::string PodEnvironment::name_of_address(std::string_view address) const { return reverse_name(store_, address); }

std::string PodEnvironment::name_server() const { return std::string(kNameServer); }

std::string PodEnvironment::node_info(std::string_view member) const {
  const ObjectRef node = store_.get(kNode, {"", pod_.spec()["nodeName"].str()});
  return node ? node->status()["nodeInfo"][member].str() : "";
}

HttpAnswer PodEnvironment::fetch(std::string_view host, int64_t port, std::string_view path) {
  const auto resolved = resolve(host);
  if (!resolved || resolved->addresses.empty()) return {0, {}, HttpAnswer::Failure::kUnknownHost};
  const std::string& address = resolved->addresses.front();
  if (address.starts_with("127.") || address == pod_.status()["podIP"].as_string())
    return answer_in_pod(store_, pod_, behaviors_, port, path, now_);
  return answer_at_address(store_, address, behaviors_, port, path, now_);
}

DatabaseAnswer PodEnvironment::ask_database(const DatabaseRequest& request) {
  std::string address;
  if (!request.host.empty()) {
    const auto resolved = resolve(request.host);
    if (!resolved || resolved->addresses.empty()) {
      DatabaseAnswer unknown;
      unknown.failure = DatabaseAnswer::Failure::kUnknownHost;
      return unknown;
    }
    address = resolved->addresses.front();
  }
  return ask_mysql(store_, {pod_, container_, address}, request, behaviors_, now());
}

ShellOutcome run_in_pod(Store& store, const Object& pod, const Value& container, const std::vector<std::string>& argv,
                        const ShellOptions& options, Time now) {
  Behaviors behaviors;
  bring_files_up_to_date(store, pod, behaviors, now);
  PodEnvironment environment(store, pod, container, behaviors, now);
  environment.set_command(argv);
  return run_command(argv, environment, options);
}

ShellOutcome begin_in_pod(Store& store, const Object& pod, const Value& container, Dialogue& dialogue, Time now) {
  Behaviors behaviors;
  PodEnvironment environment(store, pod, container, behaviors, now);
  return dialogue.begin(environment);
}

ShellOutcome say_in_pod(Store& store, const Object& pod, const Value& container, Dialogue& dialogue,
                        const std::string& line, Time now) {
  Behaviors behaviors;
  bring_files_up_to_date(store, pod, behaviors, now);
  PodEnvironment environment(store, pod, container, behaviors, now);
  environment.set_command({"sh"});
  return dialogue.say(line, environment);
}

}  // namespace skiff
