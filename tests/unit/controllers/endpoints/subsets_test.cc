#include "controllers/endpoints/subsets.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff::endpoints {
namespace {

Address address(const std::string& pod, const std::string& ip, Standing standing) {
  return {Value{{"ip", ip}, {"targetRef", Value{{"name", pod}}}}, Value::array({Value{{"port", 80}}}), standing};
}

}  // namespace

TEST_CASE("endpoints: ready and not ready addresses of a subset") {
  Subsets subsets{Value()};
  subsets.add(address("b", "10.0.0.2", Standing::kReady));
  subsets.add(address("a", "10.0.0.1", Standing::kReady));
  subsets.add(address("c", "10.0.0.3", Standing::kNotReady));
  Value list;
  CHECK(subsets.list(list) == Subsets::Size::kWhole);
  CHECK(to_json(list) ==
        R"([{"addresses":[{"ip":"10.0.0.1","targetRef":{"name":"a"}},{"ip":"10.0.0.2","targetRef":{"name":"b"}}],)"
        R"("notReadyAddresses":[{"ip":"10.0.0.3","targetRef":{"name":"c"}}],"ports":[{"port":80}]}])");

  Subsets changed(list);
  changed.put("c", address("c", "10.0.0.3", Standing::kReady));
  changed.put("a", std::nullopt);
  changed.list(list);
  CHECK(to_json(list) ==
        R"([{"addresses":[{"ip":"10.0.0.2","targetRef":{"name":"b"}},{"ip":"10.0.0.3","targetRef":{"name":"c"}}],)"
        R"("ports":[{"port":80}]}])");

  Subsets emptied(list);
  emptied.put("b", std::nullopt);
  emptied.put("c", std::nullopt);
  emptied.list(list);
  CHECK(list.is_null());
}

TEST_CASE("endpoints: a thousand addresses at most, ready ones first") {
  Subsets subsets{Value()};
  for (int i = 0; i < 5; ++i)
    subsets.add(address("n" + std::to_string(i), "1." + std::to_string(i), Standing::kNotReady));
  for (int i = 0; i < 998; ++i)
    subsets.add(address("r" + std::to_string(i), "2." + std::to_string(i), Standing::kReady));
  Value list;
  CHECK(subsets.list(list) == Subsets::Size::kTruncated);
  CHECK(std::as_const(list)[0]["addresses"].size() == 998);
  CHECK(std::as_const(list)[0]["notReadyAddresses"].size() == 2);
}

}  // namespace skiff::endpoints
