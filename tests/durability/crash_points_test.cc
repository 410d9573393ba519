// The fourth promise, for whole commands: whatever strikes at any operation on the disk (a kill, a power cut, an
// error), the state file opens afterwards and holds the cluster as it was before the command or as it is after it; a
// command that has exited 0, or has printed anything, has its change on the disk; and the next command works.
// SKIFF_CRASH_POINTS says how many points to strike at (default 2400).
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/json.h"
#include "cli/app.h"
#include "durability/stopping_file_system.h"
#include "journal/index_file.h"
#include "journal/journal.h"
#include "support/temporary_folder.h"

namespace skiff {
namespace {

using test::Blow;
using test::read_text;
using test::StoppingFileSystem;
using test::Strike;
using test::TemporaryFolder;
using test::write_text;

// Everything that a state file holds: each object whole, what actors remember, the last resourceVersion.
std::string contents(const std::string& path) {
  const auto journal = journal::Journal::open(path, {.access = journal::Access::kRead});
  if (!journal) return "error: " + journal.error().message;
  std::map<std::string, std::string> lines;
  (*journal)->for_each_object([&](const journal::LiveObject& object) {
    std::string key(object.resource);
    key.append("/").append(object.ns).append("/").append(object.name);
    lines[key] = std::to_string(object.resource_version) + " " + to_json((*journal)->load(object.position));
  });
  (*journal)->for_each_state_table([&](std::string_view table) {
    (*journal)->for_each_state(table, [&](std::string_view key, const Value& value) {
      lines["state " + std::string(table) + " " + std::string(key)] = to_json(value);
    });
  });
  std::string out = "rv " + std::to_string((*journal)->resource_version());
  for (const auto& [key, value] : lines) out.append("\n").append(key).append(" ").append(value);
  return out;
}

struct Ran {
  int status = 0;  // exit status, or 128 + the signal
  std::string out;
  std::string err;
  std::vector<StoppingFileSystem::Operation> operations;
};

class Stage {
 public:
  Stage() {
    ::setenv("SKIFF_CLOCK", "manual", 1);
    ::setenv("SKIFF_STATE", path().c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
    ::unsetenv("SKIFF_HISTORY");
    ::unsetenv("SKIFF_COMPACT_ABOVE");
  }

  std::string path() const { return folder_ / "sim.jsonl"; }
  std::string operator/(std::string_view name) const { return folder_ / name; }

  // One command in a process of its own.
  Ran run(const std::vector<std::string>& args, const Strike& strike = {}) const {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(run_here(args, strike));
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    Ran ran;
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ran.out = read_text(folder_ / "out");
    ran.err = read_text(folder_ / "err");
    std::ifstream operations(folder_ / "operations");
    for (std::string name; operations >> name;) {
      size_t bytes = 0;
      operations >> bytes;
      ran.operations.push_back({name, bytes});
    }
    return ran;
  }

 private:
  int run_here(const std::vector<std::string>& args, const Strike& strike) const {
    std::ofstream out(folder_ / "out", std::ios::trunc);
    std::ofstream err(folder_ / "err", std::ios::trunc);
    std::istringstream in;
    StoppingFileSystem files(strike);
    journal::set_default_file_system(files);
    cli::IoStreams io{out, err, in};
    const int status = cli::run_app(args, io);
    if (strike.blow == Blow::kNone) {
      std::ofstream operations(folder_ / "operations", std::ios::trunc);
      for (const auto& operation : files.operations()) operations << operation.name << " " << operation.bytes << "\n";
    }
    return status;
  }

  TemporaryFolder folder_;
};

constexpr const char* kManifest = R"(apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {app: db}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 2
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: "registry.k8s.io/nginx-slim:0.24"}]}
  volumeClaimTemplates:
  - metadata: {name: www}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
)";

struct Step {
  std::vector<std::string> args;
  // What is done to the file first, as text; empty: nothing.
  std::string append_before = {};
  const char* history = nullptr;  // SKIFF_HISTORY and a file that is always long enough to be compacted
};

