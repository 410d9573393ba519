#include "kubelet/shell/programs.h"

#include <algorithm>
#include <cmath>

#include "base/strings.h"
#include "kubelet/shell/arguments.h"
#include "kubelet/shell/interpreter.h"
#include "kubelet/shell/text.h"

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

// %[-0][width]s and d of a format, beginning behind the percent sign.
std::string formatted(std::string_view format, size_t& at, const std::string* value, bool& understood) {
  bool left = false, zeros = false;
  for (; at < format.size() && (format[at] == '-' || format[at] == '0'); ++at)
    (format[at] == '-' ? left : zeros) = true;
  size_t width = 0;
  for (; at < format.size() && format[at] >= '0' && format[at] <= '9'; ++at)
    width = width * 10 + static_cast<size_t>(format[at] - '0');
  const char what = at < format.size() ? format[at] : '\0';
  if ((what != 's' && what != 'd' && what != 'i') || width > 1000) {
    understood = false;
    return {};
  }
  std::string text = value != nullptr ? *value : "";
  if (what != 's') text = std::to_string(std::atol(text.c_str()));
  if (text.size() < width) {
    const size_t missing = width - text.size();
    if (left) text.append(missing, ' ');
    else if (zeros && what != 's') text.insert(text.starts_with('-') ? 1 : 0, missing, '0');
    else text.insert(0, missing, ' ');
  }
  return text;
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
        if (format[++i] == '%') {
          call.outcome.out += '%';
          continue;
        }
        const std::string* value = argument < call.argv.size() ? &call.argv[argument] : nullptr;
        ++argument;
        call.outcome.out += formatted(format, i, value, call.outcome.understood);
      } else {
        call.outcome.out += format[i];
      }
    }
  } while (call.outcome.understood && argument > 2 && argument < call.argv.size());
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
    const auto seconds = seconds_of(text);
    if (!seconds) {
      call.outcome.err += "sleep: invalid number '" + text + "'\n";
      return 1;
    }
    total += *seconds;
  }
  // Longer than a duration can say is for ever.
  if (total > 9e9) call.outcome.forever = true;
  else call.outcome.took += skiff::Duration(std::llround(total * 1e9));
  return 0;
}

std::string absolute(const Invocation& call, const std::string& path) {
  return absolute_path(call.working_directory, path);
}

// seq LAST, seq FIRST LAST, seq FIRST STEP LAST
int run_seq(Invocation& call) {
  std::vector<long> numbers;
  for (size_t i = 1; i < call.argv.size(); ++i) numbers.push_back(std::atol(call.argv[i].c_str()));
  if (numbers.empty() || numbers.size() > 3) return 1;
  const long first = numbers.size() > 1 ? numbers[0] : 1, step = numbers.size() == 3 ? numbers[1] : 1;
  if (step == 0) return 1;
  for (long n = first; step > 0 ? n <= numbers.back() : n >= numbers.back(); n += step)
    call.outcome.out += std::to_string(n) + "\n";
  return 0;
}

int run_basename(Invocation& call) {
  if (call.argv.size() < 2) return 1;
  std::string name = call.argv[1];
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  call.outcome.out += name.substr(name.rfind('/') + 1) + "\n";
  return 0;
}

