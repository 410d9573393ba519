#include "api/image_reference.h"

#include <algorithm>
#include <cctype>

#include "base/strings.h"

namespace skiff {
namespace {

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_word(char c) { return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '_'; }

// [a-z0-9]+ parts, between them one `.` or `_`, two `_`, or any number of `-`.
bool is_path_component(std::string_view text) {
  size_t at = 0;
  while (true) {
    const size_t begin = at;
    while (at < text.size() && is_lower_or_digit(text[at])) ++at;
    if (at == begin) return false;
    if (at == text.size()) return true;
    const size_t separator = at;
    while (at < text.size() && !is_lower_or_digit(text[at])) ++at;
    const std::string_view between = text.substr(separator, at - separator);
    const bool dashes = between.find_first_not_of('-') == std::string_view::npos;
    if (!dashes && between != "." && between != "_" && between != "__") return false;
  }
}

bool is_tag(std::string_view text) {
  if (text.empty() || text.size() > 128 || !is_word(text[0])) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

// The first part is a registry if it cannot be a path component: it has a dot, a port or capitals, or is localhost.
bool names_registry(std::string_view part) {
  return part.find_first_of(".:") != std::string_view::npos || part == "localhost" || to_lower(part) != part;
}

bool is_repository(std::string_view name) {
  const size_t slash = name.find('/');
  if (slash != std::string_view::npos && names_registry(name.substr(0, slash))) name.remove_prefix(slash + 1);
  const std::vector<std::string_view> components = split(name, '/');
  return !name.empty() && std::all_of(components.begin(), components.end(), is_path_component);
}

// algorithm:hex, at least 32 digits of it.
bool is_digest(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || text.size() - colon - 1 < 32) return false;
  const std::string_view hex = text.substr(colon + 1);
  return std::isalpha(static_cast<unsigned char>(text[0])) != 0 &&
         std::all_of(hex.begin(), hex.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

}  // namespace

bool is_image_reference(std::string_view image) {
  const size_t at = image.find('@');
  if (at != std::string_view::npos && !is_digest(image.substr(at + 1))) return false;
  const std::string_view name = image.substr(0, at);
  const size_t colon = name.rfind(':');
  if (colon == std::string_view::npos || name.find('/', colon) != std::string_view::npos) return is_repository(name);
  return is_repository(name.substr(0, colon)) && is_tag(name.substr(colon + 1));
}

std::string image_tag(std::string_view image) {
  const size_t at = image.find('@');
  const std::string_view name = image.substr(0, at);
  const size_t colon = name.rfind(':');
  const bool tagged = colon != std::string_view::npos && name.find('/', colon) == std::string_view::npos;
  const std::string_view tag = tagged ? name.substr(colon + 1) : std::string_view();
  if (!is_repository(tagged ? name.substr(0, colon) : name) || (tagged && !is_tag(tag))) return {};
  if (tagged) return std::string(tag);
  return at == std::string_view::npos ? "latest" : "";
}

}  // namespace skiff
