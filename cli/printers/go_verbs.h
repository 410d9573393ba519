// How Go's fmt writes one value by one verb: signs, widths, precisions, quotes. Mirrors fmt/format.go.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skiff::cli {

// What stands between % and the verb. `sharp_v` is the # of %#v, which is no # for what is inside; the + of %+v is
// none, either.
struct VerbFlags {
  bool minus = false, plus = false, sharp = false, space = false, zero = false;
  bool sharp_v = false;
  std::optional<int> width, precision;
};

// Blanks before it, or zeros, or blanks behind it, up to the width.
std::string padded(std::string text, const VerbFlags& flags);

std::string verb_integer(int64_t number, int base, char verb, const VerbFlags& flags);  // d b o O x X
std::string verb_character(int64_t number, const VerbFlags& flags);                     // c
std::string verb_quoted_character(int64_t number, const VerbFlags& flags);              // q
std::string verb_unicode(int64_t number, const VerbFlags& flags);                       // U
// `verb` is one of b e E f g G x X; `precision` what it has unless the flags say another, -1 for as many digits as it
// takes.
std::string verb_real(double number, char verb, int precision, const VerbFlags& flags);
std::string verb_text(std::string_view text, const VerbFlags& flags);                 // s
std::string verb_quoted_text(std::string_view text, const VerbFlags& flags);          // q
std::string verb_hex_text(std::string_view text, char verb, const VerbFlags& flags);  // x X

}  // namespace skiff::cli
