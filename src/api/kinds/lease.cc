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

// ValidateLeaseSpec.
void validate(const Value& lease, FieldErrors& errors) {
  const FieldPath path("spec");
  const Value& spec = lease["spec"];
  if (const Value& seconds = spec["leaseDurationSeconds"]; !seconds.is_null() && seconds.as_int() <= 0)
    errors.invalid(path.child("leaseDurationSeconds"), seconds, "must be greater than 0");
  if (const Value& count = spec["leaseTransitions"]; !count.is_null() && count.as_int() < 0)
    errors.invalid(path.child("leaseTransitions"), count, "must be greater than or equal to 0");
}

}  // namespace

const Kind kLease = {
    .group = "coordination.k8s.io",
    .version = "v1",
    .kind = "Lease",
    .resource = "leases",
    .singular = "lease",
    .scope = Scope::kNamespaced,
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
