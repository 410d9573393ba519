#include "journal/journal.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <map>
#include <thread>
#include <vector>

#include "base/json.h"
#include "journal/lock.h"
#include "support/faulty_file_system.h"
#include "support/journal_objects.h"
#include "support/temporary_folder.h"

namespace skiff::journal {
namespace {

using test::JournalObjects;
using test::read_text;
using test::TemporaryFolder;
using test::write_text;

const Time kStart{std::chrono::seconds(1'700'000'000)};

Value json(const std::string& text) { return *parse_json(text); }

// Writes versions of objects and commits them.
class Writer {
 public:
  explicit Writer(const std::string& path, const OpenOptions& options = {}) {
    auto opened = Journal::open(path, options);
    if (!opened) FAIL(opened.error().message);
    journal_ = *std::move(opened);
    rv_ = journal_->resource_version();
    objects_ = std::make_unique<JournalObjects>(*journal_);
  }
  Writer& put(const std::string& name, const std::string& document) {
    objects_->put(change(name, "kubectl apply"), json(document));
    return *this;
  }
  Writer& erase(const std::string& name) {
    objects_->erase(change(name, "kubectl delete"));
    return *this;
  }
  Writer& state(const std::string& table, const std::string& key, const Value& value) {
    journal_->write_state(table, key, value);
    return *this;
  }
  void commit() { REQUIRE(journal_->commit()); }
  Journal& journal() { return *journal_; }

 private:
  ObjectChange change(std::string_view name, std::string_view actor) {
    ++rv_;
    return {.name = name, .resource_version = rv_, .time = kStart + seconds(rv_), .actor = actor};
  }

  std::unique_ptr<Journal> journal_;
  uint64_t rv_;
  std::unique_ptr<JournalObjects> objects_;
};

// All that a file holds, as text.
std::string contents(const std::string& path) {
  auto journal = Journal::open(path, {.access = Access::kRead});
  return journal ? JournalObjects(**journal).text() : "error: " + journal.error().message;
}

}  // namespace

TEST_CASE("journal: what was committed is there when it is opened again") {
  const TemporaryFolder folder;
  const std::string path = folder / "deep/er/sim.jsonl";
  Writer(path).put("a", R"({"x":1})").put("b", R"({"x":{"y":[1]}})").state("timers", "a \"b\"", 5).commit();
  Writer(path).put("a", R"({"x":2})").erase("b").state("timers", "c", Value{{"d", 1}}).commit();
  CHECK(contents(path) == "pods/default/a 3 {\"x\":2}\ntimers.a \"b\" 5\ntimers.c {\"d\":1}\nrv 4");
  Writer(path).put("b", R"({"again":true})").state("timers", "c", nullptr).commit();
  CHECK(contents(path) == "pods/default/a 3 {\"x\":2}\npods/default/b 5 {\"again\":true}\ntimers.a \"b\" 5\nrv 5");
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
}

TEST_CASE("journal: the lines of a file") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  {
    Writer writer(path);
    writer.put("a", R"({"labels":{"app":"web"},"replicas":1,"status":{"ready":0}})").state("clock", "offset", 0);
    writer.commit();
    writer.put("a", R"({"labels":{"app":"web"},"replicas":1,"status":{"ready":1}})");
    writer.put("a", R"({"labels":{"app":"web"},"replicas":null,"status":{"ready":1}})").erase("a");
    writer.commit();
  }
  std::string text = read_text(path);
  for (size_t at = text.find("xxh64\":\""); at != std::string::npos; at = text.find("xxh64\":\"", at + 24))
    text.replace(at + 8, 16, "SUM");
  CHECK(text == R"({"skiff":"journal","version":1}
{"put":"pods/default/a","rv":1,"at":"2023-11-14T22:13:21Z","by":"kubectl apply","object":{"labels":{"app":"web"},"replicas":1,"status":{"ready":0}}}
{"state":"clock","key":"offset","value":0}
{"commit":1,"rv":1,"lines":2,"xxh64":"SUM"}
{"patch":"pods/default/a","rv":2,"on":1,"at":"2023-11-14T22:13:22Z","by":"kubectl apply","merge":{"status":{"ready":1}}}
{"put":"pods/default/a","rv":3,"at":"2023-11-14T22:13:23Z","by":"kubectl apply","object":{"labels":{"app":"web"},"replicas":null,"status":{"ready":1}}}
{"delete":"pods/default/a","rv":4,"on":3,"at":"2023-11-14T22:13:24Z","by":"kubectl delete"}
{"commit":2,"rv":4,"lines":3,"xxh64":"SUM"}
)");
}

TEST_CASE("journal: a long chain of patches is broken by whole versions") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  const std::string filler(100, 'x');
  for (int i = 0; i < 150; ++i)
    Writer(path).put("a", R"({"filler":")" + filler + R"(","n":)" + std::to_string(i) + "}").commit();
  CHECK(contents(path) == "pods/default/a 150 {\"filler\":\"" + filler + "\",\"n\":149}\nrv 150");
  const std::string text = read_text(path);
  int whole = 0;
  for (size_t at = text.find("{\"put\""); at != std::string::npos; at = text.find("{\"put\"", at + 1)) ++whole;
  CHECK(whole == 3);
}

TEST_CASE("journal: history has every change with what was before and after") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  Writer writer(path);
  writer.put("a", R"({"x":1,"y":1})").commit();
  writer.put("a", R"({"x":2,"y":1})").erase("a").commit();
  writer.put("b", R"({})");  // not committed: not history
  std::string seen;
  writer.journal().for_each_change([&](const ObjectChange& change, const Value& before, const Value& after) {
    seen += std::string(change.name) + " " + std::to_string(change.resource_version) + " " + rfc3339(change.time) +
            " " + std::string(change.actor) + " " + to_json(before) + " " + to_json(after) + "\n";
  });
  CHECK(seen ==
        "a 1 2023-11-14T22:13:21Z kubectl apply null {\"x\":1,\"y\":1}\n"
        "a 2 2023-11-14T22:13:22Z kubectl apply {\"x\":1,\"y\":1} {\"x\":2,\"y\":1}\n"
        "a 3 2023-11-14T22:13:23Z kubectl delete {\"x\":2,\"y\":1} null\n");
}

