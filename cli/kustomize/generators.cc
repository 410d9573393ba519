#include "cli/kustomize/generators.h"

#include <fmt/format.h>

#include "base/base64.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

struct Pair {
  std::string key;
  std::string value;
};
using Pairs = std::vector<Pair>;

std::string listed(const Value& sources) {
  std::string out = "[";
  for (const Value& source : sources.elements()) {
    if (out.size() > 1) out += " ";
    out += source.as_string();
  }
  return out + "]";
}

std::string without_quotes(const std::string& text) {
  if (text.size() < 2 || text.front() != text.back() || (text.front() != '"' && text.front() != '\'')) return text;
  return text.substr(1, text.size() - 2);
}

Result<void> read_literal(const std::string& source, Pairs& out) {
  const size_t equals = source.find('=');
  if (equals == std::string::npos || equals == 0)
    return client_error(fmt::format("invalid literal source {}, expected key=value", source));
  out.push_back({source.substr(0, equals), without_quotes(source.substr(equals + 1))});
  return {};
}

// Upstream: generators.ParseFileSource.
Result<Pair> key_and_path(const std::string& source) {
  const size_t equals = source.find('=');
  if (equals == std::string::npos) return Pair{std::filesystem::path(source).filename().string(), source};
  const std::string path = source.substr(equals + 1);
  if (path.find('=') != std::string::npos)
    return client_error(fmt::format("source {} key name or file path contains '='", go_quote(source)));
  if (equals == 0)
    return client_error(
        fmt::format("missing key name for file path {} in source {}", go_quote(path), go_quote(source)));
  if (path.empty())
    return client_error(fmt::format("missing file path for key name {} in source {}",
                                    go_quote(source.substr(0, equals)), go_quote(source)));
  return Pair{source.substr(0, equals), path};
}

Result<void> read_data_file(const std::string& source, const KustomizeFolder& folder, Pairs& out) {
  auto named = key_and_path(source);
  if (!named) return named.error();
  auto text = folder.read(named->value);
  if (!text) return text.error();
  out.push_back({named->key, *text});
  return {};
}

bool is_env_name(std::string_view name) {
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return false;
  for (const char c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '-' && c != '.') return false;
  return true;
}

// Lines of KEY=value; blanks before a line and lines that begin with # count for nothing. Upstream: keyValuesFromLine.
Result<void> read_env_lines(std::string_view text, Pairs& out) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::string_view line : split(text, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.front()))) line.remove_prefix(1);
    if (line.empty() || line.front() == '#') continue;
    const size_t equals = line.find('=');
    const std::string_view key = line.substr(0, equals);
    if (!is_env_name(key))
      return client_error(fmt::format("{} is not a valid key name for an environment variable", go_quote(key)));
    out.push_back({std::string(key), equals == std::string_view::npos ? "" : std::string(line.substr(equals + 1))});
  }
  return {};
}

Result<void> read_env_file(const std::string& path, const KustomizeFolder& folder, Pairs& out) {
  auto text = folder.read(path);
  if (!text) return text.error();
  return read_env_lines(*text, out);
}

template <class Read>
Result<void> read_sources(const Value& sources, const char* what, Read read) {
  for (const Value& source : sources.elements())
    if (auto done = read(source.str()); !done)
      return client_error(fmt::format("loading KV pairs: {} {}: {}", what, listed(sources), done.error().message));
  return {};
}

Result<Pairs> read_pairs(const Value& args, const KustomizeFolder& folder) {
  Pairs pairs;
  Value envs = args["envs"].is_null() ? Value::array() : args["envs"];
  if (!args["env"].str().empty()) envs.push_back(args["env"]);
  const auto env = [&](const std::string& path) { return read_env_file(path, folder, pairs); };
  const auto literal = [&](const std::string& text) { return read_literal(text, pairs); };
  const auto file = [&](const std::string& source) { return read_data_file(source, folder, pairs); };
  if (auto done = read_sources(envs, "env source files:", env); !done) return done.error();
  if (auto done = read_sources(args["literals"], "literal sources", literal); !done) return done.error();
  if (auto done = read_sources(args["files"], "file sources:", file); !done) return done.error();
  return pairs;
}

