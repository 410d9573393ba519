#include "api/certificate_subject.h"

#include <algorithm>
#include <optional>

#include "api/ip_address.h"
#include "base/base64.h"
#include "base/der.h"
#include "base/pem.h"
#include "base/strings.h"

namespace skiff {
namespace {

// Object identifiers as DER writes them.
constexpr std::string_view kExtensionRequest = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x0e";
constexpr std::string_view kSubjectAlternativeName = "\x55\x1d\x11";
constexpr std::string_view kAttributeTypes = "\x55\x04";  // 2.5.4, and one number more

constexpr int64_t kObjectIdentifierTag = 6, kTwoByteStringTag = 30;
constexpr int64_t kEmailTag = 1, kDnsTag = 2, kUriTag = 6, kIpTag = 7;

struct DerElement {
  DerHeader header;
  std::string_view body;
};

// The elements that follow each other in `bytes`, up to the first that is broken.
std::vector<DerElement> elements_of(std::string_view bytes) {
  std::vector<DerElement> out;
  for (DerReader in{bytes}; !in.done();) {
    DerElement element;
    if (!read_der_header(in, element.header).empty()) break;
    const auto length = static_cast<size_t>(element.header.length);
    if (length > in.left()) break;
    element.body = in.bytes.substr(in.at, length);
    in.at += length;
    out.push_back(element);
  }
  return out;
}

std::string string_of(const DerElement& element) {
  if (element.header.tag != kTwoByteStringTag) return std::string(element.body);
  std::string out;  // BMPString: two bytes a character
  for (size_t i = 0; i + 1 < element.body.size(); i += 2)
    append_utf8(out, static_cast<char32_t>(static_cast<uint8_t>(element.body[i]) << 8 |
                                           static_cast<uint8_t>(element.body[i + 1])));
  return out;
}

struct AttributeRow {
  char type;
  std::vector<std::string> CertificateSubject::*values;
};

constexpr AttributeRow kAttributes[] = {
    {6, &CertificateSubject::countries},      {7, &CertificateSubject::localities},
    {8, &CertificateSubject::provinces},      {9, &CertificateSubject::street_addresses},
    {10, &CertificateSubject::organizations}, {11, &CertificateSubject::organizational_units},
    {17, &CertificateSubject::postal_codes},
};

// Mirrors pkix.Name.FillFromRDNSequence.
void add_attribute(std::string_view identifier, const std::string& value, CertificateSubject& out) {
  if (identifier.size() != kAttributeTypes.size() + 1 || !identifier.starts_with(kAttributeTypes)) return;
  const char type = identifier.back();
  if (type == 3) out.common_name = value;
  if (type == 5) out.serial_number = value;
  for (const AttributeRow& row : kAttributes)
    if (row.type == type) (out.*row.values).push_back(value);
}

void read_name(std::string_view name, CertificateSubject& out) {
  for (const DerElement& relative : elements_of(name))
    for (const DerElement& attribute : elements_of(relative.body)) {
      const std::vector<DerElement> parts = elements_of(attribute.body);
      if (parts.size() == 2 && parts[0].header.tag == kObjectIdentifierTag)
        add_attribute(parts[0].body, string_of(parts[1]), out);
    }
}

std::string address_text(std::string_view bytes) {
  IpAddress address;
  address.family = bytes.size() == 4 ? IpFamily::kV4 : IpFamily::kV6;
  std::copy_n(bytes.begin(), std::min(bytes.size(), address.bytes.size()), address.bytes.begin());
  return ip_text(address);
}

// Mirrors parseSANExtension.
void read_alternative_names(std::string_view extension, CertificateSubject& out) {
  for (const DerElement& names : elements_of(extension))
    for (const DerElement& name : elements_of(names.body)) {
      if (name.header.tag == kEmailTag) out.email_addresses.emplace_back(name.body);
      if (name.header.tag == kDnsTag) out.dns_names.emplace_back(name.body);
      if (name.header.tag == kUriTag) out.uris.emplace_back(name.body);
      if (name.header.tag == kIpTag) out.ip_addresses.push_back(address_text(name.body));
    }
}

// Each extension: which it is, whether it is critical (or nothing), its value.
void read_extensions(std::string_view extensions, CertificateSubject& out) {
  for (const DerElement& extension : elements_of(extensions)) {
    const std::vector<DerElement> parts = elements_of(extension.body);
    if (parts.size() >= 2 && parts[0].body == kSubjectAlternativeName) read_alternative_names(parts.back().body, out);
  }
}

void read_attributes(std::string_view attributes, CertificateSubject& out) {
  for (const DerElement& attribute : elements_of(attributes)) {
    const std::vector<DerElement> parts = elements_of(attribute.body);
    if (parts.size() != 2 || parts[0].body != kExtensionRequest) continue;
    for (const DerElement& extensions : elements_of(parts[1].body)) read_extensions(extensions.body, out);
  }
}

}  // namespace

CertificateSubject certificate_subject(std::string_view request) {
  CertificateSubject out;
  const std::optional<std::string> text = base64_decode(request);
  std::string_view rest = text ? std::string_view(*text) : std::string_view();
  const std::optional<PemBlock> block = next_pem_block(rest);
  if (!block) return out;
  const std::vector<DerElement> whole = elements_of(block->bytes);
  const std::vector<DerElement> signed_parts = whole.empty() ? whole : elements_of(whole[0].body);
  if (signed_parts.empty()) return out;
  const std::vector<DerElement> fields = elements_of(signed_parts[0].body);  // version, subject, key, attributes
  if (fields.size() < 4) return out;
  read_name(fields[1].body, out);
  read_attributes(fields[3].body, out);
  return out;
}

}  // namespace skiff
