// What Go's x509 package says of certificate requests that are none. The good one was made by openssl.
#include "api/certificate_request.h"

#include <catch2/catch.hpp>

#include "base/base64.h"

using namespace skiff;

namespace {

constexpr std::string_view kRequest =
    "MIHGMG4CAQAwDDEKMAgGA1UEAwwBYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBCIQiGvWgYusLdTYFiTieTkZQiPjWRThWU/"
    "u+7dGYSMRcNH/uFbJbXLqqAZZKS07yxoqHGASxZ5ztDUa6FcRzigADAKBggqhkjOPQQDAgNIADBFAiEA2eRgxKWn8WylCnSORB9H"
    "ENxUxMyIK5gNDrktTZTvbJgCIFQ42JLuaTIVF3UEwp6s9Fr7IA1jSbFSUtVZDLs1sbdD";

std::string in_pem(const std::string& bytes, const std::string& type = "CERTIFICATE REQUEST") {
  return base64_encode("-----BEGIN " + type + "-----\n" + base64_encode(bytes) + "\n-----END " + type + "-----\n");
}

std::string whole() { return *base64_decode(kRequest); }

}  // namespace

TEST_CASE("Certificate requests: what is wrong with them") {
  const std::string good = whole();
  const auto with = [&](size_t at, char byte) {
    std::string changed = good;
    changed[at] = byte;
    return changed;
  };
  const std::string parameters =
      "{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 "
      "timeType:0 set:false omitEmpty:false}";
  const std::string no_pem = "PEM block type must be CERTIFICATE REQUEST";
  struct Row {
    const char* why;
    std::string request;
    std::string problem;
  };
  const Row rows[] = {
      {"nothing", in_pem(good), ""},
      {"text before it", base64_encode("hello\n" + *base64_decode(in_pem(good))), ""},
      {"no PEM", base64_encode("x"), no_pem},
      {"a certificate", in_pem(good, "CERTIFICATE"), no_pem},
      {"only its first line", base64_encode("-----BEGIN CERTIFICATE REQUEST-----\n"), no_pem},
      {"no base64 in it", base64_encode("-----BEGIN CERTIFICATE REQUEST-----\n?\n-----END CERTIFICATE REQUEST-----\n"),
       no_pem},
      {"nothing in it", in_pem(""), "asn1: syntax error: sequence truncated"},
      {"words in it", in_pem("hello"),
       "asn1: structure error: tags don't match (16 vs {class:1 tag:8 length:101 isCompound:true}) " + parameters +
           " certificateRequest @2"},
      {"half of it", in_pem(good.substr(0, good.size() / 2)), "asn1: syntax error: data truncated"},
      {"its first byte", in_pem("0"), "asn1: syntax error: truncated tag or length"},
      {"more behind it", in_pem(good + "x"), "asn1: syntax error: trailing data"},
      {"a version that is no number", in_pem(with(5, 4)),
       "asn1: structure error: tags don't match (2 vs {class:0 tag:4 length:1 isCompound:false}) " + parameters +
           " int @2"},
      {"a length without an end", in_pem("0\x80"), "asn1: syntax error: indefinite length found (not DER)"},
      {"a length that could be shorter", in_pem("0\x81\x05"), "asn1: structure error: non-minimal length"},
      {"a signature that is none", in_pem(with(129, 9)), "asn1: syntax error: invalid padding bits in BIT STRING"},
      {"only what is signed", in_pem("0\x70" + good.substr(3, 112)), "asn1: syntax error: sequence truncated"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(certificate_request_problem(row.request) == row.problem);
    }
}
