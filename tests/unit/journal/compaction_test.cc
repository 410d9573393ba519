#include "journal/compaction.h"

#include <catch2/catch.hpp>
#include <map>

#include "base/json.h"
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

int history_length(const std::string& path) {
  int changes = 0;
  (*Journal::open(path, {.access = Access::kRead}))
      ->for_each_change([&](const ObjectChange&, const Value&, const Value&) { ++changes; });
  return changes;
}

OpenOptions never_compacting() {
  OpenOptions options;
  options.compaction.min_bytes = UINT64_MAX;
  return options;
}

// One object changed in every transaction, one that comes and goes, one untouched; a state.
void write_versions(const std::string& path, int versions) {
  auto journal = *Journal::open(path, never_compacting());
  JournalObjects objects(*journal);
  uint64_t rv = 0;
  const auto change = [&](std::string_view name) {
    ++rv;
    return ObjectChange{.name = name, .resource_version = rv, .actor = "test"};
  };
  objects.put(change("still"), Value{{"kept", true}});
  for (int i = 0; i < versions; ++i) {
    objects.put(change("busy"), Value{{"filler", std::string(60, 'f')}, {"n", i}});
    if (i % 2 == 0) objects.put(change("guest"), Value{{"n", i}});
    else objects.erase(change("guest"));
    journal->write_state("counter", "n", i);
    journal->write_state("temporary", "n", i == versions - 1 ? Value() : Value(i));
    REQUIRE(journal->commit());
  }
}

OpenOptions compacting(uint64_t keep) {
  OpenOptions options;
  options.compaction = {.keep_transactions = keep, .min_bytes = 1};
  return options;
}

}  // namespace

TEST_CASE("compaction keeps the cluster, and as much history as was asked for") {
  struct Row {
    uint64_t keep;
    int changes;
  };
  for (const Row& row : {Row{0, 0}, Row{1, 2}, Row{10, 20}}) DYNAMIC_SECTION(row.keep << " transactions") {
      const TemporaryFolder folder;
      const std::string path = folder / "sim.jsonl";
      write_versions(path, 99);
      const std::string before = contents(path);
      const size_t size = read_text(path).size();
      { REQUIRE(Journal::open(path, compacting(row.keep))); }
      CHECK(contents(path) == before);
      CHECK(read_text(path).size() < size / 3);
      CHECK(history_length(path) == row.changes);
      // What follows continues the numbers and the checksums.
      auto journal = *Journal::open(path, never_compacting());
      journal->write_state("counter", "n", 100);
      REQUIRE(journal->commit());
      CHECK(contents(path) != before);
      CHECK(read_text(path).find("{\"commit\":100,") != std::string::npos);
    }
}

TEST_CASE("compaction does not run where it would not pay") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  write_versions(path, 99);
  const std::string before = read_text(path);
  OpenOptions options = compacting(90);
  SECTION("most of the file is history to be kept") {}
  SECTION("the file is small") { options.compaction = {.keep_transactions = 0, .min_bytes = before.size() + 1}; }
  SECTION("it is only read") {
    options = compacting(0);
    options.access = Access::kRead;
  }
  { REQUIRE(Journal::open(path, options)); }
  CHECK(read_text(path) == before);
}

TEST_CASE("compaction that is stopped anywhere leaves the old file or the new one") {
  const TemporaryFolder folder;
  for (const auto after : {FaultyFileSystem::After::kWorks, FaultyFileSystem::After::kDead}) {
    for (uint64_t fail_at = 0;; ++fail_at) {
      const std::string path = folder / "sim.jsonl";
      write_text(path, "");
      write_versions(path, 30);
      const std::string before = contents(path);
      FaultyFileSystem files(fail_at, after, ENOSPC, 100);
      OpenOptions options = compacting(0);
      options.files = &files;
      { CHECK(Journal::open(path, options)); }  // no reason to fail: the file serves as it is
      CHECK(contents(path) == before);
      if (!files.failed()) break;
    }
  }
}

TEST_CASE("repair: what can be saved") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  write_versions(path, 6);
  const std::string good = read_text(path);
  const std::string all = contents(path);
  const auto damage = [&](std::string_view where, std::string_view instead) {
    std::string text = good;
    const size_t at = text.find(where);
    REQUIRE(at != std::string::npos);
    text.replace(at, where.size(), instead);
    write_text(path, text);
    return text;
  };
  SECTION("nothing wrong, nothing done") {
    CHECK_FALSE(repair(path, {})->repaired);
    CHECK(read_text(path) == good);
  }
  SECTION("a state line unreadable: all else is saved") {
    const std::string text =
        damage("{\"state\":\"counter\",\"key\":\"n\",\"value\":2}", "{\"state\":\"coun###########");
    CHECK(contents(path).find("damaged in line 15: it cannot be read") != std::string::npos);
    const auto report = repair(path, {});
    REQUIRE(report);
    CHECK(report->repaired);
    CHECK(report->intact_transactions == 2);
    CHECK(report->unreadable_lines == 1);
    CHECK(report->saved_lines == 15);
    CHECK(report->unverified_lines == 3);
    CHECK(report->outdated.empty());
    CHECK(report->original == path + ".damaged-1");
    CHECK(read_text(report->original) == text);
    CHECK(contents(path) == all);
  }
  SECTION("a patch unreadable: the object stays at the version before it") {
    damage("\"merge\":{\"n\":3}", "\"merge\":{\"n\":}3");
    const auto report = repair(path, {});
    REQUIRE(report);
    CHECK(report->outdated == std::vector<std::string>{"pods/default/busy"});
    CHECK(contents(path).find("busy 6 {\"filler\":\"" + std::string(60, 'f') + "\",\"n\":2}") != std::string::npos);
    CHECK(contents(path).find("counter.n 5") != std::string::npos);
    CHECK(contents(path).ends_with("rv 13"));
  }
  SECTION("a commit line unreadable") {
    damage("{\"commit\":3,", "{\"commit\":##");
    const auto report = repair(path, {});
    REQUIRE(report);
    CHECK(report->outdated.empty());
    CHECK(contents(path) == all);
  }
  SECTION("the first line unreadable") {
    damage("{\"skiff\":\"journal\"", "{\"ski##:\"journal\"");
    CHECK(contents(path).find("damaged in line 1:") != std::string::npos);
    REQUIRE(repair(path, {}));
    CHECK(contents(path) == all);
  }
  SECTION("a file of another kind is left alone") {
    write_text(path, "hello\nworld\n");
    CHECK_FALSE(repair(path, {}));
    CHECK(read_text(path) == "hello\nworld\n");
  }
  SECTION("and the repaired file goes on") {
    damage("{\"commit\":3,", "{\"commit\":##");
    REQUIRE(repair(path, {}));
    auto journal = *Journal::open(path, {});
    journal->write_state("counter", "n", 42);
    REQUIRE(journal->commit());
    CHECK(contents(path).find("counter.n 42") != std::string::npos);
  }
}

}  // namespace skiff::journal
