#include "apiserver/paging.h"

#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "cluster/default_cluster.h"

using namespace skiff;

TEST_CASE("list: in pages") {
  Store store(1);
  const Time now = Time(seconds(1'790'000'000));
  make_default_cluster(store, {}, now);
  ApiServer api(store, now);
  for (const char* name : {"c", "a", "e", "b", "d"}) {
    const Value document{{"metadata", Value{{"name", name}, {"labels", Value{{"l", "x"}}}}}};
    REQUIRE(api.create(kConfigMap, "default", document));
  }
  ListOptions options;
  options.ns = "default";
  options.label_selector = "l=x";
  std::string names;
  std::string token;
  for (int pages = 0; pages == 0 || !token.empty(); ++pages) {
    REQUIRE(pages < 3);
    const auto page = list_page(api, kConfigMap, options, 2, token);
    REQUIRE(page);
    for (const ObjectRef& one : page->items) names += one->name();
    names += "+" + std::to_string(page->remaining) + " ";
    token = page->continue_token;
  }
  CHECK(names == "ab+3 cd+1 e+0 ");
  CHECK(list_page(api, kConfigMap, options, 2, "x").error().message == "continue key is not valid");
}
