#include "cli/printers/jsonpath.h"

#include "base/go_format.h"
#include "base/json.h"
#include "cli/printers/jsonpath_node.h"

namespace skiff::cli {
namespace {

using Node = JsonPathNode;
using Kind = JsonPathNode::Kind;
constexpr int kRangesMost = 16;

// text/template's basic kinds: only values of one kind can be compared.
enum class Basic { kBool, kInt, kFloat, kString, kNone };

Basic basic_kind(const Value& value) {
  switch (value.type()) {
    case Value::Type::kBool:
      return Basic::kBool;
    case Value::Type::kInt:
      return Basic::kInt;
    case Value::Type::kDouble:
      return Basic::kFloat;
    case Value::Type::kString:
      return Basic::kString;
    default:
      return Basic::kNone;
  }
}

bool less(const Value& a, const Value& b) {
  if (a.is_string()) return a.as_string() < b.as_string();
  return a.is_int() ? a.as_int() < b.as_int() : a.as_double() < b.as_double();
}

Result<bool> compare(const Value& left, const std::string& op, const Value& right) {
  const bool known = op == "==" || op == "!=" || op == "<" || op == "<=" || op == ">" || op == ">=";
  if (!known) return client_error("unrecognized filter operator " + op);
  const Basic kind = basic_kind(left);
  if (kind == Basic::kNone || basic_kind(right) == Basic::kNone) return client_error("invalid type for comparison");
  if (kind != basic_kind(right)) return client_error("incompatible types for comparison");
  if (op == "==") return left == right;
  if (op == "!=") return !(left == right);
  if (kind == Basic::kBool) return client_error("invalid type for comparison");
  if (op == "<") return less(left, right);
  if (op == ">") return less(right, left);
  return op == "<=" ? !less(right, left) : !less(left, right);
}

// Walks the data. `range` and `end` are identifiers like any other to the grammar; what stands between them is
// evaluated once for each element.
class Walker {
 public:
  explicit Walker(MissingKeys missing) : missing_(missing) {}

  // Upstream: JSONPath.FindResults. `next` is where evaluation has come to when it returns.
  Result<std::vector<Elements>> run(const std::vector<Node>& nodes, size_t begin, const Value& data, size_t& next) {
    std::vector<Elements> out;
    const Elements input{data};
    for (size_t i = begin; i < nodes.size(); ++i) {
      auto results = walk(input, nodes[i]);
      if (!results) return results.error();
      if (ends_ > 0 && ends_ <= depth_) {
        --ends_;
        next = i;
        return out;
      }
      if (begins_ == 0) {
        out.push_back(*std::move(results));
        continue;
      }
      --begins_;
      // A range that is never closed is walked twice at every level.
      if (depth_ == kRangesMost) return client_error("more than " + std::to_string(kRangesMost) + " nested ranges");
      ++depth_;
      size_t last = nodes.size();
      const bool kept = !results->empty();
      if (!kept) results->push_back(Value());  // walked once all the same, to find the end
      for (const Value& value : *results) {
        auto inner = run(nodes, i + 1, value, last);
        if (!inner) return inner.error();
        if (kept) out.insert(out.end(), inner->begin(), inner->end());
      }
      --depth_;
      if (last < nodes.size()) i = last;
    }
    next = nodes.size();
    return out;
  }

 private:
  Result<Elements> walk(const Elements& input, const Node& node) {
    switch (node.kind) {
      case Kind::kList:
        return list(input, node);
      case Kind::kText:
        return Elements{Value(node.text)};
      case Kind::kField:
        return field(input, node.text);
      case Kind::kWildcard:
        return wildcard(input);
      case Kind::kRecursive: {
        Elements out;
        for (const Value& value : input) descend(value, out);
        return out;
      }
      case Kind::kSlice:
        return slice(input, node);
      case Kind::kUnion: {
        Elements out;
        for (const Node& member : node.children) {
          auto found = list(input, member);
          if (!found) return found.error();
          out.insert(out.end(), found->begin(), found->end());
        }
        return out;
      }
      case Kind::kFilter:
        return filter(input, node);
      case Kind::kConstant:
        return Elements(input.size(), node.constant);
      case Kind::kIdentifier:
        break;
    }
    return identifier(input, node.text);
  }

  Result<Elements> list(const Elements& input, const Node& node) {
    Elements current = input;
    for (const Node& step : node.children) {
      auto next = walk(current, step);
      if (!next) return next.error();
      current = *std::move(next);
    }
    return current;
  }

  Result<Elements> identifier(const Elements& input, const std::string& name) {
    if (name == "range") {
      ++begins_;
      return input;
    }
    if (name != "end") return client_error("unrecognized identifier " + name);
    if (depth_ == 0) return client_error("not in range, nothing to end");
    ++ends_;
    return Elements{};
  }

  Result<Elements> field(const Elements& input, const std::string& name) {
    Elements out;
    for (const Value& value : input)
      if (const Value* member = value.find(name)) out.push_back(*member);
    if (out.empty() && !input.empty() && missing_ == MissingKeys::kRefuse) return client_error(name + " is not found");
    return out;
  }

  static Elements children(const Value& value) {
    if (value.is_array()) return value.elements();
    Elements out;
    for (const Member& member : value.members()) out.push_back(member.value);
    return out;
  }

