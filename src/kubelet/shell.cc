#include "kubelet/shell.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "base/strings.h"
#include "kubelet/behavior.h"
#include "kubelet/shell_arithmetic.h"
#include "kubelet/shell_programs.h"
#include "kubelet/shell_syntax.h"

namespace skiff {
namespace {

using shell::Node;
using shell::Redirection;
using shell::Word;
using shell::WordPart;

// A loop that has gone round so often, and nothing says how far to look, goes round for ever …
constexpr int kRoundsMax = 1000;
// … and one that is looked at over a long time is followed no further than that.
constexpr int kRoundsFollowed = 200000;
constexpr int kCallsMax = 200;

bool is_shell(std::string_view program) {
  return program == "sh" || program == "bash" || program == "ash" || program == "dash";
}

// Runs a tree. Stops for good when the script exits, never ends, or does something unknown.
class Interpreter {
 public:
  Interpreter(Environment& environment, const ShellOptions& options, ShellOutcome& outcome)
      : environment_(environment), options_(options), outcome_(outcome), input_(options.input) {
    for (auto& [name, value] : environment.variables()) variables_[name] = value;
  }

  void run_script(std::string_view script, std::vector<std::string> arguments) {
    arguments_ = std::move(arguments);
    const auto tree = shell::parse_script(script);
    if (!tree) {
      outcome_.understood = false;
      return;
    }
    run(**tree);
    outcome_.exit_code = status_;
  }

  // What a shell remembers from one line to the next.
  struct Memory {
    std::map<std::string, std::string> variables;
    std::map<std::string, std::vector<std::string>> arrays;
    std::map<std::string, std::shared_ptr<Node>> functions;
    std::string directory = "/";
    int status = 0;
    bool exited = false;
  };

  void recall(const Memory& memory) {
    for (const auto& [name, value] : memory.variables) variables_[name] = value;
    arrays_ = memory.arrays;
    functions_ = memory.functions;
    directory_ = memory.directory;
    status_ = memory.status;
  }
  void remember(Memory& memory) const { memory = {variables_, arrays_, functions_, directory_, status_, exited_}; }

  void run_program(const std::vector<std::string>& argv) {
    call(argv, {});
    outcome_.exit_code = status_;
  }

 private:
  bool stopped() const { return exited_ || outcome_.forever || outcome_.cut || !outcome_.understood; }

  void give_up(std::string_view program) {
    outcome_.understood = false;
    if (outcome_.unknown.empty()) outcome_.unknown = program;
  }

  void run(const Node& node) {
    if (stopped()) return;
    switch (node.kind) {
      case Node::Kind::kSimple:
        return simple(node);
      case Node::Kind::kSequence:
        return sequence(node);
      case Node::Kind::kAnd:
      case Node::Kind::kOr:
        return and_or(node);
      case Node::Kind::kPipe:
        return pipe(node);
      case Node::Kind::kNot:
        run_tested(*node.children[0]);
        status_ = status_ == 0 ? 1 : 0;
        return;
      case Node::Kind::kIf:
        return with_redirections(node, [&] { if_command(node); });
      case Node::Kind::kWhile:
      case Node::Kind::kUntil:
        return with_redirections(node, [&] { loop(node); });
      case Node::Kind::kFor:
        return with_redirections(node, [&] { for_command(node); });
      case Node::Kind::kCase:
        return with_redirections(node, [&] { case_command(node); });
      case Node::Kind::kFunction:
        functions_[node.variable] = node.children[0];
        status_ = 0;
        return;
      case Node::Kind::kGroup:
        return with_redirections(node, [&] { run(*node.children[0]); });
      case Node::Kind::kSubshell:
        return with_redirections(node, [&] { subshell(*node.children[0]); });
      case Node::Kind::kBackground:
        return give_up("&");
    }
  }

  // A command whose failure is looked at: `set -e` lets it pass.
  void run_tested(const Node& node) {
    ++tested_;
    run(node);
    --tested_;
  }

