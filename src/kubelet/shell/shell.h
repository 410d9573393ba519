// One small shell, for the commands of containers and for `exec`: an interpreter of POSIX sh's everyday part over an
// Environment, which says what the commands see. It knows how long what it runs would take, but nothing waits: time is
// part of the outcome. A script with something in it that the shell does not know is not understood as a whole.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "kubelet/shell/database.h"
#include "kubelet/shell/file_status.h"

namespace skiff {

struct DnsAnswer {
  std::string name;                    // the full name that answered
  std::vector<std::string> addresses;  // empty: the name exists but has no address
};

// An SRV record.
struct ServiceRecord {
  std::string target;
  int64_t port = 0;
};

struct HttpAnswer {
  int status = 0;  // 0: nobody answered, and `failure` says why
  std::string body;
  enum class Failure { kNone, kUnknownHost, kRefused, kNotHttp } failure = Failure::kNone;
};

// What a command can see and change of the machine it runs on.
class Environment {
 public:
  virtual ~Environment() = default;
  virtual std::string hostname() const = 0;
  // In the order in which `env` prints them.
  virtual std::vector<std::pair<std::string, std::string>> variables() const = 0;
  // A script asked for a variable that is none of these, and that it has not set itself.
  virtual void missed_variable() const {}
  virtual std::optional<std::string> read_file(std::string_view path) const = 0;
  // Names in a directory, sorted; none if there is no such directory.
  virtual std::optional<std::vector<std::string>> list_directory(std::string_view path) const = 0;
  // Why it could not be written or made; empty if it could.
  static constexpr std::string_view kFileExists = "File exists", kIsDirectory = "Is a directory";
  virtual std::string write_file(std::string_view path, std::string text) = 0;
  virtual std::string append_file(std::string_view path, const std::string& text) {
    return write_file(path, read_file(path).value_or("") + text);
  }
  virtual std::string make_directory(std::string_view path) = 0;
  virtual void remove_file(std::string_view path) = 0;
  // Of a file or directory; nothing if there is none.
  virtual std::optional<FileStatus> file_status(std::string_view path) const {
    const auto text = read_file(path);
    if (text) return FileStatus{.size = text->size(), .changed = now()};
    if (!list_directory(path)) return std::nullopt;
    return FileStatus{.sort = FileStatus::Sort::kDirectory, .mode = 0755, .size = 4096, .changed = now()};
  }
  // Gives a file that is there another mode, owner, group and time. Why not; empty if it did.
  virtual std::string set_file_status(std::string_view, const FileStatus&) { return {}; }
  virtual Identity identity() const { return {}; }
  // The command lines of what runs there, the first process first.
  virtual std::vector<std::string> processes() const { return {"sh"}; }
  virtual std::optional<DnsAnswer> resolve(std::string_view name) const = 0;
  virtual std::vector<ServiceRecord> service_records(std::string_view name) const = 0;
  virtual std::string name_of_address(std::string_view address) const = 0;  // empty: none
  virtual std::string name_server() const = 0;
  virtual std::string image() const = 0;
  virtual std::string kernel() const = 0;        // of the node: its release …
  virtual std::string architecture() const = 0;  // … and what it runs on, as Kubernetes calls it
  virtual HttpAnswer fetch(std::string_view host, int64_t port, std::string_view path) = 0;
  virtual DatabaseAnswer ask_database(const DatabaseRequest&) {
    DatabaseAnswer refused;
    refused.failure = DatabaseAnswer::Failure::kRefused;
    return refused;
  }
  // Programs are files (programs.h). Does the image bring this one, as far as anybody knows …
  virtual bool brings_program(std::string_view) const { return true; }
  // … and was a file that the image brings moved away or removed since?
  virtual bool has_removed(std::string_view) const { return false; }
  virtual Time now() const = 0;
  // What has run so far has taken that long.
  virtual void passed(Duration) {}
  // Until when, counted like `passed`, nothing that a command has looked for in vain will be there. Nothing: it is not
  // known that it will ever be.
  virtual std::optional<Duration> in_vain_until() const { return std::nullopt; }
};

// Sees nothing but the files that the commands themselves have made, and remembers whether one wanted to see more:
// then nobody can say beforehand how it ends.
class BareEnvironment : public Environment {
 public:
  std::string hostname() const override { return look(std::string()); }
  std::vector<std::pair<std::string, std::string>> variables() const override { return {}; }
  void missed_variable() const override { looked_ = true; }
  std::optional<std::string> read_file(std::string_view path) const override {
    const auto found = files_.find(path);
    return found != files_.end() ? found->second : look(std::optional<std::string>());
  }
  std::optional<std::vector<std::string>> list_directory(std::string_view) const override { return look(std::nullopt); }
  std::string write_file(std::string_view path, std::string text) override {
    files_.insert_or_assign(std::string(path), std::move(text));
    return {};
  }
  std::string append_file(std::string_view path, const std::string& text) override {
    if (const auto found = files_.find(path); found != files_.end()) found->second = found->second.value_or("") + text;
    return {};
  }
  std::string make_directory(std::string_view) override { return {}; }
  void remove_file(std::string_view path) override { files_.insert_or_assign(std::string(path), std::nullopt); }
  std::optional<DnsAnswer> resolve(std::string_view) const override { return look(std::nullopt); }
  std::vector<ServiceRecord> service_records(std::string_view) const override {
    return look(std::vector<ServiceRecord>());
  }
  std::string name_of_address(std::string_view) const override { return look(std::string()); }
  std::string name_server() const override { return look(std::string()); }
  std::string image() const override { return look(std::string()); }
  std::string kernel() const override { return look(std::string()); }
  std::string architecture() const override { return look(std::string()); }
  HttpAnswer fetch(std::string_view, int64_t, std::string_view) override { return look(HttpAnswer{}); }
  DatabaseAnswer ask_database(const DatabaseRequest&) override { return look(DatabaseAnswer{}); }
  bool has_removed(std::string_view path) const override {
    const auto found = files_.find(path);
    return found != files_.end() && !found->second;
  }
  std::optional<FileStatus> file_status(std::string_view) const override {
    return look(std::optional<FileStatus>(FileStatus()));
  }
  Identity identity() const override { return look(Identity()); }
  std::vector<std::string> processes() const override { return look(std::vector<std::string>()); }
  Time now() const override { return look(Time{}); }

