#include "kubelet/shell.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/strings.h"
#include "kubelet/shell_programs.h"
#include "kubelet/shell_syntax.h"

namespace skiff {
namespace {

using shell::Node;
using shell::Redirection;
using shell::Word;
using shell::WordPart;

// A loop that has gone round so often over a world that does not change goes round for ever.
constexpr int kRoundsMax = 1000;

// Runs a tree. Stops for good when the script exits, never ends, or does something unknown.
class Interpreter {
 public:
  Interpreter(const Environment& environment, ShellOutcome& outcome) : environment_(environment), outcome_(outcome) {
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

  void run_program(const std::vector<std::string>& argv) {
    call(argv, {});
    outcome_.exit_code = status_;
  }

 private:
  bool stopped() const { return exited_ || outcome_.forever || !outcome_.understood; }

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
        return if_command(node);
      case Node::Kind::kWhile:
      case Node::Kind::kUntil:
        return loop(node);
      case Node::Kind::kFor:
        return for_command(node);
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
      if (stopped()) return;
      if (errexit_ && status_ != 0 && tested_ == 0) exited_ = true;
    }
  }

  void and_or(const Node& node) {
    run_tested(*node.children[0]);
    if (!stopped() && (status_ == 0) == (node.kind == Node::Kind::kAnd)) run(*node.children[1]);
  }

  void pipe(const Node& node) {
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

  void loop(const Node& node) {
    int last = 0;
    for (int round = 0;; ++round) {
      if (round == kRoundsMax) {
        outcome_.forever = true;
        return;
      }
      run_tested(*node.children[0]);
      if (stopped() || (status_ == 0) != (node.kind == Node::Kind::kWhile)) break;
      run(*node.children[1]);
      last = status_;
      if (stopped() || std::exchange(break_, false)) break;
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
      if (stopped() || std::exchange(break_, false)) return;
      continue_ = false;
    }
  }

  void simple(const Node& node) {
    if (break_ || continue_) return;
    std::vector<std::string> argv;
    for (const Word& word : node.words) expand(word, argv);
    for (const auto& [name, value] : node.assignments) variables_[name] = expand_whole(value);
    if (stopped()) return;
    with_redirections(node, [&] {
      if (argv.empty()) status_ = 0;
      else call(argv, input_);
    });
  }

  template <class Body>
  void with_redirections(const Node& node, const Body& body) {
    if (node.redirections.empty()) return body();
    std::string out = std::move(outcome_.out), err = std::move(outcome_.err);
    std::string input = input_;
    outcome_.out.clear();
    outcome_.err.clear();
    bool opened = true;
    for (const Redirection& redirection : node.redirections) {
      if (redirection.kind != Redirection::Kind::kRead) continue;
      const std::string path = expand_whole(redirection.target);
      if (auto text = environment_.read_file(path)) input_ = std::move(*text);
      else if (path == "/dev/null") input_.clear();
      else opened = false, outcome_.err += "sh: can't open " + path + ": no such file\n";
    }
    if (opened) body();
    else status_ = 1;
    input_ = std::move(input);
    for (const Redirection& redirection : node.redirections) divert(redirection);
    outcome_.out = std::move(out) + outcome_.out;
    outcome_.err = std::move(err) + outcome_.err;
  }

  // What was written goes elsewhere: to the other stream, or out of sight into a file.
  void divert(const Redirection& redirection) {
    if (redirection.kind == Redirection::Kind::kRead) return;
    std::string& from = redirection.descriptor == 2 ? outcome_.err : outcome_.out;
    const std::string target = expand_whole(redirection.target);
    const bool to_err = target == "2" || target == "/dev/stderr";
    const bool to_out = target == "1" || target == "/dev/stdout";
    std::string text = std::exchange(from, {});
    if (to_err) outcome_.err += text;
    if (to_out) outcome_.out += text;
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
    const auto found = variables_.find(name);
    if (found == variables_.end() || found->second.empty()) return part.fallback;
    return found->second;
  }

  std::string substitute(const std::string& script) {
    const auto tree = shell::parse_script(script);
    if (!tree) return give_up({}), std::string();
    std::string kept = std::exchange(outcome_.out, {});
    subshell(**tree);
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
    if (builtin(argv)) return;
    const std::string_view base = name.find('/') == std::string::npos
                                      ? std::string_view(name)
                                      : std::string_view(name).substr(name.rfind('/') + 1);
    if (base == "sh" || base == "bash" || base == "ash" || base == "dash") return nested_shell(argv);
    const shell::Program* program = shell::find_program(base);
    if (program == nullptr) return give_up(name);
    shell::Invocation invocation{argv, input, variables_, environment_, outcome_};
    invocation.working_directory = directory_;
    status_ = program->run(invocation);
  }

  bool builtin(const std::vector<std::string>& argv) {
    const std::string& name = argv[0];
    if (name == "exit") {
      if (argv.size() > 1) {
        int64_t code = 0;
        std::from_chars(argv[1].data(), argv[1].data() + argv[1].size(), code);
        status_ = static_cast<int>(code & 255);
      }
      exited_ = true;
    } else if (name == "exec") {
      if (argv.size() > 1) call({argv.begin() + 1, argv.end()}, input_);
      exited_ = argv.size() > 1;
    } else if (name == "set") {
      for (size_t i = 1; i < argv.size(); ++i)
        if (argv[i].starts_with('-') && argv[i].find('e') != std::string::npos && argv[i] != "-o") errexit_ = true;
      status_ = 0;
    } else if (name == "export") {
      for (size_t i = 1; i < argv.size(); ++i)
        if (const size_t equals = argv[i].find('='); equals != std::string::npos)
          variables_[argv[i].substr(0, equals)] = argv[i].substr(equals + 1);
      status_ = 0;
    } else if (name == "unset") {
      for (size_t i = 1; i < argv.size(); ++i) variables_.erase(argv[i]);
      status_ = 0;
    } else if (name == "cd") {
      directory_ = argv.size() > 1 ? argv[1] : "/";
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
    if (!has_script || i >= argv.size()) return give_up(argv[0]);
    Interpreter inner(environment_, outcome_);
    inner.variables_ = variables_;
    inner.errexit_ = errexit;
    inner.input_ = input_;
    inner.run_script(argv[i], {argv.begin() + static_cast<std::ptrdiff_t>(i) + 1, argv.end()});
    status_ = outcome_.exit_code;
  }

  const Environment& environment_;
  ShellOutcome& outcome_;
  std::map<std::string, std::string> variables_;
  std::vector<std::string> arguments_;
  std::string input_, directory_ = "/";
  int status_ = 0, tested_ = 0;
  bool exited_ = false, errexit_ = false, break_ = false, continue_ = false;
};

}  // namespace

ShellOutcome run_command(const std::vector<std::string>& argv, const Environment& environment) {
  ShellOutcome outcome;
  if (argv.empty()) {
    outcome.understood = false;
    return outcome;
  }
  Interpreter(environment, outcome).run_program(argv);
  return outcome;
}

}  // namespace skiff
