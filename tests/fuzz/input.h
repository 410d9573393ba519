// What all fuzz targets share: the text they are given, in parts, and what to do when a property does not hold.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace skiff::fuzz {

inline std::string_view text_of(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// The parts before and after the first line "==="; all is before it if there is none.
inline std::pair<std::string_view, std::string_view> halves(std::string_view text) {
  constexpr std::string_view kSeparator = "\n===\n";
  const size_t at = text.find(kSeparator);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + kSeparator.size())};
}

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace skiff::fuzz

// The entry point of a target, called by libFuzzer or by replay.cc.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
