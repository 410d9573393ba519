// kubectl proxy: there is no API server behind a file. Its flags are read as kubectl reads them.
#include "cli/command.h"

namespace skiff::cli {

struct ProxyOptions {
  std::string address = "127.0.0.1";
  std::string api_prefix = "/";
  std::string accept_hosts = "^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$";
  std::string accept_paths = "^.*";
  std::string reject_paths = "^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach";
  std::string reject_methods = "^$";
  std::string www;
  std::string www_prefix = "/static/";
  std::string unix_socket;
  Duration keepalive = Duration::zero();
  int64_t port = 8001;
  bool append_server_path = false;
  bool disable_filter = false;
};

namespace {

Outcome proxy(const ProxyOptions&, Invocation&) {
  return client_error("there is no API server to forward to: the cluster is a file, which 'kubectl get --raw' reads");
}

}  // namespace

void add_proxy(Command& command) {
  auto options = std::make_shared<ProxyOptions>();
  Flags& flags = command.flags;
  flags.text(options->address, "address", "Where it would listen");
  flags.number(options->port, "port,p", "On which port");
  flags.text(options->unix_socket, "unix-socket,u", "Or on which socket");
  flags.text(options->api_prefix, "api-prefix", "Below which path the API would be");
  flags.text(options->www, "www,w", "A folder that would be served, too");
  flags.text(options->www_prefix, "www-prefix,P", "Below which path it would be");
  flags.text(options->accept_hosts, "accept-hosts", "Who would be answered");
  flags.text(options->accept_paths, "accept-paths", "Which paths would be answered");
  flags.text(options->reject_paths, "reject-paths", "Which paths would be refused");
  flags.text(options->reject_methods, "reject-methods", "Which methods would be refused");
  flags.duration(options->keepalive, "keepalive", "How long a connection would be kept");
  flags.toggle(options->append_server_path, "append-server-path", "Put the server's own path in front");
  flags.toggle(options->disable_filter, "disable-filter", "Refuse nothing");
  runs(command, options, proxy);
}

}  // namespace skiff::cli
