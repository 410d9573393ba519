#include "cli/printers/jsonpath.h"

#include <algorithm>

#include "base/json.h"
#include "cli/printers/jsonpath_nodes.h"

namespace skiff::cli {
namespace {

using Node = JsonPath::Node;
using Kind = Node::Kind;
using Found = std::vector<Value>;

class Evaluator {
 public:
  explicit Evaluator(MissingKeys missing) : missing_(missing) {}

  Result<void> block(const std::vector<Node>& nodes, const Value& root, std::vector<Found>& out) const {
    for (const Node& node : nodes) {
      if (node.kind == Kind::kRange) {
        auto items = apply(node.children[0], {root});
        if (!items) return items.error();
        for (const Value& item : *items)
          if (auto done = block(node.body, item, out); !done) return done;
        continue;
      }
      auto found = apply(node, {root});
      if (!found) return found.error();
      out.push_back(std::move(*found));
    }
    return {};
  }

 private:
  Result<Found> apply(const Node& node, const Found& input) const {
    switch (node.kind) {
      case Kind::kText:
        return Found{Value(node.text)};
      case Kind::kLiteral:
        return Found{node.literal};
      case Kind::kAction: {
        Found current = input;
        for (const Node& step : node.children) {
          auto next = apply(step, current);
          if (!next) return next;
          current = std::move(*next);
        }
        return current;
      }
      case Kind::kField:
        return field(node, input);
      case Kind::kWildcard:
        return children_of(input);
      case Kind::kRecursive:
        return descend(input);
      case Kind::kSlice:
        return slice(node.slice, input);
      case Kind::kUnion: {
        Found all;
        for (const Node& part : node.children) {
          auto some = apply(part, input);
          if (!some) return some;
          all.insert(all.end(), some->begin(), some->end());
        }
        return all;
      }
      case Kind::kFilter:
        return filter(node, input);
      case Kind::kRange:
        break;
    }
    return Found{};
  }

  Result<Found> field(const Node& node, const Found& input) const {
    Found found;
    for (const Value& one : input)
      if (const Value* member = one.find(node.text)) found.push_back(*member);
    if (found.empty() && missing_ == MissingKeys::kRefuse) return client_error(node.text + " is not found");
    return found;
  }

  static Found children_of(const Found& input) {
    Found found;
    for (const Value& one : input) {
      for (const Value& element : one.elements()) found.push_back(element);
      for (const Member& member : one.members()) found.push_back(member.value);
    }
    return found;
  }

  // Every map and list at or below the input, from the top.
  static Found descend(const Found& input) {
    Found found;
    for (const Value& one : input) {
      const Found children = children_of({one});
      if (children.empty()) continue;
      found.push_back(one);
      const Found deeper = descend(children);
      found.insert(found.end(), deeper.begin(), deeper.end());
    }
    return found;
  }

  static Result<Found> slice(const Node::Slice& slice, const Found& input) {
    Found found;
    for (const Value& one : input) {
      if (one.is_null()) continue;
      if (!one.is_array()) return client_error(jsonpath_text(one) + " is not array or slice");
      const auto length = static_cast<int64_t>(one.size());
      int64_t from = slice.from.value_or(0);
      if (from < 0) from += length;
      int64_t to = slice.to.value_or(length);
      if (to < 0 || (to == 0 && slice.single)) to += length;
      if (to == from) continue;
      const auto out_of_bounds = [&](int64_t index) {
        return client_error("array index out of bounds: index " + std::to_string(index) + ", length " +
                            std::to_string(length));
      };
      if (from >= length || from < 0) return out_of_bounds(from);
      if (to > length || to < 0) return out_of_bounds(to - 1);
      if (from > to)
        return client_error("starting index " + std::to_string(from) + " is greater than ending index " +
                            std::to_string(to));
      const int64_t step = slice.step.value_or(1);
      if (step <= 0) return client_error("step must be > 0");
      for (int64_t i = from; i < to; i += step) found.push_back(one[static_cast<size_t>(i)]);
    }
    return found;
  }

  Result<Found> filter(const Node& node, const Found& input) const {
    Found found;
    for (const Value& list : input) {
      if (list.is_null()) continue;
      if (!list.is_array()) return client_error(jsonpath_text(list) + " is not array or slice and cannot be filtered");
      for (const Value& element : list.elements()) {
        const auto left = Evaluator(MissingKeys::kAllow).apply(node.children[0], {element});
        if (node.text.empty()) {
          if (left && !left->empty()) found.push_back(element);
          continue;
        }
        if (!left) return left.error();
        if (left->empty()) continue;
        if (left->size() > 1) return client_error("can only compare one element at a time");
        const auto right = Evaluator(MissingKeys::kAllow).apply(node.children[1], {element});
        if (!right) return right.error();
        if (right->empty()) continue;
        if (right->size() > 1) return client_error("can only compare one element at a time");
        auto passes = compare((*left)[0], node.text, (*right)[0]);
        if (!passes) return passes.error();
        if (*passes) found.push_back(element);
      }
    }
    return found;
  }

  static Result<bool> compare(const Value& left, const std::string& op, const Value& right) {
    const bool comparable = (left.is_number() && right.is_number()) || (left.is_string() && right.is_string()) ||
                            (left.is_bool() && right.is_bool());
    if (!comparable) return client_error("incompatible types for comparison");
    const bool equal = left == right;
    bool less = false;
    if (left.is_number()) less = left.as_double() < right.as_double();
    if (left.is_string()) less = left.as_string() < right.as_string();
    if (op == "==") return equal;
    if (op == "!=") return !equal;
    if (left.is_bool()) return client_error("invalid type for comparison");
    if (op == "<") return less;
    if (op == "<=") return less || equal;
    if (op == ">") return !less && !equal;
    if (op == ">=") return !less;
    return client_error("unrecognized filter operator " + op);
  }

  MissingKeys missing_;
};

}  // namespace

JsonPath::JsonPath(std::vector<Node> nodes) : nodes_(std::move(nodes)) {}
JsonPath::~JsonPath() = default;
JsonPath::JsonPath(JsonPath&&) noexcept = default;
JsonPath& JsonPath::operator=(JsonPath&&) noexcept = default;

Result<JsonPath> JsonPath::parse(std::string_view text) {
  auto nodes = parse_jsonpath(text);
  if (!nodes) return nodes.error();
  return JsonPath(std::move(*nodes));
}

Result<std::vector<std::vector<Value>>> JsonPath::find(const Value& root, MissingKeys missing) const {
  std::vector<Found> all;
  if (auto done = Evaluator(missing).block(nodes_, root, all); !done) return done.error();
  return all;
}

std::string jsonpath_text(const Value& value) { return value.is_string() ? value.str() : to_json(value, Escape::kGo); }

Result<std::string> JsonPath::print(const Value& root, MissingKeys missing) const {
  auto all = find(root, missing);
  if (!all) return all.error();
  std::string out;
  for (const Found& results : *all) {
    bool first = true;
    for (const Value& one : results) {
      if (!first) out += ' ';
      first = false;
      out += jsonpath_text(one);
    }
  }
  return out;
}

Result<std::string> relaxed_path(std::string_view text) {
  const Error unexpected = client_error(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
  std::string_view inside = text;
  if (inside.starts_with('{') && inside.ends_with('}') && inside.size() >= 2)
    inside = inside.substr(1, inside.size() - 2);
  if (inside.starts_with('.')) inside.remove_prefix(1);
  if (inside.empty() || inside.find_first_of("{}") != std::string_view::npos) return unexpected;
  return "{." + std::string(inside) + "}";
}

}  // namespace skiff::cli
