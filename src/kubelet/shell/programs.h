// The programs that the small shell finds on its PATH.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kubelet/shell/shell.h"

namespace skiff::shell {

struct Invocation {
  const std::vector<std::string>& argv;
  std::string_view input;
  const std::map<std::string, std::string>& variables;
  Environment& environment;
  ShellOutcome& outcome;  // takes output and time
  std::string working_directory = "/";
  // Runs another command with that input; its exit status.
  std::function<int(const std::vector<std::string>& argv, std::string_view input)> run = {};
};

struct Program {
  std::string_view name;
  int (*run)(Invocation& invocation);  // the exit status
};

// Null if there is no such program.
const Program* find_program(std::string_view name);

// A path as seen from `directory`, without . and .. in it.
std::string absolute_path(std::string_view directory, std::string_view path);

// Programs that read and write files (shell_file_programs.cc) …
int run_cat(Invocation& call);
int run_cp(Invocation& call);
int run_cut_lines(Invocation& call);  // head and tail
int run_ls(Invocation& call);
int run_mkdir(Invocation& call);
int run_mv(Invocation& call);
int run_rm(Invocation& call);
int run_tee(Invocation& call);
int run_touch(Invocation& call);
int run_sha256sum(Invocation& call);
int run_stat(Invocation& call);
// … that run others (runner_programs.cc) …
int run_env(Invocation& call);
int run_timeout(Invocation& call);
int run_xargs(Invocation& call);
// … that work on lines of text (shell_text_programs.cc) …
int run_base64(Invocation& call);
int run_cut(Invocation& call);
int run_rev(Invocation& call);
int run_sort(Invocation& call);
int run_tr(Invocation& call);
int run_uniq(Invocation& call);
int run_wc(Invocation& call);
// … that look for something (shell_search_programs.cc) …
int run_find(Invocation& call);
int run_grep(Invocation& call);
// … with a language of their own (shell_script_programs.cc) …
int run_awk(Invocation& call);
int run_sed(Invocation& call);
// … one of perl's (perl.cc) …
int run_perl(Invocation& call);
// … and that ask the network (shell_network_programs.cc).
int run_curl(Invocation& call);
int run_dig(Invocation& call);
int run_getent(Invocation& call);
int run_nc(Invocation& call);
int run_nginx(Invocation& call);
int run_nslookup(Invocation& call);
int run_wget(Invocation& call);

}  // namespace skiff::shell
