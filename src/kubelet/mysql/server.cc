#include "kubelet/mysql/server.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>

#include "api/kinds/pod.h"
#include "api/kinds/statefulset.h"
#include "api/pod_view.h"
#include "base/strings.h"
#include "kubelet/container_command.h"
#include "kubelet/mysql/execution.h"
#include "kubelet/pod_environment.h"
#include "kubelet/web_server.h"

namespace skiff {
namespace {

using Settings = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view kConfigurationFolder = "/etc/mysql/conf.d";

// server_id and server-id are one setting.
void add_setting(std::string_view line, Settings& settings) {
  const size_t equals = std::min(line.find('='), line.size());
  const auto trimmed = [](std::string_view text) {
    const size_t first = std::min(text.find_first_not_of(" \t\r"), text.size());
    const size_t last = text.find_last_not_of(" \t\r");
    return std::string(last == std::string_view::npos ? "" : text.substr(first, last + 1 - first));
  };
  std::string name = to_lower(trimmed(line.substr(0, equals)));
  std::replace(name.begin(), name.end(), '-', '_');
  if (!name.empty()) settings[name] = equals < line.size() ? trimmed(line.substr(equals + 1)) : "ON";
}

// Of the section [mysqld].
void add_file(std::string_view text, Settings& settings) {
  bool ours = false;
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with('[')) ours = line.starts_with("[mysqld]");
    else if (ours && !line.starts_with('#') && !line.starts_with(';')) add_setting(line, settings);
  }
}

// A server that runs, with all that it goes by.
class Server {
 public:
  Server(Store& store, const Object& pod, const Value& container, const Behavior& behavior, Behaviors& behaviors,
         Time now)
      : pod_(pod),
        environment_(store, pod, container, behaviors, now),
        data_(ContainerFiles(store, pod, container), behavior.serve_root),
        port_(behavior.serve_port) {
    for (const auto& [name, value] : environment_.variables()) variables_[name] = value;
    std::vector<std::string> files =
        environment_.list_directory(kConfigurationFolder).value_or(std::vector<std::string>());
    for (const std::string& file : files)
      if (file.ends_with(".cnf"))
        add_file(environment_.read_file(std::string(kConfigurationFolder) + "/" + file).value_or(""), settings_);
    for (const Value& argument : container["args"].elements())
      if (const std::string_view word = argument.as_string(); word.starts_with("--"))
        add_setting(word.substr(2), settings_);
  }

  const Object& pod() const { return pod_; }
  mysql::DataDirectory& data() { return data_; }

  bool reads_only() const { return is_on("super_read_only"); }

  // The account's password, if there is such an account.
  std::optional<std::string> password_of(const std::string& user) const {
    if (user == "root") return variable("MYSQL_ROOT_PASSWORD").value_or("");
    if (user == variable("MYSQL_USER")) return variable("MYSQL_PASSWORD").value_or("");
    return std::nullopt;
  }
  std::optional<std::string> first_database() const { return variable("MYSQL_DATABASE"); }

  mysql::ServerView view(const std::string& database, const DatabaseRequest& request, std::string_view client) {
    mysql::ServerView out{data_, database, {}, {}, reads_only(), {}, 8, environment_.now()};
    const std::string image = environment_.image();
    const size_t colon = image.rfind(':');
    std::string version = colon == std::string::npos ? "" : image.substr(colon + 1);
    version = version.substr(0, version.find('-'));
    std::from_chars(version.data(), version.data() + version.size(), out.major);
    out.version = version;
    const bool whole = std::count(version.begin(), version.end(), '.') == 2;
    const auto flag = [&](std::string_view name) { return is_on(name) ? "1" : "0"; };
    out.variables = {{"hostname", environment_.hostname()},
                     {"port", std::to_string(port_)},
                     {"read_only", reads_only() ? "1" : flag("read_only")},
                     {"server_id", setting("server_id", out.major < 8 ? "0" : "1")},
                     {"super_read_only", flag("super_read_only")}};
    if (whole) out.variables["version"] = out.functions["version"] = version;
    out.functions["user"] = request.user + "@" + std::string(client);
    out.functions["current_user"] = request.user + (client == "localhost" ? "@localhost" : "@%");
    return out;
  }

 private:
  std::string setting(std::string_view name, std::string_view otherwise) const {
    const auto found = settings_.find(name);
    return found == settings_.end() ? std::string(otherwise) : found->second;
  }
  bool is_on(std::string_view name) const {
    const std::string value = to_lower(setting(name, "off"));
    return value == "on" || value == "1" || value == "true";
  }
  std::optional<std::string> variable(std::string_view name) const {
    const auto found = variables_.find(name);
    return found == variables_.end() ? std::nullopt : std::optional(found->second);
  }

  const Object& pod_;
  PodEnvironment environment_;
  mysql::DataDirectory data_;
  int64_t port_;
  std::map<std::string, std::string, std::less<>> variables_;
  Settings settings_;
};

class Servers {
 public:
  Servers(Store& store, Behaviors& behaviors, Time now) : store_(store), behaviors_(behaviors), now_(now) {}

  // The server of a pod; null if it has none, or none that runs.
  std::unique_ptr<Server> of(const Object& pod, std::optional<int64_t> port) {
    for (const Value& container : pod.spec()["containers"].elements()) {
      const Behavior& behavior = behavior_in(store_, pod, container, behaviors_);
      if (!runs_mysql_server(container, behavior) || (port && behavior.serve_port != *port)) continue;
      if (!is_container_running(pod, container["name"].as_string())) continue;
      bring_files_up_to_date(store_, pod, behaviors_, now_);
      return std::make_unique<Server>(store_, pod, container, behavior, behaviors_, now_);
    }
    return nullptr;
  }

