// chmod, chown, chgrp and touch.
#include <algorithm>

#include "base/strings.h"
#include "kubelet/shell/arguments.h"

namespace skiff::shell {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && text.size() < 10 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// root or a number; other names are those of an image, and nobody knows them.
std::optional<int64_t> id_of(std::string_view name) {
  if (name == "root") return 0;
  if (!is_number(name)) return std::nullopt;
  return std::stol(std::string(name));
}

int no_such_file(Invocation& call, const std::string& path) {
  const bool small = has_busybox(call.environment);
  return complain(call, (small ? path : "cannot access '" + path + "'") + ": No such file or directory");
}

// Changes each path and, with -R, all that is below it.
template <class Change>
int change_all(Invocation& call, const std::vector<std::string>& paths, bool recursive, const Change& change) {
  int outcome = 0;
  std::vector<std::string> waiting(paths.rbegin(), paths.rend());
  while (!waiting.empty()) {
    const std::string path = waiting.back();
    waiting.pop_back();
    const std::string whole = whole_path(call, path);
    auto status = call.environment.file_status(whole);
    if (!status) {
      outcome = no_such_file(call, path);
      continue;
    }
    change(*status);
    if (const std::string problem = call.environment.set_file_status(whole, *status); !problem.empty())
      outcome = complain(call, path + ": " + problem);
    if (!recursive || status->sort != FileStatus::Sort::kDirectory) continue;
    for (const std::string& name : call.environment.list_directory(whole).value_or(std::vector<std::string>()))
      waiting.push_back(path + (path.ends_with('/') ? "" : "/") + name);
  }
  return outcome;
}

// What busybox and GNU have parsed differently is alike here: "2026-01-02 03:04:05", "2026-01-02", "@SECONDS".
std::optional<Time> time_of(const std::string& text) {
  if (text.starts_with('@') && is_number(std::string_view(text).substr(1)))
    return Time(seconds(std::stol(text.substr(1))));
  if (text.size() == 10) return parse_rfc3339(text + "T00:00:00Z");
  if (text.size() == 16) return parse_rfc3339(text.substr(0, 10) + "T" + text.substr(11) + ":00Z");
  if (text.size() == 19) return parse_rfc3339(text.substr(0, 10) + "T" + text.substr(11) + "Z");
  return std::nullopt;
}

}  // namespace

int run_chmod(Invocation& call) {
  // A mode can begin with a dash, and then looks like flags.
  bool recursive = false;
  std::vector<std::string> words;
  for (size_t i = 1; i < call.argv.size(); ++i) {
    if (words.empty() && (call.argv[i] == "-R" || call.argv[i] == "--recursive")) recursive = true;
    else words.push_back(call.argv[i]);
  }
  if (words.size() < 2) {
    call.outcome.understood = false;
    return 1;
  }
  const std::string mode = words.front();
  words.erase(words.begin());
  if (!changed_mode(0, mode, false)) {
    return complain(call,
                    has_busybox(call.environment) ? "invalid mode '" + mode + "'" : "invalid mode: '" + mode + "'");
  }
  return change_all(call, words, recursive, [&](FileStatus& status) {
    status.mode = *changed_mode(status.mode, mode, status.sort == FileStatus::Sort::kDirectory);
  });
}

int run_chown(Invocation& call) {
  const bool group_alone = call.argv[0].ends_with("chgrp");
  const Options options = parse_options(call, "Rh");
  if (options.operands.size() < 2) call.outcome.understood = false;
  if (!call.outcome.understood) return 1;
  const std::string_view whom = options.operands.front();
  const size_t colon = whom.find(':');
  const std::string_view user = group_alone ? std::string_view() : whom.substr(0, colon);
  const std::string_view group = group_alone                       ? whom
                                 : colon == std::string_view::npos ? std::string_view()
                                                                   : whom.substr(colon + 1);
  const auto owner = id_of(user), owning_group = id_of(group);
  if ((!user.empty() && !owner) || (!group.empty() && !owning_group)) {
    call.outcome.understood = false;
    return 1;
  }
  return change_all(call, {options.operands.begin() + 1, options.operands.end()}, options.has('R'),
                    [&](FileStatus& status) {
                      if (!user.empty()) status.owner = *owner;
                      if (!group.empty()) status.group = *owning_group;
                    });
}

int run_touch(Invocation& call) {
  const Options options = parse_options(call, "acmd:r:");
  std::optional<Time> when;
  if (options.has('d')) {
    when = time_of(options.value('d'));
    if (!when) return complain(call, "invalid date '" + options.value('d') + "'");
  }
  if (options.has('r')) {
    const auto reference = call.environment.file_status(whole_path(call, options.value('r')));
    if (!reference) return complain(call, options.value('r') + ": No such file or directory");
    when = reference->changed;
  }
  int outcome = 0;
  for (const std::string& path : options.operands) {
    const std::string whole = whole_path(call, path);
    if (options.has('c') && !call.environment.file_status(whole)) continue;
    // What is written is new by that; a folder cannot be written.
    std::string problem = call.environment.append_file(whole, "");
    const bool is_folder = problem == Environment::kIsDirectory;
    if (when || is_folder) {
      auto status = call.environment.file_status(whole);
      if (status && (is_folder || problem.empty())) {
        status->changed = when.value_or(call.environment.now());
        problem = call.environment.set_file_status(whole, *status);
      }
    }
    const bool small = has_busybox(call.environment);
    if (!problem.empty()) outcome = complain(call, (small ? path : "cannot touch '" + path + "'") + ": " + problem);
  }
  return outcome;
}

}  // namespace skiff::shell
