#include "api/kinds/scale.h"

#include "api/columns.h"

namespace skiff {
namespace {

void desired_cell(const Value& scale, Time, std::string& out) {
  out += std::to_string(scale.at("spec", "replicas").as_int());
}
void available_cell(const Value& scale, Time, std::string& out) {
  out += std::to_string(scale.at("status", "replicas").as_int());
}

// Upstream: printScale.
constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Desired", Show::kAlways, desired_cell},
    {"Available", Show::kAlways, available_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kScale = {
    .group = "autoscaling",
    .version = "v1",
    .kind = "Scale",
    .resource = "scales",
    .singular = "scale",
    .scope = Scope::kNamespaced,
    .verbs = "get,patch,update",
    .columns = kColumns,
};

}  // namespace skiff
