#include "api/field_set.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/json.h"

namespace skiff {
namespace {

constexpr std::string_view kSelf = ".";

bool holds_place(const Value& set) { return set.is_object() && (set.empty() || set.contains(kSelf)); }

// What keep(in a, in b) holds of two sets, neither of which is empty. Both have their members in order, the place
// first.
template <class Keep>
Value combine(const Value& a, const Value& b, Keep keep);

template <class Keep>
Value combine_member(const Value& a, const Value& b, Keep keep) {
  if (b.is_null() && keep(true, false)) return a;
  if (a.is_null() && keep(false, true)) return b;
  if (a.is_null() || b.is_null()) return Value();
  return combine(a, b, keep);
}

template <class Keep>
Value combine(const Value& a, const Value& b, Keep keep) {
  static const Key kPlace = Key::intern(kSelf);
  static const Value kNothing;
  Members out;
  const auto take = [&](Key step, const Value& in_a, const Value& in_b) {
    if (step == kPlace) return;
    if (Value part = combine_member(in_a, in_b, keep); !part.is_null()) out.push_back({step, std::move(part)});
  };
  const bool place = keep(holds_place(a), holds_place(b));
  auto left = a.members().begin();
  auto right = b.members().begin();
  while (left != a.members().end() || right != b.members().end()) {
    if (right == b.members().end() || (left != a.members().end() && left->key < right->key)) {
      take(left->key, left->value, kNothing);
      ++left;
    } else if (left == a.members().end() || right->key < left->key) {
      take(right->key, kNothing, right->value);
      ++right;
    } else {
      take(left->key, left->value, right->value);
      ++left;
      ++right;
    }
  }
  if (out.empty()) return place ? Value::object() : Value();
  if (place) out.insert(out.begin(), {kPlace, Value::object()});
  // What did not change stays one with what it was: who compares them next sees it at once.
  const auto stayed = [](const Member& x, const Member& y) {
    return x.key == y.key && (x.key == kPlace || x.value.same_as(y.value));
  };
  if (std::equal(out.begin(), out.end(), a.members().begin(), a.members().end(), stayed)) return a;
  return Value::object_of(std::move(out));
}

bool is_granular(const Schema* schema, const Value& value) {
  return value.is_object() && schema != nullptr && !schema->atomic &&
         (schema->shape == Shape::kStruct || schema->shape == Shape::kMap);
}

bool has_keys(const Schema* schema, const Value& value) {
  return value.is_array() && schema != nullptr && schema->shape == Shape::kArray && schema->list_type == ListType::kMap;
}

bool is_set(const Schema* schema, const Value& value) {
  return value.is_array() && schema != nullptr && schema->shape == Shape::kArray && schema->list_type == ListType::kSet;
}

const Schema* child_schema(const Schema* schema, std::string_view name) {
  return schema->shape == Shape::kMap ? schema->element : schema->field(name);
}

// `k:{"containerPort":80,"protocol":"TCP"}`: keys that are left out have their defaults.
std::string key_of(const Schema& list, const Value& item) {
  Value keys = Value::object();
  for (std::string_view name : list.map_keys) {
    Value key = item[name];
    const Schema* field = list.element->field(name);
    if (key.is_null() && field != nullptr && !field->default_json.empty())
      if (auto otherwise = parse_json(field->default_json)) key = *otherwise;
    if (!key.is_null()) keys.set(name, key);
  }
  return "k:" + to_json(keys);
}

std::string value_key(const Value& item) { return "v:" + to_json(item); }

const Value* find_item(const Schema& list, const Value& items, const std::string& key) {
  for (const Value& item : items.elements())
    if (key_of(list, item) == key) return &item;
  return nullptr;
}

Value with_place(Value set) {
  if (set.is_object() && !set.empty()) set.set(kSelf, Value::object());
  return set;
}

// Structs without pointer and lists without omitempty: there, as {} or null, even in an object that says nothing.
bool never_absent(const Schema* schema) {
  return schema != nullptr && (schema->default_json == "{}" || (schema->required && schema->shape == Shape::kArray));
}

enum class Parent { kWasThere, kIsNew };

Value grown_fields(const Schema* schema, const Value& document, Parent parent);

Value grown_field(const Schema* schema, const Value& document, Parent parent) {
  if (parent == Parent::kWasThere && never_absent(schema)) return grown_fields(schema, document, parent);
  return with_place(grown_fields(schema, document, Parent::kIsNew));
}

Value grown_fields(const Schema* schema, const Value& document, Parent parent) {
  Value out = Value::object();
  if (is_granular(schema, document)) {
    for (const Member& member : document.members())
      out.set("f:" + std::string(member.name()),
              grown_field(child_schema(schema, member.name()), member.value, parent));
  } else if (has_keys(schema, document)) {
    for (const Value& item : document.elements())
      out.set(key_of(*schema, item), grown_field(schema->element, item, Parent::kIsNew));
  } else if (is_set(schema, document)) {
    for (const Value& item : document.elements()) out.set(value_key(item), Value::object());
  }
  return out;
}

Value shrunk_fields(const Schema* schema, const Value& before, const Value& after, Parent parent);

// As grown_field of the one without grown_field of the other.
Value shrunk_field(const Schema* schema, const Value& before, const Value& after, Parent parent) {
  const bool bare = parent == Parent::kWasThere && never_absent(schema);
  if (before.same_as(after)) return Value();
  if (!bare && (before.empty() || after.empty()))
    return difference_of(grown_field(schema, before, parent), grown_field(schema, after, parent));
  return shrunk_fields(schema, before, after, bare ? parent : Parent::kIsNew);
}

bool same_keys(const Schema& list, const Value& item, const Value& other) {
  return std::all_of(list.map_keys.begin(), list.map_keys.end(),
                     [&](std::string_view key) { return item[key] == other[key]; });
}

// Do the two lists hold the same keys at the same places, none twice?
bool same_places(const Schema& list, const Value& items, const Value& others) {
  for (size_t i = 0; i < items.size(); ++i) {
    if (!same_keys(list, items[i], others[i])) return false;
    for (size_t earlier = 0; earlier < i; ++earlier)
      if (same_keys(list, items[earlier], items[i])) return false;
  }
  return true;
}

// grown_fields of the one without grown_fields of the other, without making either where they share what they hold.
Value shrunk_fields(const Schema* schema, const Value& before, const Value& after, Parent parent) {
  if (before.same_as(after)) return Value();
  Value out = Value::object();
  if (is_granular(schema, before) && after.is_object() && !before.empty() && !after.empty()) {
    for (const Member& member : before.members()) {
      const Schema* field = child_schema(schema, member.name());
      const Value* now = after.find(member.key);
      Value gone =
          now == nullptr ? grown_field(field, member.value, parent) : shrunk_field(field, member.value, *now, parent);
      if (!gone.is_null()) out.set("f:" + std::string(member.name()), std::move(gone));
    }
  } else if (has_keys(schema, before) && before.size() == after.size() && same_places(*schema, before, after)) {
    for (size_t i = 0; i < before.size(); ++i)
      if (Value gone = shrunk_field(schema->element, before[i], after[i], Parent::kIsNew); !gone.is_null())
        out.set(key_of(*schema, before[i]), std::move(gone));
  } else {
    return difference_of(grown_fields(schema, before, parent), grown_fields(schema, after, parent));
  }
  return out.empty() ? Value() : out;
}

void remove_items(const Schema* schema, Value& list, const Value& set) {
  Elements kept;
  for (const Value& item : std::as_const(list).elements()) {
    const Value* part = set.find(has_keys(schema, list) ? key_of(*schema, item) : value_key(item));
    if (part == nullptr) kept.push_back(item);
    else if (!holds_place(*part)) {
      Value rest = item;
      remove_fields(schema->element, rest, *part);
      kept.push_back(std::move(rest));
    }
  }
  list = Value::array(std::move(kept));
}

// What tells the items of a list apart, in their order.
std::vector<std::string> item_keys(const Schema& schema, const Value& list) {
  std::vector<std::string> keys;
  for (const Value& item : list.elements())
    keys.push_back(schema.list_type == ListType::kSet ? value_key(item) : key_of(schema, item));
  return keys;
}

using KeyPlaces = std::unordered_map<std::string, size_t>;

KeyPlaces places_of(const std::vector<std::string>& keys) {
  KeyPlaces places;
  for (size_t i = 0; i < keys.size(); ++i) places.emplace(keys[i], i);
  return places;
}

// The items of both lists. Those that both have come in the order of the applied one; before each of them stands what
// only live has there, then what only the applied one has. Upstream: mergingWalker.visitListItems.
Value merge_items(const Schema& schema, const Value& live, const Value& applied) {
  const std::vector<std::string> live_keys = item_keys(schema, live), applied_keys = item_keys(schema, applied);
  const KeyPlaces in_live = places_of(live_keys), in_applied = places_of(applied_keys);
  std::vector<std::string_view> shared;
  for (const std::string& key : applied_keys)
    if (in_live.contains(key)) shared.push_back(key);
  Elements out;
  size_t from_live = 0, from_applied = 0, shared_taken = 0;
  const auto is_next_shared = [&](std::string_view key) {
    return shared_taken < shared.size() && shared[shared_taken] == key;
  };
  const auto take_applied = [&] {
    const std::string& key = applied_keys[from_applied];
    const Value& item = applied[from_applied++];
    const auto before = in_live.find(key);
    out.push_back(before == in_live.end() ? item : merge_applied(schema.element, live[before->second], item));
    if (is_next_shared(key)) ++shared_taken;
  };
  while (from_live < live.size() || from_applied < applied.size()) {
    if (from_live == live.size()) {
      take_applied();
      continue;
    }
    const std::string& key = live_keys[from_live];
    if (!in_applied.contains(key)) {
      out.push_back(live[from_live++]);
    } else if (from_applied == applied.size() || !is_next_shared(key)) {
      ++from_live;  // it comes, or came, with the applied one
    } else {
      if (applied_keys[from_applied] == key) ++from_live;
      take_applied();
    }
  }
  return Value::array(std::move(out));
}

// A step of a set as part of a path: PathElement.String.
std::string shown_step(std::string_view step) {
  const std::string_view rest = step.substr(2);
  if (step.starts_with("f:")) return "." + std::string(rest);
  if (step.starts_with("v:")) return "[=" + std::string(rest) + "]";
  std::string shown;
  const auto keys = parse_json(rest);
  if (!keys) return shown;
  for (const Member& key : keys->members())
    shown.append(shown.empty() ? "[" : ",").append(key.name()).append("=").append(to_json(key.value));
  return shown + "]";
}

void append_paths(const Value& set, const std::string& prefix, std::vector<std::string>& paths) {
  if (holds_place(set) && !prefix.empty()) paths.push_back(prefix);
  for (const Member& member : set.members())
    if (member.name() != kSelf) append_paths(member.value, prefix + shown_step(member.name()), paths);
}

}  // namespace

Value union_of(const Value& a, const Value& b) {
  return combine_member(a, b, [](bool x, bool y) { return x || y; });
}

Value intersection_of(const Value& a, const Value& b) {
  return combine_member(a, b, [](bool x, bool y) { return x && y; });
}

Value difference_of(const Value& a, const Value& b) {
  return combine_member(a, b, [](bool x, bool y) { return x && !y; });
}

Value fields_of(const Schema* schema, const Value& document) {
  Value out = Value::object();
  if (is_granular(schema, document)) {
    for (const Member& member : document.members())
      out.set("f:" + std::string(member.name()), fields_of(child_schema(schema, member.name()), member.value));
  } else if (has_keys(schema, document)) {
    for (const Value& item : document.elements())
      out.set(key_of(*schema, item), with_place(fields_of(schema->element, item)));
  } else if (is_set(schema, document)) {
    for (const Value& item : document.elements()) out.set(value_key(item), Value::object());
  }
  return out;
}

Value made_fields(const Schema* schema, const Value& document) {
  return grown_fields(schema, document, Parent::kWasThere);
}

Value gone_fields(const Schema* schema, const Value& before, const Value& after) {
  return shrunk_fields(schema, before, after, Parent::kWasThere);
}

Value changed_fields(const Schema* schema, const Value& before, const Value& after) {
  if (before.same_as(after)) return Value();
  Value out = Value::object();
  if (is_granular(schema, after) && before.is_object() && !after.empty()) {
    for (const Member& member : after.members()) {
      const Schema* field = child_schema(schema, member.name());
      const Value* old = before.find(member.key);
      Value changed = old == nullptr ? grown_field(field, member.value, Parent::kWasThere)
                                     : changed_fields(field, *old, member.value);
      if (!changed.is_null()) out.set("f:" + std::string(member.name()), std::move(changed));
    }
  } else if (has_keys(schema, after) && before.is_array() && !after.empty()) {
    for (size_t i = 0; i < after.size(); ++i) {
      const Value& item = after[i];
      const bool in_place = i < before.size() && same_keys(*schema, item, before[i]);
      if (in_place && item.same_as(before[i])) continue;
      const std::string key = key_of(*schema, item);
      const Value* old = in_place ? &before[i] : find_item(*schema, before, key);
      Value changed = old == nullptr ? grown_field(schema->element, item, Parent::kIsNew)
                                     : changed_fields(schema->element, *old, item);
      if (!changed.is_null()) out.set(key, std::move(changed));
    }
  } else if (is_set(schema, after) && before.is_array() && !after.empty()) {
    for (const Value& item : after.elements())
      if (std::find(before.elements().begin(), before.elements().end(), item) == before.elements().end())
        out.set(value_key(item), Value::object());
  } else {
    return before == after ? Value() : fields_of(schema, after);
  }
  return out.empty() ? Value() : out;
}

void remove_fields(const Schema* schema, Value& document, const Value& set) {
  if (document.is_array() && (has_keys(schema, document) || is_set(schema, document))) {
    remove_items(schema, document, set);
    return;
  }
  if (!is_granular(schema, document)) return;
  for (const Member& member : set.members()) {
    if (!member.name().starts_with("f:")) continue;
    const std::string name(member.name().substr(2));
    if (!document.contains(name)) continue;
    if (holds_place(member.value)) {
      document.erase(name);
      continue;
    }
    Value part = std::as_const(document)[name];
    remove_fields(child_schema(schema, name), part, member.value);
    if (part.empty() && (part.is_object() || part.is_array())) document.erase(name);
    else document.set(name, std::move(part));
  }
}

Value merge_applied(const Schema* schema, const Value& live, const Value& applied) {
  if (is_granular(schema, applied) && live.is_object()) {
    Value out = live;
    for (const Member& member : applied.members()) {
      const Value* before = live.find(member.key);
      const Schema* field = child_schema(schema, member.name());
      out.set(member.name(), before == nullptr ? member.value : merge_applied(field, *before, member.value));
    }
    return out;
  }
  // Null is a map or list without parts: nothing to add to those that are there.
  if (applied.is_null() && (is_granular(schema, live) || has_keys(schema, live) || is_set(schema, live))) return live;
  const bool of_items = has_keys(schema, applied) || is_set(schema, applied);
  if (of_items && live.is_array()) return merge_items(*schema, live, applied);
  return applied;
}

std::string element_path(const Schema& list, const Value& item) {
  return shown_step(list.list_type == ListType::kSet ? value_key(item) : key_of(list, item));
}

std::vector<std::string> field_paths(const Value& set) {
  std::vector<std::string> paths;
  append_paths(set, "", paths);
  return paths;
}

}  // namespace skiff
