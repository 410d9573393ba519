#include "kubelet/machine_id.h"

#include <catch2/catch.hpp>
#include <string>

namespace skiff {

TEST_CASE("a machine ID is the MD5 digest of the node's name", "[cluster]") {
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
    DYNAMIC_SECTION(row.why) { CHECK(machine_id(row.name) == row.expected); }
  }
}

}  // namespace skiff
