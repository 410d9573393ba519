// The small shell's programs that ask the cluster's DNS and its web servers.
#include <algorithm>
#include <charconv>

#include "base/strings.h"
#include "kubelet/shell/arguments.h"

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
    case 405:
      return "Not Allowed";
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

namespace {

std::string content_type(std::string_view path) {
  static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
      {".css", "text/css"},          {".html", "text/html"}, {".js", "application/javascript"},
      {".json", "application/json"}, {".txt", "text/plain"}, {".xml", "text/xml"}};
  if (path.ends_with('/')) return "text/html";
  for (const auto& [ending, type] : kTypes)
    if (path.ends_with(ending)) return std::string(type);
  return "application/octet-stream";
}

// What a server says that does not tell its version.
std::string headers_of(const HttpAnswer& answer, std::string_view path, Time now) {
  const std::string date = rfc1123z(now).substr(0, 26) + "GMT";
  return "HTTP/1.1 " + std::to_string(answer.status) + " " + std::string(status_text(answer.status)) +
         "\r\nServer: nginx\r\nDate: " + date +
         "\r\nContent-Type: " + (answer.status == 200 ? content_type(path) : "text/html") +
         "\r\nContent-Length: " + std::to_string(answer.body.size()) + "\r\nConnection: keep-alive\r\n\r\n";
}

struct Request {
  std::string address, target, method = "GET", report;
  bool fails = false, silent = false, shows_errors = false, head = false, includes_head = false;

  bool read_letter(char letter) {
    switch (letter) {
      case 's':
        return silent = true;
      case 'S':
        return shows_errors = true;
      case 'f':
        return fails = true;
      case 'I':
        return head = true;
      case 'i':
        return includes_head = true;
      default:
        return std::string_view("Lk4N").find(letter) != std::string_view::npos;
    }
  }

  // Of a flag with a value.
  void take(std::string_view flag, const std::string& value) {
    if (flag == "-o" || flag == "--output") target = value;
    else if (flag == "-X" || flag == "--request") method = value;
    else if (flag == "-w" || flag == "--write-out") report = value;
    else if ((flag == "-d" || flag == "--data") && method == "GET") method = "POST";
  }

  // False: a flag that nobody simulates.
  bool read(const std::vector<std::string>& argv) {
    static constexpr std::string_view kLong[] = {"--silent",  "--show-error", "--fail",    "--head",
                                                 "--include", "--location",   "--insecure"};
    static constexpr std::string_view kLetters = "sSfIiLk";
    static constexpr std::string_view kWithValue[] = {
        "-o",     "--output",    "-X",       "--request", "-w",         "--write-out",       "-d",
        "--data", "-H",          "--header", "-m",        "--max-time", "--connect-timeout", "--retry",
        "-A",     "--user-agent"};
    for (size_t i = 1; i < argv.size(); ++i) {
      const std::string& word = argv[i];
      const auto* name = std::find(std::begin(kLong), std::end(kLong), word);
      if (!word.starts_with('-')) {
        address = word;
      } else if (name != std::end(kLong)) {
        read_letter(kLetters[static_cast<size_t>(name - std::begin(kLong))]);
      } else if (std::find(std::begin(kWithValue), std::end(kWithValue), word) != std::end(kWithValue)) {
        if (i + 1 < argv.size()) take(word, argv[++i]);
      } else if (word.starts_with("--") || word.size() < 2) {
        return false;
      } else {
        for (size_t at = 1; at < word.size(); ++at) {
          const std::string flag = std::string("-") + word[at];
          if (std::find(std::begin(kWithValue), std::end(kWithValue), flag) != std::end(kWithValue)) {
            take(flag, at + 1 < word.size() ? word.substr(at + 1) : i + 1 < argv.size() ? argv[++i] : "");
            break;
          }
          if (!read_letter(word[at])) return false;
        }
      }
    }
    return !address.empty();
  }
};

// -w: \n, %{http_code} and what else is known beforehand.
std::string write_out(std::string_view format, const HttpAnswer& answer, bool& understood) {
  std::string out;
  for (size_t i = 0; i < format.size(); ++i) {
    const std::string_view rest = format.substr(i);
    if (rest.starts_with("\\n")) out += '\n', ++i;
    else if (rest.starts_with("\\t")) out += '\t', ++i;
    else if (rest.starts_with("%{")) {
      const std::string_view name = rest.substr(2, std::min(rest.find('}'), rest.size()) - 2);
      const std::string code = std::to_string(answer.status);
      if (name == "http_code" || name == "response_code")
        out += std::string(3 - std::min<size_t>(3, code.size()), '0') + code;
      else if (name == "size_download") out += std::to_string(answer.body.size());
      else understood = false;
      i += name.size() + 2;
    } else {
      out += format[i];
    }
  }
  return out;
}

