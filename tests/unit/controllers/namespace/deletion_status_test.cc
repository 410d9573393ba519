#include "controllers/namespace/deletion_status.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff::namespaces {
namespace {

std::string show(const Value& status) {
  std::string text;
  for (const Value& condition : status["conditions"].elements())
    text += condition["type"].str() + " " + condition["status"].str() + " " + condition["reason"].str() + ": " +
            condition["message"].str() + "\n";
  return text;
}

constexpr Time kThen = Time(seconds(100));
constexpr Time kLater = Time(seconds(200));

}  // namespace

TEST_CASE("namespace deletion: conditions while nothing is in the way") {
  CHECK(show(deletion_status(Value{{"phase", "Terminating"}}, {}, kThen)) ==
        "NamespaceDeletionDiscoveryFailure False ResourcesDiscovered: All resources successfully discovered\n"
        "NamespaceDeletionGroupVersionParsingFailure False ParsedGroupVersions: All legacy kube types successfully "
        "parsed\n"
        "NamespaceDeletionContentFailure False ContentDeleted: All content successfully deleted, may be waiting on "
        "finalization\n"
        "NamespaceContentRemaining False ContentRemoved: All content successfully removed\n"
        "NamespaceFinalizersRemaining False ContentHasNoFinalizers: All content-preserving finalizers finished\n");
}

TEST_CASE("namespace deletion: what remains is counted") {
  const Remaining remaining{.resources = {{"configmaps.", 1}, {"widgets.example.com", 2}},
                            .finalizers = {{"example.com/f", 2}}};
  const Value first = deletion_status(Value(), {}, kThen);
  const Value second = deletion_status(first, remaining, kLater);
  CHECK(second["conditions"][3]["message"].as_string() ==
        "Some resources are remaining: configmaps. has 1 resource instances, widgets.example.com has 2 resource "
        "instances");
  CHECK(second["conditions"][4]["message"].as_string() ==
        "Some content in the namespace has finalizers remaining: example.com/f in 2 resource instances");
  CHECK(second["conditions"][3]["lastTransitionTime"].as_string() == rfc3339(kLater));
  CHECK(second["conditions"][0]["lastTransitionTime"].as_string() == rfc3339(kThen));
}

}  // namespace skiff::namespaces
