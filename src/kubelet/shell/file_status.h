// What stat(2) says of a file, and what is written about it: rwxr-xr-x, the names of owners.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace skiff {

struct FileStatus {
  enum class Sort { kFile, kDirectory, kLink } sort = Sort::kFile;
  int mode = 0644;  // permissions, setuid, setgid and the sticky bit
  int64_t owner = 0, group = 0;
  size_t size = 0;
  Time changed{};
  std::string target{};  // of a link
};

// As whom a command runs.
struct Identity {
  int64_t user = 0, group = 0;
  std::vector<int64_t> groups = {0};  // all of them, sorted
};

namespace shell {

// drwxrwsr-x
std::string mode_text(const FileStatus& status);
// root; of others nobody knows the name, and the number stands for it.
std::string owner_name(int64_t id);
// What chmod makes of a mode: "755", "u+x,go-w". Nothing if that is no mode. `directory` is for the letter X.
std::optional<int> changed_mode(int mode, std::string_view change, bool directory);

}  // namespace shell
}  // namespace skiff
