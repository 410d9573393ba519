// Programs that somebody talks to, a line at a time: a shell, and at a terminal MySQL's client.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "kubelet/shell/shell.h"

namespace skiff {

class Dialogue {
 public:
  virtual ~Dialogue() = default;
  // What it says before anybody has said a word.
  virtual ShellOutcome begin(Environment&) { return {}; }
  virtual std::string prompt() const = 0;
  virtual ShellOutcome say(const std::string& line, Environment& environment) = 0;
  // The other side has nothing more to say.
  virtual std::string farewell() const { return {}; }
  virtual bool is_over() const = 0;
  virtual int exit_code() const = 0;
};

// Null if the command is not one that is talked to.
std::unique_ptr<Dialogue> dialogue_with(const std::vector<std::string>& argv, bool at_terminal);

namespace shell {

std::unique_ptr<Dialogue> mysql_dialogue(const std::vector<std::string>& argv);

}  // namespace shell
}  // namespace skiff
