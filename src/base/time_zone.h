// The time zones that this machine knows: names of tzdata.
#pragma once
#include <string_view>

namespace skiff {

// Is there such a zone? Where no tzdata is installed every name that could be one is believed.
bool is_known_time_zone(std::string_view name);

}  // namespace skiff
