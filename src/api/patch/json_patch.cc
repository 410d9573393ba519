#include "api/patch/json_patch.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "base/strings.h"

namespace skiff {
namespace {

constexpr size_t kOperationsMax = 10000;
// What all copies of a patch may add up to: jsonpatch.AccumulatedCopySizeLimit, which the API server sets to the size
// of a request.
constexpr size_t kCopiedBytesMost = 3 * 1024 * 1024;
// Moves can put a value into another without end. What is deeper than any decoder goes could not be read again.
constexpr int kDepthMost = 500;

// Takes what the text of `value` needs from `left`; false when that is used up.
bool take(const Value& value, size_t& left) {
  const size_t own = value.is_string() ? value.as_string().size() + 2 : 2;
  if (own > left) return false;
  left -= own;
  for (const Value& element : value.elements())
    if (!take(element, left)) return false;
  for (const Member& member : value.members()) {
    if (member.name().size() + 4 > left) return false;
    left -= member.name().size() + 4;
    if (!take(member.value, left)) return false;
  }
  return true;
}

bool is_deeper_than(const Value& value, int levels) {
  if (value.empty()) return false;
  if (levels == 0) return true;
  const auto deeper = [&](const Value& inner) { return is_deeper_than(inner, levels - 1); };
  return std::any_of(value.elements().begin(), value.elements().end(), deeper) ||
         std::any_of(value.members().begin(), value.members().end(),
                     [&](const Member& member) { return deeper(member.value); });
}

Error refused() {
  Error error;
  error.reason = Reason::kInvalid;
  error.message = "the server rejected our request due to an error in our request";
  return error;
}

Error too_many(size_t operations) {
  Error error;
  error.reason = Reason::kUnknown;
  error.message = "The allowed maximum operations in a JSON patch is " + std::to_string(kOperationsMax) + ", got " +
                  std::to_string(operations);
  return error;
}

// A JSON pointer's steps, unescaped; nullopt if it does not start with a slash. The whole document has no steps.
std::optional<std::vector<std::string>> parse_pointer(std::string_view pointer) {
  std::vector<std::string> steps;
  if (pointer.empty()) return steps;
  if (pointer[0] != '/') return std::nullopt;
  for (std::string_view step : split(pointer.substr(1), '/')) {
    std::string text;
    for (size_t i = 0; i < step.size(); ++i) {
      const bool escape = step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1');
      text += escape ? (step[++i] == '0' ? '~' : '/') : step[i];
    }
    steps.push_back(std::move(text));
  }
  return steps;
}

// An index into a list of `size` elements; negative ones count from the end, as the server's library allows.
std::optional<size_t> parse_index(std::string_view text, size_t size) {
  long index = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (index < 0) index += static_cast<long>(size);
  if (index < 0 || index >= static_cast<long>(size)) return std::nullopt;
  return static_cast<size_t>(index);
}

Value* find_child(Value& parent, const std::string& step) {
  if (parent.is_array()) {
    const auto index = parse_index(step, parent.size());
    return index ? &parent.edit_at(*index) : nullptr;
  }
  return parent.is_object() && parent.contains(step) ? &parent.edit(step) : nullptr;
}

// The container that the last step of a path looks into; null if there is none.
Value* find_parent(Value& document, const std::vector<std::string>& steps) {
  Value* place = &document;
  for (size_t i = 0; i + 1 < steps.size() && place != nullptr; ++i) place = find_child(*place, steps[i]);
  return place;
}

bool add(Value& document, const std::vector<std::string>& steps, Value value) {
  if (steps.empty()) {
    document = std::move(value);
    return true;
  }
  Value* parent = find_parent(document, steps);
  if (parent == nullptr) return false;
  const std::string& last = steps.back();
  if (parent->is_object()) {
    parent->set(last, std::move(value));
    return true;
  }
  if (!parent->is_array()) return false;
  // One place more than there are elements: behind the last.
  const auto index = last == "-" ? std::optional(parent->size()) : parse_index(last, parent->size() + 1);
  if (!index) return false;
  Elements& elements = parent->edit_elements();
  elements.insert(elements.begin() + static_cast<Elements::difference_type>(*index), std::move(value));
  return true;
}

bool remove(Value& document, const std::vector<std::string>& steps) {
  if (steps.empty()) return false;
  Value* parent = find_parent(document, steps);
  if (parent == nullptr) return false;
  if (parent->is_object()) return parent->erase(steps.back());
  const auto index = parent->is_array() ? parse_index(steps.back(), parent->size()) : std::nullopt;
  if (!index) return false;
  Elements& elements = parent->edit_elements();
  elements.erase(elements.begin() + static_cast<Elements::difference_type>(*index));
  return true;
}

const Value* find(Value& document, const std::vector<std::string>& steps) {
  Value* parent = find_parent(document, steps);
  return parent == nullptr || steps.empty() ? parent : find_child(*parent, steps.back());
}

bool replace(Value& document, const std::vector<std::string>& steps, Value value) {
  Value* parent = find_parent(document, steps);
  Value* place = parent == nullptr || steps.empty() ? parent : find_child(*parent, steps.back());
  if (place == nullptr) return false;
  *place = std::move(value);
  return true;
}

// A path that is not there passes a test for null.
bool test(Value& document, const std::vector<std::string>& steps, const Value& expected) {
  const Value* found = find(document, steps);
  return found == nullptr ? expected.is_null() : *found == expected;
}

bool fits(const std::vector<std::string>& steps, const Value& value) {
  return steps.size() <= kDepthMost && !is_deeper_than(value, kDepthMost - static_cast<int>(steps.size()));
}

bool carry_out(Value& document, const Value& operation, size_t& copies_left) {
  const std::string_view op = operation["op"].as_string();
  const auto path = parse_pointer(operation["path"].as_string());
  if (!path || !operation["path"].is_string()) return false;
  if (op == "remove") return remove(document, *path);
  if (op == "move" || op == "copy") {
    const auto from = parse_pointer(operation["from"].as_string());
    if (!from || !operation["from"].is_string()) return false;
    const Value* found = find(document, *from);
    if (found == nullptr) return false;
    Value value = *found;
    if (op == "move" && !remove(document, *from)) return false;
    if (op == "copy" && !take(value, copies_left)) return false;
    return fits(*path, value) && add(document, *path, std::move(value));
  }
  if (op == "test") return test(document, *path, operation["value"]);
  if (!operation.contains("value")) return false;
  if (!fits(*path, operation["value"])) return false;
  if (op == "add") return add(document, *path, operation["value"]);
  if (op == "replace") return replace(document, *path, operation["value"]);
  return false;
}

std::string_view go_json_type(const Value& value) {
  if (value.is_object()) return "object";
  if (value.is_string()) return "string";
  if (value.is_bool()) return "bool";
  return value.is_array() ? "array" : "number";
}

Error undecodable(const Value& value, std::string_view wanted) {
  return bad_request("error decoding patch: json: cannot unmarshal " + std::string(go_json_type(value)) +
                     " into Go value of type " + std::string(wanted));
}

}  // namespace

Result<Value> apply_json_patch(Value document, const Value& patch) {
  if (!patch.is_array()) return undecodable(patch, "jsonpatch.Patch");
  for (const Value& operation : patch.elements())
    if (!operation.is_object()) return undecodable(operation, "jsonpatch.Operation");
  if (patch.size() > kOperationsMax) return too_many(patch.size());
  size_t copies_left = kCopiedBytesMost;
  for (const Value& operation : patch.elements())
    if (!carry_out(document, operation, copies_left)) return refused();
  return document;
}

}  // namespace skiff
