#include "api/field_set.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/json.h"

namespace skiff {
namespace {

constexpr std::string_view kSelf = ".";

bool holds_place(const Value& set) { return set.is_object() && (set.empty() || set.contains(kSelf)); }

Value combine(const Value& a, const Value& b, const std::function<bool(bool, bool)>& keep) {
  const bool place = keep(holds_place(a), holds_place(b));
  Value out = Value::object();
  const auto take = [&](const Member& member) {
    if (member.name() == kSelf || out.contains(member.name())) return;
    Value child = combine(a[member.key], b[member.key], keep);
    if (!child.is_null()) out.set(member.name(), std::move(child));
  };
  for (const Member& member : a.members()) take(member);
  for (const Member& member : b.members()) take(member);
  if (out.empty()) return place ? Value::object() : Value();
  if (place) out.set(kSelf, Value::object());
  return out;
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

// Elements of both in the order of the applied list; those that only live has stay behind their neighbours.
Value merge_items(const Schema& schema, const Value& live, const Value& applied) {
  Elements out;
  size_t next = 0;
  const auto take_live_only = [&](const std::string& until) {
    while (next < live.size() && key_of(schema, live[next]) != until) {
      const std::string key = key_of(schema, live[next]);
      if (find_item(schema, applied, key) != nullptr) break;
      out.push_back(live[next++]);
    }
  };
  for (const Value& item : applied.elements()) {
    const std::string key = key_of(schema, item);
    const Value* before = find_item(schema, live, key);
    if (before != nullptr) take_live_only(key);
    out.push_back(before == nullptr ? item : merge_applied(schema.element, *before, item));
    if (next < live.size() && key_of(schema, live[next]) == key) ++next;
  }
  for (const Value& item : live.elements()) {
    const std::string key = key_of(schema, item);
    if (find_item(schema, Value::array(out), key) == nullptr) out.push_back(item);
  }
  return Value::array(std::move(out));
}

void append_paths(const Value& set, const std::string& prefix, std::vector<std::string>& paths) {
  if (holds_place(set) && !prefix.empty()) paths.push_back(prefix);
  for (const Member& member : set.members()) {
    const std::string_view step = member.name();
    if (step == kSelf) continue;
    std::string path = prefix;
    const std::string_view rest = step.substr(2);
    if (step.starts_with("f:")) {
      path.append(".").append(rest);
    } else if (step.starts_with("v:")) {
      path.append("[=").append(rest).append("]");
    } else if (auto keys = parse_json(rest)) {
      const char* separator = "[";
      for (const Member& key : keys->members()) {
        path.append(separator).append(key.name()).append("=").append(to_json(key.value));
        separator = ",";
      }
      path += "]";
    }
    append_paths(member.value, path, paths);
  }
}

}  // namespace

Value union_of(const Value& a, const Value& b) {
  return combine(a, b, [](bool x, bool y) { return x || y; });
}

Value intersection_of(const Value& a, const Value& b) {
  return combine(a, b, [](bool x, bool y) { return x && y; });
}

Value difference_of(const Value& a, const Value& b) {
  return combine(a, b, [](bool x, bool y) { return x && !y; });
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
    for (const Value& item : after.elements()) {
      const std::string key = key_of(*schema, item);
      const Value* old = find_item(*schema, before, key);
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
  if (has_keys(schema, applied) && live.is_array()) return merge_items(*schema, live, applied);
  if (is_set(schema, applied) && live.is_array()) {
    Value out = live;
    for (const Value& item : applied.elements())
      if (std::find(live.elements().begin(), live.elements().end(), item) == live.elements().end()) out.push_back(item);
    return out;
  }
  return applied;
}

std::vector<std::string> field_paths(const Value& set) {
  std::vector<std::string> paths;
  append_paths(set, "", paths);
  return paths;
}

}  // namespace skiff
