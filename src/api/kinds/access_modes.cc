#include "api/kinds/access_modes.h"

#include <algorithm>
#include <utility>

namespace skiff {
namespace {

constexpr std::pair<std::string_view, std::string_view> kShortForms[] = {
    {"ReadWriteOnce", "RWO"},
    {"ReadOnlyMany", "ROX"},
    {"ReadWriteMany", "RWX"},
    {"ReadWriteOncePod", "RWOP"},
};

}  // namespace

std::string access_modes_text(const Value& modes) {
  std::string text;
  for (const auto& [mode, short_form] : kShortForms) {
    const bool has = std::any_of(modes.elements().begin(), modes.elements().end(),
                                 [&, wanted = mode](const Value& given) { return given.as_string() == wanted; });
    if (has) text.append(text.empty() ? "" : ",").append(short_form);
  }
  return text;
}

}  // namespace skiff
