#include "kubelet/shell/dialogue.h"

#include "base/strings.h"

namespace skiff {
namespace {

// A program that is talked to, typed at the shell as a command of plain words, is talked to until it ends.
class ShellDialogue : public Dialogue {
 public:
  explicit ShellDialogue(bool at_terminal) : at_terminal_(at_terminal) {}

  std::string prompt() const override { return inner_ ? inner_->prompt() : pending_.empty() ? "# " : "> "; }
  bool is_over() const override { return !inner_ && shell_.has_exited(); }
  int exit_code() const override { return shell_.exit_code(); }

  ShellOutcome say(const std::string& line, Environment& environment) override {
    if (inner_) return say_to_inner(line, environment);
    pending_ += (pending_.empty() ? "" : "\n") + line;
    if (is_unfinished(pending_)) return {};
    const std::string script = std::exchange(pending_, {});
    if (at_terminal_ && script.find_first_of("|&;<>()$`\\\"'*?[\n") == std::string::npos) {
      std::vector<std::string> words;
      for (const std::string_view word : split(script, ' '))
        if (!word.empty()) words.emplace_back(word);
      if (!words.empty() && !is_interactive_shell(words)) inner_ = dialogue_with(words, at_terminal_);
      if (inner_) return shown(inner_->begin(environment));
    }
    return shell_.run(script, environment);
  }

 private:
  ShellOutcome say_to_inner(const std::string& line, Environment& environment) {
    return shown(inner_->say(line, environment));
  }
  ShellOutcome shown(ShellOutcome outcome) {
    if (inner_->is_over()) inner_.reset();
    return outcome;
  }

  bool at_terminal_;
  InteractiveShell shell_;
  std::string pending_;
  std::unique_ptr<Dialogue> inner_;
};

}  // namespace

std::unique_ptr<Dialogue> dialogue_with(const std::vector<std::string>& argv, bool at_terminal) {
  if (is_interactive_shell(argv)) return std::make_unique<ShellDialogue>(at_terminal);
  return at_terminal ? shell::mysql_dialogue(argv) : nullptr;
}

}  // namespace skiff
