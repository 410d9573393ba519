#include "cli/input.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

namespace skiff::cli {
namespace {

Error too_long(const std::string& name, uint64_t bytes) {
  const std::string size = bytes > 0 ? fmt::format("is {} bytes long", bytes) : "has no end in sight";
  return client_error(fmt::format("{} {}: nothing longer than {} MiB is read; split it into several files", name, size,
                                  kInputMost >> 20));
}

}  // namespace

Result<std::string> read_stream(std::istream& in, const std::string& name) {
  constexpr size_t kPiece = size_t{64} << 10;
  std::string text;
  while (in && text.size() <= kInputMost) {
    const size_t before = text.size();
    text.resize(before + kPiece);
    in.read(text.data() + before, kPiece);
    text.resize(before + static_cast<size_t>(in.gcount()));
  }
  if (text.size() > kInputMost) return too_long(name, 0);
  return text;
}

Result<std::string> read_file(const std::string& path, const Error& missing) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return missing;
  std::error_code unknown;
  // A pipe or a device has no size; it is read as far as is allowed.
  const uint64_t size = std::filesystem::is_regular_file(path, unknown) ? std::filesystem::file_size(path, unknown) : 0;
  if (!unknown && size > kInputMost) return too_long(path, size);
  return read_stream(file, path);
}

}  // namespace skiff::cli
