#include "api/schema.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"

using namespace skiff;

namespace {

const Schema* at(const char* kind, const char* path) {
  for (const Kind* row : all_kinds())
    if (row->kind == kind) return schema_at(find_schema(*row), path);
  return nullptr;
}

}  // namespace

TEST_CASE("schema: merge keys and patch strategies") {
  struct Row {
    const char* kind;
    const char* path;
    bool merge;
    bool retain_keys;
    const char* key;
  };
  const Row rows[] = {
      {"Pod", "spec.containers", true, false, "name"},
      {"Pod", "spec.containers.ports", true, false, "containerPort"},
      {"Pod", "spec.volumes", true, true, "name"},
      {"Pod", "spec.hostAliases", true, false, "ip"},
      {"Pod", "spec.topologySpreadConstraints", true, false, "topologyKey"},
      {"Pod", "spec.tolerations", false, false, ""},
      {"Deployment", "spec.template.spec.containers.env", true, false, "name"},
      {"Deployment", "spec.template.spec.containers.volumeMounts", true, false, "mountPath"},
      {"Deployment", "spec.strategy", false, true, ""},
      {"StatefulSet", "spec.updateStrategy", false, false, ""},
      {"StatefulSet", "spec.volumeClaimTemplates", false, false, ""},
      {"Service", "spec.ports", true, false, "port"},
      {"Service", "metadata.finalizers", true, false, ""},
      {"Service", "metadata.ownerReferences", true, false, "uid"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.kind << " " << row.path) {
      const Schema* schema = at(row.kind, row.path);
      REQUIRE(schema != nullptr);
      CHECK(schema->patch_merge == row.merge);
      CHECK(schema->patch_retain_keys == row.retain_keys);
      CHECK(schema->merge_key == row.key);
    }
}

TEST_CASE("schema: types as Go names them") {
  struct Row {
    const char* kind;
    const char* path;
    const char* type;
  };
  const Row rows[] = {
      {"Deployment", "", "v1.Deployment"},
      {"Deployment", "spec.replicas", "int32"},
      {"Deployment", "spec.template.spec.containers", "[]v1.Container"},
      {"Deployment", "metadata.labels", "map[string]string"},
      {"Pod", "spec.containers.imagePullPolicy", "v1.PullPolicy"},
      {"Pod", "spec.containers.resources.limits.cpu", "resource.Quantity"},
      {"Secret", "data", "map[string][]uint8"},
      {"Service", "spec.ports.targetPort", "intstr.IntOrString"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.kind << " " << row.path) {
      const Schema* schema = at(row.kind, row.path);
      REQUIRE(schema != nullptr);
      CHECK(schema->go_type_name() == row.type);
    }
}

TEST_CASE("schema: what is not described is null") {
  CHECK(at("Deployment", "spec.replica") == nullptr);
  CHECK(at("Deployment", "spec.replicas.deeper") == nullptr);
  CHECK(find_schema("apps/v1beta1", "Deployment") == nullptr);
}

TEST_CASE("schema: lists, enums and defaults") {
  const Schema* ports = at("Service", "spec.ports");
  REQUIRE(ports != nullptr);
  CHECK(ports->list_type == ListType::kMap);
  CHECK(ports->map_keys == std::vector<std::string_view>{"port", "protocol"});
  CHECK(at("Service", "spec.ports.protocol")->default_json == "\"TCP\"");
  CHECK(at("Service", "spec.ports.protocol")->enum_values() == std::vector<std::string_view>{"SCTP", "TCP", "UDP"});
  CHECK(at("Service", "spec.ports.port")->required);
  CHECK(at("Service", "spec.selector")->atomic);
  CHECK(at("Pod", "spec.volumes.hostPath.type")->enum_values().front().empty());
}

TEST_CASE("schema: every kind that can be read but custom ones has one, and all its types resolve") {
  for (const Kind* kind : all_kinds()) {
    if (kind->group == "skiff.dev" || !kind->allows("list")) continue;
    INFO(kind->kind);
    const Schema* schema = find_schema(*kind);
    REQUIRE(schema != nullptr);
    CHECK(schema->field("metadata") != nullptr);
    for (const SchemaField& field : schema->fields()) CHECK_NOTHROW(field.schema.fields());
  }
}
