#include "controllers/volume/volume_matching.h"

#include <catch2/catch.hpp>

#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "base/json.h"

namespace skiff::volume {
namespace {

struct Volume {
  const char* name;
  const char* capacity = "1Gi";
  const char* storage_class = "fast";
  const char* modes = R"(["ReadWriteOnce"])";
  const char* claim_ref = nullptr;
  const char* phase = "Available";
};

ObjectRef make(const Volume& volume) {
  Value spec{{"capacity", Value{{"storage", volume.capacity}}},
             {"accessModes", *parse_json(volume.modes)},
             {"storageClassName", volume.storage_class}};
  if (volume.claim_ref != nullptr) spec.set("claimRef", *parse_json(volume.claim_ref));
  return std::make_shared<const Object>(
      kPersistentVolume, ObjectKey{"", volume.name}, 1,
      Value{{"metadata", Value{{"name", volume.name}, {"labels", Value{{"disk", "ssd"}}}}},
            {"spec", std::move(spec)},
            {"status", Value{{"phase", volume.phase}}}});
}

Object claim(const char* selector = nullptr) {
  Value spec{{"resources", Value{{"requests", Value{{"storage", "2Gi"}}}}},
             {"accessModes", Value::array({"ReadWriteOnce"})},
             {"storageClassName", "fast"}};
  if (selector != nullptr) spec.set("selector", *parse_json(selector));
  return Object(kPersistentVolumeClaim, {"default", "data"}, 1,
                Value{{"metadata", Value{{"name", "data"}, {"namespace", "default"}, {"uid", "u"}}}, {"spec", spec}});
}

}  // namespace

TEST_CASE("volumes: which one a claim gets") {
  constexpr const char* kOurs = R"({"namespace":"default","name":"data"})";
  struct Row {
    const char* why;
    std::vector<Volume> volumes;
    Binding binding;
    const char* found;
  };
  const std::vector<Row> rows = {
      {"the smallest that suffices",
       {{"big", "9Gi"}, {"tight", "3Gi"}, {"small", "1Gi"}},
       Binding::kImmediate,
       "tight"},
      {"of equals the first by name", {{"b", "3Gi"}, {"a", "3Gi"}}, Binding::kImmediate, "a"},
      {"few access modes before little space",
       {{"rwx", "2Gi", "fast", R"(["ReadWriteOnce","ReadWriteMany"])"}, {"rwo", "5Gi"}},
       Binding::kImmediate,
       "rwo"},
      {"access modes must contain those asked for",
       {{"rox", "2Gi", "fast", R"(["ReadOnlyMany"])"}},
       Binding::kImmediate,
       "none"},
      {"another class", {{"slow", "2Gi", "slow"}}, Binding::kImmediate, "none"},
      {"only what is available",
       {{"gone", "2Gi", "fast", R"(["ReadWriteOnce"])", nullptr, "Released"}},
       Binding::kImmediate,
       "none"},
      {"reserved for us wins whatever its class",
       {{"tight", "2Gi"}, {"ours", "9Gi", "slow", R"(["ReadWriteOnce"])", kOurs}},
       Binding::kImmediate,
       "ours"},
      {"even when binding waits", {{"ours", "2Gi", "fast", R"(["ReadWriteOnce"])", kOurs}}, Binding::kDelayed, "ours"},
      {"but not if it is too small",
       {{"ours", "1Gi", "fast", R"(["ReadWriteOnce"])", kOurs}},
       Binding::kImmediate,
       "none"},
      {"nor without the access modes asked for: it is not among those looked at",
       {{"ours", "2Gi", "fast", R"(["ReadOnlyMany"])", kOurs}},
       Binding::kImmediate,
       "none"},
      {"nor where one with fewer access modes would do, which is found first",
       {{"free", "9Gi"}, {"ours", "2Gi", "fast", R"(["ReadWriteOnce","ReadWriteMany"])", kOurs}},
       Binding::kImmediate,
       "free"},
      {"of as many access modes, though of other ones, it is the one",
       {{"free", "2Gi", "fast", R"(["ReadWriteOnce","ReadOnlyMany"])"},
        {"ours", "9Gi", "fast", R"(["ReadWriteOnce","ReadWriteMany"])", kOurs}},
       Binding::kImmediate,
       "ours"},
      {"reserved for an earlier claim of our name",
       {{"theirs", "2Gi", "fast", R"(["ReadWriteOnce"])", R"({"namespace":"default","name":"data","uid":"x"})"}},
       Binding::kImmediate,
       "none"},
      {"binding waits for a consumer", {{"tight", "2Gi"}}, Binding::kDelayed, "none"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      std::vector<ObjectRef> candidates;
      for (const Volume& volume : row.volumes) candidates.push_back(make(volume));
      const ObjectRef found = find_volume(claim(), candidates, row.binding);
      CHECK((found ? found->name() : "none") == row.found);
    }
}

TEST_CASE("volumes: a selector chooses among the free ones") {
  const std::vector<ObjectRef> candidates = {make({"ssd", "2Gi"})};
  CHECK(find_volume(claim(R"({"matchLabels":{"disk":"ssd"}})"), candidates, Binding::kImmediate));
  CHECK_FALSE(find_volume(claim(R"({"matchLabels":{"disk":"hdd"}})"), candidates, Binding::kImmediate));
}

TEST_CASE("volumes: why a claim cannot have the one it names") {
  struct Row {
    Volume volume;
    const char* why;
  };
  const Row rows[] = {
      {{"pv", "2Gi"}, ""},
      {{"pv", "1Gi"}, "requested PV is too small"},
      {{"pv", "2Gi", "slow"}, "storageClassName does not match"},
      {{"pv", "2Gi", "fast", R"(["ReadOnlyMany"])"}, "incompatible accessMode"},
  };
  for (const Row& row : rows)
    CHECK(why_unsuitable(*make(row.volume), claim(R"({"matchLabels":{"a":"b"}})")) == row.why);
}

}  // namespace skiff::volume
