// The commands that change the shell itself.
#include <algorithm>
#include <charconv>
#include <utility>

#include "kubelet/shell/interpreter.h"

namespace skiff::shell {

struct Interpreter::Builtin {
  std::string_view name;
  void (Interpreter::*run)(const Argv& argv);
};

constexpr Interpreter::Builtin Interpreter::kBuiltins[] = {
    {"break", &Interpreter::leave_loop},    {"cd", &Interpreter::change_directory}, {"command", &Interpreter::command},
    {"continue", &Interpreter::leave_loop}, {"exec", &Interpreter::exec},           {"exit", &Interpreter::exit},
    {"export", &Interpreter::declare},      {"local", &Interpreter::declare},       {"read", &Interpreter::read},
    {"readonly", &Interpreter::declare},    {"return", &Interpreter::return_from},  {"set", &Interpreter::set},
    {"shift", &Interpreter::shift},         {"type", &Interpreter::type},           {"unset", &Interpreter::unset},
};

bool Interpreter::builtin(const Argv& argv) {
  const auto* const found = std::find_if(std::begin(kBuiltins), std::end(kBuiltins),
                                         [&](const Builtin& builtin) { return builtin.name == argv[0]; });
  if (found == std::end(kBuiltins)) return false;
  (this->*found->run)(argv);
  return true;
}

bool Interpreter::is_builtin(std::string_view name) {
  return is_built_in_program(name) || std::any_of(std::begin(kBuiltins), std::end(kBuiltins),
                                                  [&](const Builtin& builtin) { return builtin.name == name; });
}

// command -v NAME…: what a name stands for. command NAME ARGUMENT…: runs it, functions apart.
void Interpreter::command(const Argv& argv) {
  const bool asks = argv.size() > 1 && argv[1] == "-v";
  if (argv.size() > 1 && !asks && argv[1].starts_with('-')) return give_up(argv[0]);
  status_ = 0;
  if (!asks) {
    const auto kept = std::exchange(functions_, {});
    if (argv.size() > 1) call({argv.begin() + 1, argv.end()}, input_);
    functions_ = kept;
    return;
  }
  bool found_all = argv.size() > 2;
  for (size_t i = 2; i < argv.size(); ++i) {
    const bool own = functions_.contains(argv[i]) || is_builtin(argv[i]);
    const std::string answer = own ? argv[i] : where_is(argv[i]);
    if (!answer.empty()) outcome_.out += answer + "\n";
    found_all = found_all && !answer.empty();
  }
  status_ = found_all ? 0 : 127;
  mark();
}

// type NAME…, in dash's words.
void Interpreter::type(const Argv& argv) {
  status_ = 0;
  for (size_t i = 1; i < argv.size(); ++i) {
    const std::string& name = argv[i];
    const std::string path = where_is(name);
    if (functions_.contains(name)) outcome_.out += name + " is a shell function\n";
    else if (is_builtin(name)) outcome_.out += name + " is a shell builtin\n";
    else if (!path.empty()) outcome_.out += name + " is " + path + "\n";
    else outcome_.out += name + ": not found\n", status_ = 127;
  }
  mark();
}

// Of exit and return: the status that is named, else the last one.
void Interpreter::take_status(const Argv& argv) {
  if (argv.size() < 2) return;
  int64_t code = 0;
  std::from_chars(argv[1].data(), argv[1].data() + argv[1].size(), code);
  status_ = static_cast<int>(code & 255);
}

void Interpreter::exit(const Argv& argv) {
  take_status(argv);
  exited_ = true;
}

void Interpreter::exec(const Argv& argv) {
  if (argv.size() < 2) return;
  call({argv.begin() + 1, argv.end()}, input_);
  exited_ = true;
}

void Interpreter::set(const Argv& argv) {
  for (size_t i = 1; i < argv.size(); ++i)
    if (argv[i].starts_with('-') && argv[i].find('e') != std::string::npos && argv[i] != "-o") errexit_ = true;
  status_ = 0;
}

// read NAME…: a line of the input, its words parted among the names, the rest to the last.
void Interpreter::read(const Argv& argv) {
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

void Interpreter::return_from(const Argv& argv) {
  take_status(argv);
  return_ = true;
}

void Interpreter::shift(const Argv&) {
  if (arguments_.size() > 1) arguments_.erase(arguments_.begin() + 1);
  status_ = 0;
}

// local: what the names stood for comes back when the function has ended.
void Interpreter::shadow(const Argv& argv) {
  for (size_t i = 1; i < argv.size(); ++i) {
    const std::string name = argv[i].substr(0, argv[i].find('='));
    const auto known = variables_.find(name);
    shadowed_.try_emplace(name, known != variables_.end() ? std::optional(known->second) : std::nullopt);
  }
}

// export, local, readonly: NAME=VALUE is set.
void Interpreter::declare(const Argv& argv) {
  if (argv[0] == "local" && depth_ > 0) shadow(argv);
  for (size_t i = 1; i < argv.size(); ++i)
    if (const size_t equals = argv[i].find('='); equals != std::string::npos)
      variables_[argv[i].substr(0, equals)] = argv[i].substr(equals + 1);
  status_ = 0;
}

void Interpreter::unset(const Argv& argv) {
  for (size_t i = 1; i < argv.size(); ++i) variables_.erase(argv[i]);
  status_ = 0;
}

void Interpreter::change_directory(const Argv& argv) {
  directory_ = argv.size() > 1 ? absolute(argv[1]) : "/root";
  status_ = 0;
}

void Interpreter::leave_loop(const Argv& argv) {
  (argv[0] == "break" ? break_ : continue_) = true;
  status_ = 0;
}

}  // namespace skiff::shell
