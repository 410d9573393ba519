// What kinds without a describer of their own get: every field, by its name. Mirrors genericDescriber.
#include <algorithm>
#include <cctype>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/go_print.h"
#include "base/strings.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"
#include "kubelet/heartbeat.h"

namespace skiff::cli {
namespace {

bool is_hidden(const std::string& path) {
  return path == ".metadata.managedFields" || path == ".metadata.name" || path == ".metadata.namespace" ||
         path == ".metadata.labels" || path == ".metadata.annotations";
}

bool is_camel_case(std::string_view field) {
  for (const char c : field)
    if (std::isalpha(static_cast<unsigned char>(c)) == 0 && c != '-') return false;
  return true;
}

enum class Letters { kLower, kUpper, kOther };

Letters letters_of(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::islower(byte) != 0 ? Letters::kLower : std::isupper(byte) != 0 ? Letters::kUpper : Letters::kOther;
}

// podIP: pod, IP; httpGet: http, Get; a run of capitals gives its last to the small letters that follow. Mirrors
// github.com/fatih/camelcase.
std::vector<std::string> camel_case_words(std::string_view field) {
  std::vector<std::string> words;
  for (size_t at = 0; at < field.size(); ++at) {
    if (at == 0 || letters_of(field[at]) != letters_of(field[at - 1])) words.emplace_back();
    words.back() += field[at];
  }
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (letters_of(words[i][0]) != Letters::kUpper || letters_of(words[i + 1][0]) != Letters::kLower) continue;
    words[i + 1].insert(0, 1, words[i].back());
    words[i].pop_back();
  }
  std::erase_if(words, [](const std::string& word) { return word.empty(); });
  return words;
}

// The capitals of a plural acronym were taken apart: CIDRs is CID, Rs.
bool is_part_of_acronym(const std::string& word, const std::string& next) {
  return word.size() >= 2 && letters_of(next[0]) == Letters::kUpper &&
         std::none_of(word.begin(), word.end(), [](char c) { return letters_of(c) == Letters::kLower; });
}

std::string title_of(std::string word) {
  constexpr std::string_view kAcronyms[] = {"API", "URL", "UID", "GUID"};
  const std::string upper = to_upper(word);
  if (std::find(std::begin(kAcronyms), std::end(kAcronyms), upper) != std::end(kAcronyms)) return upper;
  if (to_lower(word) == word) word[0] = upper[0];
  return word;
}

// creationTimestamp: Creation Timestamp; podIP: Pod IP; podCIDRs: Pod CIDRs; ephemeral-storage: Ephemeral - Storage.
// Upstream: smartLabelFor.
std::string label_of(std::string_view field) {
  if (!is_camel_case(field)) return std::string(field);
  const std::vector<std::string> words = camel_case_words(field);
  std::string out;
  for (size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (i + 1 < words.size() && is_part_of_acronym(word, words[i + 1])) word += words[++i];
    out += (out.empty() ? "" : " ") + title_of(std::move(word));
  }
  return out;
}

void add_object(int level, const Value& object, const std::string& path, Lines& out);

void add_list(int level, const Value& list, const std::string& path, Lines& out) {
  for (const Value& element : list.elements()) {
    if (element.is_object()) add_object(level, element, path, out);
    else out.add(level, go_value(element));  // a list in a list, too
  }
}

void add_object(int level, const Value& object, const std::string& path, Lines& out) {
  for (const Member& member : object.members()) {
    const std::string here = path + "." + std::string(member.name());
    if (is_hidden(here)) continue;
    const std::string label = label_of(member.name());
    if (member.value.is_object()) {
      out.add(level, label + ":");
      add_object(level + 1, member.value, here, out);
    } else if (member.value.is_array()) {
      out.add(level, label + ":");
      add_list(level + 1, member.value, here, out);
    } else {
      out.add(level, label, go_value(member.value));
    }
  }
}

}  // namespace

void describe_generic(const Object& object, const DescribeContext& context, Lines& out) {
  add_name(object, out);
  add_namespace(object, out);
  add_labels("Labels", object.metadata()["labels"], out);
  add_annotations("Annotations", object.metadata()["annotations"], out);
  add_object(0, with_heartbeats(object, context.api.store(), context.now()), "", out);
  add_events(object, context, out);
}

}  // namespace skiff::cli
