// How the store finds objects by a label: terms for Kind::index_terms of the kinds that selectors look for.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace skiff {

std::string label_term(std::string_view key, std::string_view value);

// Appends the label_term of each of metadata.labels.
void append_label_terms(const Value& object, std::vector<std::string>& terms);

}  // namespace skiff
