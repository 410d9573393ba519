#include "kubelet/shell/shell.h"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace skiff;

namespace {

class Machine : public Environment {
 public:
  explicit Machine(std::string image = "debian:12") : image_(std::move(image)) {}
  std::string hostname() const override { return "web-0"; }
  std::vector<std::pair<std::string, std::string>> variables() const override {
    return {{"PATH", "/bin"}, {"HOSTNAME", "web-0"}, {"GREETING", "hello  you"}};
  }
  std::optional<std::string> read_file(std::string_view path) const override {
    const auto found = files_.find(path);
    return found == files_.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<std::vector<std::string>> list_directory(std::string_view path) const override {
    if (path == "/etc") return std::vector<std::string>{"conf"};
    if (path == "/tmp") return std::vector<std::string>{};
    return std::nullopt;
  }
  std::string write_file(std::string_view path, std::string text) override {
    if (path.starts_with("/etc/")) return "Read-only file system";
    files_.insert_or_assign(std::string(path), std::move(text));
    return {};
  }
  std::string make_directory(std::string_view) override { return {}; }
  void remove_file(std::string_view path) override {
    if (const auto found = files_.find(path); found != files_.end()) files_.erase(found);
    if (path.starts_with("/usr/bin/")) removed_.insert(std::string(path));
  }
  bool has_removed(std::string_view path) const override { return removed_.contains(path); }
  std::optional<DnsAnswer> resolve(std::string_view name) const override {
    if (name == "db" || name == "db.default.svc.cluster.local.")
      return DnsAnswer{"db.default.svc.cluster.local", {"10.96.0.7"}};
    return std::nullopt;
  }
  std::vector<ServiceRecord> service_records(std::string_view name) const override {
    if (name != "_sql._tcp.db.default.svc.cluster.local.") return {};
    return {{"db-0.db.default.svc.cluster.local", 3306}, {"db-1.db.default.svc.cluster.local", 3306}};
  }
  std::string name_of_address(std::string_view address) const override {
    return address == "10.96.0.7" ? "db.default.svc.cluster.local" : "";
  }
  std::string name_server() const override { return "10.96.0.10"; }
  std::string image() const override { return image_; }
  std::string kernel() const override { return "6.1.0"; }
  std::string architecture() const override { return "amd64"; }
  HttpAnswer fetch(std::string_view host, int64_t port, std::string_view path) override {
    if (host != "db" && host != "localhost") return {0, {}, HttpAnswer::Failure::kUnknownHost};
    if (port != 80) return {0, {}, HttpAnswer::Failure::kRefused};
    if (path != "/") return {404, "nothing\n"};
    return {200, "welcome\n"};
  }
  bool brings_program(std::string_view name) const override { return name != "ps" || image_.starts_with("busybox"); }
  // 2026-01-02T03:04:05Z
  Time now() const override { return *parse_rfc3339("2026-01-02T03:04:05Z"); }

 private:
  std::string image_;
  std::map<std::string, std::string, std::less<>> files_{{"/etc/conf", "a=1\nb=2\n"}};
  std::set<std::string, std::less<>> removed_;
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
      {"a file is written and read",
       {"sh", "-c", "echo one > /tmp/f; echo two >> /tmp/f; cat /tmp/f"},
       0,
       "one\ntwo\n",
       0},
      {"a file is emptied by a write", {"sh", "-c", "echo one > /tmp/f; : > /tmp/f; cat /tmp/f"}, 0, "", 0},
      {"and removed", {"sh", "-c", "touch /tmp/f; rm -f /tmp/f; cat /tmp/f"}, 1, "", 0},
      {"where nothing may be written", {"sh", "-c", "echo x > /etc/conf"}, 1, "", 0},
      {"copied into a folder", {"sh", "-c", "cp /etc/conf /tmp; cat /tmp/conf"}, 0, "a=1\nb=2\n", 0},
      {"moved",
       {"sh", "-c", "echo x > /tmp/a; mv /tmp/a /tmp/b; cat /tmp/b; [ -f /tmp/a ] || echo gone"},
       0,
       "x\ngone\n",
       0},
      {"paths are seen from the directory",
       {"sh", "-c", "cd /etc; cat ./conf ../etc/conf"},
       0,
       "a=1\nb=2\na=1\nb=2\n",
       0},
      {"tee", {"sh", "-c", "echo x | tee /tmp/f; cat /tmp/f"}, 0, "x\nx\n", 0},
      {"lines backwards", {"sh", "-c", "echo bar | rev"}, 0, "rab\n", 0},
      {"the first and the last lines", {"sh", "-c", "seq 5 | head -n 2; seq 5 | tail -1"}, 0, "1\n2\n5\n", 0},
      {"lines with a word in them", {"grep", "b=", "/etc/conf"}, 0, "b=2\n", 0},
      {"how many lines", {"sh", "-c", "seq 4 | wc -l"}, 0, "4\n", 0},
      {"a pattern", {"sh", "-c", "seq 12 | grep -E '^1[0-2]$' | grep -vc 11"}, 0, "2\n", 0},
      {"what matches, with its line", {"grep", "-no", "[0-9]", "/etc/conf"}, 0, "1:1\n2:2\n", 0},
      {"in the order of numbers", {"sh", "-c", "printf '10 b\n9 a\n' | sort -n -k 1"}, 0, "9 a\n10 b\n", 0},
      {"how often", {"sh", "-c", "printf 'b\na\nb\n' | sort | uniq -c"}, 0, "      1 a\n      2 b\n", 0},
      {"a column", {"sh", "-c", "cut -d= -f2 /etc/conf; awk -F= '/b/ {print $1, $2}' /etc/conf"}, 0, "1\n2\nb 2\n", 0},
      {"other letters", {"sh", "-c", "echo web | tr a-z A-Z; echo a-b | tr -d -- -"}, 0, "WEB\nab\n", 0},
      {"lines from and to",
       {"sh", "-c", "seq 5 | sed -n 2,3p; seq 3 | sed 2,\\$d; seq 2 | sed -n '2,1p'"},
       0,
       "2\n3\n1\n2\n",
       0},
      {"another text", {"sed", "-e", "s/=/ is /;2d", "/etc/conf"}, 0, "a is 1\n", 0},
      {"what a file has in it", {"sh", "-c", "wc -l /etc/conf; wc -c < /etc/conf"}, 0, "2 /etc/conf\n8\n", 0},
      {"base64 and back", {"sh", "-c", "printf hello | base64 | base64 -d"}, 0, "hello", 0},
      {"numbers of a width", {"printf", "%03d|%-3s|%s\\n", "7", "a", "b"}, 0, "007|a  |b\n", 0},
      {"a case", {"sh", "-c", "case $HOSTNAME in db*) echo db;; web-*|www) echo web;; esac"}, 0, "web\n", 0},
      {"what machine it is", {"sh", "-c", "uname -rm; uname"}, 0, "6.1.0 x86_64\nLinux\n", 0},
      {"what is local to a function",
       {"sh", "-c", "x=1; g() { local x=3 y=4; }; f() { local x=2; g; echo $x; }; f; echo $x$y"},
       0,
       "2\n1\n",
       0},
      {"a function", {"sh", "-c", "f() { echo $1; return 3; }; f x; echo $?"}, 0, "x\n3\n", 0},
      {"a here-document", {"sh", "-c", "cat <<EOF > /tmp/h\nhost: $HOSTNAME\nEOF\ncat /tmp/h"}, 0, "host: web-0\n", 0},
      {"one that stands as it is", {"sh", "-c", "cat <<'EOF'\n$HOME\nEOF"}, 0, "$HOME\n", 0},
      {"lines read one by one",
       {"sh", "-c", "while read -r line; do echo [$line]; done < /etc/conf"},
       0,
       "[a=1]\n[b=2]\n",
       0},
      {"only the head of a page",
       {"sh", "-c", "curl -sI db | head -n 1; curl -s -o /dev/null -w '%{http_code}' db/x"},
       0,
       "HTTP/1.1 200 OK\r\n404",
       0},
      {"a page that cannot be written to",
       {"curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "POST", "db"},
       0,
       "405",
       0},
      {"does anybody listen", {"sh", "-c", "nc -z db 80 && echo yes; nc -z db 81 || echo no"}, 0, "yes\nno\n", 0},
      {"the date in a form", {"date", "+%F %T"}, 0, "2026-01-02 03:04:05\n", 0},
      {"the node's kernel", {"sh", "-c", "uname -s; uname -r; uname -m"}, 0, "Linux\n6.1.0\nx86_64\n", 0},
      {"arithmetic", {"sh", "-c", "i=3; echo $((i + 2*(i-1))) $((7 % 4)) $((2 > 1))"}, 0, "7 3 1\n", 0},
      {"an array", {"sh", "-c", "items=(foo bar); n=1; echo ${items[$n]} ${items[0]}"}, 0, "bar foo\n", 0},
      {"the ordinal of a host name",
       {"sh", "-c", "echo ${HOSTNAME##*-} ${HOSTNAME%-*} ${#HOSTNAME}"},
       0,
       "0 web 5\n",
       0},
      {"twenty digits of pi, the last one rounded",
       {"perl", "-Mbignum=bpi", "-wle", "print bpi(20)"},
       0,
       "3.1415926535897932385\n",
       0},
      {"one digit", {"perl", "-Mbignum=bpi", "-wle", "print bpi(1)"}, 0, "3\n", 0},
      {"a page", {"curl", "http://localhost/"}, 0, "welcome\n", 0},
      {"no page", {"curl", "-s", "db/x"}, 0, "nothing\n", 0},
      {"no page, as a failure", {"curl", "-sf", "db/x"}, 22, "", 0},
      {"no such host", {"curl", "nope"}, 6, "", 0},
      {"nobody listens", {"curl", "localhost:81"}, 7, "", 0},
      {"wget to its output", {"wget", "-qO-", "http://db"}, 0, "welcome\n", 0},
      {"wget of nothing", {"wget", "-q", "-O", "-", "db/x"}, 1, "", 0},
      {"getent", {"getent", "hosts", "db"}, 0, "10.96.0.7       db.default.svc.cluster.local\n", 0},
      {"dig wants full names",
       {"sh", "-c", "dig +short db; dig +short db.default.svc.cluster.local"},
       0,
       "10.96.0.7\n",
       0},
      {"dig of a named port",
       {"dig", "+short", "_sql._tcp.db.default.svc.cluster.local", "SRV"},
       0,
       "0 50 3306 db-0.db.default.svc.cluster.local.\n0 50 3306 db-1.db.default.svc.cluster.local.\n",
       0},
      {"the date", {"date"}, 0, "Fri Jan  2 03:04:05 UTC 2026\n", 0},
      {"another date, in words",
       {"date", "-d", "@1767409445", "+%A %e %B %j %I %p %y"},
       0,
       "Saturday  3 January 003 03 AM 26\n",
       0},
      {"the date of a letter", {"date", "-R"}, 0, "Fri, 02 Jan 2026 03:04:05 +0000\n", 0},
      {"the date in ISO 8601",
       {"sh", "-c", "date -I; date -u -Iseconds"},
       0,
       "2026-01-02\n2026-01-02T03:04:05+00:00\n",
       0},
      {"a writer ends with its reader", {"sh", "-c", "yes | head -n 2; yes a b | head -1"}, 0, "y\ny\na b\n", 0},
      {"so does a loop", {"sh", "-c", "while true; do echo x; done | head -2"}, 0, "x\nx\n", 0},
      {"owner, mode and time of what is in a directory",
       {"ls", "-l", "/etc"},
       0,
       "total 4\n-rw-r--r-- 1 root root 8 Jan  2 03:04 conf\n",
       0},
      {"of the directory itself", {"ls", "-ld", "/etc"}, 0, "drwxr-xr-x 2 root root 4096 Jan  2 03:04 /etc\n", 0},
      {"no such file, as coreutils say it",
       {"sh", "-c", "ls -l /nope 2>&1; echo $?"},
       0,
       "ls: cannot access '/nope': No such file or directory\n2\n",
       0},
      {"what is known of a file",
       {"stat", "-c", "%a %A %U:%G %u:%g %h %b %y %Y", "/etc/conf"},
       0,
       "644 -rw-r--r-- root:root 0:0 1 8 2026-01-02 03:04:05.000000000 +0000 1767323045\n",
       0},
      {"who one is",
       {"sh", "-c", "id; id -u; id -un; whoami"},
       0,
       "uid=0(root) gid=0(root) groups=0(root)\n0\nroot\nroot\n",
       0},
      {"a directory", {"ls", "/etc"}, 0, "conf\n", 0},
      {"with what is hidden", {"ls", "-a", "/etc"}, 0, ".\n..\nconf\n", 0},
      {"SHA-256 of a file",
       {"sh", "-c", "printf abc > /tmp/x; sha256sum /tmp/x"},
       0,
       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  /tmp/x\n",
       0},
      {"size and name of a file",
       {"sh", "-c", "printf abc > /tmp/x; stat -c '%n %s %F' /tmp/x"},
       0,
       "/tmp/x 3 regular file\n",
       0},
      {"words become arguments", {"sh", "-c", "printf 'a b\\nc\\n' | xargs echo x"}, 0, "x a b c\n", 0},
      {"two at a time", {"sh", "-c", "seq 3 | xargs -n 2 echo"}, 0, "1 2\n3\n", 0},
      {"a line in the place of braces",
       {"sh", "-c", "printf 'a b\\nc\\n' | xargs -I {} echo '<{}>'"},
       0,
       "<a b>\n<c>\n",
       0},
      {"nothing to do", {"sh", "-c", "printf '' | xargs -r echo x"}, 0, "", 0},
      {"one of them fails", {"sh", "-c", "echo a | xargs false; echo $?"}, 0, "123\n", 0},
      {"in time", {"timeout", "5", "echo", "a"}, 0, "a\n", 0},
      {"too late", {"timeout", "5", "sleep", "60"}, 124, "", 5},
      {"what never ends", {"sh", "-c", "timeout 2 sleep infinity; echo $?"}, 0, "124\n", 2},
      {"env runs a command", {"env", "echo", "a"}, 0, "a\n", 0},
      {"hostname", {"hostname"}, 0, "web-0\n", 0},
      {"env in its own order", {"env"}, 0, "PATH=/bin\nHOSTNAME=web-0\nGREETING=hello  you\n", 0},
      {"tests", {"sh", "-c", "[ -f /etc/conf ] && [ 2 -gt 1 ] && echo ok"}, 0, "ok\n", 0},
      {"a number out of a name",
       {"bash", "-c", "[[ $HOSTNAME =~ -([0-9]+)$ ]] || exit 1; echo ${BASH_REMATCH[1]} ${BASH_REMATCH[0]}"},
       0,
       "0 -0\n",
       0},
      {"groups take as much as they can",
       {"bash", "-c", "[[ v1.20.3 =~ ^v([0-9.]+)\\.([0-9]+) ]]; echo ${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"},
       0,
       "1.20 3\n",
       0},
      {"no match", {"bash", "-c", "[[ `hostname` =~ ^db ]]; echo $? ${#BASH_REMATCH[0]}"}, 0, "1 0\n", 0},
      {"conditions that are joined",
       {"bash", "-c", "x='a b'; [[ $x == a* && ! $x == \"a*\" && -n $x || 1 -eq 2 ]] && echo yes"},
       0,
       "yes\n",
       0},
      {"a directory that is not there", {"bash", "-c", "if [[ -d /var/lib/x ]]; then echo there; fi"}, 0, "", 0},
      {"names of files",
       {"sh", "-c", "cat /etc/c*f; echo '/etc/*' /etc/?ope /e*/conf"},
       0,
       "a=1\nb=2\n/etc/* /etc/?ope /e*/conf\n",
       0},
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
      Machine machine;
      const ShellOutcome outcome = run_command(row.argv, machine);
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
      {"a division by nought", {"sh", "-c", "echo $((1/0))"}, false},
      {"a look at security labels", {"ls", "-Z", "/etc"}, false},
      {"a user of the image's", {"chown", "nginx", "/etc/conf"}, false},
      {"who is told the same for ever", {"yes"}, true},
      {"another program of perl", {"perl", "-wle", "print 1"}, false},
      {"a group of an expression", {"sed", "s/\\(a\\)/\\1/", "/etc/conf"}, false},
      {"processes", {"ps", "aux"}, false},
      {"a shell that waits for its input", {"sh"}, false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Machine machine;
      const ShellOutcome outcome = run_command(row.argv, machine);
      CHECK(outcome.understood == row.understood);
      CHECK(outcome.forever == row.understood);
    }
}

TEST_CASE("shell: what is not simulated is told as it was typed") {
  Machine machine;
  CHECK(run_command({"sh", "-c", "cd /etc; ls -Z conf | wc"}, machine).unknown == "ls -Z conf");
  CHECK(run_command({"sh", "-c", "echo a; ps aux"}, machine).unknown == "ps");
}

TEST_CASE("shell: columns and words of busybox") {
  struct Row {
    const char* script;
    const char* out;
  };
  const Row rows[] = {
      {"ls -l /etc", "total 4\n-rw-r--r--    1 root     root             8 Jan  2 03:04 conf\n"},
      {"ls -n /etc/conf", "-rw-r--r--    1 0        0                8 Jan  2 03:04 /etc/conf\n"},
      {"ls /nope 2>&1", "ls: /nope: No such file or directory\n"},
      {"cat /nope 2>&1", "cat: can't open '/nope': No such file or directory\n"},
      {"rm /nope 2>&1", "rm: can't remove '/nope': No such file or directory\n"},
      {"chmod 600 /nope 2>&1", "chmod: /nope: No such file or directory\n"},
      {"stat /nope 2>&1", "stat: can't stat '/nope': No such file or directory\n"},
      {"ps", "PID   USER     TIME  COMMAND\n    1 root      0:00 sh\n    2 root      0:00 ps\n"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.script) {
      Machine machine("busybox:1.36");
      const ShellOutcome outcome = run_command({"sh", "-c", row.script}, machine);
      CHECK(outcome.understood);
      CHECK(outcome.out == row.out);
    }
}

// As Debian's coreutils, debianutils and dash answer.
TEST_CASE("shell: sums, and where programs are") {
  struct Row {
    const char* script;
    int exit_code;
    const char* out;
  };
  const Row rows[] = {
      {"echo hi | md5sum", 0, "764efa883dda1e11db47671c4a3bbd9e  -\n"},
      {"md5sum /etc/conf", 0, "f1767ed2543a1c497682179be466c287  /etc/conf\n"},
      {"echo hi | sha256sum", 0, "98ea6e4f216f2fb4b69fff9b3a44842c38686ca685f3f55dc48c5d3fb1107be4  -\n"},
      {"which ls sh", 0, "/usr/bin/ls\n/usr/bin/sh\n"},
      {"which nope ls", 1, "/usr/bin/ls\n"},
      {"command -v ls cd", 0, "/usr/bin/ls\ncd\n"},
      {"command -v nope", 127, ""},
      {"type cd ls nope", 127, "cd is a shell builtin\nls is /usr/bin/ls\nnope: not found\n"},
      {"f() { echo f; }; type f; command f || command echo ran", 0, nullptr},
      {"rm -f /bin/ls; ls /etc; echo $?; which ls", 1, "127\n"},
      {"rm -f /usr/bin/echo; echo still", 0, "still\n"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.script) {
      Machine machine;
      const ShellOutcome outcome = run_command({"sh", "-c", row.script}, machine);
      if (row.out == nullptr) {
        CHECK_FALSE(outcome.understood);  // nobody knows a program f
        continue;
      }
      CHECK(outcome.understood);
      CHECK(outcome.out == row.out);
      CHECK(outcome.exit_code == row.exit_code);
    }
  Machine small("busybox:1.36");
  CHECK(run_command({"which", "ls"}, small).out == "/bin/ls\n");
}

TEST_CASE("shell: nslookup of a busybox up to 1.28") {
  Machine machine("busybox:1.28");
  const ShellOutcome found = run_command({"nslookup", "db"}, machine);
  CHECK(found.out ==
        "Server:    10.96.0.10\nAddress 1: 10.96.0.10\n\nName:      db\n"
        "Address 1: 10.96.0.7 db.default.svc.cluster.local\n");
  const ShellOutcome missing = run_command({"nslookup", "nope"}, machine);
  CHECK(missing.exit_code == 1);
  CHECK(missing.err == "nslookup: can't resolve 'nope'\n");
}

TEST_CASE("shell: a command is followed as far as a limit") {
  struct Row {
    const char* why;
    const char* script;
    int limit;
    bool cut;
    double took;  // of one that was cut: when something would have happened next
    const char* out;
  };
  const Row rows[] = {
      {"it has ended before", "echo a; sleep 1; echo b", 5, false, 1, "a\nb\n"},
      {"it sleeps at the limit", "echo a; sleep 10; echo b", 5, true, 10, "a\n"},
      {"what happens at the limit has happened", "echo a; sleep 5; echo b", 5, false, 5, "a\nb\n"},
      {"a loop without an end", "i=0; while true; do echo $i; i=$((i+1)); sleep 2; done", 5, true, 6, "0\n1\n2\n"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Machine machine;
      const ShellOutcome outcome = run_command({"sh", "-c", row.script}, machine, {.limit = seconds(row.limit)});
      CHECK(outcome.cut == row.cut);
      CHECK(outcome.took == std::chrono::round<milliseconds>(std::chrono::duration<double>(row.took)));
      CHECK(outcome.out == row.out);
      CHECK(outcome.marks.back().out == outcome.out.size());
    }
}

TEST_CASE("shell: at a prompt, variables and directory stay from line to line") {
  Machine machine;
  InteractiveShell shell;
  CHECK(shell.run("x=1; cd /etc", machine).out.empty());
  CHECK(shell.run("cat conf; echo $x", machine).out == "a=1\nb=2\n1\n");
  CHECK_FALSE(shell.run("redis-cli", machine).understood);
  CHECK_FALSE(shell.has_exited());
  shell.run("exit 4", machine);
  CHECK(shell.has_exited());
  CHECK(shell.exit_code() == 4);
}
