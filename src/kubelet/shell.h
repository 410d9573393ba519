// One small shell, for the commands of containers and for `exec`: an interpreter of POSIX sh's everyday part over an
// Environment, which says what the commands see. It knows how long what it runs would take, but nothing waits: time is
// part of the outcome. A script with something in it that the shell does not know is not understood as a whole.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace skiff {

struct DnsAnswer {
  std::string name;                    // the full name that answered
  std::vector<std::string> addresses;  // empty: the name exists but has no address
};

// What a command can see of the machine it runs on.
class Environment {
 public:
  virtual ~Environment() = default;
  virtual std::string hostname() const = 0;
  // In the order in which `env` prints them.
  virtual std::vector<std::pair<std::string, std::string>> variables() const = 0;
  virtual std::optional<std::string> read_file(std::string_view path) const = 0;
  // Names in a directory, sorted; none if there is no such directory.
  virtual std::optional<std::vector<std::string>> list_directory(std::string_view path) const = 0;
  virtual std::optional<DnsAnswer> resolve(std::string_view name) const = 0;
  virtual std::string name_server() const = 0;
  virtual Time now() const = 0;
};

// Sees nothing, and remembers whether a command wanted to: then nobody can say beforehand how it ends.
class BareEnvironment : public Environment {
 public:
  std::string hostname() const override { return look(std::string()); }
  std::vector<std::pair<std::string, std::string>> variables() const override { return {}; }
  std::optional<std::string> read_file(std::string_view) const override { return look(std::nullopt); }
  std::optional<std::vector<std::string>> list_directory(std::string_view) const override { return look(std::nullopt); }
  std::optional<DnsAnswer> resolve(std::string_view) const override { return look(std::nullopt); }
  std::string name_server() const override { return look(std::string()); }
  Time now() const override { return look(Time{}); }

  bool looked() const { return looked_; }

 private:
  template <class T>
  T look(T nothing) const {
    looked_ = true;
    return nothing;
  }
  mutable bool looked_ = false;
};

struct ShellOutcome {
  int exit_code = 0;
  Duration took{};
  bool forever = false;    // it never ends by itself
  bool understood = true;  // false: something in it is unknown, and nothing else here counts
  std::string unknown;     // the first program that the shell does not know
  std::string out, err;
};

// Runs argv[0] with its arguments, as execve would; `sh -c SCRIPT` is what runs scripts.
ShellOutcome run_command(const std::vector<std::string>& argv, const Environment& environment);

}  // namespace skiff
