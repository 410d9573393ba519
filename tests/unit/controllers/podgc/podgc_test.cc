#include "controllers/podgc/podgc.h"

#include <catch2/catch.hpp>

#include "api/kinds/pod.h"

namespace skiff {
namespace {

Time at(int64_t second) { return Time(seconds(second)); }

ObjectRef finished(const std::string& name, int64_t created, const char* reason = "") {
  return std::make_shared<const Object>(
      kPod, ObjectKey{"default", name}, 1,
      Value{{"metadata", Value{{"name", name}, {"creationTimestamp", rfc3339(at(created))}}},
            {"status", Value{{"phase", "Failed"}, {"reason", reason}}}});
}

}  // namespace

TEST_CASE("podgc: when the pods of a missing node go") {
  CHECK(orphans_go_at(at(1001)) == at(1060));  // seen at 1020, forty seconds of quarantine
  CHECK(orphans_go_at(at(1020)) == at(1080));  // just missed the look at 1020
  CHECK(next_podgc(at(1039)) == at(1040));
}

TEST_CASE("podgc: evicted pods go first, then the oldest") {
  const std::vector<ObjectRef> pods = {finished("young", 300), finished("old", 100),
                                       finished("evicted", 400, "Evicted")};
  std::string names;
  for (const ObjectRef& pod : surplus_pods(pods, 1)) names += pod->name() + " ";
  CHECK(names == "evicted old ");
  CHECK(surplus_pods(pods, 3).empty());
}

}  // namespace skiff
