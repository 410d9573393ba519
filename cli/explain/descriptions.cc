#include "cli/explain/descriptions.h"

#include <map>
#include <string>

#include "api/schema.h"
#include "base/strings.h"
#include "cli/explain/topics.h"

namespace skiff::cli {
namespace {

constexpr std::string_view kAnyType = "*";

// By "TYPE", "kind NAME" and "TYPE FIELD".
using Descriptions = std::map<std::string, std::string_view, std::less<>>;

void read_topic(std::string_view topic, Descriptions& out) {
  std::string type;
  for (std::string_view line : split(topic, '\n')) {
    const bool head = line.starts_with("= ");
    if (head) line.remove_prefix(2);
    const size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    const std::string_view text =
        colon == std::string_view::npos ? std::string_view() : trim_space(line.substr(colon + 1));
    if (head) type = name;
    if (!name.empty()) out[head ? type : type + " " + std::string(name)] = text;
  }
}

std::string_view find_description(const std::string& key) {
  static const Descriptions* all = [] {
    auto* out = new Descriptions();
    for (size_t at = 0; at < kExplainTopicCount; ++at) read_topic(kExplainTopics[at], *out);
    return out;
  }();
  const auto found = all->find(key);
  return found == all->end() ? std::string_view() : found->second;
}

bool is_whole_object(std::string_view type) {
  const Schema* schema = find_type(type);
  return schema != nullptr && schema->field("apiVersion") != nullptr && schema->field("metadata") != nullptr;
}

}  // namespace

std::string_view describe_type(std::string_view type) { return find_description(std::string(type)); }

std::string_view describe_kind(std::string_view kind) { return find_description("kind " + std::string(kind)); }

std::string_view describe_field(std::string_view type, std::string_view field) {
  const std::string_view own = find_description(std::string(type) + " " + std::string(field));
  if (!own.empty() || !is_whole_object(type)) return own;
  return find_description(std::string(kAnyType) + " " + std::string(field));
}

}  // namespace skiff::cli
