#include "kubelet/shell/interpreter.h"

#include <algorithm>
#include <utility>

#include "base/strings.h"
#include "kubelet/behavior.h"
#include "kubelet/shell/programs.h"

namespace skiff::shell {
namespace {

// A loop that has gone round so often, and nothing says how far to look, goes round for ever …
constexpr int kRoundsMax = 1000;
// … and one that is looked at over a long time is followed no further than that.
constexpr int kRoundsFollowed = 200000;
constexpr int kCallsMax = 200;

// Does it end before its input does?
bool reads_no_further(const Node& reader) {
  return reader.kind == Node::Kind::kSimple && !reader.words.empty() && reader.words[0].size() == 1 &&
         reader.words[0][0].text == "head";
}

}  // namespace

bool is_shell(std::string_view program) {
  return program == "sh" || program == "bash" || program == "ash" || program == "dash";
}

bool is_built_in_program(std::string_view name) {
  static constexpr std::string_view kNames[] = {":", "[", "echo", "false", "printf", "pwd", "test", "true"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

Interpreter::Interpreter(Environment& environment, const ShellOptions& options, ShellOutcome& outcome)
    : environment_(environment), options_(options), outcome_(outcome), input_(options.input) {
  for (auto& [name, value] : environment.variables()) variables_[name] = value;
}

void Interpreter::recall(const Memory& memory) {
  for (const auto& [name, value] : memory.variables) variables_[name] = value;
  arrays_ = memory.arrays;
  functions_ = memory.functions;
  directory_ = memory.directory;
  status_ = memory.status;
}

Memory Interpreter::memory() const { return {variables_, arrays_, functions_, directory_, status_, exited_}; }

void Interpreter::run_script(std::string_view script, std::vector<std::string> arguments) {
  in_shell_ = true;
  arguments_ = std::move(arguments);
  const auto tree = parse_script(script);
  if (!tree) {
    outcome_.understood = false;
    return;
  }
  run(**tree);
  outcome_.exit_code = status_;
}

void Interpreter::run_program(const Argv& argv) {
  call(argv, input_);
  outcome_.exit_code = status_;
}

void Interpreter::give_up(std::string_view program) {
  outcome_.understood = false;
  if (outcome_.unknown.empty()) outcome_.unknown = program;
}

void Interpreter::mark() {
  if (captured_ > 0) return;
  const OutputMark made{outcome_.took, outcome_.out.size(), outcome_.err.size()};
  if (outcome_.marks.empty() ? made.out + made.err == 0
                             : outcome_.marks.back().out == made.out && outcome_.marks.back().err == made.err)
    return;
  outcome_.marks.push_back(made);
}

void Interpreter::look_at_clock() {
  environment_.passed(outcome_.took);
  if (options_.limit && outcome_.took > *options_.limit) outcome_.cut = true;
  if (options_.paused && captured_ == 0 && !options_.paused(outcome_)) outcome_.cut = true;
}

void Interpreter::run(const Node& node) {
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
    case Node::Kind::kTest:
      return with_redirections(node, [&] { conditional(node); });
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

void Interpreter::run_tested(const Node& node) {
  ++tested_;
  run(node);
  --tested_;
}

void Interpreter::sequence(const Node& node) {
  for (const auto& child : node.children) {
    run(*child);
    if (stopped() || return_) return;
    if (errexit_ && status_ != 0 && tested_ == 0) exited_ = true;
  }
}

void Interpreter::and_or(const Node& node) {
  run_tested(*node.children[0]);
  if (!stopped() && (status_ == 0) == (node.kind == Node::Kind::kAnd)) run(*node.children[1]);
}

void Interpreter::pipe(const Node& node) {
  ++captured_;
  std::string input = input_;
  for (size_t i = 0; i < node.children.size() && !stopped(); ++i) {
    std::string kept = std::move(outcome_.out);
    outcome_.out.clear();
    std::swap(input, input_);
    subshell(*node.children[i]);
    std::swap(input, input_);
    // A writer without an end ends with such a reader.
    const bool last = i + 1 == node.children.size();
    if (!last && outcome_.forever && !outcome_.out.empty() && reads_no_further(*node.children[i + 1]))
      outcome_.forever = false;
    if (!last) std::swap(input, outcome_.out), outcome_.out = std::move(kept);
    else outcome_.out = std::move(kept) + outcome_.out;
  }
  --captured_;
  mark();
}

void Interpreter::subshell(const Node& node) {
  const auto saved = variables_;
  run(node);
  variables_ = saved;
  exited_ = false;
}

void Interpreter::if_command(const Node& node) {
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
bool Interpreter::skip_rounds(Duration begun, int rounds) {
  const auto until = environment_.in_vain_until();
  const Duration each = (outcome_.took - begun) / rounds;
  if (!until || *until <= outcome_.took || each <= Duration(0)) return false;
  outcome_.took += each * ((*until - outcome_.took) / each);
  look_at_clock();
  return true;
}

void Interpreter::loop(const Node& node) {
  int last = 0;
  const Duration begun = outcome_.took;
  for (int round = 0;; ++round) {
    const bool timed = (options_.limit || options_.paused) && outcome_.took > Duration(0);
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

void Interpreter::for_command(const Node& node) {
  std::vector<std::string> values;
  for (const Word& word : node.words) expand(word, values);
  for (const std::string& value : values) {
    variables_[node.variable] = value;
    run(*node.children[0]);
    if (stopped() || return_ || std::exchange(break_, false)) return;
    continue_ = false;
  }
}

void Interpreter::case_command(const Node& node) {
  const std::string value = expand_whole(node.words[0]);
  status_ = 0;
  for (size_t i = 0; i < node.children.size(); ++i) {
    const bool chosen = std::any_of(node.choices[i].begin(), node.choices[i].end(),
                                    [&](const Word& pattern) { return glob_matches(expand_whole(pattern), value); });
    if (chosen) return run(*node.children[i]);
  }
}

void Interpreter::simple(const Node& node) {
  if (break_ || continue_ || return_) return;
  std::vector<std::string> argv;
  for (const Word& word : node.words) expand(word, argv);
  for (const Assignment& made : node.assignments) assign(made);
  if (stopped()) return;
  with_redirections(node, [&] {
    if (argv.empty()) status_ = 0;
    else call(argv, input_);
  });
}

void Interpreter::assign(const Assignment& made) {
  if (!made.is_array) {
    variables_[made.name] = expand_whole(made.value);
    return;
  }
  std::vector<std::string>& elements = arrays_[made.name];
  elements.clear();
  for (const Word& word : made.elements) expand(word, elements);
  variables_[made.name] = elements.empty() ? "" : elements.front();
}

void Interpreter::call(const Argv& argv, std::string_view input) {
  const std::string& name = argv[0];
  if (const auto function = functions_.find(name); function != functions_.end())
    return call_function(function->second, argv);
  if (builtin(argv)) return;
  const std::string_view base = std::string_view(name).substr(name.rfind('/') + 1);
  if (is_shell(base)) return nested_shell(argv);
  bool missing = false;
  const Program* program = find(name, missing);
  if (missing) return not_found(name);
  if (program == nullptr || !environment_.brings_program(program->name)) return give_up(name);
  Invocation invocation{argv, input, variables_, environment_, outcome_};
  invocation.at_terminal = options_.at_terminal && captured_ == 0;
  invocation.working_directory = directory_;
  invocation.run = [this](const Argv& other, std::string_view given) {
    const std::string kept = std::exchange(input_, std::string(given));
    call(other, input_);
    input_ = kept;
    return status_;
  };
  const Duration before = outcome_.took;
  status_ = program->run(invocation);
  if (!outcome_.understood) return give_up(join(argv, " "));
  mark();
  if (outcome_.took != before) look_at_clock();
}

const Program* Interpreter::find(const std::string& name, bool& missing) const {
  const bool by_path = name.find('/') != std::string::npos;
  const std::string path = by_path ? absolute(name) : std::string(kProgramFolder) + "/" + name;
  if (const std::string_view program = program_at(path); !program.empty()) {
    missing = environment_.has_removed(path) && !(in_shell_ && !by_path && is_built_in_program(name));
    return find_program(program);
  }
  // It was moved or copied there.
  if (const auto text = environment_.read_file(path); text && program_of_text(*text) != nullptr)
    return program_of_text(*text);
  missing = environment_.has_removed(path);
  return find_program(std::string_view(name).substr(name.rfind('/') + 1));
}

// Shells and known programs; empty if the image has none of that name, as far as anybody knows.
std::string Interpreter::where_is(const std::string& name) const {
  return path_of_program(environment_, directory_, name);
}

void Interpreter::not_found(const std::string& name) {
  status_ = 127;
  if (outcome_.missing.empty()) outcome_.missing = name;
  if (in_shell_) outcome_.err += "sh: " + name + ": not found\n";
  else outcome_.started = false;
  mark();
}

// Its arguments are its own; a function that calls itself too often is not followed.
void Interpreter::call_function(const std::shared_ptr<Node>& body, const Argv& argv) {
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

void Interpreter::nested_shell(const Argv& argv) {
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

}  // namespace skiff::shell
