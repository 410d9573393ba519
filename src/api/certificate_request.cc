#include "api/certificate_request.h"

#include <optional>
#include <span>

#include "base/base64.h"
#include "base/der.h"
#include "base/pem.h"

namespace skiff {
namespace {

// The types of Go's encoding/asn1 that a request is made of.
enum class DerShape { kStruct, kInteger, kObjectIdentifier, kBitString, kAny, kOptionalAny, kTaggedSet };

struct DerField {
  DerShape shape;
  std::string_view type = {};  // as Go names it
  std::span<const DerField> fields = {};
};

constexpr DerField kAlgorithm[] = {{DerShape::kObjectIdentifier, "ObjectIdentifier"}, {DerShape::kOptionalAny}};
constexpr DerField kPublicKey[] = {{DerShape::kStruct, "AlgorithmIdentifier", kAlgorithm},
                                   {DerShape::kBitString, "BitString"}};
constexpr DerField kToBeSigned[] = {{DerShape::kInteger, "int"},
                                    {DerShape::kAny},
                                    {DerShape::kStruct, "publicKeyInfo", kPublicKey},
                                    {DerShape::kTaggedSet}};
constexpr DerField kRequest[] = {{DerShape::kStruct, "tbsCertificateRequest", kToBeSigned},
                                 {DerShape::kStruct, "AlgorithmIdentifier", kAlgorithm},
                                 {DerShape::kBitString, "BitString"}};
constexpr DerField kWhole = {DerShape::kStruct, "certificateRequest", kRequest};

constexpr int kContextSpecific = 2;
constexpr int64_t kTagInteger = 2, kTagBitString = 3, kTagObjectIdentifier = 6, kTagSequence = 16;

DerHeader expected_header(DerShape shape) {
  switch (shape) {
    case DerShape::kInteger:
      return {0, false, kTagInteger, 0};
    case DerShape::kBitString:
      return {0, false, kTagBitString, 0};
    case DerShape::kObjectIdentifier:
      return {0, false, kTagObjectIdentifier, 0};
    case DerShape::kTaggedSet:
      return {kContextSpecific, true, 0, 0};
    default:
      return {0, true, kTagSequence, 0};
  }
}

std::string other_tag(const DerHeader& found, const DerHeader& expected, const DerField& field, size_t at) {
  return der_structure_error(
      "tags don't match (" + std::to_string(expected.tag) + " vs {class:" + std::to_string(found.tag_class) +
      " tag:" + std::to_string(found.tag) + " length:" + std::to_string(found.length) +
      " isCompound:" + (found.is_compound ? "true" : "false") +
      "}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 "
      "timeType:0 set:false omitEmpty:false} " +
      std::string(field.type) + " @" + std::to_string(at));
}

std::string integer_problem(std::string_view digits) {
  if (digits.empty()) return der_structure_error("empty integer");
  const bool padded = digits.size() > 1 &&
                      ((digits[0] == 0 && (digits[1] & 0x80) == 0) || (digits[0] == '\xff' && (digits[1] & 0x80) != 0));
  if (padded) return der_structure_error("integer not minimally-encoded");
  return digits.size() > 8 ? der_structure_error("integer too large") : std::string();
}

std::string identifier_problem(std::string_view body) {
  if (body.empty()) return der_syntax_error("zero length OBJECT IDENTIFIER");
  for (DerReader in{body}; !in.done();) {
    int64_t number = 0;
    if (std::string problem = read_der_base128(in, number); !problem.empty()) return problem;
  }
  return {};
}

std::string bits_problem(std::string_view body) {
  if (body.empty()) return der_syntax_error("zero length BIT STRING");
  const int padding = static_cast<uint8_t>(body[0]);
  const bool bad = padding > 7 || (body.size() == 1 && padding > 0) ||
                   (static_cast<uint8_t>(body.back()) & ((1 << padding) - 1)) != 0;
  return bad ? der_syntax_error("invalid padding bits in BIT STRING") : std::string();
}

std::string elements_problem(std::string_view body) {
  for (DerReader in{body}; !in.done();) {
    DerHeader header;
    if (std::string problem = read_der_header(in, header); !problem.empty()) return problem;
    if (static_cast<size_t>(header.length) > in.left()) return der_syntax_error("truncated sequence");
    in.at += static_cast<size_t>(header.length);
  }
  return {};
}

std::string read_field(DerReader& in, const DerField& field);

std::string body_problem(std::string_view body, const DerField& field) {
  switch (field.shape) {
    case DerShape::kStruct: {
      DerReader inside{body};
      for (const DerField& member : field.fields)
        if (std::string problem = read_field(inside, member); !problem.empty()) return problem;
      return {};
    }
    case DerShape::kInteger:
      return integer_problem(body);
    case DerShape::kObjectIdentifier:
      return identifier_problem(body);
    case DerShape::kBitString:
      return bits_problem(body);
    case DerShape::kTaggedSet:
      return elements_problem(body);
    case DerShape::kAny:
    case DerShape::kOptionalAny:
      return {};
  }
  return {};
}

// parseField.
std::string read_field(DerReader& in, const DerField& field) {
  if (in.done()) return field.shape == DerShape::kOptionalAny ? std::string() : der_syntax_error("sequence truncated");
  DerHeader header;
  if (std::string problem = read_der_header(in, header); !problem.empty()) return problem;
  if (field.shape != DerShape::kAny && field.shape != DerShape::kOptionalAny) {
    const DerHeader expected = expected_header(field.shape);
    if (header.tag_class != expected.tag_class || header.tag != expected.tag ||
        header.is_compound != expected.is_compound)
      return other_tag(header, expected, field, in.at);
  }
  if (static_cast<size_t>(header.length) > in.left()) return der_syntax_error("data truncated");
  const std::string_view body = in.bytes.substr(in.at, static_cast<size_t>(header.length));
  in.at += body.size();
  return body_problem(body, field);
}

}  // namespace

std::string certificate_request_problem(std::string_view request) {
  const std::optional<std::string> text = base64_decode(request);
  std::string_view rest = text ? std::string_view(*text) : std::string_view();
  const std::optional<PemBlock> block = next_pem_block(rest);
  if (!block || block->type != "CERTIFICATE REQUEST") return "PEM block type must be CERTIFICATE REQUEST";
  DerReader in{block->bytes};
  if (std::string problem = read_field(in, kWhole); !problem.empty()) return problem;
  return in.done() ? std::string() : der_syntax_error("trailing data");
}

}  // namespace skiff
