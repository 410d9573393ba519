#include "controllers/availability.h"

#include <catch2/catch.hpp>

#include "api/kinds/pod.h"

namespace skiff {
namespace {

ObjectRef pod_ready_since(Time time, const char* ready) {
  return std::make_shared<Object>(
      kPod, ObjectKey{"default", "p"}, 1,
      Value{{"status", Value{{"conditions",
                              Value::array({Value{
                                  {"type", "Ready"}, {"status", ready}, {"lastTransitionTime", rfc3339(time)}}})}}}});
}

TEST_CASE("The next moment at which a pod becomes available") {
  const Time now = Time{} + seconds(1000);
  const std::vector<ObjectRef> pods = {pod_ready_since(now - seconds(5), "True"), pod_ready_since(now, "True"),
                                       pod_ready_since(now - seconds(3), "True"),
                                       pod_ready_since(now - seconds(4), "False")};
  CHECK(next_availability(pods, seconds(5), now) == seconds(2));
  CHECK(next_availability(pods, seconds(0), now) == std::nullopt);
  CHECK(next_availability({pods[0], pods[3]}, seconds(5), now) == std::nullopt);
}

}  // namespace
}  // namespace skiff
