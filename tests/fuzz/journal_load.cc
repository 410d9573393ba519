// State files. The first byte says how: 'r' the rest as it is; else its commit lines are given numbers and checksums
// that are right, so that what lies behind them is looked at, too. Whatever opens can be loaded, compacted, and is then
// the same; whatever does not open can be repaired, and opens then.
#include <unistd.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "base/json.h"
#include "fuzz/input.h"
#include "journal/checksum.h"
#include "journal/compaction.h"
#include "journal/file_system.h"
#include "journal/journal.h"
#include "journal/record.h"
#include "journal/repair.h"
#include "journal/transactions.h"

using namespace skiff;
using namespace skiff::journal;

namespace {

// Nothing is lost by a crash of the fuzzer, so nothing needs to wait for the disk.
class FastFiles : public FileSystem {
 public:
  int sync(int) override { return 0; }
  int sync_folder(const std::string&) override { return 0; }
};

class Folder {
 public:
  Folder() {
    std::string name = "/dev/shm/skiff-fuzz-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
      name = (std::filesystem::temp_directory_path() / "skiff-fuzz-XXXXXX").string();
      fuzz::require(::mkdtemp(name.data()) != nullptr, "there is a folder");
    }
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string with_right_checksums(std::string_view text) {
  std::string out(kHeader);
  Commit commit;
  size_t begin = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!line.starts_with("{\"commit\":")) {
      out.append(line).append("\n");
      ++commit.lines;
      continue;
    }
    ++commit.number;
    commit.rv += commit.lines;
    begin_commit(out, commit);
    const uint64_t sum = checksum(std::string_view(out).substr(begin), commit.checksum);
    end_commit(out, sum);
    commit.checksum = sum;
    commit.lines = 0;
    begin = out.size();
  }
  return out;
}

void write(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

std::string contents(const Journal& journal) {
  std::map<std::string, std::string> lines;
  journal.for_each_object([&](const LiveObject& object) {
    std::string key(object.resource);
    key.append("/").append(object.ns).append("/").append(object.name);
    lines[key] = to_json(journal.load(object.position));
  });
  journal.for_each_state_table([&](std::string_view table) {
    journal.for_each_state(table, [&](std::string_view key, const Value& value) {
      lines["state " + std::string(table) + " " + std::string(key)] = to_json(value);
    });
  });
  std::string out;
  for (const auto& [key, value] : lines) out.append(key).append(" ").append(value).append("\n");
  return out;
}

}  // namespace

// The program ends itself over a line that it cannot read; here that is a finding, and its input is to be kept.
extern "C" void _Exit(int status) noexcept {
  static bool found = false;
  if (std::exchange(found, true)) ::_exit(status);
  std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static FastFiles files;
  static const Folder folder;
  const std::string path = folder.path() + "/fuzz.jsonl";
  std::string_view text = fuzz::text_of(data, size);
  if (text.empty()) return 0;
  const bool raw = text.front() == 'r';
  text.remove_prefix(1);
  write(path, raw ? std::string(text) : with_right_checksums(text));

  OpenOptions plain{.access = Access::kWrite, .files = &files};
  // Before or after its torn tail was cut.
  if (size % 2 == 0) (void)Journal::open(path, plain);
  // A file whose checksums are right may still hold lines that nobody can read: to load those ends the program.
  if (!repair(path, plain)) return 0;  // no state file at all
  fuzz::require(!repair(path, plain)->repaired, "a repaired file is sound");
  std::string before;
  {
    const auto journal = Journal::open(path, plain);
    fuzz::require(journal.has_value(), "a repaired file opens");
    before = contents(**journal);
    (*journal)->for_each_change([](const ObjectChange&, const Value&, const Value&) {});
  }
  OpenOptions compacting = plain;
  compacting.compaction = {.keep_transactions = size % 4, .min_bytes = 1};
  const auto compacted = Journal::open(path, compacting);
  fuzz::require(compacted.has_value(), "a compacted file opens");
  fuzz::require(contents(**compacted) == before, "compaction changes nothing");
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) std::filesystem::remove(entry.path());
  return 0;
}