// Long texts are broken into lines of 70. Upstream: generators.encodeBase64.
std::string base64_lines(const std::string& bytes) {
  constexpr size_t kLine = 70;
  std::string whole = base64_encode(bytes);
  if (whole.size() < kLine) return whole;
  std::string out;
  for (size_t at = 0; at < whole.size(); at += kLine) out += whole.substr(at, kLine) + "\n";
  return out;
}

void put_data(Value& object, const Pair& pair) {
  if (object["kind"].as_string() == "Secret") object["data"][pair.key] = base64_lines(pair.value);
  else if (is_valid_utf8(pair.value)) object["data"][pair.key] = pair.value;
  else object["binaryData"][pair.key] = base64_lines(pair.value);
}

// What the generator itself says counts before what is said for all. Upstream: MergeGlobalOptionsIntoLocal.
Value merged_options(const Value& mine, const Value& all) {
  Value out = Value::object();
  for (const char* map : {"labels", "annotations"}) {
    for (const Member& member : all[map].members()) out[map][member.key] = member.value;
    for (const Member& member : mine[map].members()) out[map][member.key] = member.value;
  }
  for (const char* flag : {"disableNameSuffixHash", "immutable"})
    out[flag] = mine[flag].as_bool() || all[flag].as_bool();
  return out;
}

Resource::Behavior behavior_of(std::string_view word) {
  if (word == "merge") return Resource::Behavior::kMerge;
  if (word == "replace") return Resource::Behavior::kReplace;
  return Resource::Behavior::kCreate;
}

Result<Resource> generate(const char* kind, const Value& args, const Value& all_options,
                          const KustomizeFolder& folder) {
  if (args["name"].str().empty()) return client_error("a configmap must have a name");
  Value object{{"apiVersion", "v1"}, {"kind", kind}, {"metadata", Value{{"name", args["name"]}}}};
  if (!args["namespace"].str().empty()) object["metadata"]["namespace"] = args["namespace"];
  if (object["kind"].as_string() == "Secret")
    object["type"] = args["type"].str().empty() ? Value("Opaque") : args["type"];
  auto pairs = read_pairs(args, folder);
  if (!pairs) return pairs.error();
  std::vector<std::string_view> seen;
  for (const Pair& pair : *pairs) {
    for (const std::string_view key : seen)
      if (key == pair.key)
        return client_error(fmt::format("configmap {} illegally repeats the key `{}`", args["name"].as_string(), key));
    seen.push_back(pair.key);
    put_data(object, pair);
  }
  const Value options = merged_options(args["options"], all_options);
  for (const char* map : {"labels", "annotations"})
    if (options.contains(map)) object["metadata"][map] = options[map];
  if (options["immutable"].as_bool()) object["immutable"] = true;
  Resource made(std::move(object));
  made.behavior = behavior_of(args["behavior"].as_string());
  if (!options["disableNameSuffixHash"].as_bool()) made.hash = Resource::ContentHash::kAppend;
  return made;
}

}  // namespace

Result<void> run_generators(const Kustomization& kustomization, const KustomizeFolder& folder, Resources& resources) {
  const Value& options = kustomization.fields["generatorOptions"];
  const auto run_all = [&](const char* list, const char* kind) -> Result<void> {
    for (const Value& args : kustomization.fields[list].elements()) {
      auto made = generate(kind, args, options, folder);
      if (!made) return made.error();
      if (auto added = absorb(resources, std::move(*made)); !added)
        return client_error("merging from generator: " + added.error().message);
    }
    return {};
  };
  if (auto done = run_all("configMapGenerator", "ConfigMap"); !done) return done;
  return run_all("secretGenerator", "Secret");
}

}  // namespace skiff::cli
