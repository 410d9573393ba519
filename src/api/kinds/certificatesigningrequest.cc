#include "api/kinds/certificatesigningrequest.h"

#include <set>

#include "api/certificate_request.h"
#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "api/pod_view.h"
#include "base/strings.h"

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

constexpr int64_t kExpirationLeast = 600;

// csrStrategy: who asks is for the server to say, and whether it is granted for others.
void prepare_for_create(Value& request) {
  edit_member(request, "spec", [](Value& spec) {
    for (const char* field : {"extra", "uid"}) spec.erase(field);
    spec.set("username", "kubernetes-admin");
    spec.set("groups", Value::array({"kubeadm:cluster-admins", "system:authenticated"}));
  });
  request.erase("status");
}

// What was asked for stays as it is, whatever the update says.
void prepare_for_update(Value& request, const Value& old) { request.set("spec", old["spec"]); }

void validate_usages(const Value& usages, const FieldPath& path, FieldErrors& errors) {
  static const std::vector<std::string> kUsages = {"any",
                                                   "cert sign",
                                                   "client auth",
                                                   "code signing",
                                                   "content commitment",
                                                   "crl sign",
                                                   "data encipherment",
                                                   "decipher only",
                                                   "digital signature",
                                                   "email protection",
                                                   "encipher only",
                                                   "ipsec end system",
                                                   "ipsec tunnel",
                                                   "ipsec user",
                                                   "key agreement",
                                                   "key encipherment",
                                                   "microsoft sgc",
                                                   "netscape sgc",
                                                   "ocsp signing",
                                                   "s/mime",
                                                   "server auth",
                                                   "signing",
                                                   "timestamping"};
  if (usages.empty()) errors.required(path);
  std::set<std::string_view> seen;
  for (size_t i = 0; i < usages.size(); ++i) check_one_of(errors, path.index(i), usages[i], kUsages);
  for (size_t i = 0; i < usages.size(); ++i)
    if (!seen.insert(usages[i].as_string()).second) errors.duplicate(path.index(i), usages[i]);
}

// ValidateSignerName.
void validate_signer(const Value& signer, const FieldPath& path, FieldErrors& errors) {
  const std::string_view name = signer.as_string();
  if (name.empty()) return errors.required(path);
  if (name == "kubernetes.io/legacy-unknown")
    return errors.invalid(path, signer, "the legacy signerName is not allowed via this API version");
  if (split(name, '/').size() != 2)
    errors.invalid(path, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
}

// validateCertificateSigningRequest.
void validate(const Value& request, FieldErrors& errors) {
  const Value& spec = request["spec"];
  const FieldPath path("spec");
  if (const std::string problem = certificate_request_problem(spec["request"].as_string()); !problem.empty())
    errors.invalid(path.child("request"), spec["request"], problem);
  validate_usages(spec["usages"], path.child("usages"), errors);
  validate_signer(spec["signerName"], path.child("signerName"), errors);
  const Value& lifetime = spec["expirationSeconds"];
  if (!lifetime.is_null() && lifetime.as_int() < kExpirationLeast)
    errors.invalid(path.child("expirationSeconds"), lifetime,
                   "may not specify a duration less than 600 seconds (10 minutes)");
}

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
    .prepare_for_create = prepare_for_create,
    .prepare_for_update = prepare_for_update,
    .validate = validate,
    .columns = kColumns,
};

}  // namespace skiff
