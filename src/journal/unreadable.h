// A line that cannot be read although its transaction's checksum is right: somebody has made it so, no disk has. It is
// found only when somebody asks for the object, deep inside a command that may do nothing with half a cluster.
#pragma once
#include <string_view>

namespace skiff::journal {

// Says which line of `text` it is and what to do, and ends the program with status 1; nothing has been written by then.
[[noreturn]] void stop_at_unreadable(std::string_view text, std::string_view line);

}  // namespace skiff::journal
