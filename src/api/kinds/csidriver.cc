#include "api/kinds/csidriver.h"

#include "api/columns.h"
#include "api/edit.h"

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

}  // namespace

const Kind kCSIDriver = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "CSIDriver",
    .resource = "csidrivers",
    .singular = "csidriver",
    .scope = Scope::kCluster,
    .set_defaults = set_defaults,
    .columns = kColumns,
};

}  // namespace skiff
