#include "api/kinds/resourceclaim.h"

#include "api/columns.h"

namespace skiff {
namespace {

void state_cell(const Value& object, Time, std::string& out) {
  const bool allocated = !object.at("status", "allocation").is_null();
  if (object["metadata"].contains("deletionTimestamp")) out += "deleted,";
  out += allocated ? "allocated" : "pending";
  if (!object.at("status", "reservedFor").empty()) out += ",reserved";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"State", Show::kAlways, state_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kResourceClaim = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "ResourceClaim",
    .resource = "resourceclaims",
    .singular = "resourceclaim",
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
