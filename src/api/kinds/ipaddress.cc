#include "api/kinds/ipaddress.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ip"};

void parent_ref_cell(const Value& object, Time, std::string& out) {
  const Value& parent = object.at("spec", "parentRef");
  out += parent["resource"].as_string();
  const std::string_view group = parent["group"].as_string();
  if (!group.empty()) out.append(".").append(group);
  const std::string_view ns = parent["namespace"].as_string();
  if (!ns.empty()) out.append("/").append(ns);
  out.append("/").append(parent["name"].as_string());
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"ParentRef", Show::kAlways, parent_ref_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kIPAddress = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "IPAddress",
    .resource = "ipaddresses",
    .singular = "ipaddress",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
