#include "api/columns.h"

#include <algorithm>
#include <vector>

#include "api/label_selector.h"

namespace skiff {
namespace {

// Is the expression one that a selector can hold? labels.NewRequirement.
bool is_sound(const Value& expression) {
  const std::string_view op = expression["operator"].as_string();
  if (expression["key"].as_string().empty()) return false;
  if (op == "In" || op == "NotIn") return !expression["values"].empty();
  return (op == "Exists" || op == "DoesNotExist") && expression["values"].empty();
}

}  // namespace

void name_cell(const Value& object, Time, std::string& out) { out += object["metadata"]["name"].as_string(); }

void age_cell(const Value& object, Time now, std::string& out) {
  append_age(object["metadata"]["creationTimestamp"], now, out);
}

void created_at_cell(const Value& object, Time, std::string& out) {
  out += object["metadata"]["creationTimestamp"].as_string();
}

void containers_cell(const Value& object, Time, std::string& out) {
  append_joined(object.at("spec", "template", "spec", "containers"), "name", out);
}

void images_cell(const Value& object, Time, std::string& out) {
  append_joined(object.at("spec", "template", "spec", "containers"), "image", out);
}

void selector_cell(const Value& object, Time, std::string& out) {
  append_selector_form(object["spec"]["selector"], out);
}

void append_labels_form(const Value& labels, std::string& out) {
  if (labels.empty()) {
    out += "<none>";
    return;
  }
  std::vector<std::string> pairs;
  for (const Member& label : labels.members()) pairs.push_back(std::string(label.name()) + "=" + label.value.str());
  // `a=1` sorts before `a-b=1` although the key `a-b` does after `a`: the pairs are sorted, not the keys.
  std::sort(pairs.begin(), pairs.end());
  for (size_t i = 0; i < pairs.size(); ++i) out += (i > 0 ? "," : "") + pairs[i];
}

bool append_selector_text(const Value& selector, std::string& out) {
  const Elements& expressions = selector["matchExpressions"].elements();
  if (!std::all_of(expressions.begin(), expressions.end(), is_sound)) return false;
  out += LabelSelector::of(selector).text();
  return true;
}

void append_selector_form(const Value& selector, std::string& out) {
  std::string text;
  if (!append_selector_text(selector, text)) {
    out += "<error>";
    return;
  }
  append_or_none(text, out);
}

void append_age(const Value& timestamp, Time now, std::string& out) {
  const std::optional<Time> time = parse_rfc3339(timestamp.as_string());
  out += time ? human_duration(now - *time) : "<unknown>";
}

void append_int(int64_t number, std::string& out) { out += std::to_string(number); }

void append_joined(const Value& elements, std::string_view member, std::string& out) {
  bool first = true;
  for (const Value& element : elements.elements()) {
    if (!first) out += ',';
    first = false;
    out += element[member].as_string();
  }
}

void append_or_none(std::string_view text, std::string& out) { out += text.empty() ? "<none>" : text; }

}  // namespace skiff