  // Brings a replica up to what the first server of its set has; else, if it is new, to what its neighbour has.
  void follow(Server& replica) {
    const auto place = place_of(replica.pod());
    if (!place || place->ordinal == place->first || !replica.reads_only()) return;
    const ObjectRef primary = pod_of(*place, place->first);
    if (const auto running = primary ? of(*primary, std::nullopt) : nullptr)
      return replica.data().become_copy_of(running->data());
    if (!replica.data().databases().empty()) return;
    for (int64_t before = place->ordinal - 1; before > place->first; --before) {
      const ObjectRef neighbour = pod_of(*place, before);
      const auto running = neighbour ? of(*neighbour, std::nullopt) : nullptr;
      if (running && !running->data().databases().empty()) return replica.data().become_copy_of(running->data());
    }
  }

  // What was written reaches the replicas that run.
  void spread(Server& primary) {
    const auto place = place_of(primary.pod());
    if (!place || place->ordinal != place->first) return;
    store_.for_each(kPod, primary.pod().ns(), [&](const ObjectRef& pod) {
      const auto other = place_of(*pod);
      if (!other || other->set != place->set || other->ordinal == place->ordinal) return true;
      if (const auto replica = of(*pod, std::nullopt); replica && replica->reads_only())
        replica->data().become_copy_of(primary.data());
      return true;
    });
  }

 private:
  struct Place {
    std::string ns, set;
    int64_t ordinal = 0, first = 0;
  };

  // Of a pod that a StatefulSet controls.
  std::optional<Place> place_of(const Object& pod) const {
    for (const Value& owner : pod.metadata()["ownerReferences"].elements()) {
      if (!owner["controller"].as_bool() || owner["kind"].as_string() != kStatefulSet.kind) continue;
      const ObjectRef set = store_.get(kStatefulSet, {pod.ns(), owner["name"].str()});
      const std::string prefix = owner["name"].str() + "-";
      if (!set || !pod.name().starts_with(prefix)) continue;
      Place out{pod.ns(), owner["name"].str(), 0, set->spec().at("ordinals", "start").as_int()};
      const std::string number = pod.name().substr(prefix.size());
      std::from_chars(number.data(), number.data() + number.size(), out.ordinal);
      return out;
    }
    return std::nullopt;
  }

  ObjectRef pod_of(const Place& place, int64_t ordinal) const {
    return store_.get(kPod, {place.ns, place.set + "-" + std::to_string(ordinal)});
  }

  Store& store_;
  Behaviors& behaviors_;
  Time now_;
};

DatabaseAnswer without_server(DatabaseAnswer::Failure failure) {
  DatabaseAnswer out;
  out.failure = failure;
  return out;
}

DatabaseAnswer denied(const DatabaseRequest& request, std::string_view client) {
  DatabaseAnswer out;
  out.error = 1045;
  out.sql_state = "28000";
  out.message = "Access denied for user '" + request.user + "'@'" + std::string(client) +
                "' (using password: " + (request.password.empty() ? "NO" : "YES") + ")";
  return out;
}

// What the image's entrypoint does when the data directory is new.
void make_first_database(Server& server) {
  const auto name = server.first_database();
  if (name && !name->empty() && !server.reads_only() && !server.data().has_had_database(*name))
    server.data().make_database(*name);
}

}  // namespace

bool runs_mysql_server(const Value& container, const Behavior& behavior) {
  if (!behavior.serves_mysql) return false;
  const std::vector<std::string> argv = command_of(container, behavior);
  return argv.empty() || argv[0].substr(argv[0].rfind('/') + 1) == "mysqld" ||
         argv[0].ends_with("docker-entrypoint.sh");
}

DatabaseAnswer ask_mysql(Store& store, const DatabaseClient& client, const DatabaseRequest& request,
                         Behaviors& behaviors, Time now) {
  Servers servers(store, behaviors, now);
  const std::string own_address = client.pod.status()["podIP"].str();
  const bool by_socket = client.address.empty();
  const bool at_home = by_socket || client.address.starts_with("127.") || client.address == own_address;
  if (by_socket && !runs_mysql_server(client.container, behavior_in(store, client.pod, client.container, behaviors)))
    return without_server(DatabaseAnswer::Failure::kNoSocket);
  ObjectRef pod;
  std::optional<int64_t> port;
  if (at_home) {
    pod = store.get(kPod, client.pod.key());
    if (!by_socket) port = request.port;
  } else {
    const Backend backend = backend_at(store, client.address, request.port);
    pod = backend.pod;
    port = backend.port;
  }
  const auto server = pod ? servers.of(*pod, port) : nullptr;
  if (!server)
    return without_server(by_socket ? DatabaseAnswer::Failure::kNoSocket : DatabaseAnswer::Failure::kRefused);
  const std::string from = by_socket ? "localhost" : client.address.starts_with("127.") ? "127.0.0.1" : own_address;
  if (const auto password = server->password_of(request.user); password != request.password)
    return denied(request, from);

  make_first_database(*server);
  servers.follow(*server);
  mysql::ServerView view = server->view(request.database, request, from);
  DatabaseAnswer answer;
  if (request.statement.empty()) {
    // The database that a client names when it connects.
    if (!request.database.empty()) answer = mysql::execute("USE `" + request.database + "`", view);
  } else {
    answer = mysql::execute(request.statement, view);
    const auto parsed = mysql::parse_statement(request.statement);
    if (answer.error == 0 && parsed.statement && mysql::writes(*parsed.statement)) servers.spread(*server);
  }
  answer.server = by_socket ? "" : pod->status()["podIP"].str();
  answer.version = view.version;
  answer.database = view.database;
  return answer;
}

}  // namespace skiff
