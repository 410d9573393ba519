#include "cli/terminal_text.h"

#include <catch2/catch.hpp>

namespace skiff::cli {

TEST_CASE("terminal text") {
  struct Row {
    const char* why;
    std::string given;
    std::string shown;
  };
  const Row rows[] = {
      {"plain text stays", "web-0\tRunning\n\"ä€😀\"", "web-0\tRunning\n\"ä€😀\""},
      {"an escape, as EscapeTerminal shows it", "\x1b[31mred", "^[[31mred"},
      {"a carriage return, as EscapeTerminal shows it", "good\rbad", "good\\rbad"},
      {"a title", "\x1b]0;title\x07", "^[]0;title^G"},
      {"backspaces and deletions", "a\b\x7f", "a^H^?"},
      {"a NUL", std::string("a\0b", 3), "a^@b"},
      {"the one-character form of the escape sequence",
       "\xc2\x9b"
       "31mred",
       "\\u009b31mred"},
      {"what only looks like it", "\xc3\x9b\xe2\x9b\x84\xc2\xa0", "\xc3\x9b\xe2\x9b\x84\xc2\xa0"},
      {"half a character at the end", "a\xc2", "a\xc2"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(terminal_text(row.given) == row.shown);
    }
}

}  // namespace skiff::cli
