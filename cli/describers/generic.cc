// What kinds without a describer of their own get: every field, by its name. Mirrors genericDescriber.
#include <cctype>
#include <string>

#include "base/go_print.h"
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

// creationTimestamp: Creation Timestamp; podIP: Pod Ip; ephemeral-storage: Ephemeral - Storage. Upstream:
// smartLabelFor.
std::string label_of(std::string_view field) {
  if (!is_camel_case(field)) return std::string(field);
  std::string out;
  std::string word;
  const auto finish = [&] {
    if (word.empty()) return;
    std::string upper = word;
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (upper == "API" || upper == "URL" || upper == "UID" || upper == "OSB" || upper == "GUID") {
      word = upper;
    } else {
      for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      word[0] = upper[0];
    }
    out += (out.empty() ? "" : " ") + word;
    word.clear();
  };
  const auto upper = [&](size_t at) {
    return at < field.size() && std::isupper(static_cast<unsigned char>(field[at]));
  };
  const auto lower = [&](size_t at) {
    return at < field.size() && std::islower(static_cast<unsigned char>(field[at]));
  };
  for (size_t at = 0; at < field.size(); ++at) {
    const bool dash = field[at] == '-' || (at > 0 && field[at - 1] == '-');
    const bool starts_word = dash || (upper(at) && (lower(at - 1) || (at > 0 && upper(at - 1) && lower(at + 1))));
    if (at > 0 && starts_word) finish();
    word += field[at];
  }
  finish();
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