  bool looked() const { return looked_; }

 private:
  template <class T>
  T look(T nothing) const {
    looked_ = true;
    return nothing;
  }
  std::map<std::string, std::optional<std::string>, std::less<>> files_;  // without a text: removed
  mutable bool looked_ = false;
};

// Up to where the streams had been written when the commands so far had taken `at`.
struct OutputMark {
  Duration at{};
  size_t out = 0, err = 0;
};

struct ShellOutcome {
  int exit_code = 0;
  Duration took{};
  bool cut = false;        // the limit came first; `took` is when something would have happened next
  bool forever = false;    // it never ends by itself
  bool understood = true;  // false: something in it is unknown, and nothing else here counts
  std::string unknown;     // the first program that the shell does not know, or not with these arguments
  std::string missing;     // the first program that is not there any more
  bool started = true;     // false: that was the command itself
  std::string out, err;
  std::vector<OutputMark> marks;
};

struct ShellOptions {
  std::optional<Duration> limit{};  // what comes later than that is left undone
  std::string input{};              // standard input
  bool has_input = false;           // it is open and has ended; else nobody knows what a shell will be told
  bool at_terminal = false;         // the streams are a terminal's
  // Time has passed, and so much was written up to now. False: nothing more is to be done.
  std::function<bool(const ShellOutcome&)> paused{};
};

// Runs argv[0] with its arguments, as execve would; `sh -c SCRIPT` is what runs scripts, and `sh` alone what its input
// says.
ShellOutcome run_command(const std::vector<std::string>& argv, Environment& environment,
                         const ShellOptions& options = {});

// Has what was typed so far no end yet: an open quote, a loop without its `done`?
bool is_unfinished(std::string_view script);

// Does argv start a shell that reads its commands from standard input?
bool is_interactive_shell(const std::vector<std::string>& argv);

// A shell at which somebody types: variables and directory stay from line to line.
class InteractiveShell {
 public:
  InteractiveShell();
  ~InteractiveShell();
  ShellOutcome run(const std::string& line, Environment& environment);
  bool has_exited() const;
  int exit_code() const;  // of the last command, or what `exit` said

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace skiff
