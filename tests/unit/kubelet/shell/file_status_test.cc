#include "kubelet/shell/file_status.h"

#include <catch2/catch.hpp>

using namespace skiff;

TEST_CASE("file status: modes as chmod changes them") {
  struct Row {
    const char* change;
    int before, after;  // after: -1 where it is no mode
    bool directory = false;
  };
  const Row rows[] = {
      {"755", 0644, 0755},
      {"0600", 0755, 0600},
      {"4755", 0, 04755},
      {"u+x", 0644, 0744},
      {"+x", 0644, 0755},
      {"a-x", 0755, 0644},
      {"go-rwx", 0755, 0700},
      {"u=rwx,g=rx,o=", 0, 0750},
      {"+w", 0444, 0644},
      {"a+w", 0444, 0666},
      {"g+s", 0755, 02755},
      {"+t", 0777, 01777},
      {"a+X", 0644, 0644},
      {"a+X", 0744, 0755},
      {"a+X", 0644, 0755, true},
      {"u+x-w", 0644, 0544},
      {"8", 0, -1},
      {"u", 0, -1},
      {"u+q", 0, -1},
      {"", 0, -1},
      {"77777", 0, -1},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.change << " on " << row.before) {
      CHECK(shell::changed_mode(row.before, row.change, row.directory).value_or(-1) == row.after);
    }
}

TEST_CASE("file status: modes as ls shows them") {
  using Sort = FileStatus::Sort;
  const auto text = [](int mode, Sort sort = Sort::kFile) {
    return shell::mode_text(FileStatus{.sort = sort, .mode = mode});
  };
  CHECK(text(0644) == "-rw-r--r--");
  CHECK(text(04755) == "-rwsr-xr-x");
  CHECK(text(01777, Sort::kDirectory) == "drwxrwxrwt");
  CHECK(text(02777, Sort::kDirectory) == "drwxrwsrwx");
  CHECK(text(02644, Sort::kDirectory) == "drw-r-Sr--");
  CHECK(text(0777, Sort::kLink) == "lrwxrwxrwx");
}
