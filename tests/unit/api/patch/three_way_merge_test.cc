#include "api/patch/three_way_merge.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"

using namespace skiff;

namespace {

std::string patch_of(const Schema* schema, const char* original, const char* modified, const char* current) {
  const auto patch = three_way_patch(*parse_json(original), *parse_json(modified), *parse_json(current), schema);
  return patch ? to_json(*patch) : patch.error().message;
}

struct Row {
  const char* why;
  const char* original;
  const char* modified;
  const char* current;
  const char* patch;
};

void check(const char* resource, std::initializer_list<Row> rows) {
  const Schema* schema = find_schema(*find_resource(resource));
  REQUIRE(schema != nullptr);
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(patch_of(schema, row.original, row.modified, row.current) == row.patch);
    }
}

}  // namespace

TEST_CASE("Apply: 2. Three-way merge: deployments") {
  check("deployments",
        {
            {"nothing has changed", R"({"spec":{"replicas":1}})", R"({"spec":{"replicas":1}})",
             R"({"spec":{"replicas":1,"paused":true},"status":{}})", "{}"},
            {"scaled by somebody else", R"({"spec":{"replicas":1}})", R"({"spec":{"replicas":1}})",
             R"({"spec":{"replicas":5}})", R"({"spec":{"replicas":1}})"},
            {"a field leaves the manifest", R"({"spec":{"replicas":2}})", R"({"spec":{}})",
             R"({"spec":{"replicas":2}})", R"({"spec":{"replicas":null}})"},
            {"a label that somebody else has set stays", R"({"metadata":{"labels":{"a":"1"}}})",
             R"({"metadata":{"labels":{"b":"2"}}})", R"({"metadata":{"labels":{"a":"1","other":"x"}}})",
             R"({"metadata":{"labels":{"a":null,"b":"2"}}})"},
            {"the strategy changes, a container changes and one goes",
             R"({"spec":{"strategy":{"type":"RollingUpdate"},"template":{"spec":{"containers":[
               {"image":"nginx:1","name":"c"},{"image":"d","name":"d"}]}}}})",
             R"({"spec":{"replicas":2,"strategy":{"type":"Recreate"},
               "template":{"spec":{"containers":[{"image":"nginx:2","name":"c"}]}}}})",
             R"({"spec":{"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%"}},
               "template":{"spec":{"containers":[{"image":"nginx:1","name":"c"},{"image":"d","name":"d"}]}}}})",
             R"({"spec":{"replicas":2,"strategy":{"$retainKeys":["type"],"type":"Recreate"},"template":{"spec":{)"
             R"("$setElementOrder/containers":[{"name":"c"}],"containers":[{"image":"nginx:2","name":"c"},)"
             R"({"$patch":"delete","name":"d"}]}}}})"},
            {"a sidecar of somebody else's makes a patch that changes nothing",
             R"({"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}})",
             R"({"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}})",
             R"({"spec":{"template":{"spec":{"containers":[{"name":"c"},{"name":"sidecar"}]}}}})",
             R"({"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"c"}]}}}})"},
            {"a quantity that the server has rewritten",
             R"({"spec":{"template":{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"2000m"}}}]}}}})",
             R"({"spec":{"template":{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"2000m"}}}]}}}})",
             R"({"spec":{"template":{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"2"}}}]}}}})",
             R"({"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"c"}],)"
             R"("containers":[{"name":"c","resources":{"limits":{"cpu":"2000m"}}}]}}}})"},
            {"an empty env that the server does not keep",
             R"({"spec":{"template":{"spec":{"containers":[{"env":[],"name":"c"}]}}}})",
             R"({"spec":{"template":{"spec":{"containers":[{"env":[],"name":"c"}]}}}})",
             R"({"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}}})",
             R"({"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"c"}],)"
             R"("containers":[{"env":[],"name":"c"}]}}}})"},
        });
}

TEST_CASE("Apply: 2. Three-way merge: StatefulSets send their claim templates again, the live ones have a status") {
  check("statefulsets",
        {{"volumeClaimTemplates", R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"d"}}]}})",
          R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"d"}}]}})",
          R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"d"},"status":{"phase":"Pending"}}]}})",
          R"({"spec":{"volumeClaimTemplates":[{"metadata":{"name":"d"}}]}})"}});
}

TEST_CASE("Apply: 2. Three-way merge: a disruption budget's selector is always sent") {
  check("poddisruptionbudgets",
        {{"selector", R"({"spec":{"selector":{"matchLabels":{"a":"b"}}}})",
          R"({"spec":{"selector":{"matchLabels":{"a":"b"}}}})", R"({"spec":{"selector":{"matchLabels":{"a":"b"}}}})",
          R"({"spec":{"selector":{"matchLabels":{"a":"b"}}}})"}});
}

TEST_CASE("Apply: 2. Three-way merge: Service ports by number") {
  check("services", {{"a port goes, one comes", R"({"spec":{"ports":[{"port":80},{"port":81}]}})",
                      R"({"spec":{"ports":[{"port":82},{"port":80}]}})",
                      R"({"spec":{"ports":[{"port":80,"protocol":"TCP"},{"port":81,"protocol":"TCP"}]}})",
                      R"({"spec":{"$setElementOrder/ports":[{"port":82},{"port":80}],"ports":[{"port":82},)"
                      R"({"$patch":"delete","port":81}]}})"}});
}

TEST_CASE("Apply: 1. Kinds that the client does not know: merge patches") {
  const Row rows[] = {
      {"unchanged", R"({"spec":{"a":1}})", R"({"spec":{"a":1}})", R"({"spec":{"a":1,"b":2}})", "{}"},
      {"lists whole", R"({"l":[1]})", R"({"l":[2]})", R"({"l":[1,3]})", R"({"l":[2]})"},
      {"deletions and changes", R"({"spec":{"a":1,"c":1}})", R"({"spec":{"b":2}})", R"({"spec":{"a":1,"c":1}})",
       R"({"spec":{"a":null,"b":2,"c":null}})"},
      {"a name that changes", R"({"metadata":{"name":"a"}})", R"({"metadata":{"name":"b"}})",
       R"({"metadata":{"name":"a"}})", "At least one of apiVersion, kind and name was changed"},
      {"an empty map is a value", R"({})", R"({"spec":{}})", R"({})", R"({"spec":{}})"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(patch_of(nullptr, row.original, row.modified, row.current) == row.patch);
    }
}

TEST_CASE("Apply: 2. Three-way merge: --overwrite=false refuses what others have changed") {
  const Schema* schema = find_schema(*find_resource("deployments"));
  const auto patch_without_overwrite = [&](const char* live) {
    return three_way_patch(*parse_json(R"({"spec":{"replicas":1}})"), *parse_json(R"({"spec":{"replicas":3}})"),
                           *parse_json(live), schema, Overwrite::kRefuse);
  };
  const auto refused = patch_without_overwrite(R"({"spec":{"replicas":2}})");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message ==
        "patch:\n{\"spec\":{\"replicas\":3}}\n"
        "conflicts with changes made from original to current:\n"
        "{\"spec\":{\"replicas\":2}}\n");
  CHECK(patch_without_overwrite(R"({"spec":{"replicas":1}})").has_value());
}
