#include "api/columns.h"

#include <algorithm>
#include <vector>

namespace skiff {
namespace {

struct Requirement {
  std::string key;
  std::string text;
};

// `in` and `notin` list their values sorted and without repeats, as they are kept in a set.
std::string value_set(const Value& values) {
  std::vector<std::string> sorted;
  for (const Value& value : values.elements()) sorted.push_back(value.str());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::string out = "(";
  for (const std::string& value : sorted) out += (out.size() > 1 ? "," : "") + value;
  return out + ")";
}

// Empty if the expression is none that a selector can hold: labels.NewRequirement.
std::string expression_text(const Value& expression) {
  std::string key = expression["key"].str();
  const std::string_view op = expression["operator"].as_string();
  const Value& values = expression["values"];
  if (key.empty()) return {};
  if (op == "In" && !values.empty()) return key + " in " + value_set(values);
  if (op == "NotIn" && !values.empty()) return key + " notin " + value_set(values);
  if (op == "Exists" && values.empty()) return key;
  if (op == "DoesNotExist" && values.empty()) return "!" + key;
  return {};
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
  std::vector<Requirement> requirements;
  for (const Member& label : selector["matchLabels"].members())
    requirements.push_back({std::string(label.name()), std::string(label.name()) + "=" + label.value.str()});
  for (const Value& expression : selector["matchExpressions"].elements()) {
    std::string text = expression_text(expression);
    if (text.empty()) return false;
    requirements.push_back({expression["key"].str(), std::move(text)});
  }
  std::stable_sort(requirements.begin(), requirements.end(),
                   [](const Requirement& a, const Requirement& b) { return a.key < b.key; });
  for (size_t i = 0; i < requirements.size(); ++i) out += (i > 0 ? "," : "") + requirements[i].text;
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
