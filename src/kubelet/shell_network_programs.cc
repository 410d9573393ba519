// The small shell's programs that ask the cluster's DNS and its web servers.
#include <charconv>

#include "base/strings.h"
#include "kubelet/shell_programs.h"

namespace skiff::shell {
namespace {

struct Url {
  std::string host;
  int64_t port = 80;
  std::string path = "/";
};

Url parse_url(std::string_view text) {
  Url url;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    text.remove_prefix(scheme.size());
    url.port = scheme == "https://" ? 443 : 80;
  }
  const size_t slash = std::min(text.find('/'), text.size());
  if (slash < text.size()) url.path = text.substr(slash);
  url.path = url.path.substr(0, url.path.find_first_of("?#"));
  std::string_view host = text.substr(0, slash);
  if (const size_t colon = host.rfind(':'); colon != std::string_view::npos) {
    std::from_chars(host.data() + colon + 1, host.data() + host.size(), url.port);
    host = host.substr(0, colon);
  }
  url.host = host;
  return url;
}

std::string_view status_text(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

// busybox up to 1.28 had a resolver of its own, and another form.
bool is_old_busybox(std::string_view image) {
  const size_t colon = image.rfind(':');
  if (image.find("busybox") == std::string_view::npos || colon == std::string_view::npos) return false;
  int64_t major = 0, minor = 0;
  const std::string_view tag = image.substr(colon + 1);
  const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), major);
  if (error != std::errc() || end == tag.data() + tag.size() || *end != '.') return false;
  std::from_chars(end + 1, tag.data() + tag.size(), minor);
  return major == 1 && minor < 29;
}

int nslookup_of_old(Invocation& call, const std::string& name) {
  const auto numbered = [&](size_t number, const std::string& address) {
    const std::string reverse = call.environment.name_of_address(address);
    call.outcome.out += "Address " + std::to_string(number) + ": " + address;
    call.outcome.out += (reverse.empty() ? "" : " " + reverse) + "\n";
  };
  const std::string server = call.environment.name_server();
  call.outcome.out += "Server:    " + server + "\n";
  numbered(1, server);
  call.outcome.out += "\n";
  const auto answer = call.environment.resolve(name);
  if (!answer || answer->addresses.empty()) {
    call.outcome.err += "nslookup: can't resolve '" + name + "'\n";
    return 1;
  }
  call.outcome.out += "Name:      " + name + "\n";
  for (size_t i = 0; i < answer->addresses.size(); ++i) numbered(i + 1, answer->addresses[i]);
  return 0;
}

}  // namespace

int run_nslookup(Invocation& call) {
  if (call.argv.size() < 2) {
    call.outcome.err += "Usage: nslookup HOST [DNS-SERVER]\n";
    return 1;
  }
  const std::string& name = call.argv[1];
  if (is_old_busybox(call.environment.image())) return nslookup_of_old(call, name);
  call.outcome.out += "Server:\t\t" + call.environment.name_server() + "\n";
  call.outcome.out += "Address:\t" + call.environment.name_server() + ":53\n\n";
  const auto answer = call.environment.resolve(name);
  if (!answer) {
    call.outcome.out += "** server can't find " + name + ": NXDOMAIN\n\n";
    return 1;
  }
  for (const std::string& address : answer->addresses)
    call.outcome.out += "Name:\t" + answer->name + "\nAddress: " + address + "\n";
  call.outcome.out += "\n";
  return 0;
}

// dig +short NAME [A|SRV]: full names only, unless +search is given.
int run_dig(Invocation& call) {
  std::string name, type = "A";
  bool brief = false, search = false;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& word = call.argv[i];
    if (word == "+short") brief = true;
    else if (word == "+search") search = true;
    else if (word == "A" || word == "SRV") type = word;
    else if (word.starts_with('+') || word.starts_with('-') || word.starts_with('@')) call.outcome.understood = false;
    else name = word;
  }
  if (!brief || name.empty()) call.outcome.understood = false;  // the long form tells of servers, flags and times
  if (!call.outcome.understood) return 1;
  if (!search && !name.ends_with('.')) name += '.';
  if (type == "A") {
    if (const auto answer = call.environment.resolve(name))
      for (const std::string& address : answer->addresses) call.outcome.out += address + "\n";
    return 0;
  }
  const auto records = call.environment.service_records(name);
  for (const ServiceRecord& record : records)
    call.outcome.out +=
        "0 " + std::to_string(100 / records.size()) + " " + std::to_string(record.port) + " " + record.target + ".\n";
  return 0;
}

