// The small shell's programs that look for something: grep and find, as busybox has them.
#include <algorithm>
#include <optional>

#include "api/behavior_match.h"
#include "base/regular_expression.h"
#include "kubelet/shell/arguments.h"
#include "kubelet/shell/text.h"

namespace skiff::shell {
namespace {

std::string literal_form(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view(R"(\.+*?()|[]{}^$)").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

struct Grep {
  Options options;
  RegularExpression pattern;
  size_t most;
  bool names_files;

  bool matches(std::string_view line) const { return pattern.matches(line) != options.has('v'); }

  // The lines of one text that match; how many.
  size_t search(std::string_view text, const std::string& file, std::string& out) const {
    size_t found = 0, number = 0;
    const auto lines = lines_of(text);
    const auto after = static_cast<size_t>(number_of(options.value('A', options.value('C')))),
               before = static_cast<size_t>(number_of(options.value('B', options.value('C'))));
    const bool silent = options.has('q') || options.has('c') || options.has('l');
    size_t shown = 0, wanted = 0;  // the first line not yet shown, and the first not wanted any more
    for (; number < lines.size(); ++number) {
      const bool hit = found < most && matches(lines[number]);
      if (hit) {
        ++found;
        const size_t first = std::max(shown, number - std::min(before, number));
        if (!silent && !options.has('o')) {
          if (shown > 0 && first > shown && (after > 0 || before > 0)) out += "--\n";
          for (size_t i = first; i < number; ++i) show(lines[i], i, '-', file, out);
          show(lines[number], number, ':', file, out);
        } else if (!silent) {
          show_parts(lines[number], number, file, out);
        }
        shown = number + 1;
        wanted = number + 1 + after;
      } else if (number < wanted && !silent && !options.has('o')) {
        show(lines[number], number, '-', file, out);
        shown = number + 1;
      }
    }
    if (options.has('c') && !options.has('q')) out += (names_files ? file + ":" : "") + std::to_string(found) + "\n";
    if (options.has('l') && !options.has('q') && found > 0) out += file + "\n";
    return found;
  }

  void show(std::string_view line, size_t number, char mark, const std::string& file, std::string& out) const {
    if (names_files) out += file + mark;
    if (options.has('n')) out += std::to_string(number + 1) + mark;
    out += line;
    out += '\n';
  }

  void show_parts(std::string_view line, size_t number, const std::string& file, std::string& out) const {
    for (size_t from = 0; from <= line.size();) {
      const auto part = pattern.find(line, from);
      if (!part) return;
      if (part->end > part->begin) show(line.substr(part->begin, part->end - part->begin), number, ':', file, out);
      from = std::max(part->end, part->begin + 1);
    }
  }
};

// All files below a directory.
void add_files_below(const Invocation& call, const std::string& path, std::vector<std::string>& out) {
  const auto names = call.environment.list_directory(whole_path(call, path));
  if (!names) return out.push_back(path);
  for (const std::string& name : *names) add_files_below(call, path + (path.ends_with('/') ? "" : "/") + name, out);
}

}  // namespace

int run_grep(Invocation& call) {
  const bool extended = call.argv[0].ends_with("egrep");
  Options options = parse_options(call, "EFGivcqnolwxshHre:m:A:B:C:");
  if (!call.outcome.understood) return 2;
  std::string pattern = options.value('e');
  if (!options.has('e')) {
    if (options.operands.empty()) return complain(call, "no pattern") + 1;
    pattern = options.operands.front();
    options.operands.erase(options.operands.begin());
  }
  if (options.has('F') || call.argv[0].ends_with("fgrep")) pattern = literal_form(pattern);
  else if (!options.has('E') && !extended) pattern = extended_form(pattern);
  if (options.has('w')) pattern = "\\b(?:" + pattern + ")\\b";
  if (options.has('x')) pattern = "^(?:" + pattern + ")$";
  if (options.has('i')) pattern = "(?i)" + pattern;
  const auto parsed = RegularExpression::parse(pattern);
  if (!parsed) {
    call.outcome.understood = false;
    return 2;
  }
  std::vector<std::string> paths = options.operands;
  if (options.has('r')) {
    paths.clear();
    for (const std::string& path : options.operands) add_files_below(call, path, paths);
  }
  const bool several = (paths.size() > 1 || options.has('r') || options.has('H')) && !options.has('h');
  const auto most = static_cast<size_t>(number_of(options.value('m'), -1));
  const Grep grep{options, *parsed, most, several};
  size_t found = 0;
  int status = 0;
  if (paths.empty()) paths.emplace_back("-");
  for (const std::string& path : paths) {
    const auto text =
        path == "-" ? std::optional(std::string(call.input)) : call.environment.read_file(whole_path(call, path));
    if (text) found += grep.search(*text, path == "-" ? "(standard input)" : path, call.outcome.out);
    else status = 2;
    if (!text && !options.has('s')) complain(call, path + ": No such file or directory");
  }
  return status != 0 ? status : found > 0 ? 0 : 1;
}

// find DIR… [-name GLOB] [-type f|d].
int run_find(Invocation& call) {
  std::vector<std::string> paths;
  std::string name;
  char type = 0;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& word = call.argv[i];
    if (word == "-name" && i + 1 < call.argv.size()) name = call.argv[++i];
    else if (word == "-type" && i + 1 < call.argv.size()) type = call.argv[++i][0];
    else if (word == "-print") continue;
    else if (word.starts_with('-')) call.outcome.understood = false;
    else paths.push_back(word);
  }
  if (paths.empty()) paths.emplace_back(".");
  int status = 0;
  const auto walk = [&](const auto& self, const std::string& path) -> void {
    const auto names = call.environment.list_directory(whole_path(call, path));
    if (!names && !call.environment.read_file(whole_path(call, path))) {
      status = complain(call, path + ": No such file or directory");
      return;
    }
    const std::string base = path.substr(path.rfind('/') + 1);
    if ((name.empty() || glob_matches(name, base)) && (type == 0 || (type == 'd') == names.has_value()))
      call.outcome.out += path + "\n";
    if (!names) return;
    for (const std::string& one : *names) self(self, path + (path.ends_with('/') ? "" : "/") + one);
  };
  for (const std::string& path : paths) walk(walk, path);
  return status;
}

}  // namespace skiff::shell