  void sequence(const Node& node) {
    for (const auto& child : node.children) {
      run(*child);
      if (stopped() || return_) return;
      if (errexit_ && status_ != 0 && tested_ == 0) exited_ = true;
    }
  }

  void and_or(const Node& node) {
    run_tested(*node.children[0]);
    if (!stopped() && (status_ == 0) == (node.kind == Node::Kind::kAnd)) run(*node.children[1]);
  }

  void pipe(const Node& node) {
    ++captured_;
    std::string input = input_;
    for (size_t i = 0; i < node.children.size() && !stopped(); ++i) {
      std::string kept = std::move(outcome_.out);
      outcome_.out.clear();
      std::swap(input, input_);
      subshell(*node.children[i]);
      std::swap(input, input_);
      if (i + 1 < node.children.size()) std::swap(input, outcome_.out), outcome_.out = std::move(kept);
      else outcome_.out = std::move(kept) + outcome_.out;
    }
    --captured_;
    mark();
  }

  // What was written is written now, unless it goes elsewhere.
  void mark() {
    if (captured_ > 0) return;
    const OutputMark made{outcome_.took, outcome_.out.size(), outcome_.err.size()};
    if (outcome_.marks.empty() ? made.out + made.err == 0
                               : outcome_.marks.back().out == made.out && outcome_.marks.back().err == made.err)
      return;
    outcome_.marks.push_back(made);
  }

  // Time has passed: what would come after the limit is left undone.
  void look_at_clock() {
    environment_.passed(outcome_.took);
    if (options_.limit && outcome_.took > *options_.limit) outcome_.cut = true;
  }

  void subshell(const Node& node) {
    const auto saved = variables_;
    run(node);
    variables_ = saved;
    exited_ = false;
  }

  void if_command(const Node& node) {
    size_t i = 0;
    for (; i + 1 < node.children.size(); i += 2) {
      run_tested(*node.children[i]);
      if (stopped()) return;
      if (status_ == 0) return run(*node.children[i + 1]);
    }
    status_ = 0;
    if (i < node.children.size()) run(*node.children[i]);
  }

  // A loop that waits for something which is to come goes round and round in vain until then: those rounds are alike.
  bool skip_rounds(Duration begun, int rounds) {
    const auto until = environment_.in_vain_until();
    const Duration each = (outcome_.took - begun) / rounds;
    if (!until || *until <= outcome_.took || each <= Duration(0)) return false;
    outcome_.took += each * ((*until - outcome_.took) / each);
    look_at_clock();
    return true;
  }

  void loop(const Node& node) {
    int last = 0;
    const Duration begun = outcome_.took;
    for (int round = 0;; ++round) {
      const bool timed = options_.limit && outcome_.took > Duration(0);
      if (round == (timed ? kRoundsFollowed : kRoundsMax) && !skip_rounds(begun, round)) {
        outcome_.forever = true;
        return;
      }
      run_tested(*node.children[0]);
      if (stopped() || (status_ == 0) != (node.kind == Node::Kind::kWhile)) break;
      run(*node.children[1]);
      last = status_;
      if (stopped() || return_ || std::exchange(break_, false)) break;
      continue_ = false;
    }
    if (!stopped()) status_ = last;
  }

  void for_command(const Node& node) {
    std::vector<std::string> values;
    for (const Word& word : node.words) expand(word, values);
    for (const std::string& value : values) {
      variables_[node.variable] = value;
      run(*node.children[0]);
      if (stopped() || return_ || std::exchange(break_, false)) return;
      continue_ = false;
    }
  }

  void case_command(const Node& node) {
    const std::string value = expand_whole(node.words[0]);
    status_ = 0;
    for (size_t i = 0; i < node.children.size(); ++i) {
      const bool chosen = std::any_of(node.choices[i].begin(), node.choices[i].end(),
                                      [&](const Word& pattern) { return glob_matches(expand_whole(pattern), value); });
      if (chosen) return run(*node.children[i]);
    }
  }

