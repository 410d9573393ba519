// printf of Go templates: every verb, flag, width and precision. What is expected was printed by a real client.
#include "cli/printers/go_printf.h"

#include <catch2/catch.hpp>

#include "base/json.h"
#include "cli/printers/go_template.h"

namespace skiff::cli {
namespace {

TEST_CASE("Go templates: printf, verb by verb") {
  const Value data = *parse_json(R"({"l":["a",1,null,true],"m":{"b":"x","a":2},"s":"str"})");
  struct Row {
    const char* text;
    const char* printed;
  };
  const Row rows[] = {
      {"{{printf \"%5.3d\" 42}}", "  042"},
      {"{{printf \"%-5.3d|\" 42}}", "042  |"},
      {"{{printf \"%+05d\" 42}}", "+0042"},
      {"{{printf \"%05.3d\" 42}}", "  042"},
      {"{{printf \"% d\" 42}}", " 42"},
      {"{{printf \"%.0d\" 0}}", ""},
      {"{{printf \"%#x %#X\" 255 255}}", "0xff 0XFF"},
      {"{{printf \"%#o %O %#b\" 8 8 5}}", "010 0o10 0b101"},
      {"{{printf \"%c %q %U %#U\" 233 233 233 233}}", "é 'é' U+00E9 U+00E9 'é'"},
      {"{{printf \"%+q\" 233}}", "'\\u00e9'"},
      {"{{printf \"%x\" -1}}", "-1"},
      {"{{printf \"%8.2f|\" 3.14159}}", "    3.14|"},
      {"{{printf \"%-8.2f|\" 3.14159}}", "3.14    |"},
      {"{{printf \"%+08.2f\" 3.14159}}", "+0003.14"},
      {"{{printf \"%e %E\" 1234.5 1234.5}}", "1.234500e+03 1.234500E+03"},
      {"{{printf \"%g %G\" 1e21 1e21}}", "1e+21 1E+21"},
      {"{{printf \"%.3g\" 1234.5}}", "1.23e+03"},
      {"{{printf \"%#.3g\" 1.0}}", "1.00"},
      {"{{printf \"%#v %v\" 1.0 1.0}}", "1 1"},
      {"{{printf \"%x %X\" 3.5 3.5}}", "0x1.cp+01 0X1.CP+01"},
      {"{{printf \"%.2x\" 3.5}}", "0x1.c0p+01"},
      {"{{printf \"%b\" 1.0}}", "4503599627370496p-52"},
      {"{{printf \"%F\" 1.5}}", "1.500000"},
      {"{{printf \"%08.3f\" -3.5}}", "-003.500"},
      {"{{printf \"% f\" 1.5}}", " 1.500000"},
      {"{{printf \"%.2s|%5s|%-5s|\" \"héllo\" \"hé\" \"hé\"}}", "hé|   hé|hé   |"},
      {"{{printf \"%05s\" \"hi\"}}", "000hi"},
      {"{{printf \"%q\" \"a\\tb\"}}", "\"a\\tb\""},
      {"{{printf \"%+q\" \"hé\"}}", "\"h\\u00e9\""},
      {"{{printf \"%#q\" \"a`b\"}}", "\"a`b\""},
      {"{{printf \"%#q\" \"ab\"}}", "`ab`"},
      {"{{printf \"%#q\" \"a\\nb\"}}", "\"a\\nb\""},
      {"{{printf \"%x % x %#x % #x\" \"hi\" \"hi\" \"hi\" \"hi\"}}", "6869 68 69 0x6869 0x68 0x69"},
      {"{{printf \"%.1x\" \"hi\"}}", "68"},
      {"{{printf \"%X\" \"hé\"}}", "68C3A9"},
      {"{{printf \"%t %5t\" true false}}", "true false"},
      {"{{printf \"%d\" true}}", "%!d(bool=true)"},
      {"{{printf \"%05d\" true}}", "%!d(bool=0true)"},
      {"{{printf \"%z\" 1}}", "%!z(int=1)"},
      {"{{printf \"%5z\" \"a\"}}", "%!z(string=    a)"},
      {"{{printf \"%s\" 1}}", "%!s(int=1)"},
      {"{{printf \"%5s\" 1}}", "%!s(int=    1)"},
      {"{{printf \"%d\" \"a\"}}", "%!d(string=a)"},
      {"{{printf \"%5.1d\" \"abc\"}}", "%!d(string=    a)"},
      {"{{printf \"%v\" nil}}", "<nil>"},
      {"{{printf \"%d\" nil}}", "%!d(<nil>)"},
      {"{{printf \"%T %T %T\" 1 1.5 \"a\"}}", "int float64 string"},
      {"{{printf \"%5T|\" 1}}", "  int|"},
      {"{{printf \"%v\" .l}}", "[a 1 <nil> true]"},
      {"{{printf \"%5d\" .l}}", "[%!d(string=    a)     1 <nil> %!d(bool= true)]"},
      {"{{printf \"%d\" .m}}", "map[%!d(string=a):2 %!d(string=b):%!d(string=x)]"},
      {"{{printf \"%q\" .l}}", "[\"a\" '\\x01' <nil> %!q(bool=true)]"},
      {"{{printf \"%x\" .m}}", "map[61:2 62:78]"},
      {"{{printf \"%#v\" .m}}", "map[string]interface {}{\"a\":2, \"b\":\"x\"}"},
      {"{{printf \"%#v\" .l}}", "[]interface {}{\"a\", 1, interface {}(nil), true}"},
      {"{{printf \"%+v\" .m}}", "map[a:2 b:x]"},
      {"{{printf \"%s\" .l}}", "[a %!s(int64=1) <nil> %!s(bool=true)]"},
      {"{{printf \"%w\" .m}}", "%!w(map[string]interface {}=map[a:2 b:x])"},
      {"{{printf \"%w\" 1}}", "%!w(int=1)"},
      {"{{printf \"%w\" .s}}", "%!w(string=str)"},
      {"{{printf \"%v %.1f\" 1i 1i}}", "(0+1i) (0.0+1.0i)"},
      {"{{printf \"%d\" 1i}}", "%!d(complex128=(0+1i))"},
      {"{{printf \"%[2]d %[1]d\" 1 2}}", "2 1"},
      {"{{printf \"%[3]d\" 1 2}}", "%!d(BADINDEX)"},
      {"{{printf \"%[x]d\" 1}}", "%!d(BADINDEX)"},
      {"{{printf \"%[1]d %d\" 1 2}}", "1 2"},
      {"{{printf \"%[2]*[1]d|\" 1 5}}", "    1|"},
      {"{{printf \"%*d|\" 5 1}}", "    1|"},
      {"{{printf \"%-*d|\" 5 1}}", "1    |"},
      {"{{printf \"%*d|\" -5 1}}", "1    |"},
      {"{{printf \"%.*f\" 2 1.0}}", "1.00"},
      {"{{printf \"%*d\" \"x\" 1}}", "%!(BADWIDTH)1"},
      {"{{printf \"%.*d\" -1 5}}", "%!(BADPREC)5"},
      {"{{printf \"%!\" }}", "%!!(MISSING)"},
      {"{{printf \"%\" }}", "%!(NOVERB)"},
      {"{{printf \"%d\" }}", "%!d(MISSING)"},
      {"{{printf \"%d\" 1 2}}", "1%!(EXTRA int=2)"},
      {"{{printf \"%d\" 1 \"a\" nil}}", "1%!(EXTRA string=a, <nil>)"},
      {"{{printf \"%é\" 1}}", "%!é(int=1)"},
      {"{{printf \"%5%|\" }}", "%|"},
      {"{{printf \"%[1]2d\" 7}}", "%!d(BADINDEX)"},
      {"{{printf \"%.[1]d\" 7}}", "7"},
      {"{{printf \"%.0x %.0X\" 3.5 100.0}}", "0x1p+02 0X1P+07"},
      {"{{printf \"%x\" 1e-7}}", "0x1.ad7f29abcaf48p-24"},
      {"{{printf \"%12.0T|\" 1i}}", "            |"},
      {"{{printf \"%T\" 1i}}", "complex128"},
      {"{{printf \"%.0s\" .l}}", "[ %!s(int64=1) <nil> %!s(bool=true)]"},
      {"{{printf \"%.0v\" .m}}", "map[:2 :]"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.text) {
      const auto parsed = GoTemplate::parse(row.text);
      REQUIRE(parsed);
      std::string out;
      CHECK(parsed->execute(data, MissingKeys::kAllow, out));
      CHECK(out == row.printed);
    }
}

}  // namespace
}  // namespace skiff::cli
