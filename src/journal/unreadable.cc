#include "journal/unreadable.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "journal/messages.h"

namespace skiff::journal {

void stop_at_unreadable(std::string_view text, std::string_view line) {
  const auto number = 1 + std::count(text.data(), line.data(), '\n');
  const std::string what = damaged_line(static_cast<uint64_t>(number), "it cannot be read");
  std::fprintf(stderr, "error: the state file%s\n", what.c_str());
  std::_Exit(1);
}

}  // namespace skiff::journal
