// The small shell's programs that read and write files, as busybox has them.
#include <algorithm>

#include "base/md5.h"
#include "base/sha256.h"
#include "base/strings.h"
#include "kubelet/shell/arguments.h"

namespace skiff::shell {

Options parse_options(Invocation& call, std::string_view letters) {
  Options out;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& word = call.argv[i];
    if (word == "--") {
      out.operands.insert(out.operands.end(), call.argv.begin() + static_cast<std::ptrdiff_t>(i) + 1, call.argv.end());
      break;
    }
    if (word.size() < 2 || word[0] != '-') {
      out.operands.push_back(word);
      continue;
    }
    for (size_t at = 1; at < word.size(); ++at) {
      const size_t known = word[at] == ':' ? std::string_view::npos : letters.find(word[at]);
      if (known == std::string_view::npos) {
        call.outcome.understood = false;
        return out;
      }
      const bool takes_value = known + 1 < letters.size() && letters[known + 1] == ':';
      if (!takes_value) {
        out.given[word[at]];
        continue;
      }
      out.given[word[at]] = at + 1 < word.size() ? word.substr(at + 1) : i + 1 < call.argv.size() ? call.argv[++i] : "";
      break;
    }
  }
  return out;
}

std::string whole_path(const Invocation& call, const std::string& path) {
  return absolute_path(call.working_directory, path);
}

int complain(Invocation& call, const std::string& text) {
  call.outcome.err += call.argv[0] + ": " + text + "\n";
  return 1;
}

bool read_inputs(Invocation& call, const std::vector<std::string>& paths, std::vector<std::string>& out) {
  if (paths.empty()) out.emplace_back(call.input);
  bool all = true;
  for (const std::string& path : paths) {
    if (path == "-") {
      out.emplace_back(call.input);
    } else if (auto text = call.environment.read_file(whole_path(call, path))) {
      out.push_back(std::move(*text));
    } else {
      const bool opens = call.argv[0] == "cat" && has_busybox(call.environment);
      complain(call, (opens ? "can't open '" + path + "'" : path) + ": No such file or directory");
      all = false;
    }
  }
  return all;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  else if (text.empty()) return {};
  std::vector<std::string_view> lines;
  for (const std::string_view line : split(text, '\n')) lines.push_back(line);
  return lines;
}

namespace {

struct FileArguments {
  std::string flags;               // the letters of the short flags
  std::vector<std::string> paths;  // as they were given
};

FileArguments file_arguments(const Invocation& call) {
  FileArguments out;
  bool flags_over = false;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& word = call.argv[i];
    if (!flags_over && word == "--") flags_over = true;
    else if (!flags_over && word.size() > 1 && word[0] == '-' && word[1] != '-') out.flags += word.substr(1);
    else if (flags_over || !word.starts_with("--")) out.paths.push_back(word);
  }
  return out;
}

bool has(const FileArguments& arguments, char flag) { return arguments.flags.find(flag) != std::string::npos; }

// Where a file goes that is moved or copied to `target`: into it, if it is a directory.
std::string destination(const Invocation& call, const std::string& from, const std::string& target) {
  std::string path = whole_path(call, target);
  if (!target.ends_with('/') && !call.environment.list_directory(path)) return path;
  return absolute_path(path, from.substr(from.rfind('/') + 1));
}

int move_or_copy(Invocation& call, bool removes) {
  const FileArguments arguments = file_arguments(call);
  if (arguments.paths.size() < 2) return complain(call, "missing file operand");
  const bool small = has_busybox(call.environment);
  int status = 0;
  for (size_t i = 0; i + 1 < arguments.paths.size(); ++i) {
    const std::string& from = arguments.paths[i];
    const std::string whole = whole_path(call, from);
    const auto text = call.environment.read_file(whole);
    if (!text) {
      const std::string what = !small ? "cannot stat '" : removes ? "can't rename '" : "can't stat '";
      status = complain(call, what + from + "': No such file or directory");
      continue;
    }
    auto kept = call.environment.file_status(whole);
    if (kept && kept->sort == FileStatus::Sort::kLink) kept->mode = 0644;  // what it leads to is meant
    const std::string to = destination(call, from, arguments.paths.back());
    const std::string problem = call.environment.write_file(to, *text);
    if (!problem.empty()) {
      const std::string what = small ? "can't create '" : "cannot create regular file '";
      status = complain(call, what + arguments.paths.back() + "': " + problem);
      continue;
    }
    // A moved file stays what it was; a copy has its mode.
    if (kept && (removes || has(arguments, 'p') || has(arguments, 'a') || kept->mode != 0644)) {
      if (!removes && !has(arguments, 'p') && !has(arguments, 'a')) kept->changed = call.environment.now();
      kept->sort = FileStatus::Sort::kFile;
      call.environment.set_file_status(to, *kept);
    }
    if (removes) call.environment.remove_file(whole);
  }
  return status;
}

}  // namespace

