#include "base/unified_diff.h"

#include <catch2/catch.hpp>

namespace skiff {

// The expectations are what Python's difflib.unified_diff gives, whose algorithm go-difflib is a copy of.
TEST_CASE("Unified diff") {
  struct Row {
    const char* why;
    const char* before;
    const char* after;
    const char* diff;
  };
  const Row rows[] = {
      {"equal", "a\nb", "a\nb", ""},
      {"one line changed, three lines around it", "1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\nx\n6\n7\n8\n9",
       "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
      {"a line added at the start", "a\nb", "x\na\nb", "@@ -1,2 +1,3 @@\n+x\n a\n b\n"},
      {"a single line for another", "a", "b", "@@ -1 +1 @@\n-a\n+b\n"},
      {"changes near each other share a hunk", "1\n2\n3\n4\n5\n6\n7", "x\n2\n3\n4\n5\n6\ny",
       "@@ -1,7 +1,7 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n-7\n+y\n"},
      {"changes far from each other do not", "1\n2\n3\n4\n5\n6\n7\n8\n9", "x\n2\n3\n4\n5\n6\n7\n8\ny",
       "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(unified_diff(row.before, row.after) == row.diff);
    }
}

}  // namespace skiff
