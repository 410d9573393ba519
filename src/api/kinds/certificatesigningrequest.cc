#include "api/kinds/certificatesigningrequest.h"

#include "api/columns.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"csr"};

void signer_name_cell(const Value& object, Time, std::string& out) {
  append_or_none(object.at("spec", "signerName").as_string(), out);
}

void requestor_cell(const Value& object, Time, std::string& out) { out += object.at("spec", "username").as_string(); }

void requested_duration_cell(const Value& object, Time, std::string& out) {
  const Value& wanted = object.at("spec", "expirationSeconds");
  out += wanted.is_null() ? "<none>" : human_duration(seconds(wanted.as_int()));
}

void condition_cell(const Value& object, Time, std::string& out) {
  std::string state;
  for (const char* verdict : {"Approved", "Denied", "Failed"})
    if (!find_condition(object["status"], verdict).is_null()) state.append(state.empty() ? "" : ",").append(verdict);
  out += state.empty() ? "Pending" : state;
  if (!object.at("status", "certificate").as_string().empty()) out += ",Issued";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Age", Show::kAlways, age_cell},
    {"SignerName", Show::kAlways, signer_name_cell},
    {"Requestor", Show::kAlways, requestor_cell},
    {"RequestedDuration", Show::kAlways, requested_duration_cell},
    {"Condition", Show::kAlways, condition_cell},
};

}  // namespace

const Kind kCertificateSigningRequest = {
    .group = "certificates.k8s.io",
    .version = "v1",
    .kind = "CertificateSigningRequest",
    .resource = "certificatesigningrequests",
    .singular = "certificatesigningrequest",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .has_status = true,
    .columns = kColumns,
};

}  // namespace skiff
