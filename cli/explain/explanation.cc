#include "cli/explain/explanation.h"
#include "base/strings.h"

namespace skiff::cli {

std::vector<std::string> wrapped_lines(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (const std::string_view paragraph : split(text, '\n')) {
    std::string line;
    bool begun = false;
    for (const std::string_view word : split(paragraph, ' ')) {
      if (begun && rune_count(line) + 1 + rune_count(word) > width) {
        lines.push_back(std::move(line));
        line.clear();
      } else if (begun) {
        line += ' ';
      }
      begun = true;
      line += word;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

const Schema* explained_inside(const Schema* schema) {
  while (schema != nullptr && (schema->shape == Shape::kArray || schema->shape == Shape::kMap))
    schema = schema->element;
  return schema;
}

}  // namespace skiff::cli
