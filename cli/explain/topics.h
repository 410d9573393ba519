// The files of cli/explain/topics as the program carries them.
#pragma once
#include <cstddef>
#include <string_view>

namespace skiff::cli {

extern const std::string_view kExplainTopics[];
extern const size_t kExplainTopicCount;

}  // namespace skiff::cli