std::vector<Step> steps(const std::string& manifest) {
  return {
      {{"cluster", "create", "--nodes", "3"}},
      {{"create", "deployment", "web", "--image=nginx", "--replicas=3"}},
      {{"rollout", "status", "deployment/web"}},
      {{"apply", "-f", manifest}},
      {{"clock", "advance", "5s"}},
      {{"scale", "deployment", "web", "--replicas=5"}},
      {{"label", "deployment", "web", "tier=front"}, "{\"put\":\"pods/default/torn\",\"rv\":1"},
      {{"clock", "settle"}},
      {{"create", "configmap", "bulk", "--from-literal=a=" + std::string(600'000, 'x')}},
      {{"delete", "configmap", "bulk"}},
      {{"set", "image", "deployment/web", "nginx=nginx:1.27"}},
      {{"annotate", "pod", "db-0", "note=seen"}},
      {{"clock", "settle"}},
      {{"create", "configmap", "settings", "--from-literal=a=1"}, {}, "3"},
      {{"patch", "configmap", "settings", "-p", "{\"data\":{\"a\":\"2\"}}"}},
      {{"expose", "deployment", "web", "--port=80"}},
      {{"cluster", "add-node", "worker-4"}},
      {{"taint", "node", "worker-4", "a=b:NoSchedule"}},
      {{"create", "configmap", "bulk", "--from-literal=a=" + std::string(900'000, 'x')}},
      {{"delete", "configmap", "bulk"}},
      {{"cordon", "worker-1"}, {}, "0"},
      {{"drain", "worker-1", "--ignore-daemonsets", "--force"}},
      {{"rollout", "undo", "deployment/web"}},
      {{"autoscale", "deployment", "web", "--max=5"}},
      {{"delete", "pod", "db-0"}},
      {{"fault", "node-down", "worker-2"}},
      {{"clock", "advance", "10m"}},
      {{"replace", "--force", "-f", manifest}},
      {{"create", "job", "once", "--image=busybox", "--", "echo", "done"}},
      {{"create", "cronjob", "often", "--image=busybox", "--schedule=* * * * *"}},
      {{"clock", "advance", "3m"}},
      {{"delete", "-f", manifest}},
      {{"delete", "deployment,service,configmap,hpa", "--all"}},
      {{"clock", "settle"}},
  };
}

// An index file is made now and then; where there is one, compaction waits until the file has doubled.
void set_history(const char* transactions) {
  if (transactions == nullptr) {
    ::unsetenv("SKIFF_HISTORY");
    ::unsetenv("SKIFF_COMPACT_ABOVE");
    ::setenv("SKIFF_INDEX_ABOVE", "100000", 1);
  } else {
    ::setenv("SKIFF_HISTORY", transactions, 1);
    ::setenv("SKIFF_COMPACT_ABOVE", "1", 1);
    ::setenv("SKIFF_INDEX_ABOVE", "1000000000", 1);
  }
}

// The state file and its index file.
struct Files {
  std::string state;
  std::string index;
};

Files read_files(const std::string& path) {
  return {::access(path.c_str(), F_OK) == 0 ? read_text(path) : "",
          ::access(journal::index_path(path).c_str(), F_OK) == 0 ? read_text(journal::index_path(path)) : ""};
}

void write_file(const std::string& path, const std::string& text) {
  if (text.empty()) ::unlink(path.c_str());
  else write_text(path, text);
}

struct Point {
  size_t step;
  Strike strike;
};

constexpr std::array kStops = {Blow::kKill, Blow::kLoseBytes, Blow::kLoseHalf, Blow::kLoseSize};

// Where a write may have got to: nowhere, all the way, and in steps between; odd sizes, so that lines break anywhere.
std::vector<size_t> partials(size_t bytes, size_t wanted) {
  std::vector<size_t> out{0};
  for (size_t i = 1; i < wanted; ++i) out.push_back(bytes * i / wanted + i % 7);
  out.push_back(bytes > 0 ? bytes - 1 : 0);  // all but the newline
  out.push_back(bytes);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  while (!out.empty() && out.back() > bytes) out.pop_back();
  return out;
}

void add_points(size_t step, const std::vector<StoppingFileSystem::Operation>& operations, size_t per_write,
                std::vector<Point>& out) {
  for (uint64_t at = 0; at < operations.size(); ++at) {
    const bool writes = operations[at].name == "write";
    for (const size_t partial : writes ? partials(operations[at].bytes, per_write) : std::vector<size_t>{0}) {
      for (const Blow blow : kStops) out.push_back({step, {at, blow, 0, partial}});
      for (const int error : {EIO, ENOSPC})
        for (const Blow blow : {Blow::kError, Blow::kErrorStays}) out.push_back({step, {at, blow, error, partial}});
    }
  }
  out.push_back({step, {operations.size(), Blow::kNone, 0, 0}});
}

size_t points_wanted() {
  const char* wanted = std::getenv("SKIFF_CRASH_POINTS");
  return wanted == nullptr ? 2400 : static_cast<size_t>(std::strtoul(wanted, nullptr, 10));
}

std::string words(const std::vector<std::string>& args) {
  std::string out = "skiff";
  for (const std::string& word : args) out += " " + word;
  return out;
}

struct Recorded {
  Files files_before;  // with what the step appends
  std::string before;  // contents
  std::string after;
  Ran whole;
};

// Runs all steps undisturbed and notes what each does.
std::vector<Recorded> record(const Stage& stage, const std::vector<Step>& all) {
  std::vector<Recorded> out;
  for (const Step& step : all) {
    INFO(words(step.args));
    Recorded recorded;
    if (!step.append_before.empty()) write_text(stage.path(), read_text(stage.path()) + step.append_before);
    recorded.files_before = read_files(stage.path());
    recorded.before = out.empty() ? "" : contents(stage.path());
    set_history(step.history);
    recorded.whole = stage.run(step.args);
    INFO(recorded.whole.err);
    REQUIRE(recorded.whole.status == 0);
    recorded.after = contents(stage.path());
    REQUIRE(recorded.before != recorded.after);
    const auto& did = recorded.whole.operations;
    const bool renamed = std::any_of(did.begin(), did.end(), [](const auto& one) { return one.name == "rename"; });
    if (step.history != nullptr && !renamed) WARN(words(step.args) << ": the file was not compacted");
    if (out.empty()) REQUIRE(renamed);  // the file was made
    out.push_back(std::move(recorded));
  }
  return out;
}

void check_point(const Stage& stage, const Step& step, const Recorded& recorded, const Strike& strike) {
  const std::string path = stage.path();
  write_file(path, recorded.files_before.state);
  write_file(journal::index_path(path), recorded.files_before.index);
  set_history(step.history);
  const Ran ran = stage.run(step.args, strike);
  INFO(words(step.args) << ": operation " << strike.at << ", blow " << static_cast<int>(strike.blow) << ", errno "
                        << strike.error << ", " << strike.partial << " bytes; exit status " << ran.status << "\n"
                        << ran.out << ran.err);
  const bool exists = ::access(path.c_str(), F_OK) == 0;
  const bool nothing = !exists || read_text(path).empty();
  const std::string found = nothing ? "" : contents(path);
  const bool is_before = found == recorded.before || (recorded.before.empty() && found == "rv 0");
  const bool is_after = found == recorded.after;
  REQUIRE((is_before || is_after));
  if (ran.status == 0) REQUIRE(is_after);
  if (ran.status == 0) REQUIRE(ran.out == recorded.whole.out);
  if (!ran.out.empty()) REQUIRE(is_after);
  if (ran.status == 1) REQUIRE(!ran.err.empty());
  // And the cluster can be worked with: the same command again brings about what it should have.
  const Ran again = stage.run(step.args);
  INFO("again: exit status " << again.status << "\n" << again.out << again.err);
  if (is_before) {
    REQUIRE(again.status == 0);
    REQUIRE(contents(path) == recorded.after);
  } else {
    REQUIRE(again.status <= 1);
    REQUIRE(contents(path).find("error: ") != 0);
  }
}

}  // namespace

TEST_CASE("a command that is struck at any operation leaves the cluster before or after it") {
  const Stage stage;
  const std::string manifest = stage / "db.yaml";
  write_text(manifest, kManifest);
  const std::vector<Step> all = steps(manifest);
  const std::vector<Recorded> recorded = record(stage, all);
  std::vector<Point> points;
  for (size_t per_write = 1; points.size() < points_wanted(); ++per_write) {
    points.clear();
    for (size_t i = 0; i < all.size(); ++i) add_points(i, recorded[i].whole.operations, per_write, points);
  }
  for (const Point& point : points) check_point(stage, all[point.step], recorded[point.step], point.strike);
  WARN(points.size() << " points in " << all.size() << " commands");
  CHECK(points.size() >= points_wanted());
}

TEST_CASE("a repair that is struck at any operation leaves the damaged file or the repaired one") {
  const Stage stage;
  set_history(nullptr);
  REQUIRE(stage.run({"create", "deployment", "web", "--image=nginx"}).status == 0);
  REQUIRE(stage.run({"clock", "settle"}).status == 0);
  std::string damaged = read_text(stage.path());
  const size_t middle = damaged.find("{\"commit\":") - 200;
  damaged.replace(middle, 10, "##########");
  write_text(stage.path(), damaged);
  const Ran whole = stage.run({"cluster", "repair"});
  REQUIRE(whole.status == 0);
  const std::string repaired = contents(stage.path());
  std::vector<Point> points;
  add_points(0, whole.operations, 10, points);
  for (const Point& point : points) {
    for (int kept = 1; kept < 10; ++kept) ::unlink((stage.path() + ".damaged-" + std::to_string(kept)).c_str());
    write_text(stage.path(), damaged);
    const Ran ran = stage.run({"cluster", "repair"}, point.strike);
    INFO("operation " << point.strike.at << ", blow " << static_cast<int>(point.strike.blow) << "\n"
                      << ran.out << ran.err);
    const bool untouched = read_text(stage.path()) == damaged;
    REQUIRE((untouched || contents(stage.path()) == repaired));
    if (ran.status == 0) REQUIRE(!untouched);
    // The original is there as long as the file is not it any more.
    if (!untouched) REQUIRE(read_text(stage.path() + ".damaged-1") == damaged);
  }
}

}  // namespace skiff
