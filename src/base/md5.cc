#include "base/md5.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace skiff {
namespace {

constexpr size_t kBlock = 64;
constexpr std::array<std::array<int, 4>, 4> kShifts = {
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

using State = std::array<uint32_t, 4>;

const std::array<uint32_t, 64>& sines() {
  static const std::array<uint32_t, 64> kTable = [] {
    std::array<uint32_t, 64> table{};
    for (size_t i = 0; i < table.size(); ++i)
      table[i] = static_cast<uint32_t>(std::floor(std::fabs(std::sin(static_cast<double>(i + 1))) * 4294967296.0));
    return table;
  }();
  return kTable;
}

uint32_t word_at(std::string_view block, size_t index) {
  uint32_t word = 0;
  for (size_t i = 0; i < 4; ++i)
    word |= static_cast<uint32_t>(static_cast<unsigned char>(block[index * 4 + i])) << (8 * i);
  return word;
}

void take_in(State& state, std::string_view block) {
  auto [a, b, c, d] = state;
  for (size_t i = 0; i < 64; ++i) {
    uint32_t mixed = 0;
    size_t index = 0;
    switch (i / 16) {
      case 0:
        mixed = (b & c) | (~b & d);
        index = i;
        break;
      case 1:
        mixed = (d & b) | (~d & c);
        index = (5 * i + 1) % 16;
        break;
      case 2:
        mixed = b ^ c ^ d;
        index = (3 * i + 5) % 16;
        break;
      default:
        mixed = c ^ (b | ~d);
        index = (7 * i) % 16;
    }
    mixed += a + sines()[i] + word_at(block, index);
    a = d;
    d = c;
    c = b;
    b += std::rotl(mixed, kShifts[i / 16][i % 4]);
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

}  // namespace

std::string md5_hex(std::string_view bytes) {
  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  std::string padded(bytes);
  padded += '\x80';
  padded.append((2 * kBlock - 8 - padded.size() % kBlock) % kBlock, '\0');
  const uint64_t bits = static_cast<uint64_t>(bytes.size()) * 8;
  for (size_t i = 0; i < 8; ++i) padded += static_cast<char>((bits >> (8 * i)) & 255);
  for (size_t at = 0; at < padded.size(); at += kBlock) take_in(state, std::string_view(padded).substr(at, kBlock));
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const uint32_t word : state)
    for (size_t i = 0; i < 4; ++i) {
      const uint32_t byte = (word >> (8 * i)) & 255;
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  return out;
}

}  // namespace skiff
