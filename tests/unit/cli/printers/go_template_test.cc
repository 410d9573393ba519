#include "cli/printers/go_template.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff::cli {
namespace {

const char* const kData =
    R"({"n":3,"f":1.5,"big":1000000,"s":"str","b":true,"nul":null,"l":["x","y"],"lm":[{"a":1},{"b":2}],)"
    R"("m":{"k2":"v2","k1":"v1"},"e":[],"b64":"aGVsbG8="})";

// What the template prints, and its error behind a bar.
std::string run(const char* text, MissingKeys missing = MissingKeys::kAllow) {
  const auto parsed = GoTemplate::parse(text);
  if (!parsed) return "|" + parsed.error().message;
  std::string out;
  const auto done = parsed->execute(*parse_json(kData), missing, out);
  return done ? out : out + "|" + done.error().message;
}

TEST_CASE("Go templates print what text/template prints") {
  struct Row {
    const char* text;
    const char* printed;
  };
  const Row rows[] = {
      {"{{.s}} {{ .m.k1 }} {{$.s}}", "str v1 str"},
      {"{{.nope}} {{.nope.deep}} {{.nul}}", "<no value> <no value> <no value>"},
      {"{{.n}} {{.f}} {{.big}} {{.b}} {{.l}} {{.m}}", "3 1.5 1000000 true [x y] map[k1:v1 k2:v2]"},
      {"{{range .l}}<{{.}}>{{end}}", "<x><y>"},
      {"{{range $i, $e := .l}}{{$i}}={{$e}},{{end}}", "0=x,1=y,"},
      {"{{range $k, $v := .m}}{{$k}}={{$v}},{{end}}", "k1=v1,k2=v2,"},
      {"{{range .e}}x{{else}}empty{{end}}", "empty"},
      {"{{range .l}}{{if eq . \"y\"}}{{break}}{{end}}{{.}}{{end}}", "x"},
      {"{{range .l}}{{if eq . \"x\"}}{{continue}}{{end}}{{.}}{{end}}", "y"},
      {"{{if .nope}}1{{else if .n}}2{{end}}", "2"},
      {"{{with .nope}}a{{else with .s}}{{.}}{{end}}", "str"},
      {"{{$x := .n}}{{$x}} {{$x = 4}}{{$x}}", "3 4"},
      {"{{index .l 1}} {{index .lm 0 \"a\"}} {{(index .lm 0).a}}", "y 1 1"},
      {"{{len .l}} {{.s | len | printf \"%03d\"}}", "2 003"},
      {"{{eq .s \"a\" \"str\"}} {{eq .n 3}} {{eq .nope nil}}", "true true true"},
      {"{{and .b .s}} {{or .nope .s}} {{not .b}} {{and 0 1}}", "str str false 0"},
      {"{{printf \"%5s|%-5s|%q|%05d|%x\" .s .s .s 42 255}}", "  str|str  |\"str\"|00042|ff"},
      {"{{printf \"%d\"}} {{printf \"%d\" 1 2}} {{printf \"%d\" .s}} {{printf \"%T %T\" .n 3}}",
       "%!d(MISSING) 1%!(EXTRA int=2) %!d(string=str) int64 int"},
      {"{{print .s .n 3 4 \"x\" \"y\"}}", "str3 3 4xy"},
      {"{{exists . \"m\" \"k1\"}} {{exists . \"m\" \"zz\"}} {{base64decode .b64}}", "true false hello"},
      {"a {{- \" b \" -}} c{{/* comment */}}{{\"\\n\"}}{{`raw\\n`}}{{'a'}}", "a b c\nraw\\n97"},
      {"{{slice .s 1 2}} {{html \"<a>\"}} {{urlquery \"a b\"}} {{js \"it's\"}}", "t &lt;a&gt; a+b it\\'s"},
      {"{{define \"T\"}}[{{.}}]{{end}}{{template \"T\" .s}}{{block \"B\" .n}}<{{.}}>{{end}}", "[str]<3>"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.text) {
      CHECK(run(row.text) == row.printed);
    }
}

TEST_CASE("errors of Go templates") {
  struct Row {
    const char* text;
    const char* outcome;
  };
  const Row rows[] = {
      {"{{.s", "|template: output:1: unclosed action"},
      {"{{foo}}", "|template: output:1: function \"foo\" not defined"},
      {"{{if}}x{{end}}", "|template: output:1: missing value for if"},
      {"\n{{end}}", "|template: output:2: unexpected {{end}}"},
      {"{{range .l}}", "|template: output:1: unexpected EOF"},
      {"{{\"abc}}", "|template: output:1: unterminated quoted string"},
      {"{{$y}}", "|template: output:1: undefined variable \"$y\""},
      {"{{.l.0}}", "|template: output:1: unexpected \".0\" in operand"},
      {"{{.s.}}", "|template: output:1: unexpected <.> in operand"},
      {"{{#}}", "|template: output:1: unexpected \"#\" in command"},
      {"{{/* x", "|template: output:1: unclosed comment"},
      {"{{if .b}}{{else}}{{else}}{{end}}", "|template: output:1: expected end; found {{else}}"},
      {"a{{.nul.x}}",
       "a|template: output:1:7: executing \"output\" at <.nul.x>: nil pointer evaluating interface {}.x"},
      {"{{.s.x}}",
       "|template: output:1:4: executing \"output\" at <.s.x>: can't evaluate field x in type interface {}"},
      {"{{index .l 5}}",
       "|template: output:1:2: executing \"output\" at <index .l 5>: error calling index: index out of range: 5"},
      {"{{eq .n 3.0}}",
       "|template: output:1:2: executing \"output\" at <eq .n 3.0>: error calling eq: incompatible types for "
       "comparison: int64 and float64"},
      {"{{range .s}}{{end}}", "|template: output:1:8: executing \"output\" at <.s>: range can't iterate over str"},
      {"{{len}}", "|template: output:1:2: executing \"output\" at <len>: wrong number of args for len: want 1 got 0"},
      {"{{template \"T\"}}",
       "|template: output:1:11: executing \"output\" at <{{template \"T\"}}>: template \"T\" not defined"},
      {"{{1 2}}", "|template: output:1:2: executing \"output\" at <1>: can't give argument to non-function 1"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.text) {
      CHECK(run(row.text) == row.outcome);
    }
  CHECK(run("{{.nope}}", MissingKeys::kRefuse) ==
        "|template: output:1:2: executing \"output\" at <.nope>: map has no entry for key \"nope\"");
}

}  // namespace
}  // namespace skiff::cli
