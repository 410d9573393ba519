#include "cli/printers/custom_columns.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "base/json.h"

using namespace skiff;
using namespace skiff::cli;

namespace {

std::string printed(const Result<CustomColumns>& columns, const Elements& objects, Headers headers) {
  std::ostringstream out;
  REQUIRE(columns->print(objects, headers, out));
  return out.str();
}

}  // namespace

TEST_CASE("custom-columns: headers as given, <none> for what is missing, commas between several") {
  const Elements pods = {
      *parse_json(R"({"metadata":{"name":"a"},"spec":{"containers":[{"image":"i1"},{"image":"i2"}],"n":1.5}})"),
      *parse_json(R"({"metadata":{"name":"bbbbbbbbbb","labels":{"x":"y","l":["p","q"]}},"spec":{"n":null}})")};
  auto columns =
      CustomColumns::parse("Name:.metadata.name,IMAGES:spec.containers[*].image,L:{.metadata.labels},N:.spec.n");
  REQUIRE(columns);
  CHECK(printed(columns, pods, Headers::kShow) ==
        "Name         IMAGES   L                  N\n"
        "a            i1,i2    <none>             1.5\n"
        "bbbbbbbbbb   <none>   map[l:[p q] x:y]   <nil>\n");
  CHECK(printed(columns, {}, Headers::kShow) == "Name   IMAGES   L     N\n");
  CHECK(printed(columns, {}, Headers::kHide).empty());
}

TEST_CASE("custom-columns: what is refused") {
  struct Row {
    const char* spec;
    const char* message;
  };
  const Row rows[] = {
      {"", "custom-columns format specified but no custom columns given"},
      {"NAME", "unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>"},
      {"NAME:{a}{b}",
       "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.spec) {
      CHECK(CustomColumns::parse(row.spec).error().message == row.message);
    }
}

TEST_CASE("custom-columns: the header stands above a path that cannot be read") {
  const auto columns = CustomColumns::parse("NAME:.metadata.name,OTHER:.metadata[name");
  REQUIRE(columns);
  std::ostringstream out;
  const auto done = columns->print({Value{{"kind", "Pod"}}}, Headers::kShow, out);
  CHECK(done.error().message == "unterminated array");
  CHECK(out.str() == "NAME   OTHER\n");
}

TEST_CASE("custom-columns: a template file") {
  auto columns = CustomColumns::parse_template("NAME  KIND\nmetadata.name kind\n");
  REQUIRE(columns);
  CHECK(printed(columns, {Value{{"kind", "Pod"}, {"metadata", Value{{"name", "a"}}}}}, Headers::kShow) ==
        "NAME   KIND\na      Pod\n");
}
