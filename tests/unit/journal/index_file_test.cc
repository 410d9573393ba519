#include "journal/index_file.h"

#include <sys/wait.h>
#include <unistd.h>
#include <cstddef>
#include <cstring>

#include <catch2/catch.hpp>

#include "base/random.h"
#include "journal/checksum.h"
#include "journal/index_writer.h"
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

enum class Index { kUsed, kIgnored };

OpenOptions options_with(Index index, Access access = Access::kWrite, FileSystem* files = nullptr) {
  OpenOptions options{.access = access};
  options.index_min_bytes = index == Index::kUsed ? 0 : UINT64_MAX;
  options.compaction = {.keep_transactions = 5, .min_bytes = 20'000};
  options.files = files;
  return options;
}

std::string contents(const std::string& path, Index index) {
  auto journal = Journal::open(path, options_with(index, Access::kRead));
  return journal ? JournalObjects(**journal).text() : "error: " + journal.error().message;
}

bool covers_something(const std::string& path) {
  const auto journal = Journal::open(path, options_with(Index::kUsed, Access::kRead));
  return journal && (*journal)->indexed("pods") != nullptr;
}

struct Ending {
  int status = 0;
  std::string told;
};

// Reads all that the state file holds in a process of its own, as damage ends the process.
Ending read_in_child(const std::string& path) {
  int output[2];
  REQUIRE(::pipe(output) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::dup2(output[1], 2);
    (void)contents(path, Index::kUsed);
    ::_exit(0);
  }
  ::close(output[1]);
  Ending ending{.told = std::string(1000, '\0')};
  const ssize_t length = ::read(output[0], ending.told.data(), ending.told.size());
  ending.told.resize(length > 0 ? static_cast<size_t>(length) : 0);
  ::close(output[0]);
  REQUIRE(::waitpid(child, &ending.status, 0) == child);
  return ending;
}

// A few changes at random, each seed its own; the index file is made when it is due.
void run_command(const std::string& path, uint64_t seed, const OpenOptions& options) {
  auto journal = Journal::open(path, options);
  if (!journal) return;
  JournalObjects objects(**journal);
  Random random(seed);
  uint64_t rv = (*journal)->resource_version();
  for (uint64_t changes = 1 + random.below(6); changes > 0; --changes) {
    const std::string name = "quote \" and \\ -" + std::to_string(random.below(12));
    ++rv;
    const ObjectChange change{.name = name, .resource_version = rv, .time = Time(seconds(rv)), .actor = "test"};
    if (objects.contains(name) && random.below(4) == 0) {
      objects.erase(change);
    } else {
      Value after = objects.contains(name) ? objects.document(name) : Value{{"alike", std::string(99, 'a')}};
      after.set(random.suffix(1), random.suffix(1 + random.below(30)));
      objects.put(change, after);
    }
  }
  const std::string timer = std::to_string(random.below(5));
  (*journal)->write_state("timers", "a \"b\" " + timer, random.below(3) == 0 ? Value() : Value(timer));
  if ((*journal)->commit() && (*journal)->index_due()) objects.write_index();
}

void run_command(const std::string& path, uint64_t seed) { run_command(path, seed, options_with(Index::kUsed)); }

}  // namespace

TEST_CASE("index file: what it covers is what the state file says") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  int covered = 0;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    run_command(path, seed);
    INFO("command " << seed);
    REQUIRE(contents(path, Index::kUsed) == contents(path, Index::kIgnored));
    covered += covers_something(path) ? 1 : 0;
  }
  CHECK(covered > 200);  // not while it waits to be made again after a compaction
}

