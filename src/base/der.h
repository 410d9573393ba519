// DER, the strict encoding of ASN.1 that certificates are written in: one value after the other, each with its tag and
// its length. Errors are those of Go's encoding/asn1.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace skiff {

std::string der_syntax_error(std::string_view what);
std::string der_structure_error(std::string_view what);

struct DerHeader {
  int tag_class = 0;
  bool is_compound = false;
  int64_t tag = 0;
  int64_t length = 0;
};

struct DerReader {
  std::string_view bytes;
  size_t at = 0;

  bool done() const { return at >= bytes.size(); }
  size_t left() const { return bytes.size() - at; }
  uint8_t next() { return static_cast<uint8_t>(bytes[at++]); }
};

// Both give the problem, empty if there is none.
std::string read_der_base128(DerReader& in, int64_t& number);
// REQUIRES: something is left.
std::string read_der_header(DerReader& in, DerHeader& header);

}  // namespace skiff
