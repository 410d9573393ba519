// URLs, IP addresses and ranges of them. Mirrors apiserver/pkg/cel/library/{urls,ip,cidr}.go.
#include <optional>
#include <string>

#include "api/custom_resources/rule_functions.h"
#include "api/ip_address.h"
#include "base/strings.h"
#include "cel/tagged.h"

namespace skiff {
namespace {

using cel::Arguments;
using cel::Failure;
using cel::Outcome;
using cel::Style;

bool is_scheme(std::string_view text) {
  const auto is_letter = [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; };
  if (text.empty() || !is_letter(text[0])) return false;
  for (const char c : text)
    if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return false;
  return true;
}

// A host and its port; brackets around an IPv6 address belong to the host.
bool split_authority(std::string_view authority, Value& parts) {
  const size_t at = authority.rfind('@');
  const std::string_view host = at == std::string_view::npos ? authority : authority.substr(at + 1);
  const size_t bracket = host.starts_with('[') ? host.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const size_t colon = host.find(':', bracket);
  const std::string_view port = colon == std::string_view::npos ? std::string_view() : host.substr(colon + 1);
  if (port.find_first_not_of("0123456789") != std::string_view::npos) return false;
  std::string_view name = host.substr(0, colon);
  if (name.starts_with('[')) name = name.substr(1, name.size() - 2);
  parts.set("host", host);
  parts.set("hostname", name);
  parts.set("port", port);
  return true;
}

// url.ParseRequestURI: an absolute URL or an absolute path.
std::optional<Value> parse_url(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == ' ') return std::nullopt;
  Value parts = Value::object();
  const size_t question = text.find('?');
  if (question != std::string_view::npos) parts.set("query", text.substr(question + 1));
  std::string_view rest = text.substr(0, question);
  if (!rest.starts_with('/')) {
    const size_t colon = rest.find(':');
    if (colon == std::string_view::npos || !is_scheme(rest.substr(0, colon))) return std::nullopt;
    parts.set("scheme", to_lower(rest.substr(0, colon)));
    rest.remove_prefix(colon + 1);
    if (rest.starts_with("//")) {
      const size_t slash = rest.find('/', 2);
      if (!split_authority(rest.substr(2, slash == std::string_view::npos ? slash : slash - 2), parts))
        return std::nullopt;
      rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash);
    } else if (!rest.starts_with('/')) {
      rest = {};  // an opaque one has no path
    }
  }
  for (size_t percent = rest.find('%'); percent != std::string_view::npos; percent = rest.find('%', percent + 1))
    if (percent + 2 >= rest.size() || std::isxdigit(static_cast<unsigned char>(rest[percent + 1])) == 0 ||
        std::isxdigit(static_cast<unsigned char>(rest[percent + 2])) == 0)
      return std::nullopt;
  parts.set("path", rest);
  return parts;
}

Outcome is_url(Arguments a) { return Value(parse_url(a[0].as_string()).has_value()); }

Outcome to_url(Arguments a) {
  auto parts = parse_url(a[0].as_string());
  if (!parts)
    return Failure{"URL parse error during conversion from string: parse " + go_quote(a[0].as_string()) +
                   ": invalid URI for request"};
  return cel::host_value('U', *std::move(parts));
}

Outcome url_part(const Value& url, const char* name) { return Value(cel::host_inner(url, 'U')[name].as_string()); }
Outcome url_scheme(Arguments a) { return url_part(a[0], "scheme"); }
Outcome url_host(Arguments a) { return url_part(a[0], "host"); }
Outcome url_hostname(Arguments a) { return url_part(a[0], "hostname"); }
Outcome url_port(Arguments a) { return url_part(a[0], "port"); }
Outcome url_path(Arguments a) { return url_part(a[0], "path"); }

