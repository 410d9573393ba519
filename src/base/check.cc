#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace skiff {

void check_failed(const char* why, std::source_location where) {
  std::fprintf(stderr, "skiff: bug at %s:%u: %s\n", where.file_name(), where.line(), why);
  std::abort();
}

}  // namespace skiff
