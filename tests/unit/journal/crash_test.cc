// The fourth promise, at the level of the state file: a program that is stopped at any write, sync, rename or
// truncation leaves a file that opens, as it was before or as it is after.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <map>
#include <vector>

#include "base/json.h"
#include "base/random.h"
#include "journal/journal.h"
#include "journal/repair.h"
#include "support/faulty_file_system.h"
#include "support/journal_objects.h"
#include "support/temporary_folder.h"

namespace skiff::journal {
namespace {

using test::FaultyFileSystem;
using test::JournalObjects;
using test::read_text;
using test::TemporaryFolder;
using test::write_text;

std::string contents(const std::string& path) {
  auto journal = Journal::open(path, {.access = Access::kRead});
  return journal ? JournalObjects(**journal).text() : "error: " + journal.error().message;
}

Value random_value(Random& random, int depth) {
  switch (random.below(depth > 0 ? 6 : 4)) {
    case 0:
      return Value(static_cast<int64_t>(random.below(1000)));
    case 1:
      return Value(random.suffix(1 + random.below(40)));
    case 2:
      return Value(random.below(2) == 0);
    case 3:
      return Value("quote \" newline \n backslash \\ é");
    case 4: {
      Value list = Value::array();
      for (uint64_t i = random.below(3); i > 0; --i) list.push_back(random_value(random, depth - 1));
      return list;
    }
    default: {
      Value object = Value::object();
      for (uint64_t i = random.below(4); i > 0; --i) object.set(random.suffix(1), random_value(random, depth - 1));
      return object;
    }
  }
}

// One command: changes a few objects and states at random, so that each seed always does the same.
Result<void> random_command(Journal& journal, uint64_t seed) {
  Random random(seed);
  JournalObjects objects(journal);
  uint64_t rv = journal.resource_version();
  for (uint64_t changes = 1 + random.below(6); changes > 0; --changes) {
    const std::string name = "pod-" + std::to_string(random.below(8));
    ++rv;
    const ObjectChange change{.name = name, .resource_version = rv, .time = Time(seconds(rv)), .actor = "test"};
    if (objects.contains(name) && random.below(4) == 0) {
      objects.erase(change);
      continue;
    }
    Value after = objects.contains(name) ? objects.document(name) : Value::object();
    after.set(random.suffix(1), random_value(random, 3));
    after.set("null", random.below(10) == 0 ? Value() : Value(1));
    objects.put(change, after);
  }
  journal.write_state("counter", std::to_string(random.below(3)), random_value(random, 2));
  return journal.commit();
}

OpenOptions options_with(FileSystem& files, uint64_t min_bytes = UINT64_MAX) {
  OpenOptions options;
  options.files = &files;
  options.compaction = {.keep_transactions = 3, .min_bytes = min_bytes};
  return options;
}

// Runs one command on the file with `files`; what it found and did does not matter.
void run_command(const std::string& path, const OpenOptions& options, uint64_t seed) {
  auto journal = Journal::open(path, options);
  if (journal) (void)random_command(**journal, seed);
}

}  // namespace

TEST_CASE("crash: a command that is stopped anywhere leaves the cluster before or after it") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  int points = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const std::string text_before = seed == 1 ? "" : read_text(path);
    const std::string before = seed == 1 ? "rv 0" : contents(path);
    FaultyFileSystem whole;
    run_command(path, options_with(whole), seed);
    const std::string text_after = read_text(path);
    const std::string after = contents(path);
    REQUIRE(before != after);
    const size_t written = text_after.size() - text_before.size();
    for (uint64_t stop = 0; stop < whole.operations(); ++stop) {
      // The first operation is the write: it may have come any way far.
      for (size_t partial = 0; partial <= (stop == 0 ? written : 0); partial += 1 + written / 40) {
        for (const auto afterwards : {FaultyFileSystem::After::kDead, FaultyFileSystem::After::kWorks}) {
          write_text(path, text_before);
          FaultyFileSystem files(stop, afterwards, EIO, partial);
          run_command(path, options_with(files), seed);
          const bool nothing = read_text(path).empty();  // or there is no file
          const std::string found = nothing ? "rv 0" : contents(path);
          INFO("seed " << seed << ", operation " << stop << ", " << partial << " bytes");
          if (afterwards == FaultyFileSystem::After::kWorks) {
            // It had to report the failure, so it must have taken back what it wrote.
            REQUIRE(found == before);
          } else {
            REQUIRE((found == before || found == after));
          }
          // And the next command works on it.
          FaultyFileSystem sound;
          run_command(path, options_with(sound), 1000 + seed);
          const std::string next = contents(path);
          REQUIRE(next.find("error") == std::string::npos);
          REQUIRE(next != found);
          ++points;
        }
      }
    }
    write_text(path, text_after);
  }
  CHECK(points >= 2000);
}

