// Real manifests: the examples of this project, what the recordings apply and show, and public ones where SKIFF_CORPUS
// names a folder that holds them.
#include "cli/manifests.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "api/canonical.h"
#include "api/decode.h"
#include "api/kind_table.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/printers/yaml.h"

namespace skiff::cli {
namespace {

namespace fs = std::filesystem;

const fs::path kTests = SKIFF_TESTS_DIR;

std::string text_of(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::vector<fs::path> files_below(const fs::path& folder, std::string_view ending) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().filename().string().ends_with(ending)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// Whatever can be read of a file; bad ones are there on purpose.
Elements objects_of(const fs::path& file) {
  Elements objects;
  for (const Manifest& manifest : decode_manifests(text_of(file), file.filename().string()).documents)
    for (Value& object : flatten_list(manifest.document)) objects.push_back(std::move(object));
  return objects;
}

void check_survives(const Value& object) {
  const std::string yaml = to_yaml(object);
  const auto from_yaml = decode_yaml(yaml);
  REQUIRE(from_yaml);
  CHECK(to_json(*from_yaml) == to_json(object));
  CHECK(to_yaml(*from_yaml) == yaml);
  const auto from_json = decode_json(to_pretty_json(object));
  REQUIRE(from_json);
  CHECK(to_json(*from_json) == to_json(object));
}

// What a server makes of it is what a server makes of that.
void check_complete(const Value& object) {
  const Kind* kind = find_kind(object["apiVersion"].as_string(), object["kind"].as_string());
  if (kind == nullptr || !object["metadata"].is_object()) return;
  Value stored = object;
  complete(*kind, stored);
  const auto read = decode_yaml(to_yaml(stored));
  REQUIRE(read);
  Value again = *read;
  complete(*kind, again);
  CHECK(to_pretty_json(again) == to_pretty_json(stored));
}

void check_files(const std::vector<fs::path>& files) {
  REQUIRE_FALSE(files.empty());
  for (const fs::path& file : files) {
    CAPTURE(file.string());
    for (const Value& object : objects_of(file)) {
      check_survives(object);
      check_complete(object);
    }
  }
}

// The output of each command of a recording, without what went to the standard error.
std::map<std::string, std::string> outputs_of(const fs::path& recording) {
  std::map<std::string, std::string> outputs;
  std::string command;
  std::string text = text_of(recording);
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with("$ ")) command = std::to_string(outputs.size()) + " " + std::string(line.substr(2));
    else if (!command.empty() && !line.starts_with("! ") && !line.starts_with("? ") && !line.starts_with("# "))
      outputs[command].append(line).append("\n");
  }
  return outputs;
}

std::string trimmed_end(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text + "\n";
}

bool names_output(const std::string& command, std::string_view format) {
  return command.find("-o " + std::string(format)) != std::string::npos &&
         command.find("-o " + std::string(format) + "path") == std::string::npos;
}

// "deployment.apps×2 service×1", as the index counts.
std::string counted(const Elements& objects) {
  std::map<std::string, int> counts;
  for (const Value& object : objects) {
    const std::string version = object["apiVersion"].str();
    std::string name = to_lower(object["kind"].as_string());
    if (const size_t slash = version.find('/'); slash != std::string::npos) name += "." + version.substr(0, slash);
    ++counts[name];
  }
  std::string text = std::to_string(objects.size()) + ":";
  for (const auto& [name, count] : counts) text += " " + name + "×" + std::to_string(count);
  return text;
}

// The corpus, or nothing and a notice.
fs::path corpus() {
  const char* folder = std::getenv("SKIFF_CORPUS");
  if (folder != nullptr && fs::is_directory(fs::path(folder) / "corpus")) return fs::path(folder) / "corpus";
  WARN("The public manifests were left out: SKIFF_CORPUS does not name a folder that holds them.");
  return {};
}

}  // namespace

TEST_CASE("Manifests: the examples survive being decoded and encoded") {
  check_files(files_below(kTests.parent_path() / "manifests", ".yaml"));
}

TEST_CASE("Manifests: what the recordings apply survives being decoded and encoded") {
  check_files(files_below(kTests / "conformance", ".yaml"));
}

TEST_CASE("Manifests: what a real kubectl has printed is what is printed of it") {
  size_t seen = 0;
  for (const fs::path& recording : files_below(kTests / "conformance", "session.console"))
    for (const auto& [command, output] : outputs_of(recording)) {
      CAPTURE(recording.string(), command);
      const std::string text = trimmed_end(output);
      if (names_output(command, "yaml") && text.starts_with("apiVersion:")) {
        const Manifests read = decode_manifests(text, "recorded");
        REQUIRE_FALSE(read.error);
        std::string printed;
        for (const Manifest& one : read.documents) printed += (printed.empty() ? "" : "---\n") + to_yaml(one.document);
        CHECK(printed == text);
        ++seen;
      } else if (names_output(command, "json") && text.starts_with("{")) {
        const auto read = decode_json(text);
        if (!read) continue;  // several objects in a row
        CHECK(to_pretty_json(*read) + "\n" == text);
        ++seen;
      }
    }
  CHECK(seen >= 9);
}

TEST_CASE("Manifests: public ones hold the objects that kubectl found in them") {
  const fs::path folder = corpus();
  if (folder.empty()) return;
  size_t files = 0;
  size_t objects = 0;
  const std::string index = text_of(folder / "INDEX.md");
  for (const std::string_view line : split(index, '\n')) {
    const auto cells = split(line, '|');
    if (cells.size() < 4 || !trim_space(cells[1]).ends_with(".yaml")) continue;
    const std::string file(trim_space(cells[1]));
    CAPTURE(file);
    const std::string text = text_of(folder / file);
    CHECK_FALSE(decode_manifests(text, file).error);
    const Elements found = objects_of(folder / file);
    CHECK(counted(found) == trim_space(cells[2]));
    ++files;
    objects += found.size();
  }
  CHECK(files == 60);
  CHECK(objects == 122);
  check_files(files_below(folder, ".yaml"));
}

TEST_CASE("Manifests: versions that are not served any more have no kind") {
  const char* text =
      "apiVersion: apps/v1beta1\nkind: StatefulSet\nmetadata:\n  name: a\n---\n"
      "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: b\n  namespace: ns\n";
  const std::vector<FileObject> objects = parse_objects(text, "old.yaml", ManifestCheck::kStrict);
  REQUIRE(objects.size() == 2);
  REQUIRE(objects[0].error);
  CHECK(objects[0].error->message ==
        "resource mapping not found for name: \"a\" namespace: \"\" from \"old.yaml\": no matches for kind "
        "\"StatefulSet\" in version \"apps/v1beta1\"\nensure CRDs are installed first");
  REQUIRE(objects[1].error);
  CHECK(objects[1].error->message ==
        "resource mapping not found for name: \"b\" namespace: \"ns\" from \"old.yaml\": no matches for kind "
        "\"PodDisruptionBudget\" in version \"policy/v1beta1\"\nensure CRDs are installed first");
}

}  // namespace skiff::cli
