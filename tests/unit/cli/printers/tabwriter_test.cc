#include "cli/printers/tabwriter.h"

#include <catch2/catch.hpp>

using namespace skiff::cli;

TEST_CASE("tabwriter: columns are runs of lines") {
  struct Row {
    const char* why;
    const char* text;
    const char* laid_out;
  };
  const Row rows[] = {
      {"one block", "Name:\tx\nNamespace:\ty\n", "Name:       x\nNamespace:  y\n"},
      {"a line without a tab parts blocks", "A:\t1\nLong name:\nB:\t2\nCCC:\t3\n",
       "A:  1\nLong name:\nB:    2\nCCC:  3\n"},
      {"an empty value keeps its padding only if a tab follows", "IP:\t\nIPs:\t<none>\n", "IP:   \nIPs:  <none>\n"},
      {"a shorter line ends the inner column only", "a\tb\tc\nd\te\nf\tgg\th\n", "a  b  c\nd  e\nf  gg  h\n"},
      {"runes count, not bytes", "\xc3\xa9:\tx\nab:\ty\n", "\xc3\xa9:   x\nab:  y\n"},
      {"no newline at the end", "a\tb", "a  b"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(align_columns(row.text, kDescribeTabstops) == row.laid_out);
    }
  CHECK(align_columns("NAME\tREADY\tAGE\nweb\t1/1\t5s\n", kTableTabstops) == "NAME   READY   AGE\nweb    1/1     5s\n");
}
