#include "kubelet/shell_programs.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/strings.h"

namespace skiff::shell {
namespace {

int run_true(Invocation&) { return 0; }
int run_false(Invocation&) { return 1; }

int run_echo(Invocation& call) {
  size_t first = 1;
  bool newline = true, escapes = false;
  for (;
       first < call.argv.size() && (call.argv[first] == "-n" || call.argv[first] == "-e" || call.argv[first] == "-ne");
       ++first) {
    newline = newline && call.argv[first] == "-e";
    escapes = escapes || call.argv[first] != "-n";
  }
  std::string text =
      join({call.argv.begin() + static_cast<std::ptrdiff_t>(std::min(first, call.argv.size())), call.argv.end()}, " ");
  if (escapes) {
    for (const auto& [code, character] : {std::pair{"\\n", "\n"}, std::pair{"\\t", "\t"}})
      for (size_t at = 0; (at = text.find(code, at)) != std::string::npos; ++at) text.replace(at, 2, character);
  }
  call.outcome.out += text;
  if (newline) call.outcome.out += '\n';
  return 0;
}

// The format once, or as often as there are arguments for it.
int run_printf(Invocation& call) {
  if (call.argv.size() < 2) return 1;
  const std::string& format = call.argv[1];
  size_t argument = 2;
  do {
    for (size_t i = 0; i < format.size(); ++i) {
      if (format[i] == '\\' && i + 1 < format.size()) {
        const char c = format[++i];
        call.outcome.out += c == 'n' ? '\n' : c == 't' ? '\t' : c;
      } else if (format[i] == '%' && i + 1 < format.size()) {
        if (format[++i] == '%') call.outcome.out += '%';
        else if (argument < call.argv.size()) call.outcome.out += call.argv[argument++];
        else if (format[i] == 'd') call.outcome.out += '0';
      } else {
        call.outcome.out += format[i];
      }
    }
  } while (argument > 2 && argument < call.argv.size());
  return 0;
}

// Seconds with an optional suffix s, m, h or d; several add up; `infinity` never ends.
int run_sleep(Invocation& call) {
  double total = 0;
  if (call.argv.size() < 2) {
    call.outcome.err += "sleep: missing operand\n";
    return 1;
  }
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& text = call.argv[i];
    if (text == "infinity" || text == "inf") {
      call.outcome.forever = true;
      return 0;
    }
    double amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    const std::string_view unit(end, static_cast<size_t>(text.data() + text.size() - end));
    const double scale = unit.empty() || unit == "s" ? 1
                         : unit == "m"               ? 60
                         : unit == "h"               ? 3600
                         : unit == "d"               ? 86400
                                                     : 0;
    if (error != std::errc() || scale == 0 || amount < 0) {
      call.outcome.err += "sleep: invalid number '" + text + "'\n";
      return 1;
    }
    total += amount * scale;
  }
  // Longer than a duration can say is for ever.
  if (total > 9e9) call.outcome.forever = true;
  else call.outcome.took += skiff::Duration(std::llround(total * 1e9));
  return 0;
}

std::string absolute(const Invocation& call, const std::string& path) {
  if (path.starts_with('/')) return path;
  return call.working_directory == "/" ? "/" + path : call.working_directory + "/" + path;
}

int run_cat(Invocation& call) {
  if (call.argv.size() < 2) {
    call.outcome.out += call.input;
    return 0;
  }
  int status = 0;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    if (call.argv[i].starts_with('-') && call.argv[i].size() > 1) continue;
    if (const auto text = call.environment.read_file(absolute(call, call.argv[i]))) {
      call.outcome.out += *text;
    } else {
      call.outcome.err += "cat: can't open '" + call.argv[i] + "': No such file or directory\n";
      status = 1;
    }
  }
  return status;
}

int run_ls(Invocation& call) {
  std::vector<std::string> paths;
  for (size_t i = 1; i < call.argv.size(); ++i)
    if (!call.argv[i].starts_with('-')) paths.push_back(call.argv[i]);
  if (paths.empty()) paths.push_back(call.working_directory);
  int status = 0;
  for (const std::string& path : paths) {
    if (const auto names = call.environment.list_directory(absolute(call, path))) {
      if (paths.size() > 1) call.outcome.out += path + ":\n";
      for (const std::string& name : *names) call.outcome.out += name + "\n";
    } else if (call.environment.read_file(absolute(call, path))) {
      call.outcome.out += path + "\n";
    } else {
      call.outcome.err += "ls: " + path + ": No such file or directory\n";
      status = 1;
    }
  }
  return status;
}

int run_env(Invocation& call) {
  if (call.argv.size() > 1) {
    call.outcome.understood = false;
    return 0;
  }
  std::map<std::string, std::string> left = call.variables;
  // As the process was given them, then what the shell has added.
  for (const auto& [name, value] : call.environment.variables()) {
    const auto found = left.find(name);
    if (found == left.end()) continue;
    call.outcome.out += name + "=" + found->second + "\n";
    left.erase(found);
  }
  for (const auto& [name, value] : left) call.outcome.out += name + "=" + value + "\n";
  return 0;
}

