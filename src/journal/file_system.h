// The few file operations that make a change durable, as a seam: a test can let each of them fail or stop the program
// there. Results are as POSIX has them: -1 and errno.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace skiff::journal {

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual int open(const std::string& path, int flags, mode_t mode);
  virtual ssize_t write_at(int file, std::string_view bytes, uint64_t offset);
  virtual int sync(int file);  // data and size
  virtual int truncate(int file, uint64_t size);
  virtual int rename(const std::string& from, const std::string& to);
  virtual int sync_folder(const std::string& path);  // makes names in it durable
  virtual int remove(const std::string& path);
};

// What journals use that are not told another one.
FileSystem& default_file_system();
// For tests of the whole program; `replacement` must outlive every journal.
void set_default_file_system(FileSystem& replacement);

// Writes all of `bytes`, however many calls that takes. False with errno on failure.
bool write_all(FileSystem& files, int file, std::string_view bytes, uint64_t offset);

// Fills `out` with what the file has from `offset` on, and cuts it to what there is. False with errno on failure.
bool read_all(int file, uint64_t offset, std::string& out);

// The folder that `path` lies in: "." if it names none.
std::string folder_of(const std::string& path);
// Makes `path` and the folders above it, mode 0700. False with errno on failure.
bool make_folders(const std::string& path);

}  // namespace skiff::journal
