#include "kubelet/shell.h"

#include <catch2/catch.hpp>

using namespace skiff;

namespace {

class Machine : public Environment {
 public:
  std::string hostname() const override { return "web-0"; }
  std::vector<std::pair<std::string, std::string>> variables() const override {
    return {{"PATH", "/bin"}, {"HOSTNAME", "web-0"}, {"GREETING", "hello  you"}};
  }
  std::optional<std::string> read_file(std::string_view path) const override {
    if (path == "/etc/conf") return "a=1\nb=2\n";
    return std::nullopt;
  }
  std::optional<std::vector<std::string>> list_directory(std::string_view path) const override {
    if (path == "/etc") return std::vector<std::string>{"conf"};
    return std::nullopt;
  }
  std::optional<DnsAnswer> resolve(std::string_view name) const override {
    if (name == "db") return DnsAnswer{"db.default.svc.cluster.local", {"10.96.0.7"}};
    return std::nullopt;
  }
  std::string name_server() const override { return "10.96.0.10"; }
  Time now() const override { return Time{}; }
};

}  // namespace

TEST_CASE("shell: what commands print, how they end, how long they take") {
  struct Row {
    const char* why;
    std::vector<std::string> argv;
    int exit_code;
    const char* out;
    double seconds;
  };
  const Row rows[] = {
      {"true", {"true"}, 0, "", 0},
      {"false", {"false"}, 1, "", 0},
      {"a program by its path", {"/bin/sleep", "3"}, 0, "", 3},
      {"sleeps add up, with units", {"sleep", "1m", "1.5"}, 0, "", 61.5},
      {"exit of a script", {"sh", "-c", "exit 9"}, 9, "", 0},
      {"the last command's status", {"sh", "-c", "true; false"}, 1, "", 0},
      {"exit without a number keeps it", {"sh", "-c", "false; exit"}, 1, "", 0},
      {"and, or", {"sh", "-c", "false && echo a || echo b"}, 0, "b\n", 0},
      {"a failure ends a script under set -e", {"sh", "-ec", "false; echo no"}, 1, "", 0},
      {"but not one that is tested", {"sh", "-c", "set -e; if false; then :; fi; echo yes"}, 0, "yes\n", 0},
      {"quotes", {"sh", "-c", "echo 'a  b' \"$HOSTNAME\" c\\ d"}, 0, "a  b web-0 c d\n", 0},
      {"words are split where nothing quotes", {"sh", "-c", "echo $GREETING"}, 0, "hello you\n", 0},
      {"a default", {"sh", "-c", "echo ${NOPE:-none}"}, 0, "none\n", 0},
      {"assignment", {"sh", "-c", "x=5; echo $x"}, 0, "5\n", 0},
      {"command substitution", {"sh", "-c", "echo [$(hostname)]"}, 0, "[web-0]\n", 0},
      {"arguments", {"sh", "-c", "echo $0 $1", "name", "first"}, 0, "name first\n", 0},
      {"a pipe", {"sh", "-c", "echo text | cat"}, 0, "text\n", 0},
      {"output out of sight", {"sh", "-c", "echo text > /dev/null"}, 0, "", 0},
      {"a loop over words", {"sh", "-c", "for i in 1 2 3; do echo $i; sleep 1; done"}, 0, "1\n2\n3\n", 3},
      {"the script of a container", {"sh", "-c", "sleep 2; exit 3"}, 3, "", 2},
      {"a file", {"cat", "/etc/conf"}, 0, "a=1\nb=2\n", 0},
      {"no such file", {"cat", "/nope"}, 1, "", 0},
      {"a directory", {"ls", "/etc"}, 0, "conf\n", 0},
      {"hostname", {"hostname"}, 0, "web-0\n", 0},
      {"env in its own order", {"env"}, 0, "PATH=/bin\nHOSTNAME=web-0\nGREETING=hello  you\n", 0},
      {"tests", {"sh", "-c", "[ -f /etc/conf ] && [ 2 -gt 1 ] && echo ok"}, 0, "ok\n", 0},
      {"nslookup",
       {"nslookup", "db"},
       0,
       "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tdb.default.svc.cluster.local\nAddress: 10.96.0.7\n\n",
       0},
      {"nslookup of nothing",
       {"nslookup", "nope"},
       1,
       "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n** server can't find nope: NXDOMAIN\n\n",
       0},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const ShellOutcome outcome = run_command(row.argv, Machine());
      CHECK(outcome.understood);
      CHECK_FALSE(outcome.forever);
      CHECK(outcome.exit_code == row.exit_code);
      CHECK(outcome.out == row.out);
      CHECK(outcome.took == std::chrono::round<milliseconds>(std::chrono::duration<double>(row.seconds)));
    }
}

TEST_CASE("shell: what never ends, and what is not understood") {
  struct Row {
    const char* why;
    std::vector<std::string> argv;
    bool understood;
  };
  const Row rows[] = {
      {"sleep infinity", {"sleep", "infinity"}, true},
      {"a loop without an end", {"sh", "-c", "while true; do echo tick; sleep 5; done"}, true},
      {"waiting for a name that never comes", {"sh", "-c", "until nslookup nope; do sleep 2; done"}, true},
      {"an unknown program", {"mongod", "--replSet", "rs0"}, false},
      {"an unknown program in a script", {"sh", "-c", "echo hi; exec nginx -g 'daemon off;'"}, false},
      {"arithmetic", {"sh", "-c", "echo $((1+1))"}, false},
      {"a case", {"sh", "-c", "case $x in a) echo a;; esac"}, false},
      {"a shell that waits for its input", {"sh"}, false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const ShellOutcome outcome = run_command(row.argv, Machine());
      CHECK(outcome.understood == row.understood);
      CHECK(outcome.forever == row.understood);
    }
}
