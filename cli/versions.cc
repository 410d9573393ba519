#include "cli/versions.h"

namespace skiff::cli {

Value build_information(std::string_view version) {
  return Value{{"buildDate", "2026-06-11T00:00:00Z"},
               {"compiler", "gc"},
               {"gitCommit", ""},
               {"gitTreeState", "clean"},
               {"gitVersion", version},
               {"goVersion", "go1.25"},
               {"major", "1"},
               {"minor", "36"},
               {"platform", "linux/amd64"}};
}

}  // namespace skiff::cli
