#include "api/kinds/csidriver.h"

#include <set>

#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "base/strings.h"

namespace skiff {
namespace {

void append_flag(const Value& driver, const char* field, bool otherwise, std::string& out) {
  out += driver.at("spec", field).as_bool(otherwise) ? "true" : "false";
}

void attach_required_cell(const Value& driver, Time, std::string& out) {
  append_flag(driver, "attachRequired", true, out);
}

void pod_info_cell(const Value& driver, Time, std::string& out) { append_flag(driver, "podInfoOnMount", false, out); }

void storage_capacity_cell(const Value& driver, Time, std::string& out) {
  append_flag(driver, "storageCapacity", false, out);
}

void token_requests_cell(const Value& driver, Time, std::string& out) {
  const Value& requests = driver.at("spec", "tokenRequests");
  if (requests.is_null()) out += "<unset>";
  else append_joined(requests, "audience", out);
}

void republish_cell(const Value& driver, Time, std::string& out) {
  append_flag(driver, "requiresRepublish", false, out);
}

void modes_cell(const Value& driver, Time, std::string& out) {
  std::string modes;
  for (const Value& mode : driver.at("spec", "volumeLifecycleModes").elements())
    modes.append(modes.empty() ? "" : ",").append(mode.as_string());
  append_or_none(modes, out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"AttachRequired", Show::kAlways, attach_required_cell},
    {"PodInfoOnMount", Show::kAlways, pod_info_cell},
    {"StorageCapacity", Show::kAlways, storage_capacity_cell},
    {"TokenRequests", Show::kAlways, token_requests_cell},
    {"RequiresRepublish", Show::kAlways, republish_cell},
    {"Modes", Show::kAlways, modes_cell},
    {"Age", Show::kAlways, age_cell},
};

// SetDefaults_CSIDriver.
void set_defaults(Value& driver) {
  edit_member(driver, "spec", [](Value& spec) {
    set_if_absent(spec, "attachRequired", true);
    set_if_absent(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
    for (const char* off : {"podInfoOnMount", "requiresRepublish", "seLinuxMount", "storageCapacity"})
      set_if_absent(spec, off, false);
    set_if_absent(spec, "volumeLifecycleModes", Value::array({"Persistent"}));
  });
}

constexpr size_t kNameMost = 63;
constexpr int64_t kTokenSecondsLeast = 600;
constexpr int64_t kTokenSecondsMost = int64_t{1} << 32;
constexpr int64_t kUpdatePeriodLeast = 10;

// ValidateCSIDriverName. The field is the name itself, beside what metadata's rules say of it.
void validate_name(const Value& name, FieldErrors& errors) {
  const FieldPath path("name");
  if (name.as_string().size() > kNameMost) errors.too_long(path, kNameMost);
  add_problems(errors, path, name, dns1123_subdomain_problems(to_lower(name.as_string())));
}

// validateTokenRequests.
void validate_token_requests(const Value& requests, const FieldPath& path, FieldErrors& errors) {
  std::set<std::string_view> audiences;
  for (size_t i = 0; i < requests.size(); ++i) {
    const FieldPath at = path.index(i);
    if (!audiences.insert(requests[i]["audience"].as_string()).second)
      errors.duplicate(at.child("audience"), requests[i]["audience"]);
    const Value& lifetime = requests[i]["expirationSeconds"];
    if (lifetime.is_null()) continue;
    if (lifetime.as_int() < kTokenSecondsLeast)
      errors.invalid(at.child("expirationSeconds"), lifetime, "may not specify a duration less than 10 minutes");
    if (lifetime.as_int() > kTokenSecondsMost)
      errors.invalid(at.child("expirationSeconds"), lifetime, "may not specify a duration larger than 2^32 seconds");
  }
}

// validateCSIDriverSpec; what it requires has been defaulted.
void validate(const Value& driver, FieldErrors& errors) {
  validate_name(driver.at("metadata", "name"), errors);
  const Value& spec = driver["spec"];
  const FieldPath path("spec");
  check_one_of(errors, path.child("fsGroupPolicy"), spec["fsGroupPolicy"], {"File", "None", "ReadWriteOnceWithFSType"});
  validate_token_requests(spec["tokenRequests"], path.child("tokenRequests"), errors);
  for (const Value& mode : spec["volumeLifecycleModes"].elements())
    check_one_of(errors, path.child("volumeLifecycleModes"), mode, {"Ephemeral", "Persistent"});
  const Value& period = spec["nodeAllocatableUpdatePeriodSeconds"];
  if (!period.is_null() && period.as_int() < kUpdatePeriodLeast)
    errors.invalid(path.child("nodeAllocatableUpdatePeriodSeconds"), period,
                   "must be greater than or equal to 10 seconds");
}

// ValidateCSIDriverUpdate; the first field's name is upstream's.
void validate_update(const Value& driver, const Value& old, FieldErrors& errors) {
  check_immutable(errors, FieldPath("spec.attachedRequired"), driver.at("spec", "attachRequired"),
                  old.at("spec", "attachRequired"));
  check_immutable(errors, FieldPath("spec.volumeLifecycleModes"), driver.at("spec", "volumeLifecycleModes"),
                  old.at("spec", "volumeLifecycleModes"));
}

}  // namespace

const Kind kCSIDriver = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSIDriver",
    .resource = "csidrivers",
    .singular = "csidriver",
    .scope = Scope::kCluster,
    .set_defaults = set_defaults,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
