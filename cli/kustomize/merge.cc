#include "cli/kustomize/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "api/schema.h"
#include "cli/printers/yaml.h"

namespace skiff::cli {
namespace {

using Merged = Result<std::optional<Value>>;  // unset: the field goes

enum class Directive { kMerge, kReplace, kDelete };

constexpr std::string_view kDirective = "$patch";

bool is_missing(const Value* value) { return value == nullptr || value->is_null(); }
bool is_said_null(const Value* value) { return value != nullptr && value->is_null(); }

// Takes the directive out of the patch. Upstream: determineSmpDirective.
Result<Directive> take_directive(Value& patch) {
  std::string word;
  if (patch.is_object()) {
    word = std::as_const(patch)[kDirective].str();
    patch.erase(kDirective);
  } else if (patch.is_array()) {
    const auto has_word = [](const Value& element) { return element.size() == 1 && element.contains(kDirective); };
    const Elements& elements = std::as_const(patch).elements();
    const auto found = std::find_if(elements.begin(), elements.end(), has_word);
    if (found == elements.end()) return Directive::kMerge;
    word = (*found)[kDirective].str();
    Elements& edited = patch.edit_elements();
    edited.erase(std::remove_if(edited.begin(), edited.end(), has_word), edited.end());
  }
  if (word == "replace") return Directive::kReplace;
  if (word == "delete") return Directive::kDelete;
  if (word.empty() || word == "merge") return Directive::kMerge;
  return client_error(fmt::format("unknown patch strategy '{}'", word));
}

Error wrong_node(const char* expected, const Value& value) {
  const char* kind = value.is_object() ? "MappingNode" : value.is_array() ? "SequenceNode" : "ScalarNode";
  return client_error(
      fmt::format("wrong node kind: expected {} but got {}: node contents:\n{}", expected, kind, to_yaml(value)));
}

Merged merge_any(const Value* there, const Value* patch, const Schema* schema);

Merged merge_maps(const Value* there, const Value* patch, const Schema* schema) {
  if (is_missing(there) && is_missing(patch)) {
    if (is_said_null(there) && patch == nullptr) return std::optional<Value>(Value());
    return std::optional<Value>();
  }
  if (is_said_null(patch)) return std::optional<Value>();
  Value from = patch == nullptr ? Value::object() : *patch;
  auto directive = take_directive(from);
  if (!directive) return directive.error();
  if (*directive == Directive::kDelete) return std::optional<Value>();
  const Value base = is_missing(there) || *directive == Directive::kReplace ? from : *there;
  Value out = base;
  const auto merge_field = [&](const Member& member) -> Result<void> {
    const Schema* field = schema == nullptr              ? nullptr
                          : schema->shape == Shape::kMap ? schema->element
                                                         : schema->field(member.name());
    auto merged = merge_any(std::as_const(base).find(member.key), std::as_const(from).find(member.key), field);
    if (!merged) return merged.error();
    if (*merged) out[member.key] = std::move(**merged);
    else out.erase(member.name());
    return {};
  };
  for (const Member& member : base.members())
    if (auto done = merge_field(member); !done) return done.error();
  for (const Member& member : std::as_const(from).members())
    if (!base.contains(member.name()))
      if (auto done = merge_field(member); !done) return done.error();
  return std::optional<Value>(std::move(out));
}

std::vector<std::string_view> merge_keys(const Schema& list) {
  if (!list.map_keys.empty()) return list.map_keys;
  if (!list.merge_key.empty()) return {list.merge_key};
  return {};
}

// The same element: all keys that one of both has are alike.
bool same_element(const Value& a, const Value& b, const std::vector<std::string_view>& keys) {
  if (keys.empty()) return a == b;
  return std::all_of(keys.begin(), keys.end(), [&](std::string_view key) { return a[key] == b[key]; });
}

const Value* find_element(const Elements& list, const Value& like, const std::vector<std::string_view>& keys) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Value& one) { return same_element(one, like, keys); });
  return found == list.end() ? nullptr : &*found;
}