TEST_CASE("journal: positions last while the journal is written to") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  Writer(path).put("a", R"({"x":1})").commit();
  Writer writer(path);
  uint64_t position = 0;
  writer.journal().for_each_object([&](const LiveObject& object) { position = object.position; });
  for (int i = 0; i < 100; ++i) writer.put("a", R"({"x":)" + std::to_string(i) + "}").commit();
  CHECK(to_json(writer.journal().load(position)) == R"({"x":1})");
}

TEST_CASE("journal: times to the nanosecond, text of any bytes") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  {
    auto journal = *Journal::open(path, {});
    const Time time = kStart + Duration(120'003'000);
    journal->write_object({"pods", "", "a", 1, time, "a \"quoted\" actor"}, nullptr,
                          Value{{"text", "bad \xff\xc3 end"}});
    REQUIRE(journal->commit());
    journal->for_each_change([&](const ObjectChange& change, const Value&, const Value& after) {
      CHECK(change.time == time);
      CHECK(change.actor == "a \"quoted\" actor");
      CHECK(after["text"].as_string() == "bad \xef\xbf\xbd\xef\xbf\xbd end");
    });
  }
  CHECK(contents(path) == "pods//a 1 {\"text\":\"bad \xef\xbf\xbd\xef\xbf\xbd end\"}\nrv 1");
}

TEST_CASE("journal: nothing is left of a journal that was never committed") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  { Writer(path).put("a", "{}"); }
  CHECK(::access(path.c_str(), F_OK) != 0);
  Writer(path).put("a", "{}").commit();
  const std::string before = read_text(path);
  { Writer(path).put("a", R"({"x":1})"); }
  CHECK(read_text(path) == before);
}

