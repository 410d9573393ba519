// Text as Go's standard library writes it: quoting, number formats and UTF-8 repair that Kubernetes' messages show.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skiff {

// strconv.Quote, the %q of error messages: "a\nb", with \x.. for bytes that are no UTF-8 and \u.... for what cannot be
// printed.
std::string go_quote(std::string_view text);

// %v of a float64 (strconv's shortest %g): 1.5, 123456, 1e+06, 1e-07.
std::string go_float(double number);

// The code point that starts at text[at], and how many bytes it has; a byte that starts none is U+FFFD of width 1.
struct Rune {
  char32_t code;
  size_t width;
};
Rune decode_rune(std::string_view text, size_t at);
void append_utf8(std::string& out, char32_t code);
bool is_valid_utf8(std::string_view text);
// Every byte that belongs to no code point becomes U+FFFD, as encoding/json does it.
std::string to_valid_utf8(std::string_view text);
// How many runes: utf8.RuneCountInString, the width of a table cell.
size_t rune_count(std::string_view text);
// unicode.IsPrint, near enough for quoting: letters, marks, numbers, punctuation, symbols and the ASCII blank.
bool is_printable(char32_t code);
// unicode.IsLetter, near enough: beyond Latin-1 whatever is not in the blocks of punctuation, symbols and emoji.
bool is_letter(char32_t code);

std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim_space(std::string_view text);
std::string to_lower(std::string_view text);  // ASCII only
std::string to_upper(std::string_view text);  // ASCII only
// An IPv4 address, 10.0.0.101.
std::string dotted_address(uint32_t address);

}  // namespace skiff
