#include "api/pod_spec/resource_claims.h"

#include <algorithm>
#include <set>
#include <string>

#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/metadata_validation.h"

namespace skiff {
namespace {

void check_claim_source(const Value& claim, const FieldPath& path, FieldErrors& errors) {
  const bool by_name = !claim["resourceClaimName"].is_null();
  const bool by_template = !claim["resourceClaimTemplateName"].is_null();
  if (by_name && by_template)
    errors.invalid_shown(path, go_form("core.v1.PodResourceClaim", claim),
                         "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
  if (!by_name && !by_template)
    errors.invalid_shown(path, go_form("core.v1.PodResourceClaim", claim),
                         "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
  for (const std::string_view member : {"resourceClaimName", "resourceClaimTemplateName"})
    if (const Value& name = claim[member]; !name.is_null())
      add_problems(errors, path.child(member), name, dns1123_subdomain_problems(name.as_string()));
}

std::set<std::string> names_of(const Value& claims) {
  std::set<std::string> names;
  for (const Value& claim : claims.elements())
    if (!claim["name"].as_string().empty()) names.insert(claim["name"].str());
  return names;
}

}  // namespace

void validate_resource_claims(const Value& claims, const FieldPath& path, FieldErrors& errors) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < claims.size(); ++i) {
    const FieldPath one = path.child("resourceClaims").index(i);
    const Value& name = claims[i]["name"];
    if (name.as_string().empty()) errors.required(one.child("name"));
    else if (!names.insert(name.as_string()).second) errors.duplicate(one.child("name"), name);
    else add_problems(errors, one.child("name"), name, dns1123_label_problems(name.as_string()));
    check_claim_source(claims[i], one, errors);
  }
}

void validate_claim_names(const Value& names, const Value& claims, const FieldPath& path, FieldErrors& errors) {
  if (names.empty()) return;
  const std::set<std::string> known = names_of(claims);
  std::set<std::string> seen;
  for (size_t i = 0; i < names.size(); ++i) {
    const FieldPath one = path.child("resources").child("claims").index(i);
    const std::string name = names[i]["name"].str();
    const std::string request = names[i]["request"].str();
    if (name.empty()) {
      errors.required(one);
      continue;
    }
    check_label_name(names[i]["request"], one.child("request"), errors);
    const std::string key = request.empty() ? name : name + "/" + request;
    const bool whole_seen = seen.contains(name);
    const bool part_seen = request.empty() && std::any_of(seen.begin(), seen.end(), [&](const std::string& other) {
                             return other.starts_with(name + "/");
                           });
    if (whole_seen || part_seen) errors.duplicate(one, name);
    else if (!seen.insert(key).second) errors.duplicate(one, key);
    if (!known.contains(name)) errors.not_found(one, name);
  }
}

}  // namespace skiff
