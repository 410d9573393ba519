#include "cli/verbs/set/env_args.h"

#include <fmt/format.h>

#include "api/name_rules.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

// Upstream: IsEnvironmentArgument, for which an `=` has something before it.
bool is_about_a_variable(std::string_view word) {
  return (!word.empty() && word.find('=', 1) != std::string_view::npos) || word.ends_with('-');
}

Result<Value> variable_of(std::string_view word) {
  const size_t equals = word.find('=');
  const std::string_view name = word.substr(0, equals);
  if (!is_plain_env_name(name))
    return client_error(
        fmt::format("\"{}\" is not a valid key name: a valid environment variable name must consist of alphabetic "
                    "characters, digits, "
                    "'_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or "
                    "'MyEnvName1', regex "
                    "used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
                    name));
  return Value{{"name", name}, {"value", word.substr(equals + 1)}};
}

// One variable a line; what stands behind `#` is a comment, and a line without `=` says nothing. Names are not
// looked at. Upstream: readEnv.
void read_lines(std::istream& in, Elements& out) {
  for (std::string line; std::getline(in, line);) {
    const std::string_view text = std::string_view(line).substr(0, line.find('#'));
    if (text.find('=') == std::string_view::npos) continue;
    const size_t equals = text.find('=');
    out.push_back(Value{{"name", text.substr(0, equals)}, {"value", text.substr(equals + 1)}});
  }
}

}  // namespace

Result<EnvArgs> split_env_args(const std::vector<std::string>& args) {
  EnvArgs out;
  for (const std::string& word : args) {
    if (is_about_a_variable(word)) out.words.push_back(word);
    else if (out.words.empty()) out.resources.push_back(word);
    else
      return client_error(
          fmt::format("all resources must be specified before environment changes: {}", fmt::join(args, " ")));
  }
  return out;
}

Result<EnvChanges> parse_env(const std::vector<std::string>& words, std::istream& in) {
  EnvChanges changes;
  for (const std::string& word : words) {
    if (word == "-") {
      read_lines(in, changes.set);
    } else if (word.find('=') != std::string::npos) {
      auto variable = variable_of(word);
      if (!variable) return variable.error();
      changes.set.push_back(std::move(*variable));
    } else if (word.ends_with('-')) {
      changes.removed.push_back(word.substr(0, word.size() - 1));
    } else {
      return client_error("unknown environment variable: " + word);
    }
  }
  for (const std::string& name : changes.removed)
    for (const Value& variable : changes.set)
      if (variable["name"].as_string() == name)
        return client_error("can not both modify and remove the same environment variable in the same command");
  return changes;
}

}  // namespace skiff::cli
