// What a CertificateSigningRequest asks for: a PKCS #10 request (RFC 2986) in PEM. Mirrors ParseCSR of
// pkg/apis/certificates as far as the make of the request goes; whose key it holds is not looked at.
#pragma once
#include <string>
#include <string_view>

namespace skiff {

// What Go says is wrong with it; empty if nothing is. `request` is in base64, as the API carries bytes.
std::string certificate_request_problem(std::string_view request);

}  // namespace skiff
