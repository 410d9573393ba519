#include "journal/file_system.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace skiff::journal {
namespace {

FileSystem* chosen = nullptr;

}  // namespace

int FileSystem::open(const std::string& path, int flags, mode_t mode) { return ::open(path.c_str(), flags, mode); }

ssize_t FileSystem::write_at(int file, std::string_view bytes, uint64_t offset) {
  return ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
}

int FileSystem::sync(int file) { return ::fdatasync(file); }

int FileSystem::truncate(int file, uint64_t size) { return ::ftruncate(file, static_cast<off_t>(size)); }

int FileSystem::rename(const std::string& from, const std::string& to) { return std::rename(from.c_str(), to.c_str()); }

int FileSystem::sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -1;
  const int result = ::fsync(folder);
  const int failure = errno;
  ::close(folder);
  errno = failure;
  return result;
}

int FileSystem::remove(const std::string& path) { return ::unlink(path.c_str()); }

FileSystem& default_file_system() {
  static FileSystem posix;
  return chosen != nullptr ? *chosen : posix;
}

void set_default_file_system(FileSystem& replacement) { chosen = &replacement; }

bool write_all(FileSystem& files, int file, std::string_view bytes, uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = files.write_at(file, bytes, offset);
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    if (written == 0) {  // no progress and no error: take it as a full disk rather than try for ever
      errno = ENOSPC;
      return false;
    }
    bytes.remove_prefix(static_cast<size_t>(written));
    offset += static_cast<uint64_t>(written);
  }
  return true;
}

bool read_all(int file, uint64_t offset, std::string& out) {
  size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = ::pread(file, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) break;  // somebody has cut an unfinished tail off meanwhile
    done += static_cast<size_t>(got);
  }
  out.resize(done);
  return true;
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

bool make_folders(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return true;
  if (errno == EEXIST) {
    struct stat found {};
    if (::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) return true;
    errno = ENOTDIR;
    return false;
  }
  if (errno != ENOENT || path == "/" || path == ".") return false;
  return make_folders(folder_of(path)) && (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST);
}

}  // namespace skiff::journal