  // Its arguments are its own; a function that calls itself too often is not followed.
  void call_function(const std::shared_ptr<Node>& body, const std::vector<std::string>& argv) {
    if (depth_ == kCallsMax) return give_up(argv[0]);
    std::vector<std::string> arguments = std::exchange(arguments_, argv);
    if (!arguments.empty()) arguments_[0] = arguments[0];
    auto shadowed = std::exchange(shadowed_, {});
    ++depth_;
    run(*body);
    --depth_;
    return_ = false;
    arguments_ = std::move(arguments);
    std::swap(shadowed, shadowed_);
    for (auto& [name, value] : shadowed) {
      if (value) variables_[name] = std::move(*value);
      else variables_.erase(name);
    }
  }

  // local: what the names stood for comes back when the function has ended.
  void shadow(const std::vector<std::string>& argv) {
    for (size_t i = 1; i < argv.size(); ++i) {
      const std::string name = argv[i].substr(0, argv[i].find('='));
      const auto known = variables_.find(name);
      shadowed_.try_emplace(name, known != variables_.end() ? std::optional(known->second) : std::nullopt);
    }
  }

  // read NAME…: a line of the input, its words parted among the names, the rest to the last.
  void read_line(const std::vector<std::string>& argv) {
    std::vector<std::string> names;
    for (size_t i = 1; i < argv.size(); ++i)
      if (argv[i] != "-r") names.push_back(argv[i]);
    if (std::any_of(names.begin(), names.end(), [](const std::string& name) { return name.starts_with('-'); }))
      return give_up(argv[0]);
    if (names.empty()) names.emplace_back("REPLY");
    const size_t end = input_.find('\n');
    std::string line = input_.substr(0, end);
    status_ = end == std::string::npos ? 1 : 0;
    input_.erase(0, end == std::string::npos ? end : end + 1);
    for (size_t i = 0; i < names.size(); ++i) {
      line.erase(0, std::min(line.find_first_not_of(" \t"), line.size()));
      const size_t cut = i + 1 < names.size() ? std::min(line.find_first_of(" \t"), line.size()) : line.size();
      variables_[names[i]] = line.substr(0, cut);
      line.erase(0, cut);
    }
  }

  void simple(const Node& node) {
    if (break_ || continue_ || return_) return;
    std::vector<std::string> argv;
    for (const Word& word : node.words) expand(word, argv);
    for (const shell::Assignment& made : node.assignments) assign(made);
    if (stopped()) return;
    with_redirections(node, [&] {
      if (argv.empty()) status_ = 0;
      else call(argv, input_);
    });
  }

  void assign(const shell::Assignment& made) {
    if (!made.is_array) {
      variables_[made.name] = expand_whole(made.value);
      return;
    }
    std::vector<std::string>& elements = arrays_[made.name];
    elements.clear();
    for (const Word& word : made.elements) expand(word, elements);
    variables_[made.name] = elements.empty() ? "" : elements.front();
  }

  template <class Body>
  void with_redirections(const Node& node, const Body& body) {
    if (node.redirections.empty()) return body();
    std::string out = std::move(outcome_.out), err = std::move(outcome_.err);
    std::string input = input_;
    outcome_.out.clear();
    outcome_.err.clear();
    ++captured_;
    bool opened = true;
    for (const Redirection& redirection : node.redirections) {
      if (redirection.kind == Redirection::Kind::kText) input_ = expand_whole(redirection.target);
      if (redirection.kind != Redirection::Kind::kRead) continue;
      const std::string path = expand_whole(redirection.target);
      if (auto text = environment_.read_file(absolute(path))) input_ = std::move(*text);
      else if (path == "/dev/null") input_.clear();
      else opened = false, outcome_.err += "sh: can't open " + path + ": no such file\n";
    }
    if (opened) body();
    else status_ = 1;
    input_ = std::move(input);
    for (const Redirection& redirection : node.redirections) divert(redirection);
    outcome_.out = std::move(out) + outcome_.out;
    outcome_.err = std::move(err) + outcome_.err;
    --captured_;
    mark();
  }

