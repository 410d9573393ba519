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
  bool at_terminal = false;  // somebody reads what it writes as it is written, and could type
  // Runs another command with that input; its exit status.
  std::function<int(const std::vector<std::string>& argv, std::string_view input)> run = {};
};

struct Program {
  std::string_view name;
  int (*run)(Invocation& invocation);  // the exit status
};

// Null if there is no such program.
const Program* find_program(std::string_view name);

// Programs are files, all in one folder; the other folders of the PATH are other names of it, as far as programs go.
// What such a file holds names the program, so that it can be moved, copied and removed.
inline constexpr std::string_view kProgramFolder = "/usr/bin";
std::string program_text(std::string_view name);
const Program* program_of_text(std::string_view text);
// The name of the program that images have at this path; empty: none.
std::string_view program_at(std::string_view path);
std::vector<std::string> program_names();
// Are the image's programs those of busybox? Else they are GNU's.
bool has_busybox(const Environment& environment);
// Where the PATH leads for a name, or a path that is a program's; empty: nowhere. Shells are programs, too.
std::string path_of_program(const Environment& environment, std::string_view directory, const std::string& name);

// A path as seen from `directory`, without . and .. in it; of a program, that in kProgramFolder.
std::string absolute_path(std::string_view directory, std::string_view path);

// Programs that read and write files (shell_file_programs.cc) …
int run_cat(Invocation& call);
int run_cp(Invocation& call);
int run_cut_lines(Invocation& call);  // head and tail
int run_mkdir(Invocation& call);
int run_mv(Invocation& call);
int run_rm(Invocation& call);
int run_tee(Invocation& call);
int run_sum(Invocation& call);  // md5sum and sha256sum
// … that tell and change what is known about them (listing_programs.cc, mode_programs.cc) …
int run_chmod(Invocation& call);
int run_chown(Invocation& call);  // and chgrp
int run_ls(Invocation& call);
int run_stat(Invocation& call);
int run_touch(Invocation& call);
// … that tell who runs what, and when (process_programs.cc, date.cc) …
int run_date(Invocation& call);
int run_id(Invocation& call);
int run_ps(Invocation& call);
int run_whoami(Invocation& call);
int run_yes(Invocation& call);
// … that run others (runner_programs.cc) …
int run_env(Invocation& call);
int run_timeout(Invocation& call);
int run_xargs(Invocation& call);
int run_which(Invocation& call);
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
int run_mysql(Invocation& call);       // (mysql.cc)
int run_mysqladmin(Invocation& call);  // (mysql.cc)
int run_nc(Invocation& call);
int run_nginx(Invocation& call);
int run_nslookup(Invocation& call);
int run_wget(Invocation& call);

}  // namespace skiff::shell