int run_dirname(Invocation& call) {
  if (call.argv.size() < 2) return 1;
  const size_t slash = call.argv[1].rfind('/');
  call.outcome.out += (slash == std::string::npos ? "." : slash == 0 ? "/" : call.argv[1].substr(0, slash)) + "\n";
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

// Of the node: -s, -n, -r, -m. What a kernel says of how it was built (-v, -a) nobody knows.
int run_uname(Invocation& call) {
  const Options options = parse_options(call, "snrm");
  const std::string architecture = call.environment.architecture();
  const std::string machine = architecture == "amd64" ? "x86_64" : architecture == "arm64" ? "aarch64" : architecture;
  std::vector<std::string> out;
  if (options.has('s') || options.given.empty()) out.emplace_back("Linux");
  if (options.has('n')) out.push_back(call.environment.hostname());
  if (options.has('r')) out.push_back(call.environment.kernel());
  if (options.has('m')) out.push_back(machine);
  call.outcome.out += join(out, " ") + "\n";
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
    if (words[0] == "-s") return is_file && !call.environment.read_file(path)->empty();
    if (words[0] == "-f" || words[0] == "-r") return is_file;
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
    {":", run_true},
    {"[", run_test},
    {"awk", run_awk},
    {"base64", run_base64},
    {"basename", run_basename},
    {"cat", run_cat},
    {"chgrp", run_chown},
    {"chmod", run_chmod},
    {"chown", run_chown},
    {"cp", run_cp},
    {"curl", run_curl},
    {"cut", run_cut},
    {"date", run_date},
    {"dig", run_dig},
    {"dirname", run_dirname},
    {"echo", run_echo},
    {"egrep", run_grep},
    {"env", run_env},
    {"false", run_false},
    {"fgrep", run_grep},
    {"find", run_find},
    {"getent", run_getent},
    {"grep", run_grep},
    {"head", run_cut_lines},
    {"hostname", run_hostname},
    {"id", run_id},
    {"ls", run_ls},
    {"md5sum", run_sum},
    {"mkdir", run_mkdir},
    {"mv", run_mv},
    {"mysql", run_mysql},
    {"mysqladmin", run_mysqladmin},
    {"nc", run_nc},
    {"nginx", run_nginx},
    {"nslookup", run_nslookup},
    {"perl", run_perl},
    {"printenv", run_printenv},
    {"printf", run_printf},
    {"ps", run_ps},
    {"pwd", run_pwd},
    {"rev", run_rev},
    {"rm", run_rm},
    {"sed", run_sed},
    {"seq", run_seq},
    {"sha256sum", run_sum},
    {"sleep", run_sleep},
    {"sort", run_sort},
    {"stat", run_stat},
    {"tail", run_cut_lines},
    {"tee", run_tee},
    {"test", run_test},
    {"timeout", run_timeout},
    {"touch", run_touch},
    {"tr", run_tr},
    {"true", run_true},
    {"uname", run_uname},
    {"uniq", run_uniq},
    {"wc", run_wc},
    {"wget", run_wget},
    {"which", run_which},
    {"whoami", run_whoami},
    {"xargs", run_xargs},
    {"yes", run_yes},
};
static_assert(std::is_sorted(std::begin(kPrograms), std::end(kPrograms),
                             [](const Program& a, const Program& b) { return a.name < b.name; }));

constexpr std::string_view kPathFolders[] = {"/bin", "/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/sbin"};
constexpr std::string_view kProgramMark = "simulated program: ";

}  // namespace

std::string absolute_path(std::string_view directory, std::string_view path) {
  const std::string whole =
      path.starts_with('/') ? std::string(path) : std::string(directory) + "/" + std::string(path);
  std::vector<std::string_view> steps;
  for (const std::string_view step : split(whole, '/')) {
    if (step == ".." && !steps.empty()) steps.pop_back();
    else if (!step.empty() && step != "." && step != "..") steps.push_back(step);
  }
  std::string out;
  for (const std::string_view step : steps) out += "/" + std::string(step);
  if (out.empty()) return "/";
  const size_t name = out.rfind('/');
  const bool on_path = std::find(std::begin(kPathFolders), std::end(kPathFolders),
                                 std::string_view(out).substr(0, name)) != std::end(kPathFolders);
  if (on_path && find_program(steps.back()) != nullptr) return std::string(kProgramFolder) + out.substr(name);
  return out;
}

std::string program_text(std::string_view name) { return std::string(kProgramMark) + std::string(name) + "\n"; }

const Program* program_of_text(std::string_view text) {
  if (!text.starts_with(kProgramMark) || !text.ends_with('\n')) return nullptr;
  text.remove_prefix(kProgramMark.size());
  text.remove_suffix(1);
  return find_program(text);
}

std::string_view program_at(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos || path.substr(0, slash) != kProgramFolder) return {};
  const std::string_view name = path.substr(slash + 1);
  return name != ":" && find_program(name) != nullptr ? name : std::string_view();
}

bool has_busybox(const Environment& environment) {
  const std::string image = environment.image();
  return image.find("busybox") != std::string::npos || image.find("alpine") != std::string::npos;
}

std::string path_of_program(const Environment& environment, std::string_view directory, const std::string& name) {
  const std::string path =
      name.find('/') != std::string::npos ? absolute_path(directory, name) : std::string(kProgramFolder) + "/" + name;
  if (environment.has_removed(path)) return {};
  const std::string_view program = program_at(path);
  const bool shell = is_shell(std::string_view(path).substr(path.rfind('/') + 1));
  if (!program.empty() ? !environment.brings_program(program) : !shell && !environment.read_file(path)) return {};
  if (name.find('/') != std::string::npos) return name;
  return has_busybox(environment) ? "/bin/" + name : path;
}

std::vector<std::string> program_names() {
  std::vector<std::string> out;
  for (const Program& program : kPrograms)
    if (program.name != ":") out.emplace_back(program.name);
  return out;
}

const Program* find_program(std::string_view name) {
  const auto* found =
      std::lower_bound(std::begin(kPrograms), std::end(kPrograms), name,
                       [](const Program& program, std::string_view wanted) { return program.name < wanted; });
  return found != std::end(kPrograms) && found->name == name ? found : nullptr;
}

}  // namespace skiff::shell
