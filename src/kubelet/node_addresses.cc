#include "kubelet/node_addresses.h"

#include <charconv>
#include <optional>

#include "base/strings.h"

namespace skiff {
namespace {

constexpr uint32_t kFirstOffset = 5;

struct Range {
  uint32_t base = 0;
  uint32_t size = 0;
};

std::optional<Range> parse_cidr(std::string_view text) {
  uint32_t parts[5] = {};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int i = 0; i < 5; ++i) {
    const auto [next, error] = std::from_chars(at, end, parts[i]);
    if (error != std::errc()) return std::nullopt;
    const char separator = i < 3 ? '.' : '/';
    if (i < 4 && (next == end || *next != separator)) return std::nullopt;
    at = next + 1;
  }
  if (parts[4] > 30) return std::nullopt;
  return Range{(parts[0] << 24) | (parts[1] << 16) | (parts[2] << 8) | parts[3], uint32_t{1} << (32 - parts[4])};
}

}  // namespace

std::string host_address(const Object& node) {
  for (const Value& address : node.status()["addresses"].elements())
    if (address["type"].as_string() == "InternalIP") return address["address"].str();
  return {};
}

std::string next_pod_address(std::string_view cidr, uint32_t& last,
                             const std::function<bool(std::string_view)>& in_use) {
  const auto range = parse_cidr(cidr);
  if (!range) return {};
  const uint32_t past = range->size - 1;  // the broadcast address
  for (uint32_t tried = 0; tried < past; ++tried) {
    last = last + 1 < kFirstOffset || last + 1 >= past ? kFirstOffset : last + 1;
    std::string address = dotted_address(range->base + last);
    if (!in_use(address)) return address;
  }
  return {};
}

}  // namespace skiff
