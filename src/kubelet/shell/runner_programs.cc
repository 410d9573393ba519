// The small shell's programs that run others: env, timeout, xargs.
#include <algorithm>
#include <cmath>

#include "base/strings.h"
#include "kubelet/shell/arguments.h"
#include "kubelet/shell/text.h"

namespace skiff::shell {
namespace {

std::vector<std::string> words_from(const std::vector<std::string>& argv, size_t first) {
  return {argv.begin() + static_cast<std::ptrdiff_t>(std::min(first, argv.size())), argv.end()};
}

// busybox says which signal ended the command, GNU's program that it was too slow.
int status_of_timeout(const std::string& image) {
  const bool busybox = image.find("busybox") != std::string::npos || image.find("alpine") != std::string::npos;
  return busybox ? 143 : 124;
}

size_t count_of(std::string_view text) { return static_cast<size_t>(std::max<int64_t>(number_of(text), 0)); }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  size_t at = 0;
  while ((at = text.find_first_not_of(" \t\n", at)) != std::string_view::npos) {
    const size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::string replaced(std::string text, const std::string& what, std::string_view with) {
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

// -I {}: the command once for each line, which takes the place of the braces.
int run_for_lines(Invocation& call, const std::vector<std::string>& command, const std::string& braces) {
  int status = 0;
  for (const std::string_view line : lines_of(call.input)) {
    if (line.empty()) continue;
    std::vector<std::string> argv;
    for (const std::string& word : command) argv.push_back(replaced(word, braces, line));
    if (call.run(argv, {}) != 0) status = 123;
    if (!call.outcome.understood || call.outcome.forever || call.outcome.cut) break;
  }
  return status;
}

}  // namespace

// env [NAME=VALUE]… COMMAND runs it with more variables; without a command it prints them.
int run_env(Invocation& call) {
  std::map<std::string, std::string> variables = call.variables;
  size_t first = 1;
  for (; first < call.argv.size() && call.argv[first].find('=') != std::string::npos; ++first)
    variables[call.argv[first].substr(0, call.argv[first].find('='))] =
        call.argv[first].substr(call.argv[first].find('=') + 1);
  if (first < call.argv.size()) {
    // Other variables for a command alone are the shell's affair: it is told in its own words.
    if (first > 1 || call.argv[first].starts_with('-')) call.outcome.understood = false;
    return call.outcome.understood ? call.run(words_from(call.argv, first), call.input) : 0;
  }
  // As the process was given them, then what the shell has added.
  for (const auto& [name, value] : call.environment.variables()) {
    const auto found = variables.find(name);
    if (found == variables.end()) continue;
    call.outcome.out += name + "=" + found->second + "\n";
    variables.erase(found);
  }
  for (const auto& [name, value] : variables) call.outcome.out += name + "=" + value + "\n";
  return 0;
}

// timeout SECONDS COMMAND. What a command that is ended has written until then nobody knows, unless it was nothing.
int run_timeout(Invocation& call) {
  const auto seconds = call.argv.size() > 2 ? seconds_of(call.argv[1]) : std::nullopt;
  if (!seconds || *seconds > 9e9) {
    call.outcome.understood = false;
    return 0;
  }
  const Duration limit(std::llround(*seconds * 1e9));
  const Duration end = call.outcome.took + limit;
  const size_t written = call.outcome.out.size() + call.outcome.err.size();
  const int status = call.run(words_from(call.argv, 2), call.input);
  if (limit == Duration(0) || (!call.outcome.forever && call.outcome.took <= end)) return status;
  if (call.outcome.out.size() + call.outcome.err.size() != written) call.outcome.understood = false;
  call.outcome.forever = call.outcome.cut = false;
  call.outcome.took = end;
  return status_of_timeout(call.environment.image());
}

// xargs [-r] [-n COUNT] [-I BRACES] COMMAND…: without one, echo.
// which NAME…, as Debian and busybox have it: silent about what there is not.
int run_which(Invocation& call) {
  const Options options = parse_options(call, "");
  int status = options.operands.empty() ? 1 : 0;
  for (const std::string& name : options.operands) {
    const std::string path = path_of_program(call.environment, call.working_directory, name);
    if (path.empty()) status = 1;
    else call.outcome.out += path + "\n";
  }
  return status;
}

int run_xargs(Invocation& call) {
  size_t first = 1, count = 0;
  bool needs_words = false;
  std::string braces;
  for (; first < call.argv.size() && call.argv[first].starts_with('-'); ++first) {
    const std::string& flag = call.argv[first];
    const bool has_value = first + 1 < call.argv.size();
    if (flag == "-r") needs_words = true;
    else if (flag == "-n" && has_value) count = count_of(call.argv[++first]);
    else if (flag.starts_with("-n")) count = count_of(flag.substr(2));
    else if (flag == "-I" && has_value) braces = call.argv[++first];
    else if (flag.starts_with("-I")) braces = flag.substr(2);
    else call.outcome.understood = false;
  }
  const std::vector<std::string> words = words_of(call.input);
  // Quotes and backslashes keep words together.
  if (call.input.find_first_of("'\"\\") != std::string_view::npos && braces.empty()) call.outcome.understood = false;
  if (!call.outcome.understood) return 0;
  std::vector<std::string> command = words_from(call.argv, first);
  if (command.empty()) command.emplace_back("echo");
  if (!braces.empty()) return run_for_lines(call, command, braces);
  if (words.empty() && needs_words) return 0;
  if (count == 0) count = std::max<size_t>(words.size(), 1);
  int status = 0;
  for (size_t at = 0; at == 0 || at < words.size(); at += count) {
    std::vector<std::string> argv = command;
    for (size_t i = at; i < std::min(at + count, words.size()); ++i) argv.push_back(words[i]);
    if (call.run(argv, {}) != 0) status = 123;
    if (!call.outcome.understood || call.outcome.forever || call.outcome.cut) break;
  }
  return status;
}

}  // namespace skiff::shell