TEST_CASE("journal: a transaction longer than the buffer") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  const std::string big = R"({"text":")" + std::string(3'000'000, 'x') + "\"}";
  Writer(path).put("z", "{}").commit();
  const std::string before = read_text(path);
  {
    Writer writer(path);
    for (int i = 0; i < 5; ++i) writer.put("p" + std::to_string(i), big);
    CHECK(read_text(path).size() > before.size());  // on its way already
    CHECK(contents(path) == "pods/default/z 1 {}\nrv 1");
  }
  CHECK(read_text(path) == before);
  {
    Writer writer(path);
    for (int i = 0; i < 5; ++i) writer.put("p" + std::to_string(i), big);
    writer.commit();
    writer.put("z", R"({"x":1})").commit();
  }
  const std::string after = contents(path);
  CHECK(after.starts_with("pods/default/p0 2 {\"text\":\"xxx"));
  CHECK(after.ends_with("pods/default/z 7 {\"x\":1}\nrv 7"));
}

TEST_CASE("journal: a torn tail is cut off, damage is not") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  Writer(path).put("a", R"({"x":1})").commit();
  const std::string one = read_text(path);
  const std::string state_one = contents(path);
  Writer(path).put("a", R"({"x":2})").put("b", "{}").commit();
  const std::string two = read_text(path);
  const std::string state_two = contents(path);
  Writer(path).put("b", R"({"x":3})").commit();
  const std::string three = read_text(path);

  SECTION("cut anywhere in the last transaction") {
    for (size_t size = one.size(); size < two.size(); ++size) {
      write_text(path, two.substr(0, size));
      CHECK(contents(path) == state_one);
      std::string notice;
      {
        auto opened = Journal::open(path, {.notice = [&](std::string_view text) { notice = text; }});
        REQUIRE(opened);
      }
      CHECK(read_text(path) == one);
      CHECK((size == one.size()) == notice.empty());
    }
  }
  SECTION("cut in the first transaction") {
    for (size_t size = 0; size < one.size(); ++size) {
      write_text(path, one.substr(0, size));
      CHECK(contents(path) == "rv 0");
    }
  }
  SECTION("any flipped byte before the last transaction is an error that names a line and changes nothing") {
    for (size_t at = 0; at < two.size(); ++at) {
      std::string text = three;
      text[at] = static_cast<char>(text[at] ^ 1);
      write_text(path, text);
      const auto opened = Journal::open(path, {});
      INFO(at);
      REQUIRE_FALSE(opened);
      CHECK((opened.error().message.find(" is damaged in line ") != std::string::npos ||
             opened.error().message.find("has format version") != std::string::npos));
      CHECK(read_text(path) == text);
    }
  }
  SECTION("a flipped byte in the last transaction: cut, and kept beside") {
    std::string text = two;
    text[one.size() + 30] = '!';
    write_text(path, text);
    std::string notice;
    {
      auto opened = Journal::open(path, {.notice = [&](std::string_view told) { notice = told; }});
      REQUIRE(opened);
    }
    CHECK(contents(path) == state_one);
    CHECK(read_text(path + ".cut-1") == text.substr(one.size()));
    CHECK(notice.find(path + ".cut-1") != std::string::npos);
  }
  SECTION("a lost transaction") {
    write_text(path, one + three.substr(two.size()));
    const auto opened = Journal::open(path, {});
    REQUIRE_FALSE(opened);
    CHECK(
        opened.error().message ==
        "the state file \"" + path +
            "\" is damaged in line 5: transaction 2 is missing before it. Nothing was changed. `skiff cluster repair` "
            "saves what can be saved and keeps the original beside it");
  }
}

