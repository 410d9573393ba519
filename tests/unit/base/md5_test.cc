#include "base/md5.h"

#include <catch2/catch.hpp>
#include <string>

namespace skiff {

TEST_CASE("MD5; a machine ID is that of the node's name") {
  struct Row {
    const char* why;
    std::string name;
    const char* expected;
  };
  const Row rows[] = {
      {"a worker, as recorded", "worker-1", "fd8beb38b0b3b008322ea4ba31a713ac"},
      {"the control plane, as recorded", "control-plane", "f6ddf68f34963ade25bce356fc63d572"},
      {"RFC 1321: nothing", "", "d41d8cd98f00b204e9800998ecf8427e"},
      {"RFC 1321: more than one block",
       "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
       "57edf4a22be3c955ac49da2e2107b67a"},
  };
  for (const Row& row : rows) {
    DYNAMIC_SECTION(row.why) { CHECK(md5_hex(row.name) == row.expected); }
  }
}

}  // namespace skiff
