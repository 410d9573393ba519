#include "base/md5.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace skiff {
namespace {

using State = std::array<uint32_t, 4>;

constexpr State kInitial = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
constexpr size_t kBlock = 64;

// By how much each of the four rounds rotates, in turn.
constexpr int kShifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

// RFC 1321, 3.4: T[i] is the integer part of 4294967296 * abs(sin(i)).
uint32_t sine_constant(unsigned step) {
  return static_cast<uint32_t>(std::floor(std::abs(std::sin(static_cast<double>(step + 1))) * 4294967296.0));
}

uint32_t word_at(std::string_view block, size_t index) {
  uint32_t word = 0;
  for (size_t byte = 0; byte < 4; ++byte)
    word |= static_cast<uint32_t>(static_cast<unsigned char>(block[4 * index + byte])) << (8 * byte);
  return word;
}

struct Mixed {
  uint32_t value;
  unsigned word;  // which word of the block goes with it
};

Mixed mix(unsigned step, uint32_t b, uint32_t c, uint32_t d) {
  switch (step / 16) {
    case 0:
      return {(b & c) | (~b & d), step};
    case 1:
      return {(d & b) | (~d & c), (5 * step + 1) % 16};
    case 2:
      return {b ^ c ^ d, (3 * step + 5) % 16};
    default:
      return {c ^ (b | ~d), (7 * step) % 16};
  }
}

void digest_block(std::string_view block, State& state) {
  auto [a, b, c, d] = state;
  for (unsigned step = 0; step < 64; ++step) {
    const Mixed mixed = mix(step, b, c, d);
    const uint32_t sum = a + mixed.value + sine_constant(step) + word_at(block, mixed.word);
    a = d;
    d = c;
    c = b;
    b += std::rotl(sum, kShifts[step / 16][step % 4]);
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

// A one bit, zeros up to a block less eight bytes, the length in bits.
std::string padded(std::string_view text) {
  std::string message(text);
  message += '\x80';
  message.resize((message.size() + 8 + kBlock - 1) / kBlock * kBlock - 8, '\0');
  const uint64_t bits = static_cast<uint64_t>(text.size()) * 8;
  for (unsigned byte = 0; byte < 8; ++byte) message += static_cast<char>((bits >> (8 * byte)) & 0xff);
  return message;
}

}  // namespace

std::string md5_hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  State state = kInitial;
  const std::string message = padded(bytes);
  for (size_t at = 0; at < message.size(); at += kBlock)
    digest_block(std::string_view(message).substr(at, kBlock), state);
  std::string out;
  for (const uint32_t word : state)
    for (unsigned byte = 0; byte < 4; ++byte) {
      const uint32_t value = (word >> (8 * byte)) & 0xff;
      out += kDigits[value >> 4];
      out += kDigits[value & 15];
    }
  return out;
}

}  // namespace skiff
