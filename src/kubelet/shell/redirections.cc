#include <utility>

#include "kubelet/shell/interpreter.h"
#include "kubelet/shell/programs.h"

namespace skiff::shell {

std::string Interpreter::absolute(const std::string& path) const { return absolute_path(directory_, path); }

void Interpreter::with_redirections(const Node& node, const std::function<void()>& body) {
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

void Interpreter::divert(const Redirection& redirection) {
  if (redirection.kind == Redirection::Kind::kRead || redirection.kind == Redirection::Kind::kText) return;
  std::string& from = redirection.descriptor == 2 ? outcome_.err : outcome_.out;
  const std::string target = expand_whole(redirection.target);
  const bool duplicates = redirection.kind == Redirection::Kind::kDuplicate;
  std::string text = std::exchange(from, {});
  if ((duplicates && target == "2") || target == "/dev/stderr") outcome_.err += text;
  else if ((duplicates && target == "1") || target == "/dev/stdout" || target == "/proc/1/fd/1") outcome_.out += text;
  else if (!duplicates && target != "/dev/null") write(redirection, absolute(target), std::move(text));
}

void Interpreter::write(const Redirection& redirection, const std::string& path, std::string text) {
  const bool appends = redirection.kind == Redirection::Kind::kAppend;
  const std::string problem =
      appends ? environment_.append_file(path, text) : environment_.write_file(path, std::move(text));
  if (problem.empty()) return;
  outcome_.err += "sh: can't create " + path + ": " + problem + "\n";
  status_ = 1;
}

}  // namespace skiff::shell
