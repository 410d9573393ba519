#include "api/kinds/servicecidr.h"

#include <utility>

#include "api/columns.h"

namespace skiff {
namespace {

void cidrs_cell(const Value& object, Time, std::string& out) {
  const char* separator = "";
  for (const Value& range : object.at("spec", "cidrs").elements())
    out.append(std::exchange(separator, ",")).append(range.as_string());
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"CIDRs", Show::kAlways, cidrs_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kServiceCIDR = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "ServiceCIDR",
    .resource = "servicecidrs",
    .singular = "servicecidr",
    .scope = Scope::kCluster,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
