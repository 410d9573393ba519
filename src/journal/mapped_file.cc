#include "journal/mapped_file.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/file_system.h"
#include "journal/vanishing_pages.h"

namespace skiff::journal {
namespace {

constexpr size_t kReadAtMost = size_t{16} << 20;

struct OpenFile {
  int number;
  ~OpenFile() {
    const int failure = errno;
    if (number >= 0) ::close(number);
    errno = failure;
  }
};

}  // namespace

std::unique_ptr<MappedFile> MappedFile::open(const std::string& path) {
  const OpenFile file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat found {};
  if (file.number < 0 || ::fstat(file.number, &found) != 0) return nullptr;
  if (!S_ISREG(found.st_mode)) {
    errno = S_ISDIR(found.st_mode) ? EISDIR : EINVAL;
    return nullptr;
  }
  std::unique_ptr<MappedFile> out(new MappedFile);
  const auto size = static_cast<size_t>(found.st_size);
  if (size <= kReadAtMost) {
    out->read_.resize(size);
    if (!read_all(file.number, 0, out->read_)) return nullptr;
    out->text_ = out->read_;
    return out;
  }
  void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.number, 0);
  if (mapped == MAP_FAILED) return nullptr;
  (void)guard_pages(mapped, size);
  out->mapped_ = mapped;
  out->text_ = {static_cast<const char*>(mapped), size};
  return out;
}

std::unique_ptr<MappedFile> MappedFile::nothing() { return std::unique_ptr<MappedFile>(new MappedFile); }

void MappedFile::read_ahead() const {
  if (mapped_ != nullptr) ::madvise(mapped_, text_.size(), MADV_WILLNEED);
}

void MappedFile::let_go() const {
  if (mapped_ != nullptr) ::madvise(mapped_, text_.size(), MADV_DONTNEED);
}

MappedFile::~MappedFile() {
  if (mapped_ == nullptr) return;
  unguard_pages(mapped_);
  ::munmap(mapped_, text_.size());
}

}  // namespace skiff::journal
