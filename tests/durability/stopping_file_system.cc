#include "durability/stopping_file_system.h"

#include <cerrno>
#include <csignal>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace skiff::test {

bool StoppingFileSystem::strikes(const char* name, size_t bytes) {
  const uint64_t number = operations_.size();
  operations_.push_back({name, bytes});
  if (strike_.blow == Blow::kErrorStays) return number >= strike_.at;
  return number == strike_.at && strike_.blow != Blow::kNone;
}

// A stop happens before the operation; a failure is what the operation returns.
bool StoppingFileSystem::fails(const char* name) {
  if (!strikes(name)) return false;
  if (strike_.blow != Blow::kError && strike_.blow != Blow::kErrorStays) stop();
  return true;
}

int StoppingFileSystem::refuse() const {
  errno = strike_.error;
  return -1;
}

void StoppingFileSystem::stop() {
  if (strike_.blow != Blow::kKill) lose_power();
  ::kill(::getpid(), SIGKILL);
  ::_exit(99);  // not reached
}

void StoppingFileSystem::lose_power() {
  for (const auto& [number, file] : files_) lose(file);
  if (strike_.blow != Blow::kLoseSize) return;
  for (auto last = unsynced_renames_.rbegin(); last != unsynced_renames_.rend(); ++last)
    (void)::rename(last->first.c_str(), last->second.c_str());
}

void StoppingFileSystem::lose(const File& file) const {
  if (file.writes.empty()) return;
  const int raw = ::open(file.path.c_str(), O_WRONLY | O_CLOEXEC);
  if (raw < 0) return;
  if (strike_.blow == Blow::kLoseSize) {
    (void)!::ftruncate(raw, static_cast<off_t>(file.synced_size));
  } else {
    for (const Unsynced& write : file.writes) {
      const size_t lost = strike_.blow == Blow::kLoseHalf ? write.size / 2 : write.size;
      const std::string zeros(lost, '\0');
      (void)!::pwrite(raw, zeros.data(), zeros.size(), static_cast<off_t>(write.offset));
    }
  }
  ::close(raw);
}

int StoppingFileSystem::open(const std::string& path, int flags, mode_t mode) {
  if (fails("open")) return refuse();
  const int file = FileSystem::open(path, flags, mode);
  struct stat found {};
  if (file >= 0 && ::fstat(file, &found) == 0) files_[file] = {path, static_cast<uint64_t>(found.st_size), {}};
  return file;
}

ssize_t StoppingFileSystem::write_at(int file, std::string_view bytes, uint64_t offset) {
  const bool struck = strikes("write", bytes.size());
  const bool stays_failed = struck && operations_.size() - 1 > strike_.at;
  const std::string_view part = !struck ? bytes : bytes.substr(0, stays_failed ? 0 : strike_.partial);
  if (!part.empty()) {
    files_[file].writes.push_back({offset, part.size()});
    const ssize_t written = FileSystem::write_at(file, part, offset);
    if (!struck) return written;
  }
  if (!struck) return 0;
  if (strike_.blow != Blow::kError && strike_.blow != Blow::kErrorStays) stop();
  return refuse();
}

int StoppingFileSystem::sync(int file) {
  if (fails("sync")) return refuse();
  struct stat found {};
  if (::fstat(file, &found) == 0) files_[file].synced_size = static_cast<uint64_t>(found.st_size);
  files_[file].writes.clear();
  return 0;  // the kernel has it, and nobody pulls the plug
}

int StoppingFileSystem::truncate(int file, uint64_t size) {
  return fails("truncate") ? refuse() : FileSystem::truncate(file, size);
}

int StoppingFileSystem::rename(const std::string& from, const std::string& to) {
  if (fails("rename")) return refuse();
  const std::string kept = to + ".before-" + std::to_string(unsynced_renames_.size());
  if (::link(to.c_str(), kept.c_str()) == 0) unsynced_renames_.emplace_back(kept, to);
  for (auto& [number, file] : files_)
    if (file.path == from) file.path = to;
  return FileSystem::rename(from, to);
}

int StoppingFileSystem::sync_folder(const std::string&) {
  if (fails("sync-folder")) return refuse();
  for (const auto& [kept, name] : unsynced_renames_) (void)::unlink(kept.c_str());
  unsynced_renames_.clear();
  return 0;
}

int StoppingFileSystem::remove(const std::string& path) {
  return fails("remove") ? refuse() : FileSystem::remove(path);
}

}  // namespace skiff::test
