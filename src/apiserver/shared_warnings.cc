#include "apiserver/shared_warnings.h"

#include <algorithm>

#include "api/ip_address.h"
#include "api/name_rules.h"
#include "api/quantity.h"
#include "base/strings.h"

namespace skiff {
namespace {

struct DeprecatedLabel {
  std::string_view name, why;
};

constexpr DeprecatedLabel kNodeLabels[] = {
    {"beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead"},
    {"beta.kubernetes.io/instance-type", "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"},
    {"beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead"},
    {"failure-domain.beta.kubernetes.io/region",
     "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"},
    {"failure-domain.beta.kubernetes.io/zone", "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"},
};

void warn_of_form(const Value& given, const char* what, const std::string& canonical, const FieldPath& path,
                  std::vector<std::string>& warnings) {
  if (given.as_string() == canonical) return;
  warnings.push_back(path.str() + ": IPv6 " + what + " " + go_quote(given.as_string()) +
                     " should be in RFC 5952 canonical format (" + go_quote(canonical) + ")");
}

}  // namespace

void warn_of_ip(const Value& address, const FieldPath& path, std::vector<std::string>& warnings) {
  const auto ip = parse_ip(address.as_string());
  if (ip && ip->family == IpFamily::kV6) warn_of_form(address, "address", ip_text(*ip), path, warnings);
}

void warn_of_cidr(const Value& range, const FieldPath& path, std::vector<std::string>& warnings) {
  const auto cidr = parse_cidr(range.as_string());
  if (cidr && cidr->base.family == IpFamily::kV6)
    warn_of_form(range, "CIDR value", ip_text(cidr->base) + "/" + std::to_string(cidr->bits), path, warnings);
}

std::string_view node_label_deprecation(std::string_view label) {
  const auto found = std::find_if(std::begin(kNodeLabels), std::end(kNodeLabels),
                                  [&](const DeprecatedLabel& row) { return row.name == label; });
  return found == std::end(kNodeLabels) ? std::string_view() : found->why;
}

void warn_of_node_selector_term(const Value& term, LabelValues values, const FieldPath& path,
                                std::vector<std::string>& warnings) {
  for (size_t i = 0; i < term["matchExpressions"].size(); ++i) {
    const Value& expression = term["matchExpressions"][i];
    const FieldPath at = path.child("matchExpressions").index(i);
    const std::string key = expression["key"].str();
    if (const auto why = node_label_deprecation(key); !why.empty())
      warnings.push_back(at.child("key").str() + ": " + key + " is " + std::string(why));
    if (values == LabelValues::kAreRefusedElsewhere) continue;
    for (size_t j = 0; j < expression["values"].size(); ++j) {
      const std::string value = expression["values"][j].str();
      for (const std::string& problem : label_value_problems(value))
        warnings.push_back(at.child("values").index(j).str() + ": " + value + " is invalid, " + problem);
    }
  }
}

void warn_of_part_of_byte(const Value& amounts, std::string_view resource, const FieldPath& path,
                          std::vector<std::string>& warnings) {
  const auto amount = Quantity::of(amounts[resource]);
  if (!amount || amount->is_whole()) return;
  warnings.push_back(path.key(resource).str() + ": fractional byte value " + go_quote(amount->text()) +
                     " is invalid, must be an integer");
}

void warn_of_claim(const Value& spec, const FieldPath& path, std::vector<std::string>& warnings) {
  for (const char* list : {"requests", "limits"})
    warn_of_part_of_byte(spec["resources"][list], "storage", path.child("resources").child(list), warnings);
}

}  // namespace skiff
