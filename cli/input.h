// Text from outside: files that a command line names, and standard input. What is longer than anybody writes is refused
// by its size, before it is read.
#pragma once
#include <cstdint>
#include <istream>
#include <string>

#include "base/result.h"

namespace skiff::cli {

constexpr uint64_t kInputMost = uint64_t{64} << 20;

// The whole file; `missing` if it cannot be opened.
Result<std::string> read_file(const std::string& path, const Error& missing);
// All that comes until its end. `name` is what an error calls it.
Result<std::string> read_stream(std::istream& in, const std::string& name);

}  // namespace skiff::cli
