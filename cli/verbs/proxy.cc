// kubectl proxy: there is no API server behind a file. Its flags are read and refused as kubectl does, so that a script
// learns first what is wrong with itself. Mirrors pkg/cmd/proxy/proxy.go and pkg/proxy/proxy_server.go.
#include <fmt/format.h>

#include <filesystem>

#include "base/regular_expression.h"
#include "base/strings.h"
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

constexpr int64_t kDefaultPort = 8001;
constexpr int64_t kLastPort = 65535;
constexpr int kFatal = 255;  // what klog's Fatal ends with

void tell_of_folder(const std::string& www, std::ostream& err) {
  if (www.empty()) return;
  std::error_code failed;
  const auto found = std::filesystem::status(www, failed);
  if (!std::filesystem::exists(found))
    err << "W0101 00:00:00.000000       1 proxy.go:200] Failed to stat static file directory " << www << ": stat "
        << www << ": no such file or directory\n";
  else if (!std::filesystem::is_directory(found))
    err << "W0101 00:00:00.000000       1 proxy.go:202] Static file directory " << www << " is not a directory\n";
}

// Upstream: MakeRegexpArrayOrDie. The first pattern that is none ends the program.
std::string problem_of_patterns(std::string_view patterns) {
  for (const std::string_view pattern : split(patterns, ','))
    if (std::string problem = RegularExpression::problem_of(pattern); !problem.empty()) return problem;
  return "";
}

// Upstream: NewServer's filter. Empty, or what ends the program.
std::string filter_problem(const ProxyOptions& options, std::ostream& err) {
  if (!options.disable_filter) {
    for (const std::string* patterns :
         {&options.accept_paths, &options.reject_paths, &options.accept_hosts, &options.reject_methods})
      if (std::string problem = problem_of_patterns(*patterns); !problem.empty()) return problem;
  } else if (options.unix_socket.empty()) {
    err << "W0101 00:00:00.000000       1 proxy.go:177] Request filter disabled, your proxy is vulnerable to XSRF "
           "attacks, please be cautious\n";
  }
  return "";
}

// What net.Listen says of an address that is none.
Result<void> check_address(const ProxyOptions& options) {
  if (!options.unix_socket.empty()) {
    const auto folder = std::filesystem::path(options.unix_socket).parent_path();
    if (std::error_code failed; folder.empty() || std::filesystem::is_directory(folder, failed)) return {};
    return client_error(fmt::format("listen unix {}: bind: no such file or directory", options.unix_socket));
  }
  if (options.address.find(':') != std::string::npos && !options.address.starts_with('['))
    return client_error(
        fmt::format("listen tcp: address {}:{}: too many colons in address", options.address, options.port));
  if (options.port < 0 || options.port > kLastPort)
    return client_error(fmt::format("listen tcp: address {}: invalid port", options.port));
  return {};
}

Outcome proxy(const ProxyOptions& options, Invocation& call) {
  if (options.port != kDefaultPort && !options.unix_socket.empty())
    return client_error("cannot set --unix-socket and --port at the same time");
  if (const std::string problem = filter_problem(options, call.io.err); !problem.empty()) {
    call.io.err << "F0101 00:00:00.000000       1 proxy_server.go:83] Error compiling re: " << problem << "\n";
    return Outcome::exit(kFatal);
  }
  tell_of_folder(options.www, call.io.err);
  if (auto fine = check_address(options); !fine) return fine.error();
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
