// A file system for a child process that shall be struck at one operation: it is killed there, or the power goes, or
// the operation fails. The parent looks at what is left on the disk.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "journal/file_system.h"

namespace skiff::test {

enum class Blow {
  kNone,        // only counts
  kKill,        // SIGKILL; what was written stays, as the kernel has it
  kLoseBytes,   // the power goes: of what was not synced the size is there, the bytes are zeros
  kLoseHalf,    // …the first half is zeros, the rest has arrived: disks write in any order
  kLoseSize,    // …nothing is there, and what was renamed has its old name
  kError,       // this operation fails, the next ones work
  kErrorStays,  // this one fails and all that follow
};

struct Strike {
  uint64_t at = UINT64_MAX;  // the number of the operation
  Blow blow = Blow::kNone;
  int error = 0;       // errno, for kError and kErrorStays
  size_t partial = 0;  // how much of a write is done before
};

class StoppingFileSystem : public journal::FileSystem {
 public:
  struct Operation {
    std::string name;  // one word
    size_t bytes;      // of a write
  };

  explicit StoppingFileSystem(Strike strike = {}) : strike_(strike) {}

  const std::vector<Operation>& operations() const { return operations_; }

  int open(const std::string& path, int flags, mode_t mode) override;
  ssize_t write_at(int file, std::string_view bytes, uint64_t offset) override;
  int sync(int file) override;
  int truncate(int file, uint64_t size) override;
  int rename(const std::string& from, const std::string& to) override;
  int sync_folder(const std::string& path) override;
  int remove(const std::string& path) override;

 private:
  struct Unsynced {
    uint64_t offset;
    size_t size;
  };
  struct File {
    std::string path;
    uint64_t synced_size = 0;
    std::vector<Unsynced> writes;
  };

  bool strikes(const char* name, size_t bytes = 0);
  bool fails(const char* name);
  int refuse() const;
  [[noreturn]] void stop();
  void lose_power();
  void lose(const File& file) const;

  Strike strike_;
  std::vector<Operation> operations_;
  std::map<int, File> files_;
  std::vector<std::pair<std::string, std::string>> unsynced_renames_;  // where the old file is kept, its name
};

}  // namespace skiff::test