TEST_CASE("journal: files that are none") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  struct Row {
    const char* why;
    const char* text;
    const char* message;
  };
  const Row rows[] = {
      {"another kind", "apiVersion: v1\nkind: Pod\n", "is not a state file of skiff, and was left untouched"},
      {"another kind, one line", "hello", "is not a state file of skiff"},
      {"other JSON", "{\"a\":1}\n{\"b\":2}\n", "is not a state file of skiff"},
      {"a newer format", "{\"skiff\":\"journal\",\"version\":2}\n{\"put\":1}\n",
       "has format version 2, which is newer than this skiff reads (version 1), and was left untouched"},
      {"a newer format with more members", "{\"skiff\":\"journal\",\"version\":17,\"codec\":\"x\"}\n",
       "has format version 17"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      write_text(path, row.text);
      for (const Access access : {Access::kRead, Access::kWrite, Access::kTryWrite}) {
        const auto opened = Journal::open(path, {.access = access});
        REQUIRE_FALSE(opened);
        CHECK(opened.error().message.find(row.message) != std::string::npos);
        CHECK(read_text(path) == row.text);
      }
    }
  SECTION("an empty file is a journal without transactions") {
    write_text(path, "");
    CHECK((*Journal::open(path, {}))->fresh());
    Writer(path).put("a", "{}").commit();
    CHECK(contents(path) == "pods/default/a 1 {}\nrv 1");
  }
  SECTION("missing, for a reader") {
    CHECK(contents(path) ==
          "error: the state file \"" + path +
              "\" cannot be opened: No such file or directory. `skiff cluster create` makes one there");
  }
  SECTION("a folder") {
    CHECK(contents(folder / ".").find("cannot be opened: Is a directory") != std::string::npos);
    CHECK_FALSE(Journal::open(folder / ".", {}));
  }
  SECTION("a folder that cannot be made") {
    write_text(path, "");
    const auto opened = Journal::open(path + "/x/sim.jsonl", {});
    REQUIRE_FALSE(opened);
    CHECK(opened.error().message.find("for the state file cannot be made: Not a directory") != std::string::npos);
  }
}

TEST_CASE("journal: one writer, any readers") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  Writer first(path);
  first.put("a", "{}").commit();
  SECTION("a second writer gives up after its time") {
    const auto opened = Journal::open(path, {.lock_timeout = milliseconds(30)});
    REQUIRE_FALSE(opened);
    CHECK(
        opened.error().message ==
        "the state file \"" + path +
            "\" is in use by another command, and was still after 30ms. Nothing was changed; run the command again, or "
            "let it wait longer with --lock-timeout");
  }
  SECTION("and says after a second that it waits") {
    std::string notice;
    const OpenOptions options{.lock_timeout = milliseconds(1100),
                              .notice = [&](std::string_view text) { notice += text; }};
    CHECK_FALSE(Journal::open(path, options));
    CHECK(notice == "waiting for another command to finish with the state file \"" + path + "\"");
  }
  SECTION("a reader sees what was committed before it came") {
    first.put("b", "{}");
    CHECK(contents(path) == "pods/default/a 1 {}\nrv 1");
    const auto reader = *Journal::open(path, {.access = Access::kRead});
    CHECK_FALSE(reader->writable());
  }
  SECTION("who only tries reads") { CHECK_FALSE((*Journal::open(path, {.access = Access::kTryWrite}))->writable()); }
}

TEST_CASE("journal: who tries to write gets the lock when it is free") {
  const TemporaryFolder folder;
  CHECK((*Journal::open(folder / "sim.jsonl", {.access = Access::kTryWrite}))->writable());
}

TEST_CASE("journal: a file removed while in use") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  Writer writer(path);
  writer.put("a", "{}").commit();
  ::unlink(path.c_str());
  writer.put("b", "{}");
  const auto done = writer.journal().commit();
  REQUIRE_FALSE(done);
  CHECK(done.error().message.find(
            "was removed or replaced while this command ran. Nothing of this command was saved") != std::string::npos);
}

// Four megabytes: written while the transaction goes on.
void put_many(Writer& writer) {
  for (int i = 0; i < 40; ++i)
    writer.put("many-" + std::to_string(i), R"({"x":")" + std::string(100'000, static_cast<char>('A' + i)) + R"("})");
}

TEST_CASE("journal: a long transaction") {
  const TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  Writer(path).put("a", R"({"x":1})").commit();
  const std::string before = contents(path);
  SECTION("counts from its end on") {
    Writer writer(path);
    put_many(writer);
    CHECK(read_text(path).size() > 1'000'000);
    CHECK(contents(path) == before);
    writer.commit();
    const std::string after = contents(path);
    CHECK(after.size() > 4'000'000);
    CHECK(after.find("pods/default/many-39 41 {\"x\":\"hhh") != std::string::npos);
    writer.put("b", "{}").commit();
    CHECK(contents(path).size() > after.size());
  }
  SECTION("that is given up leaves nothing") {
    const std::string bytes = read_text(path);
    {
      Writer writer(path);
      put_many(writer);
    }
    CHECK(read_text(path) == bytes);
  }
  SECTION("on a disk that is full at any operation") {
    uint64_t struck = 0;
    for (;; ++struck) {
      test::FaultyFileSystem files(struck, test::FaultyFileSystem::After::kWorks, ENOSPC, 20);
      OpenOptions options;
      options.files = &files;
      Writer writer(path, options);
      put_many(writer);
      const auto done = writer.journal().commit();
      if (!files.failed()) break;
      REQUIRE_FALSE(done);
      CHECK(done.error().message.find("No space left on device") != std::string::npos);
      writer.journal().release();
      CHECK(contents(path) == before);
    }
    CHECK(struck >= 5);  // three pieces, the rest, the sync
  }
}