int run_getent(Invocation& call) {
  if (call.argv.size() < 3 || (call.argv[1] != "hosts" && call.argv[1] != "ahosts")) {
    call.outcome.understood = false;
    return 1;
  }
  const auto answer = call.environment.resolve(call.argv[2]);
  if (!answer || answer->addresses.empty()) return 2;
  for (const std::string& address : answer->addresses) {
    const std::string padding(address.size() < 15 ? 15 - address.size() : 0, ' ');
    call.outcome.out += address + padding + " " + answer->name + "\n";
  }
  return 0;
}

int run_curl(Invocation& call) {
  std::string address, target;
  bool fails = false, silent = false;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& word = call.argv[i];
    const bool letters = word.size() > 1 && word[0] == '-' && word[1] != '-';
    if (word == "--fail") fails = true;
    else if (word == "--silent") silent = true;
    else if (word == "-o" && i + 1 < call.argv.size()) target = call.argv[++i];
    else if ((word == "-m" || word == "--max-time" || word == "--connect-timeout") && i + 1 < call.argv.size()) ++i;
    else if (letters && word.find_first_not_of("sSfLk", 1) == std::string::npos) {
      fails = fails || word.find('f') != std::string::npos;
      silent = silent || (word.find('s') != std::string::npos && word.find('S') == std::string::npos);
    } else if (word.starts_with('-')) call.outcome.understood = false;
    else address = word;
  }
  if (address.empty()) call.outcome.understood = false;
  if (!call.outcome.understood) return 2;
  const auto fail = [&](int code, const std::string& text) {
    if (!silent) call.outcome.err += "curl: (" + std::to_string(code) + ") " + text + "\n";
    return code;
  };
  const Url url = parse_url(address);
  const HttpAnswer answer = call.environment.fetch(url.host, url.port, url.path);
  if (answer.failure == HttpAnswer::Failure::kUnknownHost) return fail(6, "Could not resolve host: " + url.host);
  if (answer.failure == HttpAnswer::Failure::kRefused)
    return fail(7, "Failed to connect to " + url.host + " port " + std::to_string(url.port) +
                       " after 0 ms: Couldn't connect to server");
  if (fails && answer.status >= 400)
    return fail(22, "The requested URL returned error: " + std::to_string(answer.status));
  if (target.empty()) call.outcome.out += answer.body;
  else if (target != "/dev/null")
    call.environment.write_file(absolute_path(call.working_directory, target), answer.body);
  return 0;
}

// busybox's: -q, -S, -O FILE, --spider, -T SECONDS.
int run_wget(Invocation& call) {
  std::string address, target;
  bool quiet = false, spider = false;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& word = call.argv[i];
    if (word == "--spider") spider = true;
    else if (word == "-T" || word == "-t") ++i;
    else if (word.starts_with("--timeout=") || word.starts_with("-T")) continue;
    else if (word.starts_with("-") && !word.starts_with("--") && word.find_first_not_of("qS", 1) == std::string::npos)
      quiet = true;
    else if (const size_t o = word.find('O');
             word.starts_with('-') && !word.starts_with("--") && o != std::string::npos) {
      quiet = quiet || word.find('q') < o;
      target = o + 1 < word.size() ? word.substr(o + 1) : i + 1 < call.argv.size() ? call.argv[++i] : "";
    } else if (word.starts_with('-')) call.outcome.understood = false;
    else address = word;
  }
  if (address.empty()) call.outcome.understood = false;
  if (!call.outcome.understood) return 1;
  const auto fail = [&](const std::string& text) {
    call.outcome.err += "wget: " + text + "\n";
    return 1;
  };
  const Url url = parse_url(address);
  const auto resolved = call.environment.resolve(url.host);
  const std::string ip = resolved && !resolved->addresses.empty() ? resolved->addresses[0] : url.host;
  const HttpAnswer answer = call.environment.fetch(url.host, url.port, url.path);
  if (answer.failure == HttpAnswer::Failure::kUnknownHost) return fail("bad address '" + url.host + "'");
  if (!quiet) call.outcome.err += "Connecting to " + url.host + " (" + ip + ":" + std::to_string(url.port) + ")\n";
  if (answer.failure == HttpAnswer::Failure::kRefused)
    return fail("can't connect to remote host (" + ip + "): Connection refused");
  if (answer.status >= 400)
    return fail("server returned error: HTTP/1.1 " + std::to_string(answer.status) + " " +
                std::string(status_text(answer.status)));
  if (spider) {
    if (!quiet) call.outcome.err += "remote file exists\n";
    return 0;
  }
  if (target == "-") {
    call.outcome.out += answer.body;
    return 0;
  }
  std::string file = target.empty() ? url.path.substr(url.path.rfind('/') + 1) : target;
  if (file.empty()) file = "index.html";
  const std::string problem = call.environment.write_file(absolute_path(call.working_directory, file), answer.body);
  return problem.empty() ? 0 : fail("can't open '" + file + "': " + problem);
}

}  // namespace skiff::shell
