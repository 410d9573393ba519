#include "cli/verb_examples.h"

namespace skiff::cli {
namespace {

struct VerbExamples {
  std::string_view path;
  std::string_view text;
};

constexpr VerbExamples kExamples[] = {
    {"fault clear",
     "  # One fault, then all that are left\n  skiff fault clear image-nginx-1.28\n  skiff fault clear --all\n"},
    {"fault image",
     "  # No tag of nginx 1.28 can be pulled\n  skiff fault image 'nginx:1.28*'\n\n"
     "  # The first pull on each node takes half a minute\n  skiff fault image mysql:8 --slow 30s\n"},
    {"fault node-down",
     "  # A node falls silent; six minutes later its pods are evicted\n  skiff fault node-down worker-2\n"
     "  skiff clock advance 6m\n"},
    {"fault pod",
     "  # A pod runs out of memory a minute after each start\n"
     "  skiff fault pod web-0 --crash --after 1m --exit-code 137 --reason OOMKilled\n\n"
     "  # A pod that is not ready, and one that will not die\n  skiff fault pod web-1 --unready\n"
     "  skiff fault pod web-2 --stuck\n"},
    {"fault volume", "  # The volume of a claim cannot be attached to any node\n  skiff fault volume data-web-0\n"},
    {"fault zone-down",
     "  # All nodes of a zone are cut off, and come back\n  skiff fault zone-down zone-a\n"
     "  skiff fault zone-up zone-a\n"},
};

}  // namespace

std::string_view examples_of(std::string_view path) {
  for (const VerbExamples& examples : kExamples)
    if (examples.path == path) return examples.text;
  return {};
}

}  // namespace skiff::cli
