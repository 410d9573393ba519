#include "cli/verbs/create/data_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "api/name_rules.h"
#include "base/strings.h"
#include "cli/input.h"

namespace skiff::cli {
namespace {

using Data = std::map<std::string, std::string>;

Result<std::string> source_text(const std::string& path) {
  return read_file(path, client_error(fmt::format("error reading {}: no such file or directory", path)));
}

// Whose data it is, for messages; upstream words them differently for the two kinds.
struct Owner {
  std::string_view kind;
  std::string_view name;

  bool is_secret() const { return kind == "Secret"; }
};

Result<void> add(Data& data, const std::string& key, std::string value, const Owner& owner) {
  if (const auto wrong = config_key_problems(key); !wrong.empty())
    return client_error(fmt::format("\"{}\" is not {}valid key name for a {}{} {}", key, owner.is_secret() ? "" : "a ",
                                    owner.kind, owner.is_secret() ? "" : ":", fmt::join(wrong, ";")));
  if (data.count(key) > 0)
    return client_error(
        owner.is_secret()
            ? fmt::format("cannot add key {}, another key by that name already exists", key)
            : fmt::format("cannot add key \"{}\", another key by that name already exists in Data for {} \"{}\"", key,
                          owner.kind, owner.name));
  data[key] = std::move(value);
  return {};
}

Result<void> add_literal(Data& data, const std::string& word, const Owner& owner) {
  const size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0)
    return client_error(fmt::format("invalid literal source {}, expected key=value", word));
  return add(data, word.substr(0, equals), word.substr(equals + 1), owner);
}

// "path", "key=path", or a folder, whose plain files are taken. Upstream: handleConfigMapFromFileSources.
Result<void> add_file(Data& data, const std::string& word, const Owner& owner) {
  const size_t equals = word.find('=');
  if (equals != std::string::npos && word.find('=', equals + 1) != std::string::npos)
    return client_error("key names or file paths cannot contain '='");
  if (equals == 0) return client_error(fmt::format("key name for file path {} missing", word.substr(1)));
  if (equals != std::string::npos && equals + 1 == word.size())
    return client_error(fmt::format("file path for key name {} missing", word.substr(0, equals)));
  const std::string path = equals == std::string::npos ? word : word.substr(equals + 1);
  std::string key =
      equals == std::string::npos ? std::filesystem::path(path).filename().string() : word.substr(0, equals);
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) {
    if (equals != std::string::npos) return client_error("cannot give a key name for a directory path");
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(path))
      if (entry.is_regular_file() && config_key_problems(entry.path().filename().string()).empty())
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      auto text = source_text(file.string());
      if (!text) return text.error();
      if (auto added = add(data, file.filename().string(), *text, owner); !added) return added;
    }
    return {};
  }
  auto text = source_text(path);
  if (!text) return text.error();
  return add(data, key, *text, owner);
}

// Upstream: IsEnvVarName, without the relaxation that pods enjoy.
bool is_variable_name(std::string_view key) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  };
  return !key.empty() && !(key[0] >= '0' && key[0] <= '9') && std::all_of(key.begin(), key.end(), fits);
}

// KEY=VALUE lines; `#` begins a comment; KEY alone takes the environment's value. Upstream: addFromEnvFile.
Result<void> add_env_file(Data& data, const std::string& path, const Owner& owner) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed))
    return client_error(fmt::format("env {} file cannot be a directory", owner.is_secret() ? "secret" : "config"));
  auto text = source_text(path);
  if (!text) return text.error();
  std::string_view lines = *text;
  if (lines.starts_with("\xef\xbb\xbf")) lines.remove_prefix(3);
  for (std::string_view line : split(lines, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos || line[begin] == '#') continue;
    line.remove_prefix(begin);
    const size_t equals = line.find('=');
    const std::string key(line.substr(0, equals));
    if (!is_variable_name(key))
      return client_error(fmt::format(
          "\"{}\" is not a valid key name: a valid environment variable name must consist of alphabetic characters, "
          "digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or "
          "'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
          key));
    std::string value;
    if (equals != std::string_view::npos) {
      value = line.substr(equals + 1);
    } else {
      const char* inherited = std::getenv(key.c_str());
      if (inherited == nullptr) continue;
      value = inherited;
    }
    if (auto added = add(data, key, value, owner); !added) return added;
  }
  return {};
}

}  // namespace

void declare_data_flags(Flags& flags, DataSources& sources) {
  flags.list(sources.literals, "from-literal", Split::kNever, "KEY=VALUE");
  flags.list(sources.files, "from-file", Split::kCommas, "[KEY=]FILE, or a folder for all its files");
  flags.list(sources.env_files, "from-env-file", Split::kCommas, "A file of KEY=VALUE lines");
}

Result<Data> read_data(const DataSources& sources, std::string_view kind, std::string_view name) {
  const Owner owner{kind, name};
  if (!sources.env_files.empty() && (!sources.files.empty() || !sources.literals.empty()))
    return client_error("from-env-file cannot be combined with from-file or from-literal");
  Data data;
  for (const std::string& word : sources.files)
    if (auto added = add_file(data, word, owner); !added) return added.error();
  for (const std::string& word : sources.literals)
    if (auto added = add_literal(data, word, owner); !added) return added.error();
  for (const std::string& path : sources.env_files)
    if (auto added = add_env_file(data, path, owner); !added) return added.error();
  return data;
}

}  // namespace skiff::cli