int run_cat(Invocation& call) {
  std::vector<std::string> texts;
  const bool all = read_inputs(call, file_arguments(call).paths, texts);
  for (const std::string& text : texts) call.outcome.out += text;
  return all ? 0 : 1;
}

int run_cp(Invocation& call) { return move_or_copy(call, false); }
int run_mv(Invocation& call) { return move_or_copy(call, true); }

// head and tail: -n N, -N; without, ten lines. tail -f never ends.
int run_cut_lines(Invocation& call) {
  const bool head = call.argv[0].ends_with("head");
  size_t count = 10;
  std::vector<std::string> paths;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    const std::string& word = call.argv[i];
    if (word == "-n" && i + 1 < call.argv.size()) count = static_cast<size_t>(std::atol(call.argv[++i].c_str()));
    else if (word.starts_with("-n")) count = static_cast<size_t>(std::atol(word.c_str() + 2));
    else if (word == "-f" || word == "-F") call.outcome.forever = !head;
    else if (word.starts_with('-') && word.size() > 1) count = static_cast<size_t>(std::atol(word.c_str() + 1));
    else paths.push_back(word);
  }
  if (call.outcome.forever && paths == std::vector<std::string>{"/dev/null"}) return 0;
  std::vector<std::string> texts;
  const bool all = read_inputs(call, paths, texts);
  for (const std::string& text : texts) {
    const auto lines = lines_of(text);
    const size_t shown = std::min(count, lines.size());
    const size_t first = head ? 0 : lines.size() - shown;
    for (size_t i = first; i < first + shown; ++i) call.outcome.out += std::string(lines[i]) + "\n";
  }
  return all ? 0 : 1;
}

int run_sum(Invocation& call) {
  const bool md5 = call.argv[0].ends_with("md5sum");
  const Options options = parse_options(call, "");
  std::vector<std::string> paths = options.operands;
  if (paths.empty()) paths.emplace_back("-");
  int status = 0;
  for (const std::string& path : paths) {
    const auto text =
        path == "-" ? std::optional(std::string(call.input)) : call.environment.read_file(whole_path(call, path));
    if (!text) {
      status = complain(
          call, (has_busybox(call.environment) ? "can't open '" + path + "'" : path) + ": No such file or directory");
      continue;
    }
    call.outcome.out += (md5 ? md5_hex(*text) : sha256_hex(*text)) + "  " + path + "\n";
  }
  return status;
}

int run_mkdir(Invocation& call) {
  const FileArguments arguments = file_arguments(call);
  const std::string what = has_busybox(call.environment) ? "can't create directory '" : "cannot create directory '";
  int status = 0;
  for (const std::string& path : arguments.paths) {
    const std::string problem = call.environment.make_directory(whole_path(call, path));
    if (problem.empty() || (problem == Environment::kFileExists && has(arguments, 'p'))) continue;
    status = complain(call, what + path + "': " + problem);
  }
  return status;
}

int run_rm(Invocation& call) {
  const FileArguments arguments = file_arguments(call);
  int status = 0;
  for (const std::string& path : arguments.paths) {
    const std::string whole = whole_path(call, path);
    const bool whole_folder = has(arguments, 'r') || has(arguments, 'R');
    if (!has(arguments, 'f') && !call.environment.read_file(whole) &&
        !(whole_folder && call.environment.list_directory(whole)))
      status = complain(call, (has_busybox(call.environment) ? "can't remove '" : "cannot remove '") + path +
                                  "': No such file or directory");
    else call.environment.remove_file(whole);
  }
  return status;
}

int run_tee(Invocation& call) {
  const FileArguments arguments = file_arguments(call);
  call.outcome.out += call.input;
  int status = 0;
  for (const std::string& path : arguments.paths) {
    const std::string whole = whole_path(call, path);
    const std::string before = has(arguments, 'a') ? call.environment.read_file(whole).value_or("") : "";
    if (const std::string problem = call.environment.write_file(whole, before + std::string(call.input));
        !problem.empty())
      status = complain(call, path + ": " + problem);
  }
  return status;
}

}  // namespace skiff::shell