// %41 and + as they stand for.
std::string unescaped(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

Outcome url_query(Arguments a) {
  Value out = Value::object();
  const std::string query = cel::host_inner(a[0], 'U')["query"].str();
  if (query.empty()) return out;
  for (const std::string_view pair : split(query, '&')) {
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    Value& values = out.edit(unescaped(pair.substr(0, equals)));
    values.push_back(equals == std::string_view::npos ? std::string() : unescaped(pair.substr(equals + 1)));
  }
  return out;
}

// An IPv4 address in IPv6's clothes is refused.
std::optional<IpAddress> parse_plain_ip(std::string_view text) {
  auto address = parse_ip(text);
  if (address && address->family == IpFamily::kV6 && text.find('.') != std::string_view::npos) return std::nullopt;
  return address;
}

IpAddress ip_in(const Value& value) {
  const auto address = parse_ip(cel::host_inner(value, 'I').as_string());
  return address ? *address : IpAddress();
}

Outcome is_ip(Arguments a) { return Value(parse_plain_ip(a[0].as_string()).has_value()); }

Outcome to_ip(Arguments a) {
  const auto address = parse_plain_ip(a[0].as_string());
  if (!address)
    return Failure{"IP Address " + go_quote(a[0].as_string()) +
                   " parse error during conversion from string: ParseAddr(" + go_quote(a[0].as_string()) +
                   "): unable to parse IP"};
  return cel::host_value('I', ip_text(*address));
}

Outcome is_canonical(Arguments a) {
  const auto address = parse_plain_ip(a[0].as_string());
  if (!address)
    return Failure{"IP Address " + go_quote(a[0].as_string()) + " parse error during conversion from string"};
  return Value(ip_text(*address) == a[0].as_string());
}

Outcome ip_string(Arguments a) { return cel::host_inner(a[0], 'I'); }
Outcome ip_family(Arguments a) { return Value(ip_in(a[0]).family == IpFamily::kV4 ? 4 : 6); }

bool is_within(const IpAddress& address, std::initializer_list<const char*> ranges) {
  for (const char* range : ranges)
    if (parse_cidr(range)->contains(address)) return true;
  return false;
}
Outcome is_unspecified(Arguments a) { return Value(is_within(ip_in(a[0]), {"0.0.0.0/32", "::/128"})); }
Outcome is_loopback(Arguments a) { return Value(is_within(ip_in(a[0]), {"127.0.0.0/8", "::1/128"})); }
Outcome is_link_local_multicast(Arguments a) { return Value(is_within(ip_in(a[0]), {"224.0.0.0/24", "ff02::/16"})); }
Outcome is_link_local_unicast(Arguments a) { return Value(is_within(ip_in(a[0]), {"169.254.0.0/16", "fe80::/10"})); }
Outcome is_global_unicast(Arguments a) {
  return Value(!is_within(ip_in(a[0]), {"0.0.0.0/32", "255.255.255.255/32", "127.0.0.0/8", "224.0.0.0/4",
                                        "169.254.0.0/16", "::/128", "::1/128", "ff00::/8", "fe80::/10"}));
}

std::optional<IpRange> parse_plain_cidr(std::string_view text) {
  if (!parse_plain_ip(text.substr(0, text.find('/')))) return std::nullopt;
  return parse_cidr(text);
}

IpRange range_in(const Value& value) {
  const auto range = parse_cidr(cel::host_inner(value, 'C').as_string());
  return range ? *range : IpRange();
}

Outcome is_cidr(Arguments a) { return Value(parse_plain_cidr(a[0].as_string()).has_value()); }

Failure no_cidr(std::string_view text) {
  return {"network address parse error during conversion from string: netip.ParsePrefix(" + go_quote(text) +
          "): no '/'"};
}

Outcome to_cidr(Arguments a) {
  const auto range = parse_plain_cidr(a[0].as_string());
  if (!range) return no_cidr(a[0].as_string());
  return cel::host_value('C', ip_text(range->base) + "/" + std::to_string(range->bits));
}

Outcome contains_ip(Arguments a) {
  if (!a[1].is_string()) return Value(range_in(a[0]).contains(ip_in(a[1])));
  const auto address = parse_plain_ip(a[1].as_string());
  if (!address) return to_ip(a.subspan(1));
  return Value(range_in(a[0]).contains(*address));
}

Outcome contains_cidr(Arguments a) {
  const auto inner = a[1].is_string() ? parse_plain_cidr(a[1].as_string()) : std::optional<IpRange>(range_in(a[1]));
  if (!inner) return no_cidr(a[1].as_string());
  const IpRange outer = range_in(a[0]);
  return Value(outer.contains(inner->base) && outer.bits <= inner->bits);
}

Outcome cidr_ip(Arguments a) { return cel::host_value('I', ip_text(range_in(a[0]).base)); }
Outcome prefix_length(Arguments a) { return Value(range_in(a[0]).bits); }
Outcome cidr_string(Arguments a) { return cel::host_inner(a[0], 'C'); }

Outcome masked(Arguments a) {
  IpRange range = range_in(a[0]);
  for (int bit = range.bits; bit < 128; ++bit)
    range.base.bytes[static_cast<size_t>(bit / 8)] &= static_cast<uint8_t>(~(0x80 >> (bit % 8)));
  return cel::host_value('C', ip_text(range.base) + "/" + std::to_string(range.bits));
}

constexpr cel::Overload kNetworkFunctions[] = {
    {"isURL", Style::kFunction, "sb", is_url},
    {"url", Style::kFunction, "sU", to_url},
    {"getScheme", Style::kMember, "Us", url_scheme},
    {"getHost", Style::kMember, "Us", url_host},
    {"getHostname", Style::kMember, "Us", url_hostname},
    {"getPort", Style::kMember, "Us", url_port},
    {"getEscapedPath", Style::kMember, "Us", url_path},
    {"getQuery", Style::kMember, "Um", url_query},
    {"isIP", Style::kFunction, "sb", is_ip},
    {"ip", Style::kFunction, "sI", to_ip},
    {"ip.isCanonical", Style::kFunction, "sb", is_canonical},
    {"string", Style::kFunction, "Is", ip_string},
    {"family", Style::kMember, "Ii", ip_family},
    {"isUnspecified", Style::kMember, "Ib", is_unspecified},
    {"isLoopback", Style::kMember, "Ib", is_loopback},
    {"isLinkLocalMulticast", Style::kMember, "Ib", is_link_local_multicast},
    {"isLinkLocalUnicast", Style::kMember, "Ib", is_link_local_unicast},
    {"isGlobalUnicast", Style::kMember, "Ib", is_global_unicast},
    {"isCIDR", Style::kFunction, "sb", is_cidr},
    {"cidr", Style::kFunction, "sC", to_cidr},
    {"string", Style::kFunction, "Cs", cidr_string},
    {"containsIP", Style::kMember, "CIb", contains_ip},
    {"containsIP", Style::kMember, "Csb", contains_ip},
    {"containsCIDR", Style::kMember, "CCb", contains_cidr},
    {"containsCIDR", Style::kMember, "Csb", contains_cidr},
    {"ip", Style::kMember, "CI", cidr_ip},
    {"prefixLength", Style::kMember, "Ci", prefix_length},
    {"masked", Style::kMember, "CC", masked},
};

}  // namespace

cel::Overloads network_functions() { return kNetworkFunctions; }

}  // namespace skiff
