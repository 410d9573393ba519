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

Result<void> add(Data& data, const std::string& key, std::string value, std::string_view kind) {
  if (const auto wrong = config_key_problems(key); !wrong.empty())
    return client_error(fmt::format("\"{}\" is not a valid key name for a {}: {}", key, kind, fmt::join(wrong, ",")));
  if (data.count(key) > 0)
    return client_error(
        fmt::format("cannot add key \"{}\", another key by that name already exists in Data for {} \"\"", key, kind));
  data[key] = std::move(value);
  return {};
}

Result<void> add_literal(Data& data, const std::string& word, std::string_view kind) {
  const size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0)
    return client_error(fmt::format("invalid literal source {}, expected key=value", word));
  return add(data, word.substr(0, equals), word.substr(equals + 1), kind);
}

// "path", "key=path", or a folder, whose plain files are taken. Upstream: handleConfigMapFromFileSources.
Result<void> add_file(Data& data, const std::string& word, std::string_view kind) {
  const size_t equals = word.find('=');
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
      if (auto added = add(data, file.filename().string(), *text, kind); !added) return added;
    }
    return {};
  }
  auto text = source_text(path);
  if (!text) return text.error();
  return add(data, key, *text, kind);
}

// KEY=VALUE lines; `#` begins a comment; KEY alone takes the environment's value. Upstream: addFromEnvFile.
Result<void> add_env_file(Data& data, const std::string& path, std::string_view kind) {
  auto text = source_text(path);
  if (!text) return text.error();
  for (std::string_view line : split(*text, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos || line[begin] == '#') continue;
    line.remove_prefix(begin);
    const size_t equals = line.find('=');
    const std::string key(line.substr(0, equals));
    std::string value;
    if (equals != std::string_view::npos) {
      value = line.substr(equals + 1);
    } else {
      const char* inherited = std::getenv(key.c_str());
      if (inherited == nullptr) continue;
      value = inherited;
    }
    if (auto added = add(data, key, value, kind); !added) return added;
  }
  return {};
}

}  // namespace

void declare_data_flags(Flags& flags, DataSources& sources) {
  flags.list(sources.literals, "from-literal", Split::kNever, "KEY=VALUE");
  flags.list(sources.files, "from-file", Split::kCommas, "[KEY=]FILE, or a folder for all its files");
  flags.list(sources.env_files, "from-env-file", Split::kCommas, "A file of KEY=VALUE lines");
}

Result<Data> read_data(const DataSources& sources, std::string_view kind) {
  if (!sources.env_files.empty() && (!sources.files.empty() || !sources.literals.empty()))
    return client_error("from-env-file cannot be combined with from-file or from-literal");
  Data data;
  for (const std::string& word : sources.files)
    if (auto added = add_file(data, word, kind); !added) return added.error();
  for (const std::string& word : sources.literals)
    if (auto added = add_literal(data, word, kind); !added) return added.error();
  for (const std::string& path : sources.env_files)
    if (auto added = add_env_file(data, path, kind); !added) return added.error();
  return data;
}

}  // namespace skiff::cli
