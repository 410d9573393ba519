#include <catch2/catch.hpp>

#include <algorithm>

#include "api/custom_resources/custom_resource.h"
#include "base/strings.h"

using namespace skiff;

// The documentation's own example (CustomResourceDefinition versioning), and names that only look like versions.
TEST_CASE("versions of a custom resource: Kubernetes' order") {
  struct Row {
    const char* why;
    std::vector<std::string> in_order;
  };
  const Row rows[] = {
      {"stable, beta, alpha, anything else by name",
       {"v10", "v2", "v1", "v11beta2", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10"}},
      {"a number that begins with 0 is none", {"v1", "v01", "v0beta1", "v1beta0"}},
      {"nor is one that no int holds", {"v1", "v3beta1", "v99999999999999999999"}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      std::vector<std::string> sorted = row.in_order;
      std::reverse(sorted.begin(), sorted.end());
      std::stable_sort(sorted.begin(), sorted.end(), is_newer_version);
      CHECK(join(sorted, " ") == join(row.in_order, " "));
    }
}
