// For whom a CertificateSigningRequest asks: its subject and the names beside it. Mirrors crypto/x509's
// CertificateRequest as far as `kubectl describe` tells of it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace skiff {

struct CertificateSubject {
  std::string common_name, serial_number;
  std::vector<std::string> organizations, organizational_units, countries, localities, provinces, street_addresses,
      postal_codes;
  std::vector<std::string> dns_names, email_addresses, uris, ip_addresses;
};

// Of a request in base64 in which certificate_request_problem has found nothing wrong; what cannot be read is left out.
CertificateSubject certificate_subject(std::string_view request);

}  // namespace skiff
