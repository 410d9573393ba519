// What a mistyped command may have meant: cobra's SuggestionsFor, with kubectl's SuggestFor words.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace skiff::cli {

std::vector<std::string> suggestions_for(std::string_view typed);

}  // namespace skiff::cli
