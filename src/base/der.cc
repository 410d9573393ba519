#include "base/der.h"

namespace skiff {
namespace {

constexpr int64_t kInt32Max = 2147483647;

std::string read_length(DerReader& in, int64_t& length) {
  if (in.done()) return der_syntax_error("truncated tag or length");
  const uint8_t first = in.next();
  length = first & 0x7f;
  if ((first & 0x80) == 0) return {};
  if (length == 0) return der_syntax_error("indefinite length found (not DER)");
  const int64_t digits = length;
  length = 0;
  for (int64_t i = 0; i < digits; ++i) {
    if (in.done()) return der_syntax_error("truncated tag or length");
    if (length >= 1 << 23) return der_structure_error("length too large");
    length = (length << 8) | in.next();
    if (length == 0) return der_structure_error("superfluous leading zeros in length");
  }
  return length < 0x80 ? der_structure_error("non-minimal length") : std::string();
}

}  // namespace

std::string der_syntax_error(std::string_view what) { return "asn1: syntax error: " + std::string(what); }
std::string der_structure_error(std::string_view what) { return "asn1: structure error: " + std::string(what); }

// parseBase128Int.
std::string read_der_base128(DerReader& in, int64_t& number) {
  number = 0;
  for (int shifted = 0; !in.done(); ++shifted) {
    if (shifted == 5) return der_structure_error("base 128 integer too large");
    const uint8_t byte = in.next();
    if (shifted == 0 && byte == 0x80) return der_syntax_error("integer is not minimally encoded");
    number = (number << 7) | (byte & 0x7f);
    if ((byte & 0x80) == 0)
      return number > kInt32Max ? der_structure_error("base 128 integer too large") : std::string();
  }
  return der_syntax_error("truncated base 128 integer");
}

// parseTagAndLength.
std::string read_der_header(DerReader& in, DerHeader& header) {
  const uint8_t first = in.next();
  header = {first >> 6, (first & 0x20) != 0, first & 0x1f, 0};
  if (header.tag == 0x1f) {
    if (std::string problem = read_der_base128(in, header.tag); !problem.empty()) return problem;
    if (header.tag < 0x1f) return der_syntax_error("non-minimal tag");
  }
  return read_length(in, header.length);
}

}  // namespace skiff
