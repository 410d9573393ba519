// The shell's interpreter: runs the tree of a script over an Environment. Its parts: commands and how they are joined
// (interpreter.cc), where their streams lead (redirections.cc), what words come to (words.cc, pathnames.cc), [[ ]]
// (conditional.cc), and the commands that change the shell itself (builtins.cc). All others are programs (programs.h).
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kubelet/shell/programs.h"
#include "kubelet/shell/shell.h"
#include "kubelet/shell/syntax.h"

namespace skiff::shell {

// What a shell remembers from one line to the next.
struct Memory {
  std::map<std::string, std::string> variables;
  std::map<std::string, std::vector<std::string>> arrays;
  std::map<std::string, std::shared_ptr<Node>> functions;
  std::string directory = "/";
  int status = 0;
  bool exited = false;
};

// Stops for good when the script exits, never ends, or does something unknown; adds to the outcome what it has done.
class Interpreter {
 public:
  Interpreter(Environment& environment, const ShellOptions& options, ShellOutcome& outcome);

  void run_script(std::string_view script, std::vector<std::string> arguments);
  void run_program(const std::vector<std::string>& argv);
  void recall(const Memory& memory);
  Memory memory() const;

 private:
  using Argv = std::vector<std::string>;

  bool stopped() const { return exited_ || outcome_.forever || outcome_.cut || !outcome_.understood; }
  // Nothing that the script has done counts: the shell does not know this program, or not with these arguments.
  void give_up(std::string_view program);
  // What was written is written now, unless it goes elsewhere.
  void mark();
  // Time has passed: what would come after the limit is left undone.
  void look_at_clock();

  void run(const Node& node);
  // A command whose failure is looked at: `set -e` lets it pass.
  void run_tested(const Node& node);
  void sequence(const Node& node);
  void and_or(const Node& node);
  void pipe(const Node& node);
  void subshell(const Node& node);
  void if_command(const Node& node);
  void loop(const Node& node);
  bool skip_rounds(Duration begun, int rounds);
  void for_command(const Node& node);
  void case_command(const Node& node);
  void simple(const Node& node);
  void conditional(const Node& node);
  bool any_condition(const std::vector<Word>& words, size_t& at);
  bool all_conditions(const std::vector<Word>& words, size_t& at);
  bool condition(const std::vector<Word>& words, size_t& at);
  bool matches(const std::string& text, const Word& word);
  static bool is_path_pattern(const Word& word);
  std::vector<std::string> pathnames(std::string_view pattern) const;
  void assign(const Assignment& made);
  void call(const Argv& argv, std::string_view input);
  // The program that a name or a path stands for; null if the shell knows none. It may be gone (`missing`).
  const Program* find(const std::string& name, bool& missing) const;
  void not_found(const std::string& name);
  std::string where_is(const std::string& name) const;
  void call_function(const std::shared_ptr<Node>& body, const Argv& argv);
  // sh -c SCRIPT [NAME [ARGUMENT…]]; flags such as -e, -x and -l may come before.
  void nested_shell(const Argv& argv);

  void with_redirections(const Node& node, const std::function<void()>& body);
  // What was written goes elsewhere: to the other stream or into a file.
  void divert(const Redirection& redirection);
  void write(const Redirection& redirection, const std::string& path, std::string text);
  std::string absolute(const std::string& path) const;

  // Blanks in what takes the place of an unquoted variable or command part the word.
  void expand(const Word& word, std::vector<std::string>& out);
  std::string expand_whole(const Word& word);
  std::string value_of(const WordPart& part);
  std::string variable(const WordPart& part);
  std::string named(std::string_view name);
  std::string element(const WordPart& part);
  std::optional<int64_t> evaluate(std::string_view expression);
  std::string substitute(const std::string& script);

  // Runs the builtin of that name; false if there is none.
  bool builtin(const Argv& argv);
  static bool is_builtin(std::string_view name);
  struct Builtin;
  static const Builtin kBuiltins[];
  void exit(const Argv& argv);
  void exec(const Argv& argv);
  void set(const Argv& argv);
  void read(const Argv& argv);
  void return_from(const Argv& argv);
  void shift(const Argv& argv);
  void declare(const Argv& argv);
  void unset(const Argv& argv);
  void change_directory(const Argv& argv);
  void command(const Argv& argv);
  void type(const Argv& argv);
  void leave_loop(const Argv& argv);
  void take_status(const Argv& argv);
  void shadow(const Argv& argv);

  Environment& environment_;
  const ShellOptions& options_;
  ShellOutcome& outcome_;
  std::map<std::string, std::string> variables_;
  std::map<std::string, std::vector<std::string>> arrays_;
  std::vector<std::string> arguments_;
  std::map<std::string, std::shared_ptr<Node>> functions_;
  std::map<std::string, std::optional<std::string>> shadowed_;  // of the function that runs, by its `local`
  std::string input_, directory_ = "/";
  int status_ = 0, tested_ = 0, depth_ = 0;
  bool in_shell_ = false;  // else somebody starts one program
  int captured_ = 0;       // what is written now is somebody's input, or goes into a file
  bool exited_ = false, errexit_ = false, break_ = false, continue_ = false, return_ = false;
};

bool is_shell(std::string_view program);
// Programs that a shell has itself, and runs even where there is no such file.
bool is_built_in_program(std::string_view name);

}  // namespace skiff::shell
