#include "api/struct_order.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "api/struct_order_table.h"
#include "base/json.h"
#include "base/strings.h"

namespace skiff {
namespace {

using OrderedNames = std::vector<std::string_view>;

const OrderedNames* ordered_names(std::string_view type) {
  static const std::unordered_map<std::string_view, OrderedNames> kNames = [] {
    std::unordered_map<std::string_view, OrderedNames> out;
    for (const std::string_view line : split(kStructOrders, '\n')) {
      OrderedNames words = split(line, ' ');
      const std::string_view name = words.front();
      words.erase(words.begin());
      out.emplace(name, std::move(words));
    }
    return out;
  }();
  const auto found = kNames.find(type);
  return found == kNames.end() ? nullptr : &found->second;
}

// Without an indent all is one line.
void append_ordered(std::string& out, const Value& value, const StructOrder& order, std::optional<size_t> indent,
                    size_t level) {
  const auto line = [&](size_t depth) {
    if (indent) out.append("\n").append(*indent * depth, ' ');
  };
  if (value.empty() || (!value.is_object() && !value.is_array())) {
    out += to_json(value, Escape::kGo);
    return;
  }
  bool first = true;
  const auto next = [&] {
    if (!first) out += ',';
    first = false;
    line(level + 1);
  };
  out += value.is_object() ? '{' : '[';
  if (value.is_object()) {
    for (const Member* member : order.members(value)) {
      next();
      out += to_json(Value(member->name()), Escape::kGo) + (indent ? ": " : ":");
      append_ordered(out, member->value, order.below(*member), indent, level + 1);
    }
  } else {
    for (const Value& element : value.elements()) {
      next();
      append_ordered(out, element, order, indent, level + 1);
    }
  }
  line(level);
  out += value.is_object() ? '}' : ']';
}

}  // namespace

StructOrder StructOrder::of_object(const Value& object) {
  StructOrder out;
  out.schema_ = find_schema(object["apiVersion"].as_string(), object["kind"].as_string());
  if (out.schema_ != nullptr) {
    out.type_ = out.schema_->type;
    return out;
  }
  if (const std::string_view kind = object["kind"].as_string(); kind.ends_with("List")) {
    out.items_ = find_schema(object["apiVersion"].as_string(), kind.substr(0, kind.size() - 4));
    out.type_ = "List";
    if (out.items_ != nullptr) return out;
  }
  // Types of the client's own are named in the same way: core.v1.Config.
  const auto parts = split(object["apiVersion"].as_string(), '/');
  const std::string_view group = parts.size() < 2 ? "core" : parts[0].substr(0, parts[0].find('.'));
  return of_type(std::string(group) + "." + std::string(parts.back()) + "." + object["kind"].str());
}

StructOrder StructOrder::of_type(std::string_view type) {
  StructOrder out;
  out.type_ = type;
  return out;
}

std::vector<const Member*> StructOrder::members(const Value& object) const {
  std::vector<const Member*> out;
  for (const Member& member : object.members()) out.push_back(&member);
  static const OrderedNames kListNames = {"kind", "apiVersion", "metadata", "items"};
  const OrderedNames* names = items_ != nullptr ? &kListNames : type_.empty() ? nullptr : ordered_names(type_);
  if (names == nullptr) return out;
  const auto rank = [&](const Member* member) { return std::find(names->begin(), names->end(), member->name()); };
  std::stable_sort(out.begin(), out.end(), [&](const Member* a, const Member* b) { return rank(a) < rank(b); });
  return out;
}

StructOrder StructOrder::below(const Member& member) const {
  if (type_.empty()) return {};
  if (items_ != nullptr) {
    StructOrder out;
    if (member.name() != "items") return out;
    out.schema_ = items_;
    out.type_ = items_->type;
    return out;
  }
  if (schema_ == nullptr) return of_type(type_ + "." + std::string(member.name()));
  const Schema* schema = schema_->shape == Shape::kStruct ? schema_->field(member.name()) : schema_->element;
  while (schema != nullptr && schema->shape == Shape::kArray) schema = schema->element;
  StructOrder out;
  if (schema == nullptr) return out;
  if (schema->shape == Shape::kMap) {
    // The keys of a map have no order but their own; its values are looked up by them.
    out.schema_ = schema;
    out.type_ = "map";
  } else if (schema->shape == Shape::kStruct) {
    out.schema_ = schema;
    out.type_ = schema->type;
  }
  return out;
}

std::string to_json(const Value& value, const StructOrder& order) {
  std::string out;
  append_ordered(out, value, order, std::nullopt, 0);
  return out;
}

std::string to_pretty_json(const Value& value, const StructOrder& order, int indent) {
  std::string out;
  append_ordered(out, value, order, static_cast<size_t>(indent), 0);
  return out;
}

}  // namespace skiff
