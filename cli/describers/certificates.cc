// CertificateSigningRequest.
#include <string>
#include <string_view>
#include <vector>

#include "api/certificate_subject.h"
#include "api/columns.h"
#include "api/pod_view.h"
#include "base/strings.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"

namespace skiff::cli {
namespace {

// Mirrors extractCSRStatus: a refusal outweighs what was granted.
std::string verdict(const Value& status) {
  const auto has = [&](std::string_view type) { return !find_condition(status, type).is_null(); };
  std::string out = has("Denied") ? "Denied" : has("Approved") ? "Approved" : "Pending";
  if (has("Failed")) out += ",Failed";
  if (!status["certificate"].as_string().empty()) out += ",Issued";
  return out;
}

// One below the other, each set in by a column; nothing without names.
void add_names(std::string_view label, const std::vector<std::string>& names, Lines& out) {
  if (names.empty()) return;
  out.append("\t" + std::string(label) + ":\t" + join(names, "\n\t\t") + "\n");
}

void add_alternative_names(const CertificateSubject& subject, Lines& out) {
  if (subject.dns_names.empty() && subject.email_addresses.empty() && subject.uris.empty() &&
      subject.ip_addresses.empty())
    return;
  out.add(0, "Subject Alternative Names:");
  add_names("DNS Names", subject.dns_names, out);
  add_names("Email Addresses", subject.email_addresses, out);
  add_names("URIs", subject.uris, out);
  add_names("IP Addresses", subject.ip_addresses, out);
}

}  // namespace

void describe_certificatesigningrequest(const Object& request, const DescribeContext& context, Lines& out) {
  const Value& spec = request.spec();
  const CertificateSubject subject = certificate_subject(spec["request"].as_string());
  add_name(request, out);
  out.add(0, "Labels", labels_form(request.metadata()["labels"]));
  out.add(0, "Annotations", labels_form(request.metadata()["annotations"]));
  out.add(0, "CreationTimestamp", date(request.metadata()["creationTimestamp"]));
  out.add(0, "Requesting User", spec["username"].as_string());
  if (!spec["signerName"].as_string().empty()) out.add(0, "Signer", spec["signerName"].as_string());
  if (const Value& wanted = spec["expirationSeconds"]; !wanted.is_null())
    out.add(0, "Requested Duration", human_duration(seconds(wanted.as_int())));
  out.add(0, "Status", verdict(request.status()));
  out.add(0, "Subject:");
  add_names("Common Name", {subject.common_name}, out);
  add_names("Serial Number", {subject.serial_number}, out);
  add_names("Organization", subject.organizations, out);
  add_names("Organizational Unit", subject.organizational_units, out);
  add_names("Country", subject.countries, out);
  add_names("Locality", subject.localities, out);
  add_names("Province", subject.provinces, out);
  add_names("StreetAddress", subject.street_addresses, out);
  add_names("PostalCode", subject.postal_codes, out);
  add_alternative_names(subject, out);
  add_events(request, context, out);
}

}  // namespace skiff::cli
