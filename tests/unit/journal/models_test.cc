#include "journal/models.h"

#include <catch2/catch.hpp>
#include <cstring>

#include "base/json.h"
#include "journal/index_file.h"
#include "journal/journal.h"
#include "journal/repair.h"
#include "support/journal_objects.h"
#include "support/temporary_folder.h"

namespace skiff::journal {
namespace {

using test::JournalObjects;
using test::read_text;
using test::TemporaryFolder;
using test::write_text;

constexpr int kPods = 20;

Value pod(int i) {
  return Value{{"metadata", Value{{"name", "web-" + std::to_string(i)}}},
               {"spec", Value{{"image", std::string(100, 'i')}, {"nothing", nullptr}}}};
}

// Pods that are alike, in one transaction; then every second one changes in another.
void write_pods(const std::string& path) {
  auto journal = *Journal::open(path, {});
  JournalObjects objects(*journal);
  uint64_t rv = 0;
  for (int i = 0; i < kPods; ++i) {
    const std::string name = "web-" + std::to_string(i);
    objects.put({.name = name, .resource_version = ++rv, .actor = "test"}, pod(i));
  }
  REQUIRE(journal->commit());
  for (int i = 0; i < kPods; i += 2) {
    const std::string name = "web-" + std::to_string(i);
    Value changed = pod(i);
    changed["status"]["ready"] = true;
    objects.put({.name = name, .resource_version = ++rv, .actor = "test"}, changed);
  }
  REQUIRE(journal->commit());
}

std::string contents(const std::string& path) {
  auto journal = Journal::open(path, {.access = Access::kRead});
  return journal ? JournalObjects(**journal).text() : "error: " + journal.error().message;
}

size_t count(std::string_view text, std::string_view what) {
  size_t found = 0;
  for (size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

void replace(std::string& text, std::string_view what, std::string_view by) {
  const size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("models: of pods that are alike one is written whole") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  write_pods(path);
  const std::string text = read_text(path);
  CHECK(count(text, std::string(100, 'i')) == 1);
  CHECK(text.find(R"({"put":"pods/default/web-1","rv":2,"on":1,)") != std::string::npos);
  CHECK(text.find(R"("merge":{"metadata":{"name":"web-1"}}})") != std::string::npos);
  auto journal = *Journal::open(path, {});
  const JournalObjects objects(*journal);
  CHECK(objects.document("web-1") == pod(1));
  CHECK(objects.document("web-2")["status"]["ready"].as_bool());
  CHECK(objects.document("web-2")["spec"] == pod(2)["spec"]);
}

TEST_CASE("models: of the events with one reason one is written whole, though they take turns with others") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  auto journal = *Journal::open(path, {});
  JournalObjects objects(*journal);
  uint64_t rv = 0;
  for (int i = 0; i < kPods; ++i) {
    for (const char* reason : {"Created", "Started"}) {
      const std::string name = "web-" + std::to_string(i) + "." + reason;
      const Value event{{"message", std::string(200, *reason)}, {"metadata", Value{{"name", name}}}, {"reason", reason}};
      objects.put({.name = name, .resource_version = ++rv, .actor = "test"}, event);
    }
  }
  REQUIRE(journal->commit());
  const std::string text = read_text(path);
  CHECK(count(text, std::string(200, 'C')) == 1);
  CHECK(count(text, std::string(200, 'S')) == 1);
}

TEST_CASE("models: the next transaction begins with a whole version, as does who is not alike, and another writer") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  write_pods(path);
  auto journal = *Journal::open(path, {});
  JournalObjects objects(*journal);
  objects.put({.name = "web-90", .resource_version = 90, .actor = "test"}, pod(90));
  objects.put({.name = "web-91", .resource_version = 91, .actor = "other"}, pod(91));
  objects.put({.name = "web-92", .resource_version = 92, .actor = "test"}, Value{{"kind", "something else"}});
  objects.put({.name = "api-1", .resource_version = 93, .actor = "test"}, pod(93));
  REQUIRE(journal->commit());
  const std::string text = read_text(path);
  for (const char* rv : {"90", "91", "92", "93"}) {
    INFO(rv);
    CHECK(text.find(std::string("\"rv\":") + rv + ",\"at\"") != std::string::npos);
  }
}

TEST_CASE("models: history has each version whole") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  write_pods(path);
  int versions = 0;
  (*Journal::open(path, {.access = Access::kRead}))
      ->for_each_change([&](const ObjectChange& change, const Value& before, const Value& after) {
        CHECK(after["spec"] == pod(0)["spec"]);
        CHECK(after["metadata"]["name"].as_string() == change.name);
        CHECK(before.is_null() == (change.resource_version <= kPods));
        ++versions;
      });
  CHECK(versions == kPods + kPods / 2);
}

TEST_CASE("models: a compaction writes what is alike in the same way") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  write_pods(path);
  {
    auto journal = *Journal::open(path, {});
    for (int i = 0; i < 100; ++i) {
      journal->write_state("filler", "one", std::string(200, 'f'));
      REQUIRE(journal->commit());
    }
  }
  const std::string before = contents(path);
  OpenOptions options;
  options.compaction = {.keep_transactions = 1, .min_bytes = 1};
  { REQUIRE(Journal::open(path, options)); }
  const std::string text = read_text(path);
  CHECK(count(text, "{\"base\":") == kPods);
  CHECK(count(text, std::string(100, 'i')) == 1);
  CHECK(contents(path) == before);
}

TEST_CASE("models: an index file has the line that many build on once") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  write_pods(path);
  const std::string before = contents(path);
  OpenOptions options;
  options.index_min_bytes = 0;
  {
    auto journal = *Journal::open(path, options);
    JournalObjects(*journal).write_index();
  }
  options.access = Access::kRead;
  auto journal = *Journal::open(path, options);
  REQUIRE(journal->indexed("pods") != nullptr);
  CHECK(JournalObjects(*journal).text() == before);
  // A line for each pod's first version, one for each change, one more where web-0 is what others build on.
  IndexHeader header;
  const std::string file = read_text(index_path(path));
  std::memcpy(&header, file.data(), sizeof header);
  CHECK(header.lines == kPods + kPods / 2 + 1);
}

TEST_CASE("models: repair saves nothing that builds on what is lost") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  write_pods(path);
  const std::string before = contents(path);
  std::string text = read_text(path);
  SECTION("one that builds on another is damaged: the others are saved") {
    replace(text, R"("merge":{"metadata":{"name":"web-1"}})", R"("merge":{"metadata":{"name":"web-1"#})");
    write_text(path, text);
    const auto report = repair(path, {});
    REQUIRE(report);
    CHECK(report->unreadable_lines == 1);
    CHECK(report->outdated.empty());
    CHECK(count(contents(path), "pods/default") == kPods - 1);
  }
  SECTION("the one that the others build on is damaged") {
    replace(text, R"("metadata":{"name":"web-0"})", R"("metadata":{"name":"web-0"#)");
    write_text(path, text);
    const auto report = repair(path, {});
    REQUIRE(report);
    CHECK(report->outdated.size() == kPods);
    CHECK(count(contents(path), "pods/default") == 0);
  }
  SECTION("all lines can be read, one builds on a version that is nowhere") {
    replace(text, R"("rv":2,"on":1,)", R"("rv":2,"on":7,)");
    write_text(path, text);
    const auto report = repair(path, {});
    REQUIRE(report);
    CHECK(report->outdated == std::vector<std::string>{"pods/default/web-1"});
    CHECK(count(contents(path), "pods/default") == kPods - 1);
  }
}

}  // namespace skiff::journal
