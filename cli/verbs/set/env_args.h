// The words of `kubectl set env`: resources, then NAME=VALUE, NAME- and `-` for standard input. Mirrors
// util/env/env_parse.go.
#pragma once
#include <istream>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

struct EnvArgs {
  std::vector<std::string> resources;
  std::vector<std::string> words;  // about variables
};
// Upstream: SplitEnvironmentFromResources; a resource may not stand behind a variable.
Result<EnvArgs> split_env_args(const std::vector<std::string>& args);

struct EnvChanges {
  Elements set;  // EnvVar documents
  std::vector<std::string> removed;
};
// Upstream: ParseEnv; `in` is what `-` reads.
Result<EnvChanges> parse_env(const std::vector<std::string>& words, std::istream& in);

}  // namespace skiff::cli
