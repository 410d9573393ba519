#include "api/kinds/lease.h"

#include "api/columns.h"

namespace skiff {
namespace {

void holder_cell(const Value& lease, Time, std::string& out) { out += lease.at("spec", "holderIdentity").as_string(); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Holder", Show::kAlways, holder_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kLease = {
    .group = "coordination.k8s.io",
    .version = "v1",
    .kind = "Lease",
    .resource = "leases",
    .singular = "lease",
    .scope = Scope::kNamespaced,
    .columns = kColumns,
};

}  // namespace skiff
