// A file system that does its work until operation number `fail_at`, which fails with `failure` (a write may have been
// done in part), as may all that follow. What a sync would make durable is durable already: nothing is lost but by a
// stop, so the real one is spared.
#pragma once
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>

#include "journal/file_system.h"

namespace skiff::test {

class FaultyFileSystem : public journal::FileSystem {
 public:
  enum class After { kWorks, kDead };  // dead: as if the process had been killed there

  static constexpr uint64_t kNever = UINT64_MAX;

  explicit FaultyFileSystem(uint64_t fail_at = kNever, After after = After::kWorks, int failure = EIO,
                            size_t partial_write = 0)
      : fail_at_(fail_at), after_(after), failure_(failure), partial_write_(partial_write) {}

  uint64_t operations() const { return operations_; }
  bool failed() const { return operations_ > fail_at_; }

  ssize_t write_at(int file, std::string_view bytes, uint64_t offset) override {
    const bool struck = operations_ == fail_at_;
    if (works()) return FileSystem::write_at(file, bytes, offset);
    if (struck && partial_write_ > 0) (void)FileSystem::write_at(file, bytes.substr(0, partial_write_), offset);
    return fail();
  }
  int sync(int) override { return works() ? 0 : fail(); }
  int truncate(int file, uint64_t size) override { return works() ? FileSystem::truncate(file, size) : fail(); }
  int rename(const std::string& from, const std::string& to) override {
    return works() ? FileSystem::rename(from, to) : fail();
  }
  int sync_folder(const std::string&) override { return works() ? 0 : fail(); }
  int remove(const std::string& path) override { return works() ? FileSystem::remove(path) : fail(); }

 private:
  bool works() {
    const uint64_t number = operations_++;
    return number < fail_at_ || (number > fail_at_ && after_ == After::kWorks);
  }
  int fail() const {
    errno = failure_;
    return -1;
  }

  uint64_t fail_at_;
  After after_;
  int failure_;
  size_t partial_write_;
  uint64_t operations_ = 0;
};

}  // namespace skiff::test