  std::string absolute(const std::string& path) const { return shell::absolute_path(directory_, path); }

  // What was written goes elsewhere: to the other stream or into a file.
  void divert(const Redirection& redirection) {
    if (redirection.kind == Redirection::Kind::kRead || redirection.kind == Redirection::Kind::kText) return;
    std::string& from = redirection.descriptor == 2 ? outcome_.err : outcome_.out;
    const std::string target = expand_whole(redirection.target);
    const bool duplicates = redirection.kind == Redirection::Kind::kDuplicate;
    std::string text = std::exchange(from, {});
    if ((duplicates && target == "2") || target == "/dev/stderr") outcome_.err += text;
    else if ((duplicates && target == "1") || target == "/dev/stdout" || target == "/proc/1/fd/1") outcome_.out += text;
    else if (!duplicates && target != "/dev/null") write(redirection, absolute(target), std::move(text));
  }

  void write(const Redirection& redirection, const std::string& path, std::string text) {
    const bool appends = redirection.kind == Redirection::Kind::kAppend;
    const std::string problem =
        appends ? environment_.append_file(path, text) : environment_.write_file(path, std::move(text));
    if (problem.empty()) return;
    outcome_.err += "sh: can't create " + path + ": " + problem + "\n";
    status_ = 1;
  }

  std::string variable(const WordPart& part) {
    const std::string& name = part.text;
    if (name == "?") return std::to_string(status_);
    if (name == "#") return std::to_string(arguments_.empty() ? 0 : arguments_.size() - 1);
    if (name == "$") return "1";
    if (name == "@") return join({arguments_.begin() + (arguments_.empty() ? 0 : 1), arguments_.end()}, " ");
    if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') {
      const auto index = static_cast<size_t>(name[0] - '0');
      return index < arguments_.size() ? arguments_[index] : "";
    }
    return edited(part, part.index.empty() ? named(name) : element(part));
  }

  std::string named(std::string_view name) {
    const auto found = variables_.find(std::string(name));
    if (found != variables_.end()) return found->second;
    environment_.missed_variable();
    return {};
  }

  std::string element(const WordPart& part) {
    const auto found = arrays_.find(part.text);
    if (found == arrays_.end()) return {};
    if (part.index == "@" || part.index == "*") return join(found->second, " ");
    const auto index = evaluate(part.index);
    if (!index || *index < 0 || static_cast<size_t>(*index) >= found->second.size()) return {};
    return found->second[static_cast<size_t>(*index)];
  }

  std::optional<int64_t> evaluate(std::string_view expression) {
    const auto result = shell::evaluate(expression, [this](std::string_view name) { return named(name); });
    if (!result) give_up("((");
    return result;
  }

  static std::string edited(const WordPart& part, std::string value) {
    using Edit = WordPart::Edit;
    const bool shortest = part.edit == Edit::kCutPrefix || part.edit == Edit::kCutSuffix;
    switch (part.edit) {
      case Edit::kNone:
        return value;
      case Edit::kDefault:
        return value.empty() ? part.fallback : value;
      case Edit::kLength:
        return std::to_string(value.size());
      case Edit::kCutPrefix:
      case Edit::kCutLongestPrefix:
        for (size_t i = 0; i <= value.size(); ++i) {
          const size_t length = shortest ? i : value.size() - i;
          if (glob_matches(part.fallback, std::string_view(value).substr(0, length))) return value.substr(length);
        }
        return value;
      case Edit::kCutSuffix:
      case Edit::kCutLongestSuffix:
        for (size_t i = 0; i <= value.size(); ++i) {
          const size_t begin = shortest ? value.size() - i : i;
          if (glob_matches(part.fallback, std::string_view(value).substr(begin))) return value.substr(0, begin);
        }
        return value;
    }
    return value;
  }

