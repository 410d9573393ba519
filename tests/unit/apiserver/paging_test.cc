#include "apiserver/paging.h"

#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "base/base64.h"
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
}

TEST_CASE("list: a token that nobody has given") {
  struct Row {
    const char* why;
    const char* token;
    const char* problem;
  };
  const Row rows[] = {
      {"too short for a byte", "x", ": illegal base64 data at input byte 0"},
      {"no digit", "ab=c", ": illegal base64 data at input byte 2"},
      {"no JSON", "eHg", ": invalid character 'x' looking for beginning of value"},
      {"another version", "eyJ2IjoidjIifQ", ": server does not recognize this encoded version v2"},  // {"v":"v2"}
      {"no resourceVersion", "eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ",                                       // {"v":…/v1}
       ": incorrect encoded start resourceVersion (version meta.k8s.io/v1)"},
      {"no key", "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NX0",
       ": encoded start key empty (version meta.k8s.io/v1)"},  // {"v":…,"rv":5}
  };
  Store store(1);
  const Time now(seconds(1'790'000'000));
  ApiServer api(store, now);
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto page = list_page(api, kConfigMap, {}, 2, row.token);
      REQUIRE_FALSE(page);
      CHECK(page.error().message == "invalid continue token: continue key is not valid" + std::string(row.problem));
      CHECK(page.error().is(Reason::kBadRequest));
    }
}

TEST_CASE("list: a token says what a server's says") {
  Store store(1);
  const Time now = Time(seconds(1'790'000'000));
  make_default_cluster(store, {}, now);
  ApiServer api(store, now);
  for (const char* name : {"a", "b"})
    REQUIRE(api.create(kConfigMap, "default", Value{{"metadata", Value{{"name", name}}}}));
  const auto token = [&](const char* ns) {
    const auto page = list_page(api, kConfigMap, {ns, "", ""}, 1);
    std::string text = page->continue_token;
    text.append((4 - text.size() % 4) % 4, '=');
    return std::pair(*base64_decode(text), std::to_string(page->resource_version));
  };
  const auto [inside, version] = token("default");
  CHECK(inside == R"({"v":"meta.k8s.io/v1","rv":)" + version + R"(,"start":"a\u0000"})");
  CHECK(token("").first == R"({"v":"meta.k8s.io/v1","rv":)" + version + R"(,"start":"default/a\u0000"})");
}
