#include <fmt/format.h>

#include <algorithm>

#include "base/strings.h"
#include "cli/explain/descriptions.h"
#include "cli/explain/explanation.h"

namespace skiff::cli {
namespace {

constexpr size_t kTextWidth = 76;
constexpr std::string_view kTextIndent = "    ";

// What may be any JSON has a name of its own in each group, and more than one in schemas of schemas.
std::string raw_type(std::string_view holder, std::string_view field) {
  if (field == "additionalItems" || field == "additionalProperties") return "JSONSchemaPropsOrBool";
  if (field == "dependencies") return "JSONSchemaPropsOrStringArray";
  if (field == "items") return "JSONSchemaPropsOrArray";
  if (holder.starts_with("apiextensions")) return "JSON";
  return holder.starts_with("meta.") ? "FieldsV1" : "RawExtension";
}

// "[]Container", "map[string]string", "integer".
std::string type_name(const Schema* schema, std::string_view holder, std::string_view field) {
  if (schema == nullptr) return "Object";
  switch (schema->shape) {
    case Shape::kArray:
      return "[]" + type_name(schema->element, holder, field);
    case Shape::kMap:
      return "map[string]" + type_name(schema->element, holder, field);
    case Shape::kBool:
      return "boolean";
    case Shape::kInt32:
    case Shape::kInt64:
      return "integer";
    case Shape::kDouble:
      return "number";
    case Shape::kStruct:
      return std::string(schema->struct_name());
    case Shape::kIntOrString:
      return "IntOrString";
    case Shape::kQuantity:
      return "Quantity";
    case Shape::kRaw:
      return raw_type(holder, field);
    default:
      return "string";
  }
}

void append_text(std::string& out, std::string_view text) {
  for (const std::string& line : wrapped_lines(text, kTextWidth)) out += fmt::format("{}{}\n", kTextIndent, line);
}

std::string shown_value(std::string_view value) { return value.empty() ? "\"\"" : std::string(value); }

// A line has room for four.
std::string listed_values(const Schema& schema) {
  constexpr size_t kMost = 4;
  const auto values = schema.enum_values();
  std::string out;
  for (size_t at = 0; at < values.size() && at < kMost; ++at) out += (at == 0 ? "" : ", ") + shown_value(values[at]);
  return values.size() > kMost ? out + ", ...." : out;
}

// The fields of a type. What is being listed already is not listed again inside itself.
class FieldList {
 public:
  explicit FieldList(Depth depth) : depth_(depth) {}

  std::string run(const Schema& schema) {
    list(schema, 1);
    return std::move(out_);
  }

 private:
  void list(const Schema& schema, size_t level) {
    open_.push_back(schema.type);
    const std::string indent(2 * level, ' ');
    for (const SchemaField& field : schema.fields()) {
      out_ += fmt::format("{}{}\t<{}>{}\n", indent, field.name, type_name(&field.schema, schema.type, field.name),
                          field.schema.required ? " -required-" : "");
      if (!field.schema.enum_values().empty()) out_ += fmt::format("{}enum: {}\n", indent, listed_values(field.schema));
      if (depth_ == Depth::kAll) list_below(field.schema, level);
      else describe(schema.type, field);
    }
    open_.pop_back();
  }

  void list_below(const Schema& schema, size_t level) {
    const Schema* below = explained_inside(&schema);
    if (below == nullptr || below->shape != Shape::kStruct) return;
    if (std::find(open_.begin(), open_.end(), below->type) == open_.end()) list(*below, level + 1);
  }

  void describe(std::string_view type, const SchemaField& field) {
    const std::string_view text = describe_field(type, field.name);
    append_text(out_, text.empty() ? "<no description>" : text);
    out_ += "\n";
  }

  Depth depth_;
  std::vector<std::string_view> open_;
  std::string out_;
};

std::string field_heading(const Explanation& explanation) {
  if (explanation.field.empty()) return "";
  std::string out = fmt::format("FIELD: {} <{}>\n", explanation.field,
                                type_name(explanation.schema, explanation.holder, explanation.field));
  const auto values = explanation.schema->enum_values();
  if (values.empty()) return out + "\n\n";
  out += "ENUM:\n";
  for (const std::string_view value : values) out += fmt::format("{}{}\n", kTextIndent, shown_value(value));
  return out + "\n";
}

}  // namespace

std::string explained_heading(const Kind& kind, std::string_view api_version) {
  const size_t slash = api_version.find('/');
  std::string out;
  if (slash != std::string_view::npos) out = fmt::format("GROUP:      {}\n", api_version.substr(0, slash));
  const std::string_view version = slash == std::string_view::npos ? api_version : api_version.substr(slash + 1);
  return out + fmt::format("KIND:       {}\nVERSION:    {}\n\n", kind.kind, version);
}

std::string explain_plainly(const Explanation& explanation, Depth depth) {
  std::string out =
      explained_heading(*explanation.kind, explanation.api_version) + field_heading(explanation) + "DESCRIPTION:\n";
  for (const std::string_view text : explanation.descriptions) append_text(out, text);
  out += explanation.descriptions.empty() ? "    <empty>\n" : "    \n";
  const Schema* shown = explained_inside(explanation.schema);
  if (shown != nullptr && shown->shape == Shape::kStruct && !shown->fields().empty())
    out += "FIELDS:\n" + FieldList(depth).run(*shown);
  return out + "\n";
}

}  // namespace skiff::cli
