// Words such as `pods web-0 tier=front env-`: resources first, then what to set and what to remove. For label,
// annotate, taint and set env. Mirrors cmdutil.GetResourcesAndPairs and ParsePairs.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

struct KeyValueArgs {
  std::vector<std::string> resources;
  std::vector<std::string> pairs;  // "k=v" and "k-", in order
};
// The first word with `=` or a final `-` begins the pairs; a plain word after that is an error.
Result<KeyValueArgs> split_resources_and_pairs(const std::vector<std::string>& args, std::string_view pair_type);

struct KeyValues {
  std::map<std::string, std::string> set;
  std::vector<std::string> removed;
};
// `invalid label spec: x=y=z` for what is no pair.
Result<KeyValues> parse_pairs(const std::vector<std::string>& pairs, std::string_view pair_type);

// "app=web,tier=front" as a map, for flags that hold labels. Upstream: generate.ParseLabels.
Result<Value> parse_label_list(const std::string& text);

}  // namespace skiff::cli
