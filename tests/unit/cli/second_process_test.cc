#include "cli/second_process.h"

#include <csignal>

#include <unistd.h>

#include <catch2/catch.hpp>

namespace skiff::cli {
namespace {

TEST_CASE("second process: what it makes arrives") {
  struct Row {
    const char* why;
    size_t size;
  };
  const Row rows[] = {{"nothing", 0}, {"a word", 5}, {"more than a pipe holds", size_t{5} << 20}};
  for (const Row& row : rows) {
    DYNAMIC_SECTION(row.why) {
      int touched = 0;
      SecondProcess second([&] {
        touched = 1;
        return std::string(row.size, 'x');
      });
      CHECK(second.text() == std::string(row.size, 'x'));
      CHECK(touched == 0);
    }
  }
}

TEST_CASE("second process: one that fails has no text") {
  SecondProcess fails([]() -> std::string { ::_exit(1); });
  CHECK_FALSE(fails.text());
  SecondProcess dies([]() -> std::string {
    ::kill(::getpid(), SIGKILL);
    return "x";
  });
  CHECK_FALSE(dies.text());
}

TEST_CASE("second process: one that nobody asks ends with its first") {
  SecondProcess unasked([] {
    ::sleep(600);
    return std::string();
  });
}

}  // namespace
}  // namespace skiff::cli
