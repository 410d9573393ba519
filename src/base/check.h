// check(): for our own bugs only, never for user input. Prints the reason and aborts, in every build type.
#pragma once
#include <source_location>

namespace skiff {

[[noreturn]] void check_failed(const char* why, std::source_location where);

inline void check(bool condition, const char* why, std::source_location where = std::source_location::current()) {
  if (!condition) check_failed(why, where);
}

}  // namespace skiff
