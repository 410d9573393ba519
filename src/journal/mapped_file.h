// The bytes of a file as they were when it was opened, for as long as this lives.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace skiff::journal {

class MappedFile {
 public:
  // Null with errno on failure. A file of up to 16 MiB is read, a longer one is mapped: of what a writer takes back
  // meanwhile zeros are left.
  static std::unique_ptr<MappedFile> open(const std::string& path);
  static std::unique_ptr<MappedFile> nothing();  // of a file that does not exist yet
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view text() const { return text_; }
  // All of it will be looked at, from the beginning to the end.
  void read_ahead() const;
  // Gives back the memory of what was looked at; another look finds it again.
  void let_go() const;

 private:
  MappedFile() = default;

  std::string read_;
  void* mapped_ = nullptr;
  std::string_view text_;
};

}  // namespace skiff::journal