HttpAnswer not_allowed() {
  constexpr std::string_view kTitle = "405 Not Allowed";
  const std::string title(kTitle);
  return {405, "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title +
                   "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"};
}

}  // namespace

int run_curl(Invocation& call) {
  Request request;
  if (!request.read(call.argv)) {
    call.outcome.understood = false;
    return 2;
  }
  const Url url = parse_url(request.address);
  HttpAnswer answer = call.environment.fetch(url.host, url.port, url.path);
  const auto fail = [&](int code, const std::string& text) {
    if (!request.silent || request.shows_errors)
      call.outcome.err += "curl: (" + std::to_string(code) + ") " + text + "\n";
    call.outcome.out += write_out(request.report, answer, call.outcome.understood);
    return code;
  };
  if (answer.failure == HttpAnswer::Failure::kUnknownHost) return fail(6, "Could not resolve host: " + url.host);
  if (answer.failure == HttpAnswer::Failure::kNotHttp) return fail(1, "Received HTTP/0.9 when not allowed");
  if (answer.failure == HttpAnswer::Failure::kRefused)
    return fail(7, "Failed to connect to " + url.host + " port " + std::to_string(url.port) +
                       " after 0 ms: Couldn't connect to server");
  // Files are read, nothing else can be done to them.
  const bool head = request.head || request.method == "HEAD";
  if (request.method != "GET" && !head && answer.status == 200) answer = not_allowed();
  if (request.fails && answer.status >= 400)
    return fail(22, "The requested URL returned error: " + std::to_string(answer.status));
  std::string text = head || request.includes_head ? headers_of(answer, url.path, call.environment.now()) : "";
  if (!head) text += answer.body;
  if (request.target.empty() || request.target == "-") call.outcome.out += text;
  else if (request.target != "/dev/null")
    call.environment.write_file(absolute_path(call.working_directory, request.target), std::move(text));
  call.outcome.out += write_out(request.report, answer, call.outcome.understood);
  return 0;
}

// nc -z HOST PORT: does anybody listen there?
int run_nc(Invocation& call) {
  const Options options = parse_options(call, "zvw:n4");
  if (!options.has('z') || options.operands.size() != 2) call.outcome.understood = false;
  if (!call.outcome.understood) return 1;
  const std::string& host = options.operands[0];
  const int64_t port = std::atol(options.operands[1].c_str());
  const auto resolved = call.environment.resolve(host);
  if (!resolved || resolved->addresses.empty()) {
    call.outcome.err += "nc: bad address '" + host + "'\n";
    return 1;
  }
  const std::string where = host + " (" + resolved->addresses[0] + ":" + std::to_string(port) + ")";
  const auto failure = call.environment.fetch(host, port, "/").failure;
  const bool open = failure == HttpAnswer::Failure::kNone || failure == HttpAnswer::Failure::kNotHttp;
  if (options.has('v')) call.outcome.err += open ? where + " open\n" : "nc: " + where + ": Connection refused\n";
  return open ? 0 : 1;
}

// nginx -v, where the image's tag is a whole version.
int run_nginx(Invocation& call) {
  const std::string image = call.environment.image();
  const size_t colon = image.rfind(':');
  const std::string name = image.substr(0, colon).substr(image.substr(0, colon).rfind('/') + 1);
  std::string version = colon == std::string::npos ? "" : image.substr(colon + 1);
  version = version.substr(0, version.find('-'));
  const bool whole = std::count(version.begin(), version.end(), '.') == 2 &&
                     version.find_first_not_of("0123456789.") == std::string::npos;
  if (call.argv.size() != 2 || call.argv[1] != "-v" || name != "nginx" || !whole) {
    call.outcome.understood = false;
    return 1;
  }
  call.outcome.err += "nginx version: nginx/" + version + "\n";
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
  if (answer.failure == HttpAnswer::Failure::kNotHttp) {
    call.outcome.understood = false;  // what it makes of another protocol
    return 1;
  }
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
