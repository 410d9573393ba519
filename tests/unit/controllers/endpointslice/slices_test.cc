#include "controllers/endpointslice/slices.h"

#include <catch2/catch.hpp>

#include "api/kinds/endpointslice.h"

namespace skiff::endpointslice {
namespace {

Backend backend(const std::string& pod, int port, bool ready = true) {
  return {Value{{"targetRef", Value{{"name", pod}}}, {"ready", ready}}, Value::array({Value{{"port", port}}})};
}

ObjectRef stored(const std::vector<Slice>& slices, size_t index) {
  return std::make_shared<const Object>(
      kEndpointSlice, ObjectKey{"default", "s" + std::to_string(index)}, 1,
      Value{{"endpoints", Value::array(slices[index].endpoints)}, {"ports", slices[index].ports}});
}

std::vector<Slice> finish(Slices& slices, std::vector<ObjectRef>& remove) {
  remove = slices.drop_empty();
  return slices.slices();
}

}  // namespace

TEST_CASE("endpoint slices: a service without pods keeps an empty one") {
  Slices slices({});
  std::vector<ObjectRef> remove;
  const std::vector<Slice> keep = finish(slices, remove);
  REQUIRE(keep.size() == 1);
  CHECK(keep[0].endpoints.empty());
  CHECK(keep[0].ports.is_null());
  CHECK(keep[0].changed);
}

TEST_CASE("endpoint slices: a hundred endpoints each, other ports apart") {
  Slices slices({});
  for (int i = 0; i < 250; ++i) slices.put("p" + std::to_string(i), backend("p" + std::to_string(i), 80));
  slices.put("q", backend("q", 81));
  std::vector<ObjectRef> remove;
  std::string sizes;
  for (const Slice& slice : finish(slices, remove)) sizes += std::to_string(slice.endpoints.size()) + " ";
  CHECK(sizes == "100 100 50 1 ");
}

TEST_CASE("endpoint slices: only what changes is written") {
  Slices first({});
  for (int i = 0; i < 150; ++i) first.put("p" + std::to_string(i), backend("p" + std::to_string(i), 80));
  std::vector<ObjectRef> remove;
  const std::vector<Slice> made = finish(first, remove);
  const std::vector<ObjectRef> all = {stored(made, 0), stored(made, 1)};

  Slices same(all);
  same.put("p3", backend("p3", 80));
  std::vector<Slice> keep = finish(same, remove);
  CHECK_FALSE(keep[0].changed);

  Slices unready(all);
  unready.put("p120", backend("p120", 80, false));
  keep = finish(unready, remove);
  CHECK_FALSE(keep[0].changed);
  CHECK(keep[1].changed);

  Slices emptied(all);
  emptied.retain([](std::string_view pod) { return pod == "p0"; });
  keep = finish(emptied, remove);
  REQUIRE(keep.size() == 1);
  CHECK(keep[0].endpoints.size() == 1);
  REQUIRE(remove.size() == 1);
  CHECK(remove[0]->name() == "s1");
}

}  // namespace skiff::endpointslice
