// kubectl explain: the fields of a kind, from the API's schema. Mirrors pkg/cmd/explain.
#include <fmt/format.h>

#include "api/schema.h"
#include "base/strings.h"
#include "cli/command.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct ExplainOptions {
  std::string api_version;
  std::string output = "plaintext";
  bool recursive = false;
};

namespace {

// "[]Container", "map[string]string", "integer": types as kubectl spells them.
std::string type_text(const Schema& schema) {
  switch (schema.shape) {
    case Shape::kArray:
      return "[]" + (schema.element == nullptr ? std::string("Object") : type_text(*schema.element));
    case Shape::kMap:
      return "map[string]" + (schema.element == nullptr ? std::string("Object") : type_text(*schema.element));
    case Shape::kBool:
      return "boolean";
    case Shape::kInt32:
    case Shape::kInt64:
      return "integer";
    case Shape::kDouble:
      return "number";
    case Shape::kStruct:
      return std::string(schema.struct_name());
    case Shape::kIntOrString:
      return "IntOrString";
    case Shape::kQuantity:
      return "Quantity";
    case Shape::kTime:
      return "Time";
    case Shape::kMicroTime:
      return "MicroTime";
    case Shape::kRaw:
      return "Object";
    default:
      return "string";
  }
}

// Lists and maps are explained by what they hold.
const Schema* inside(const Schema* schema) {
  while (schema != nullptr && (schema->shape == Shape::kArray || schema->shape == Shape::kMap))
    schema = schema->element;
  return schema;
}

void list_fields(const Schema& schema, size_t depth, bool recursive, std::string& out) {
  for (const SchemaField& field : schema.fields()) {
    out += std::string(2 * (depth + 1), ' ');
    out += fmt::format("{}\t<{}>{}\n", field.name, type_text(field.schema), field.schema.required ? " -required-" : "");
    const Schema* below = inside(&field.schema);
    if (recursive && below != nullptr && below->shape == Shape::kStruct && depth < 12)
      list_fields(*below, depth + 1, recursive, out);
    else if (!recursive) out += "    \n";
  }
}

Outcome run(const ExplainOptions& options, Invocation& call) {
  if (call.args.empty())
    return client_error(
        "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete "
        "list of supported resources.\n");
  if (call.args.size() > 1) return client_error("We accept only this format: explain RESOURCE\n");
  const auto steps = split(call.args[0], '.');
  auto kind = kind_for(steps[0]);
  if (!kind) {
    // Only the cluster knows what it has been taught.
    if (auto session = call.session(); !session) return session.error();
    kind = kind_for(steps[0]);
  }
  if (!kind) return kind.error();
  std::string out;
  if (!(*kind)->group.empty()) out += fmt::format("GROUP:      {}\n", (*kind)->group);
  out += fmt::format("KIND:       {}\nVERSION:    {}\n\n", (*kind)->kind, (*kind)->version);
  const Schema* schema = find_schema(**kind);
  const Schema* field = schema;
  std::string name;
  for (size_t i = 1; i < steps.size(); ++i) {
    const Schema* parent = inside(field);
    field = parent == nullptr ? nullptr : parent->field(steps[i]);
    name = steps[i];
    if (field == nullptr) {
      call.io.out << out;
      return client_error(fmt::format("field \"{}\" does not exist", steps[i]));
    }
  }
  if (field == nullptr) return client_error(fmt::format("couldn't find resource for \"{}\"", call.args[0]));
  if (!name.empty()) out += fmt::format("FIELD: {} <{}>\n\n", name, type_text(*field));
  const Schema* shown = inside(field);
  if (shown != nullptr && shown->shape == Shape::kStruct) {
    out += "FIELDS:\n";
    list_fields(*shown, 0, options.recursive, out);
  }
  call.io.out << out << "\n";
  return {};
}

}  // namespace

void add_explain(Command& command) {
  auto options = std::make_shared<ExplainOptions>();
  command.flags.text(options->api_version, "api-version", "The kind of this group and version");
  command.flags.text(options->output, "output,o", "plaintext or plaintext-openapiv2");
  command.flags.toggle(options->recursive, "recursive,R", "With all fields below");
  runs(command, options, run);
}

}  // namespace skiff::cli
