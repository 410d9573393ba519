// Text for people to read: what could move a cursor, ring or rename a terminal is shown instead of done.
#pragma once
#include <string>
#include <string_view>

namespace skiff::cli {

// printers.EscapeTerminal of cli-runtime (an escape becomes `^[`, a carriage return `\r`), and beyond that every other
// control character but tab, newline and form feed, as `^G` or `\u009b`.
std::string terminal_text(std::string_view text);

}  // namespace skiff::cli