  std::string substitute(const std::string& script) {
    const auto tree = shell::parse_script(script);
    if (!tree) return give_up({}), std::string();
    std::string kept = std::exchange(outcome_.out, {});
    ++captured_;
    subshell(**tree);
    --captured_;
    std::string text = std::exchange(outcome_.out, std::move(kept));
    while (text.ends_with('\n')) text.pop_back();
    return text;
  }

  std::string value_of(const WordPart& part) {
    switch (part.kind) {
      case WordPart::Kind::kText:
        return part.text;
      case WordPart::Kind::kVariable:
        return variable(part);
      case WordPart::Kind::kArithmetic:
        return std::to_string(evaluate(part.text).value_or(0));
      case WordPart::Kind::kCommand:
        return substitute(part.text);
    }
    return {};
  }

  std::string expand_whole(const Word& word) {
    std::string out;
    for (const WordPart& part : word) out += value_of(part);
    return out;
  }

  // Blanks in what takes the place of an unquoted variable or command part the word.
  void expand(const Word& word, std::vector<std::string>& out) {
    std::string current;
    bool any = false;
    for (const WordPart& part : word) {
      const std::string value = value_of(part);
      if (part.kind == WordPart::Kind::kText || part.quoted) {
        current += value;
        any = true;
        continue;
      }
      for (const char c : value) {
        if (c != ' ' && c != '\t' && c != '\n') {
          current += c;
          any = true;
        } else if (any) {
          out.push_back(std::exchange(current, {}));
          any = false;
        }
      }
    }
    if (any) out.push_back(std::move(current));
  }

  void call(const std::vector<std::string>& argv, std::string_view input) {
    const std::string& name = argv[0];
    if (const auto function = functions_.find(name); function != functions_.end())
      return call_function(function->second, argv);
    if (builtin(argv)) return;
    const std::string_view base = std::string_view(name).substr(name.rfind('/') + 1);
    if (is_shell(base)) return nested_shell(argv);
    const shell::Program* program = shell::find_program(base);
    if (program == nullptr) return give_up(name);
    shell::Invocation invocation{argv, input, variables_, environment_, outcome_};
    invocation.working_directory = directory_;
    const Duration before = outcome_.took;
    status_ = program->run(invocation);
    if (!outcome_.understood) return give_up(join(argv, " "));
    mark();
    if (outcome_.took != before) look_at_clock();
  }

  // Of exit and return: the status that is named, else the last one.
  void take_status(const std::vector<std::string>& argv) {
    if (argv.size() < 2) return;
    int64_t code = 0;
    std::from_chars(argv[1].data(), argv[1].data() + argv[1].size(), code);
    status_ = static_cast<int>(code & 255);
  }

  bool builtin(const std::vector<std::string>& argv) {
    const std::string& name = argv[0];
    if (name == "exit") {
      take_status(argv);
      exited_ = true;
    } else if (name == "exec") {
      if (argv.size() > 1) call({argv.begin() + 1, argv.end()}, input_);
      exited_ = argv.size() > 1;
    } else if (name == "set") {
      for (size_t i = 1; i < argv.size(); ++i)
        if (argv[i].starts_with('-') && argv[i].find('e') != std::string::npos && argv[i] != "-o") errexit_ = true;
      status_ = 0;
    } else if (name == "read") {
      read_line(argv);
    } else if (name == "return") {
      take_status(argv);
      return_ = true;
    } else if (name == "shift") {
      if (arguments_.size() > 1) arguments_.erase(arguments_.begin() + 1);
      status_ = 0;
    } else if (name == "export" || name == "local" || name == "readonly") {
      if (name == "local" && depth_ > 0) shadow(argv);
      for (size_t i = 1; i < argv.size(); ++i)
        if (const size_t equals = argv[i].find('='); equals != std::string::npos)
          variables_[argv[i].substr(0, equals)] = argv[i].substr(equals + 1);
      status_ = 0;
    } else if (name == "unset") {
      for (size_t i = 1; i < argv.size(); ++i) variables_.erase(argv[i]);
      status_ = 0;
    } else if (name == "cd") {
      directory_ = argv.size() > 1 ? absolute(argv[1]) : "/root";
      status_ = 0;
    } else if (name == "break" || name == "continue") {
      (name == "break" ? break_ : continue_) = true;
      status_ = 0;
    } else {
      return false;
    }
    return true;
  }

