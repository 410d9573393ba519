#include "api/typed_validation.h"

#include <set>

#include "api/field_set.h"
#include "base/go_format.h"
#include "base/strings.h"

namespace skiff {
namespace {

class TypedWalk {
 public:
  void check(const Schema* schema, const Value& value, const std::string& path) {
    if (schema == nullptr || schema->shape == Shape::kRaw || value.is_null()) return;
    switch (schema->shape) {
      case Shape::kStruct:
      case Shape::kMap:
        return check_map(*schema, value, path);
      case Shape::kArray:
        return check_list(*schema, value, path);
      default:
        return check_scalar(schema->shape, value, path);
    }
  }

  std::vector<std::string> take() { return std::move(problems_); }

 private:
  void add(const std::string& path, const std::string& what) {
    problems_.push_back(path.empty() ? what : path + ": " + what);
  }

  // validateScalar. What Go prints of the value shows the type that wraps it.
  void check_scalar(Shape shape, const Value& value, const std::string& path) {
    const auto wrapped = [&] { return "&{" + go_value(value) + "}"; };
    switch (shape) {
      case Shape::kInt32:
      case Shape::kInt64:
      case Shape::kDouble:
        if (!value.is_number()) add(path, "expected numeric (int or float), got " + std::string(go_type(value)));
        return;
      case Shape::kBool:
        if (!value.is_bool()) add(path, "expected boolean, got " + wrapped());
        return;
      case Shape::kQuantity:
      case Shape::kIntOrString:
        if (value.is_object() || value.is_array()) add(path, "expected any scalar, got " + wrapped());
        return;
      default:
        if (!value.is_string())
          add(path, "expected string, got &value.valueUnstructured{Value:" + go_syntax(value) + "}");
    }
  }

  void check_map(const Schema& schema, const Value& value, const std::string& path) {
    if (!value.is_object()) return add(path, "expected map, got &{" + go_value(value) + "}");
    for (const Member& member : value.members()) {
      const std::string place = path + "." + std::string(member.name());
      const Schema* field = schema.shape == Shape::kMap ? schema.element : schema.field(member.name());
      // The walk over a map ends at what is not declared.
      if (field == nullptr && schema.shape == Shape::kStruct && !schema.open)
        return add(place, "field not declared in schema");
      check(field, member.value, place);
    }
  }

  void check_list(const Schema& schema, const Value& value, const std::string& path) {
    if (!value.is_array()) return add(path, "expected list, got &{" + go_value(value) + "}");
    std::set<std::string> seen;
    for (size_t i = 0; i < value.size(); ++i) {
      std::string element = "[" + std::to_string(i) + "]";
      if (schema.list_type != ListType::kAtomic) {
        if (const std::string problem = misplaced(schema, value[i]); !problem.empty()) {
          add(path, "element " + std::to_string(i) + ": " + problem);
          continue;
        }
        element = element_path(schema, value[i]);
        if (!seen.insert(element).second) add(path, "duplicate entries for key " + element);
      }
      check(schema.element, value[i], path + element);
    }
  }

  // Why nobody can say which element this is: listItemToPathElement.
  static std::string misplaced(const Schema& schema, const Value& item) {
    if (schema.list_type == ListType::kSet) {
      if (item.is_object()) return "associative list without keys has an element that's a map type";
      if (item.is_array()) return "not supported: associative list with lists as elements";
      return item.is_null() ? "associative list without keys has an element that's an explicit null" : "";
    }
    if (item.is_null()) return "associative list with keys may not have a null element";
    if (!item.is_object()) return "associative list with keys may not have non-map elements";
    for (const std::string_view key : schema.map_keys) {
      const Schema* field = schema.element->field(key);
      if (!item.contains(key) && (field == nullptr || field->default_json.empty()))
        return "associative list with keys has an element that omits key field " + go_quote(key) +
               " (and doesn't have default value)";
    }
    return "";
  }

  std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> typed_problems(const Schema* schema, const Value& document) {
  TypedWalk walk;
  walk.check(schema, document, "");
  return walk.take();
}

std::string typed_problems_text(const std::vector<std::string>& problems) {
  if (problems.size() == 1) return problems.front();
  std::string text = "errors:";
  for (const std::string& problem : problems) text += "\n  " + problem;
  return text;
}

}  // namespace skiff