int run_printenv(Invocation& call) {
  if (call.argv.size() < 2) return run_env(call);
  int status = 0;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const auto found = call.variables.find(call.argv[i]);
    if (found == call.variables.end()) status = 1;
    else call.outcome.out += found->second + "\n";
  }
  return status;
}

int run_hostname(Invocation& call) {
  std::string name = call.environment.hostname();
  if (call.argv.size() > 1 && (call.argv[1] == "-f" || call.argv[1] == "--fqdn")) {
    // The line of /etc/hosts that a kubelet writes has the full name before the short one.
    if (const auto answer = call.environment.resolve(name); answer && !answer->name.empty()) name = answer->name;
  } else if (call.argv.size() > 1 && (call.argv[1] == "-i" || call.argv[1] == "-I")) {
    const auto answer = call.environment.resolve(name);
    name = answer ? join(answer->addresses, " ") : "";
  }
  call.outcome.out += name + "\n";
  return 0;
}

int run_pwd(Invocation& call) {
  call.outcome.out += call.working_directory + "\n";
  return 0;
}

int run_whoami(Invocation& call) {
  call.outcome.out += "root\n";
  return 0;
}

int run_id(Invocation& call) {
  call.outcome.out += call.argv.size() > 1 && call.argv[1] == "-u" ? "0\n" : "uid=0(root) gid=0(root) groups=0(root)\n";
  return 0;
}

int run_date(Invocation& call) {
  static constexpr std::string_view kForms[] = {"+%s"};
  const Time now = call.environment.now();
  if (call.argv.size() > 1 && call.argv[1] == kForms[0]) {
    call.outcome.out += std::to_string(std::chrono::floor<seconds>(now).time_since_epoch().count()) + "\n";
    return 0;
  }
  if (call.argv.size() > 1) {
    call.outcome.understood = false;
    return 0;
  }
  // Sun, 22 Nov 2026 15:31:24 +0000 → Sun Nov 22 15:31:24 UTC 2026
  const std::string text = rfc1123z(now);
  call.outcome.out += text.substr(0, 3) + " " + text.substr(8, 3) + " " + text.substr(5, 2) + " " + text.substr(17, 8) +
                      " UTC " + text.substr(12, 4) + "\n";
  return 0;
}

// As busybox prints it.
int run_nslookup(Invocation& call) {
  if (call.argv.size() < 2) {
    call.outcome.err += "Usage: nslookup HOST [DNS-SERVER]\n";
    return 1;
  }
  const std::string& name = call.argv[1];
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

bool test(const std::vector<std::string>& words, const Invocation& call, bool& understood) {
  if (words.size() == 1) return !words[0].empty();
  if (words.size() >= 2 && words[0] == "!") return !test({words.begin() + 1, words.end()}, call, understood);
  if (words.size() == 2) {
    const std::string path = absolute(call, words[1]);
    const bool is_file = call.environment.read_file(path).has_value();
    const bool is_directory = call.environment.list_directory(path).has_value();
    if (words[0] == "-z") return words[1].empty();
    if (words[0] == "-n") return !words[1].empty();
    if (words[0] == "-f" || words[0] == "-s" || words[0] == "-r") return is_file;
    if (words[0] == "-d") return is_directory;
    if (words[0] == "-e") return is_file || is_directory;
  }
  if (words.size() == 3) {
    const std::string& op = words[1];
    if (op == "=" || op == "==") return words[0] == words[2];
    if (op == "!=") return words[0] != words[2];
    const long a = std::atol(words[0].c_str()), b = std::atol(words[2].c_str());
    if (op == "-eq") return a == b;
    if (op == "-ne") return a != b;
    if (op == "-lt") return a < b;
    if (op == "-le") return a <= b;
    if (op == "-gt") return a > b;
    if (op == "-ge") return a >= b;
  }
  if (!words.empty()) understood = false;
  return false;
}

int run_test(Invocation& call) {
  std::vector<std::string> words(call.argv.begin() + 1, call.argv.end());
  if (call.argv[0].ends_with("[") && !words.empty()) words.pop_back();
  const bool holds = test(words, call, call.outcome.understood);
  return holds ? 0 : 1;
}

// Sorted by name.
constexpr Program kPrograms[] = {
    {":", run_true},        {"[", run_test},        {"cat", run_cat},           {"date", run_date},
    {"echo", run_echo},     {"env", run_env},       {"false", run_false},       {"hostname", run_hostname},
    {"id", run_id},         {"ls", run_ls},         {"nslookup", run_nslookup}, {"printenv", run_printenv},
    {"printf", run_printf}, {"pwd", run_pwd},       {"sleep", run_sleep},       {"test", run_test},
    {"true", run_true},     {"whoami", run_whoami},
};

}  // namespace

const Program* find_program(std::string_view name) {
  const auto* found =
      std::lower_bound(std::begin(kPrograms), std::end(kPrograms), name,
                       [](const Program& program, std::string_view wanted) { return program.name < wanted; });
  return found != std::end(kPrograms) && found->name == name ? found : nullptr;
}

}  // namespace skiff::shell
