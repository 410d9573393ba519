// Pieces of text as the small shell's programs see them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skiff::shell {

// The extended form of a basic regular expression, in which the signs +?|(){} are plain characters unless there is a
// backslash before them.
std::string extended_form(std::string_view basic);

// The number at the start of the text.
int64_t number_of(std::string_view text, int64_t otherwise = 0);

// Seconds, of "1.5" or with one of the suffixes s, m, h and d.
std::optional<double> seconds_of(std::string_view text);

// Fields as awk has them: parted by blanks, or by a separator if it is not empty.
std::vector<std::string> fields_of(std::string_view line, std::string_view separator);

}  // namespace skiff::shell
