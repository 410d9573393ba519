#include "cli/printers/printer_table.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff::cli {
namespace {

std::string print(const PrinterOptions& options, const char* json) {
  auto printer = make_printer(options, AllowedFormats::kTables);
  if (!printer) return "|" + printer.error().message;
  if (*printer == nullptr) return "a table";
  std::ostringstream out;
  const auto done = (*printer)->print(*parse_json(json), out);
  return done ? out.str() : out.str() + "|" + done.error().message;
}

TEST_CASE("-o chooses the printer") {
  const char* const object =
      R"({"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web","managedFields":[]},"spec":{"replicas":2}})";
  struct Row {
    const char* format;
    const char* printed;
  };
  const Row rows[] = {
      {"", "a table"},
      {"wide", "a table"},
      {"name", "statefulset.apps/web\n"},
      {"YAML", "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\nspec:\n  replicas: 2\n"},
      {"jsonpath={.spec.replicas}", "2"},
      {"jsonpath-as-json={.spec.replicas}", "[\n    2\n]\n"},
      {"go-template={{.spec.replicas}}", "2"},
      {"template={{.kind}}", "StatefulSet"},
      {"custom-columns=NAME:.metadata.name,X:.spec.nope", "NAME   X\nweb    <none>\n"},
      {"jsonpath", "|template format specified but no template given"},
      {"go-template=", "|template format specified but no template given"},
      {"custom-columns=", "|custom-columns format specified but no custom columns given"},
      {"jsonpath={.items[0", "|error parsing jsonpath {.items[0, unterminated array"},
      {"go-template={{x}}", "|error parsing template {{x}}, template: output:1: function \"x\" not defined"},
      {"go-template-file=/nowhere/x",
       "|error reading --template /nowhere/x, open /nowhere/x: no such file or directory"},
      {"bogus",
       "|unable to match a printer suitable for the output format \"bogus\", allowed formats are: "
       "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,"
       "kyaml,name,template,templatefile,wide,yaml"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION("-o " << row.format) {
      PrinterOptions options;
      options.format = row.format;
      CHECK(print(options, object) == row.printed);
    }
  PrinterOptions only_template;
  only_template.template_text = "{{.kind}}";
  CHECK(print(only_template, object) == "StatefulSet");
  PrinterOptions managed;
  managed.format = "json";
  managed.show_managed_fields = true;
  CHECK(print(managed, object).find("managedFields") != std::string::npos);
}

TEST_CASE("verbs that only show objects have fewer formats") {
  PrinterOptions options;
  options.format = "wide";
  const auto printer = make_printer(options, AllowedFormats::kObjects);
  REQUIRE(!printer);
  CHECK(printer.error().message ==
        "unable to match a printer suitable for the output format \"wide\", allowed formats are: "
        "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,"
        "yaml");
}

TEST_CASE("YAML has no place for some control characters") {
  const auto printed = [](const char* format, const char* json) {
    PrinterOptions options;
    options.format = format;
    return print(options, json);
  };
  CHECK(printed("yaml", R"({"a":["\u007f"]})") == "|yaml: control characters are not allowed");
  CHECK(printed("yaml", R"({"\u0090":1})") == "|yaml: control characters are not allowed");
  CHECK(printed("kyaml", R"({"a":"\uffff"})") == "|error decoding: yaml: control characters are not allowed");
  CHECK(printed("jsonpath={.a}", R"({"a":"\u007f"})") == "\x7f");
  CHECK(printed("yaml", R"({"a":"\u0007\ufffd"})") == "a: \"\\a\ufffd\"\n");
}

TEST_CASE("a second YAML document is parted from the first") {
  PrinterOptions options;
  options.format = "yaml";
  auto printer = make_printer(options, AllowedFormats::kObjects);
  REQUIRE(printer);
  std::ostringstream out;
  for (const char* name : {"a", "b"}) REQUIRE((*printer)->print(Value{{"name", name}}, out));
  CHECK(out.str() == "name: a\n---\nname: b\n");
}

TEST_CASE("a failing template explains itself") {
  PrinterOptions options;
  options.format = "jsonpath={.items[7].x}";
  CHECK(print(options, R"({"items":[1,null,"s"]})") ==
        "|error executing jsonpath \"{.items[7].x}\": Error executing template: array index out of bounds: index 7, "
        "length 3. Printing more information for debugging the template:\n\ttemplate was:\n\t\t{.items[7].x}\n\tobject "
        "given to jsonpath engine was:\n\t\tmap[string]interface {}{\"items\":[]interface {}{1, interface {}(nil), "
        "\"s\"}}\n\n\n");
}

}  // namespace
}  // namespace skiff::cli