TEST_CASE("journal: what it has written can be loaded from it, wherever that is by then") {
  constexpr uint64_t kVersions = 40;
  const TemporaryFolder folder;
  const auto made = [](uint64_t version) {
    return Value{{"version", static_cast<int64_t>(version)},
                 {"x", std::string(100'000, static_cast<char>('A' + version))}};
  };
  const auto write_all_to = [&](Journal& journal) {
    std::vector<uint64_t> positions;
    for (uint64_t i = 0; i < kVersions; ++i) {
      const std::string name = "many-" + std::to_string(i);
      positions.push_back(journal.write_object(
          {.resource = "pods", .name = name, .resource_version = i + 2, .actor = "test"}, nullptr, made(i)));
    }
    return positions;
  };
  const auto check_all = [&](const Journal& journal, const std::vector<uint64_t>& positions) {
    for (uint64_t i = 0; i < kVersions; ++i) CHECK(journal.load(positions[i]) == made(i));
  };
  SECTION("in the buffer, on its way, in the file, committed, released") {
    auto journal = *Journal::open(folder / "sim.jsonl", {});
    const std::vector<uint64_t> positions = write_all_to(*journal);
    check_all(*journal, positions);
    REQUIRE(journal->commit());
    check_all(*journal, positions);
    const Value last = made(kVersions - 1);
    const Predecessor before{positions.back(), kVersions + 1, last};
    const Value patched{{"version", -1}, {"x", last["x"]}};
    const uint64_t patch = journal->write_object(
        {.resource = "pods", .name = "many-39", .resource_version = kVersions + 2, .actor = "test"}, &before, patched);
    CHECK(journal->load(patch) == patched);
    REQUIRE(journal->commit());
    journal->release();
    check_all(*journal, positions);
    CHECK(journal->load(patch) == patched);
  }
  SECTION("although the file does not take it") {
    uint64_t struck = 0;
    for (;; ++struck) {
      test::FaultyFileSystem files(struck, test::FaultyFileSystem::After::kDead, ENOSPC, 20);
      OpenOptions options;
      options.files = &files;
      const std::string full = folder / ("full-" + std::to_string(struck));
      Writer(full).put("a", R"({"x":1})").commit();
      auto journal = *Journal::open(full, options);
      const std::vector<uint64_t> positions = write_all_to(*journal);
      check_all(*journal, positions);
      journal->release();
      if (!files.failed()) break;
    }
    CHECK(struck >= 3);
  }
}

TEST_CASE("journal: a disk that is full at any operation") {
  const TemporaryFolder folder;
  for (uint64_t fail_at = 0;; ++fail_at) {
    const std::string path = folder / ("sim-" + std::to_string(fail_at) + ".jsonl");
    Writer(path).put("a", R"({"x":1})").commit();
    const std::string before = contents(path);
    test::FaultyFileSystem files(fail_at, test::FaultyFileSystem::After::kWorks, ENOSPC, 20);
    OpenOptions options;
    options.files = &files;
    {
      Writer writer(path, options);
      writer.put("b", R"({"x":1})");
      const auto done = writer.journal().commit();
      if (!files.failed()) {
        CHECK(done);
        break;
      }
      REQUIRE_FALSE(done);
      CHECK(done.error().message == "the state file \"" + path +
                                        "\" could not be written: No space left on device. The cluster is as it was "
                                        "before this command; free some space, then run the command again");
    }
    CHECK(contents(path) == before);
  }
}

}  // namespace skiff::journal