// The keys that tell these elements apart: those that at least one of them has.
std::vector<std::string_view> keys_in_use(const Schema& schema, const Elements& there, const Elements& patch) {
  std::vector<std::string_view> keys = merge_keys(schema);
  const auto unused = [&](std::string_view key) {
    const auto lacks = [key](const Value& element) { return !element.contains(key); };
    return std::all_of(there.begin(), there.end(), lacks) && std::all_of(patch.begin(), patch.end(), lacks);
  };
  if (keys.size() > 1) keys.erase(std::remove_if(keys.begin(), keys.end(), unused), keys.end());
  return keys;
}

// Could both be the same element if the keys that one of them lacks were said?
bool may_be_same(const Value& a, const Value& b, const std::vector<std::string_view>& keys) {
  return std::all_of(keys.begin(), keys.end(),
                     [&](std::string_view key) { return !a.contains(key) || !b.contains(key) || a[key] == b[key]; });
}

// With one key, what the patch names comes first, in its order, then the rest. With several, only what is new comes
// first, and what lacks a key that its namesake has is passed over. Upstream: walkAssociativeSequence with
// MergeOptionsListPrepend.
class ElementMerge {
 public:
  ElementMerge(const Elements& there, const Elements& patch, const Schema& schema)
      : there_(there), patch_(patch), schema_(schema), keys_(keys_in_use(schema, there, patch)) {}

  Merged run() {
    for (const Value& element : patch_)
      if (find_element(out_.elements(), element, keys_) == nullptr && comes_first(element))
        if (auto done = add(element); !done) return done.error();
    for (const Value& element : there_)
      if (keys_.size() > 1 || find_element(patch_, element, keys_) == nullptr)
        if (auto done = add(element); !done) return done.error();
    if (out_.empty()) return std::optional<Value>();
    return std::optional<Value>(std::move(out_));
  }

 private:
  bool comes_first(const Value& element) const {
    if (keys_.size() < 2) return true;
    return std::none_of(there_.begin(), there_.end(),
                        [&](const Value& one) { return may_be_same(one, element, keys_); });
  }

  Result<void> add(const Value& like) {
    if (keys_.empty()) {
      out_.push_back(like);
      return {};
    }
    auto merged = merge_any(find_element(there_, like, keys_), find_element(patch_, like, keys_), schema_.element);
    if (!merged) return merged.error();
    if (*merged && !(*merged)->empty()) out_.push_back(std::move(**merged));
    return {};
  }

  const Elements& there_;
  const Elements& patch_;
  const Schema& schema_;
  std::vector<std::string_view> keys_;
  Value out_ = Value::array();
};

Merged merge_lists(const Value* there, const Value* patch, const Schema* schema) {
  const bool associative = schema != nullptr && schema->patch_merge;
  if (!associative) {
    if (is_said_null(patch)) return std::optional<Value>();
    return std::optional<Value>(patch == nullptr ? *there : *patch);
  }
  if (is_said_null(patch)) return std::optional<Value>();
  if (patch == nullptr) return std::optional<Value>(*there);
  Value from = *patch;
  auto directive = take_directive(from);
  if (!directive) return directive.error();
  if (*directive == Directive::kDelete) return std::optional<Value>();
  const Value base = is_missing(there) || *directive == Directive::kReplace ? from : *there;
  return ElementMerge(base.elements(), std::as_const(from).elements(), *schema).run();
}

Merged merge_any(const Value* there, const Value* patch, const Schema* schema) {
  const Value* first = !is_missing(there) ? there : patch;
  if (is_missing(first)) return merge_maps(there, patch, schema);
  const bool object = first->is_object();
  const bool list = first->is_array();
  for (const Value* value : {there, patch}) {
    if (is_missing(value)) continue;
    if (object && !value->is_object()) return wrong_node("MappingNode", *value);
    if (list && !value->is_array()) return wrong_node("SequenceNode", *value);
    if (!object && !list && (value->is_object() || value->is_array())) return wrong_node("ScalarNode", *value);
  }
  if (object) return merge_maps(there, patch, schema);
  if (list) return merge_lists(there, patch, schema);
  if (is_said_null(patch)) return std::optional<Value>();
  return std::optional<Value>(patch == nullptr ? *there : *patch);
}

}  // namespace

Result<Value> kustomize_merge(const Value& object, const Value& patch) {
  auto merged = merge_any(&object, &patch, find_schema(object["apiVersion"].as_string(), object["kind"].as_string()));
  if (!merged) return merged.error();
  return *merged ? std::move(**merged) : Value();
}

}  // namespace skiff::cli
