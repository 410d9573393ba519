#include "kubelet/web_server.h"

#include "api/kinds/endpointslice.h"
#include "api/kinds/pod.h"
#include "api/kinds/service.h"
#include "api/pod_view.h"
#include "kubelet/container_command.h"
#include "kubelet/container_files.h"
#include "kubelet/mysql/server.h"
#include "kubelet/pod_record.h"

namespace skiff {
namespace {

constexpr std::string_view kTurns = "service-turns";  // how many requests each Service has handed on

std::string error_page(std::string_view title) {
  const std::string text(title);
  return "<html>\r\n<head><title>" + text + "</title></head>\r\n<body>\r\n<center><h1>" + text +
         "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
}

HttpAnswer refused() { return {0, {}, HttpAnswer::Failure::kRefused}; }

// What the image itself brings is hidden by a volume, and gone once removed.
std::optional<std::string> image_file(const Value& container, const Behavior& behavior, std::string_view path) {
  for (const Value& mount : container["volumeMounts"].elements())
    if (path.starts_with(mount["mountPath"].str() + "/")) return std::nullopt;
  for (auto& [file, text] : behavior.image_files())
    if (file == path) return text;
  return std::nullopt;
}

HttpAnswer serve(const ContainerFiles& files, const Value& container, const Behavior& behavior, std::string_view path) {
  const bool is_folder = path.ends_with('/');
  const std::string file = behavior.serve_root + std::string(path) + (is_folder ? "index.html" : "");
  const ContainerFiles::Found found = files.read(file);
  if (found.text) return {200, *found.text};
  if (!found.known)
    if (auto text = image_file(container, behavior, file)) return {200, std::move(*text)};
  if (is_folder && (path == "/" || !files.below(file.substr(0, file.rfind('/'))).empty()))
    return {403, error_page("403 Forbidden")};
  return {404, error_page("404 Not Found")};
}

struct Endpoint {
  ObjectKey pod;
  int64_t port = 0;
};

// Those that are ready; else those that still serve on their way out. Upstream: proxy/topology.go, CategorizeEndpoints.
std::vector<Endpoint> usable_endpoints(const Store& store, const Object& service, const Value& port) {
  std::vector<Endpoint> out, leaving;
  store.for_each(kEndpointSlice, service.ns(), [&](const ObjectRef& slice) {
    if (slice->metadata()["labels"]["kubernetes.io/service-name"].as_string() != service.name()) return true;
    int64_t number = 0;
    for (const Value& one : slice->document()["ports"].elements())
      if (one["name"].as_string() == port["name"].as_string()) number = one["port"].as_int();
    for (const Value& endpoint : slice->document()["endpoints"].elements()) {
      const Value& conditions = endpoint["conditions"];
      if (number == 0) continue;
      const Endpoint one{{service.ns(), endpoint["targetRef"]["name"].str()}, number};
      if (conditions["ready"].as_bool(true)) out.push_back(one);
      else if (conditions["serving"].as_bool() && conditions["terminating"].as_bool()) leaving.push_back(one);
    }
    return true;
  });
  return out.empty() ? leaving : out;
}

Backend backend_of_service(Store& store, const Object& service, int64_t number) {
  for (const Value& port : service.spec()["ports"].elements()) {
    if (port["port"].as_int() != number) continue;
    const auto endpoints = usable_endpoints(store, service, port);
    if (endpoints.empty()) return {};
    const std::string key = service.ns() + "/" + service.name();
    const int64_t turn = store.state(kTurns, key).as_int();
    store.set_state(kTurns, key, turn + 1);
    const Endpoint& chosen = endpoints[static_cast<size_t>(turn) % endpoints.size()];
    return {store.get(kPod, chosen.pod), chosen.port};
  }
  return {};
}

}  // namespace

HttpAnswer answer_in_pod(Store& store, const Object& pod, Behaviors& behaviors, int64_t port, std::string_view path,
                         Time now) {
  const std::string restart_policy(pod.spec()["restartPolicy"].as_string("Always"));
  for (const Value& container : pod.spec()["containers"].elements()) {
    const Behavior& behavior = behaviors.of({.image = container["image"].as_string(),
                                             .argument = container["args"][0].as_string(),
                                             .container = container["name"].as_string(),
                                             .restart_policy = restart_policy,
                                             .ns = pod.ns(),
                                             .pod = pod.name()},
                                            store);
    if (behavior.serve_port != port || !is_container_running(pod, container["name"].as_string())) continue;
    if (behavior.serves_mysql) {
      if (runs_mysql_server(container, behavior)) return {0, {}, HttpAnswer::Failure::kNotHttp};
      continue;
    }
    bring_files_up_to_date(store, pod, behaviors, now);
    return serve(ContainerFiles(store, pod, container), container, behavior, path);
  }
  return refused();
}

Backend backend_at(Store& store, std::string_view address, int64_t port) {
  ObjectRef service, pod;
  store.for_each(kService, {}, [&](const ObjectRef& one) {
    if (one->spec()["clusterIP"].as_string() == address) service = one;
    return !service;
  });
  if (service) return backend_of_service(store, *service, port);
  store.for_each(kPod, {}, [&](const ObjectRef& one) {
    if (one->status()["podIP"].as_string() == address && !one->view<PodView>().terminal()) pod = one;
    return !pod;
  });
  return {pod, port};
}

bool is_container_running(const Object& pod, std::string_view container) {
  for (const Value& status : pod.status()["containerStatuses"].elements())
    if (status["name"].as_string() == container) return status["state"].contains("running");
  return false;
}

HttpAnswer answer_at_address(Store& store, std::string_view address, Behaviors& behaviors, int64_t port,
                             std::string_view path, Time now) {
  const Backend backend = backend_at(store, address, port);
  return backend.pod ? answer_in_pod(store, *backend.pod, behaviors, backend.port, path, now) : refused();
}

}  // namespace skiff
