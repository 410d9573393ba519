#include "cli/key_value_args.h"

#include <fmt/format.h>

#include "base/strings.h"

namespace skiff::cli {

Result<KeyValueArgs> split_resources_and_pairs(const std::vector<std::string>& args, std::string_view pair_type) {
  KeyValueArgs out;
  for (const std::string& word : args) {
    const bool is_pair =
        (word.find('=') != std::string::npos && word[0] != '=') || (word.size() > 1 && word.back() == '-');
    if (is_pair) out.pairs.push_back(word);
    else if (out.pairs.empty()) out.resources.push_back(word);
    else return client_error(fmt::format("all resources must be specified before {} changes: {}", pair_type, word));
  }
  return out;
}

Result<KeyValues> parse_pairs(const std::vector<std::string>& pairs, std::string_view pair_type) {
  KeyValues out;
  for (const std::string& pair : pairs) {
    const size_t equals = pair.find('=');
    if (equals != std::string::npos) out.set[pair.substr(0, equals)] = pair.substr(equals + 1);
    else if (pair.size() > 1 && pair.back() == '-') out.removed.push_back(pair.substr(0, pair.size() - 1));
    else return client_error(fmt::format("unknown {} format: {}", pair_type, pair));
  }
  return out;
}

Result<Value> parse_label_list(const std::string& text) {
  Value labels = Value::object();
  for (const std::string_view spec : split(text, ',')) {
    const auto parts = split(spec, '=');
    if (parts.size() != 2) return client_error(fmt::format("unexpected label spec: {}", spec));
    if (parts[0].empty()) return client_error("unexpected empty label key");
    labels[parts[0]] = parts[1];
  }
  return labels;
}

}  // namespace skiff::cli