TEST_CASE("crash: while an interrupted command's tail is cut off, and while compacting") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  FaultyFileSystem sound;
  for (uint64_t seed = 1; seed <= 120; ++seed) run_command(path, options_with(sound), seed);
  const std::string good = read_text(path);
  const std::string state = contents(path);
  const std::string tails[] = {"", "{\"put\":\"pods/def", "{\"commit\":121,\"rv\":1,\"lines\":0,\"xxh64\":\"12\"}\n"};
  for (const std::string& tail : tails) {
    for (const uint64_t min_bytes : {uint64_t{1}, UINT64_MAX}) {
      for (uint64_t stop = 0; stop < 20; ++stop) {
        write_text(path, good + tail);
        FaultyFileSystem files(stop, FaultyFileSystem::After::kDead, EIO, 100);
        { (void)Journal::open(path, options_with(files, min_bytes)); }
        INFO("tail \"" << tail << "\", operation " << stop);
        REQUIRE(contents(path) == state);
      }
    }
  }
}

TEST_CASE("crash: while repairing") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  FaultyFileSystem sound;
  for (uint64_t seed = 1; seed <= 20; ++seed) run_command(path, options_with(sound), seed);
  std::string damaged = read_text(path);
  damaged.replace(damaged.size() / 2, 10, "##########");
  write_text(path, damaged);
  REQUIRE(repair(path, {}));
  const std::string repaired = contents(path);
  for (uint64_t stop = 0; stop < 10; ++stop) {
    write_text(path, damaged);
    FaultyFileSystem files(stop, FaultyFileSystem::After::kDead, EIO, 100);
    (void)repair(path, options_with(files));
    INFO("operation " << stop);
    REQUIRE((read_text(path) == damaged || contents(path) == repaired));
  }
}

TEST_CASE("processes that write at once follow one another") {
  constexpr int kProcesses = 8;
  constexpr int kCommands = 20;
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  std::vector<pid_t> children;
  for (int process = 0; process < kProcesses; ++process) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      for (int command = 0; command < kCommands; ++command) {
        auto journal = Journal::open(path, {});
        if (!journal) ::_exit(1);
        const std::string name = "pod-" + std::to_string(process);
        JournalObjects objects(**journal);
        if (objects.document(name)["count"].as_int() != command) ::_exit(2);
        objects.put({.name = name,
                     .resource_version = (*journal)->resource_version() + 1,
                     .time = Time(seconds(command)),
                     .actor = "test"},
                    Value{{"count", command + 1}});
        if (!(*journal)->commit()) ::_exit(3);
      }
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    CHECK(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  uint64_t changes = 0;
  const auto journal = *Journal::open(path, {.access = Access::kRead});
  journal->for_each_change([&](const ObjectChange& change, const Value& before, const Value& after) {
    CHECK(change.resource_version == ++changes);
    CHECK(after["count"].as_int() == before["count"].as_int() + 1);
  });
  CHECK(changes == uint64_t{kProcesses} * kCommands);
}

}  // namespace skiff::journal