  // A text's elements are its bytes, as reflection has them. Upstream: evalWildcard.
  static Result<Elements> wildcard(const Elements& input) {
    Elements out;
    for (const Value& value : input) {
      for (const char byte : value.as_string()) out.push_back(Value(int64_t{static_cast<unsigned char>(byte)}));
      for (Value& child : children(value)) out.push_back(std::move(child));
    }
    return out;
  }

  // Everything that has elements, a text's bytes among them. Upstream: evalRecursive.
  static void descend(const Value& value, Elements& out) {
    const Elements inner = children(value);
    if (inner.empty() && value.as_string().empty()) return;
    out.push_back(value);
    for (const Value& child : inner) descend(child, out);
  }

  static Error out_of_bounds(int64_t index, int64_t length) {
    return client_error("array index out of bounds: index " + std::to_string(index) + ", length " +
                        std::to_string(length));
  }

  static Result<Elements> slice(const Elements& input, const Node& node) {
    Elements out;
    for (const Value& value : input) {
      if (value.is_null()) continue;
      if (!value.is_array()) return client_error(std::string(go_type(value)) + " is not array or slice");
      const auto length = static_cast<int64_t>(value.size());
      int64_t begin = node.bounds[0].value.value_or(0);
      int64_t end = node.bounds[1].value.value_or(length);
      if (begin < 0) begin += length;
      if (end < 0 || (end == 0 && node.bounds[1].derived)) end += length;
      if (begin == end) return out;
      if (begin >= length || begin < 0) return out_of_bounds(begin, length);
      if (end > length || end < 0) return out_of_bounds(end - 1, length);
      if (begin > end) {
        return client_error("starting index " + std::to_string(begin) + " is greater than ending index " +
                            std::to_string(end));
      }
      const int64_t step = node.bounds[2].value.value_or(1);
      if (step <= 0) return client_error("step must be > 0");
      for (int64_t i = begin; i < end; i += step) out.push_back(value[static_cast<size_t>(i)]);
    }
    return out;
  }

  Result<Elements> filter(const Elements& input, const Node& node) {
    Elements out;
    for (const Value& value : input) {
      if (!value.is_array()) {
        return client_error(go_value(value) + " is not array or slice and cannot be filtered");
      }
      for (const Value& element : value.elements()) {
        auto passes = matches(element, node);
        if (!passes) return passes.error();
        if (*passes) out.push_back(element);
      }
    }
    return out;
  }

  // What asking for existence sees of steps of which one fails: that step's input, of a field nothing.
  Elements left_by(const Elements& input, const Node& node, bool& failed) {
    if (node.kind == Kind::kList) {
      Elements current = input;
      for (size_t i = 0; i < node.children.size() && !failed; ++i) current = left_by(current, node.children[i], failed);
      return current;
    }
    auto found = walk(input, node);
    if (found) return *std::move(found);
    failed = true;
    return node.kind == Kind::kField ? Elements{} : input;
  }

  Result<bool> matches(const Value& element, const Node& node) {
    if (node.text == "exists") {
      bool failed = false;
      return !left_by({element}, node.children[0], failed).empty();
    }
    auto left = list({element}, node.children[0]);
    if (!left) return left.error();
    if (left->empty()) return false;
    if (left->size() > 1) return client_error("can only compare one element at a time");
    auto right = list({element}, node.children[1]);
    if (!right) return right.error();
    if (right->empty()) return false;
    if (right->size() > 1) return client_error("can only compare one element at a time");
    return compare(left->front(), node.text, right->front());
  }

  MissingKeys missing_;
  int depth_ = 0;
  int begins_ = 0;
  int ends_ = 0;
};

}  // namespace

Result<JsonPath> JsonPath::parse(std::string_view text) {
  auto root = parse_json_path(text);
  if (!root) return root.error();
  JsonPath out;
  out.root_ = std::make_shared<const JsonPathNode>(*std::move(root));
  return out;
}

Result<std::vector<Elements>> JsonPath::find(const Value& root, MissingKeys missing) const {
  size_t next = 0;
  return Walker(missing).run(root_->children, 0, root, next);
}

Result<std::string> JsonPath::print(const Value& root, MissingKeys missing) const {
  auto all = find(root, missing);
  if (!all) return all.error();
  std::string out;
  for (const Elements& results : *all) {
    for (size_t i = 0; i < results.size(); ++i) out.append(i == 0 ? "" : " ").append(jsonpath_text(results[i]));
  }
  return out;
}

std::string jsonpath_text(const Value& value) {
  if (value.is_null()) return "null";
  if (value.is_array() || value.is_object()) return to_json(value, Escape::kGo);
  return go_value(value);
}

Result<std::string> relaxed_path(std::string_view text) {
  if (text.empty()) return std::string();
  std::string_view inner = text;
  if (inner.size() > 2 && inner.front() == '{' && inner.back() == '}') inner = inner.substr(1, inner.size() - 2);
  if (inner.size() > 1 && inner.front() == '.') inner.remove_prefix(1);
  if (inner.empty() || inner.find_first_of("{}") != std::string_view::npos) {
    return client_error(
        "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
  }
  return "{." + std::string(inner) + "}";
}

}  // namespace skiff::cli