  // sh -c SCRIPT [NAME [ARGUMENT…]]; flags such as -e, -x and -l may come before.
  void nested_shell(const std::vector<std::string>& argv) {
    size_t i = 1;
    bool has_script = false, errexit = false;
    for (; i < argv.size() && argv[i].starts_with('-'); ++i) {
      has_script = has_script || (!argv[i].starts_with("--") && argv[i].find('c') != std::string::npos);
      errexit = errexit || (!argv[i].starts_with("--") && argv[i].find('e') != std::string::npos);
    }
    if (has_script && i >= argv.size()) return give_up(argv[0]);
    Interpreter inner(environment_, options_, outcome_);
    inner.variables_ = variables_;
    inner.errexit_ = errexit;
    inner.captured_ = captured_;
    inner.directory_ = directory_;
    if (has_script) {
      inner.input_ = input_;
      inner.run_script(argv[i], {argv.begin() + static_cast<std::ptrdiff_t>(i) + 1, argv.end()});
    } else {
      // A file, else what is typed.
      const auto file = i < argv.size() ? environment_.read_file(absolute(argv[i])) : std::nullopt;
      if (i < argv.size() && !file) return give_up(argv[i]);
      if (!file && input_.empty() && !options_.has_input) return give_up(argv[0]);
      inner.input_.clear();
      inner.run_script(file ? *file : input_, {argv.begin() + static_cast<std::ptrdiff_t>(i), argv.end()});
    }
    status_ = outcome_.exit_code;
  }

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
  int captured_ = 0;  // what is written now is somebody's input, or goes into a file
  bool exited_ = false, errexit_ = false, break_ = false, continue_ = false, return_ = false;
};

}  // namespace

ShellOutcome run_command(const std::vector<std::string>& argv, Environment& environment, const ShellOptions& options) {
  ShellOutcome outcome;
  if (argv.empty()) {
    outcome.understood = false;
    return outcome;
  }
  Interpreter(environment, options, outcome).run_program(argv);
  return outcome;
}

bool is_unfinished(std::string_view script) { return shell::is_incomplete(script); }

bool is_interactive_shell(const std::vector<std::string>& argv) {
  if (argv.empty() || !is_shell(argv[0].substr(argv[0].rfind('/') + 1))) return false;
  return std::all_of(argv.begin() + 1, argv.end(),
                     [](const std::string& flag) { return flag == "-i" || flag == "-l" || flag == "-il"; });
}

struct InteractiveShell::Memory : Interpreter::Memory {};

InteractiveShell::InteractiveShell() : memory_(std::make_unique<Memory>()) {}
InteractiveShell::~InteractiveShell() = default;
bool InteractiveShell::has_exited() const { return memory_->exited; }
int InteractiveShell::exit_code() const { return memory_->status; }

ShellOutcome InteractiveShell::run(const std::string& line, Environment& environment) {
  ShellOutcome outcome;
  const ShellOptions options;
  Interpreter interpreter(environment, options, outcome);
  interpreter.recall(*memory_);
  interpreter.run_script(line, {});
  interpreter.remember(*memory_);
  return outcome;
}

}  // namespace skiff