TEST_CASE("index file: a stop while it is made, and an error, harm nothing") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  for (uint64_t seed = 1; seed <= 20; ++seed) run_command(path, seed);
  for (uint64_t seed = 21; seed <= 40; ++seed) {
    const std::string text = read_text(path);
    const std::string index = read_text(index_path(path));
    const std::string before = contents(path, Index::kIgnored);
    FaultyFileSystem whole;
    run_command(path, seed, options_with(Index::kUsed, Access::kWrite, &whole));
    const std::string after = contents(path, Index::kIgnored);
    for (uint64_t stop = 0; stop < whole.operations(); ++stop) {
      for (const auto afterwards : {FaultyFileSystem::After::kDead, FaultyFileSystem::After::kWorks}) {
        write_text(path, text);
        write_text(index_path(path), index);
        FaultyFileSystem files(stop, afterwards, ENOSPC, 100);
        run_command(path, seed, options_with(Index::kUsed, Access::kWrite, &files));
        INFO("command " << seed << ", operation " << stop);
        const std::string found = contents(path, Index::kUsed);
        REQUIRE((found == before || found == after));
        REQUIRE(found == contents(path, Index::kIgnored));
        run_command(path, 1000 + seed);
        REQUIRE(contents(path, Index::kUsed) == contents(path, Index::kIgnored));
      }
    }
  }
}

TEST_CASE("index file: one that is damaged, cut or of another file is not used") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  for (uint64_t seed = 1; seed <= 30; ++seed) run_command(path, seed);
  REQUIRE(covers_something(path));
  const std::string good = read_text(index_path(path));
  const std::string state = contents(path, Index::kIgnored);
  for (size_t at = 0; at < good.size(); at += 7) {
    std::string flipped = good;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    write_text(index_path(path), flipped);
    INFO("byte " << at << " flipped");
    REQUIRE(contents(path, Index::kUsed) == state);
    write_text(index_path(path), good.substr(0, at));
    INFO("cut to " << at << " bytes");
    REQUIRE(contents(path, Index::kUsed) == state);
  }
  const std::string other = folder / "other.jsonl";
  for (uint64_t seed = 100; seed <= 140; ++seed) run_command(other, seed);
  write_text(index_path(other), good);
  CHECK_FALSE(covers_something(other));
  CHECK(contents(other, Index::kUsed) == contents(other, Index::kIgnored));
}

TEST_CASE("index file: a line that it covers and that has changed since ends the program with a message") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  for (uint64_t seed = 1; seed <= 30; ++seed) run_command(path, seed);
  REQUIRE(covers_something(path));
  std::string text = read_text(path);
  uint64_t position = 0;
  {
    const auto file = IndexFile::open(path, text);
    REQUIRE(file);
    position = file->lines()[0].position + file->lines()[0].length - 5;  // inside a value
  }
  text[position] = text[position] == 'x' ? 'y' : 'x';
  write_text(path, text);
  const Ending ending = read_in_child(path);
  CHECK(WEXITSTATUS(ending.status) == 1);
  CHECK(ending.told.find("is damaged in line") != std::string::npos);
}

TEST_CASE("index file: one whose checksum is right but whose numbers are not does no more than end the program") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  for (uint64_t seed = 1; seed <= 12; ++seed) run_command(path, seed);
  REQUIRE(covers_something(path));
  const std::string good = read_text(index_path(path));
  Random random(3);
  for (size_t at = sizeof(IndexHeader) - 6 * sizeof(uint64_t); at + 4 <= good.size(); at += 4 * (1 + random.below(4))) {
    std::string forged = good;
    for (size_t i = 0; i < 4; ++i)
      if (random.below(2) == 0) forged[at + i] = static_cast<char>(random.below(256));
    const uint64_t sum = checksum(std::string_view(forged).substr(IndexHeader::kCheckedFrom), 0);
    std::memcpy(forged.data() + offsetof(IndexHeader, checksum), &sum, sizeof sum);
    write_text(index_path(path), forged);
    const Ending ending = read_in_child(path);
    INFO("number at " << at << ", " << ending.told);
    REQUIRE(WIFEXITED(ending.status));
    REQUIRE(WEXITSTATUS(ending.status) <= 1);
    REQUIRE((WEXITSTATUS(ending.status) == 0 || ending.told.find("is damaged in line") != std::string::npos));
  }
}

TEST_CASE("index file: repair and compaction leave none behind that is not theirs") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  for (uint64_t seed = 1; seed <= 30; ++seed) run_command(path, seed);
  std::string text = read_text(path);
  text.replace(text.size() / 2, 10, "##########");
  write_text(path, text);
  REQUIRE(repair(path, options_with(Index::kUsed)));
  CHECK(read_text(index_path(path)).empty());
  CHECK(contents(path, Index::kUsed) == contents(path, Index::kIgnored));
}

}  // namespace skiff::journal
