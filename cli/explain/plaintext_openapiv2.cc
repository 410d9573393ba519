#include <fmt/format.h>

#include <algorithm>

#include "cli/explain/descriptions.h"
#include "cli/explain/explanation.h"

namespace skiff::cli {
namespace {

constexpr size_t kLineWidth = 80;
constexpr size_t kFieldIndent = 3;
constexpr size_t kDescriptionIndent = 5;

// As OpenAPI v2 knows them: what is a struct is an Object, what is written as a text a string.
std::string old_type_name(const Schema* schema) {
  if (schema == nullptr) return "Object";
  switch (schema->shape) {
    case Shape::kArray:
      return "[]" + old_type_name(schema->element);
    case Shape::kMap:
      return "map[string]" + old_type_name(schema->element);
    case Shape::kBool:
      return "boolean";
    case Shape::kInt32:
    case Shape::kInt64:
      return "integer";
    case Shape::kDouble:
      return "number";
    case Shape::kStruct:
      return "Object";
    case Shape::kRaw:
      return "map[string]";
    default:
      return "string";
  }
}

void append_indented(std::string& out, std::string_view text, size_t indent) {
  if (text.empty()) text = "<no description>";
  for (const std::string& line : wrapped_lines(text, kLineWidth - indent))
    out += fmt::format("{}{}\n", std::string(indent, ' '), line);
}

// Upstream: regularFieldsPrinter.
std::string described_fields(const Schema& schema) {
  std::string out;
  for (const SchemaField& field : schema.fields()) {
    out += fmt::format("{}{}\t<{}>{}\n", std::string(kFieldIndent, ' '), field.name, old_type_name(&field.schema),
                       field.schema.required ? " -required-" : "");
    append_indented(out, describe_field(schema.type, field.name), kDescriptionIndent);
    out += "\n";
  }
  return out;
}

// Upstream: recursiveFieldsPrinter.
void append_all_fields(const Schema& schema, size_t level, std::vector<std::string_view>& open, std::string& out) {
  open.push_back(schema.type);
  for (const SchemaField& field : schema.fields()) {
    out += fmt::format("{}{}\t<{}>{}\n", std::string(kFieldIndent * level, ' '), field.name,
                       old_type_name(&field.schema), field.schema.required ? " -required-" : "");
    const Schema* below = explained_inside(&field.schema);
    if (below != nullptr && below->shape == Shape::kStruct &&
        std::find(open.begin(), open.end(), below->type) == open.end())
      append_all_fields(*below, level + 1, open, out);
  }
  open.pop_back();
}

std::string described(const Explanation& explanation) {
  std::string out = "DESCRIPTION:\n";
  if (explanation.descriptions.empty()) return out + std::string(kDescriptionIndent, ' ') + "<empty>\n";
  bool first = true;
  for (const std::string_view text : explanation.descriptions) {
    if (!first) out += "\n";
    first = false;
    append_indented(out, text, kDescriptionIndent);
  }
  return out;
}

}  // namespace

std::string explain_as_before(const Explanation& explanation, Depth depth) {
  std::string out = fmt::format("KIND:     {}\nVERSION:  {}\n\n", explanation.kind->kind, explanation.api_version);
  const Schema* shown = explained_inside(explanation.schema);
  const bool has_fields = shown != nullptr && shown->shape == Shape::kStruct;
  if (!explanation.field.empty())
    out += fmt::format("{} {} <{}>\n\n", has_fields ? "RESOURCE:" : "FIELD:   ", explanation.field,
                       old_type_name(explanation.schema));
  out += described(explanation);
  if (!has_fields) return out;
  out += "\nFIELDS:\n";
  if (depth == Depth::kOneLevel) return out + described_fields(*shown);
  std::vector<std::string_view> open;
  append_all_fields(*shown, 1, open, out);
  return out;
}

}  // namespace skiff::cli
