#include "api/kinds/networkpolicy_validation.h"

#include "api/field_checks.h"
#include "api/ip_address.h"
#include "api/metadata_validation.h"

namespace skiff {
namespace {

// ValidateNetworkPolicyPort.
void check_policy_port(const Value& port, const FieldPath& path, FieldErrors& errors) {
  const Value& number = port["port"];
  const Value& end = port["endPort"];
  if (!port["protocol"].is_null())
    check_one_of(errors, path.child("protocol"), port["protocol"], {"TCP", "UDP", "SCTP"});
  if (number.is_null()) {
    if (!end.is_null()) errors.invalid(path.child("endPort"), end, "may not be specified when `port` is not specified");
  } else if (number.is_string()) {
    if (!end.is_null()) errors.invalid(path.child("endPort"), end, "may not be specified when `port` is non-numeric");
    add_problems(errors, path.child("port"), number, port_name_problems(number.as_string()));
  } else {
    add_problems(errors, path.child("port"), number, port_number_problems(number.as_int()));
    if (end.is_null()) return;
    if (end.as_int() < number.as_int())
      errors.invalid(path.child("endPort"), number, "must be greater than or equal to `port`");
    add_problems(errors, path.child("endPort"), end, port_number_problems(end.as_int()));
  }
}

// ValidateIPBlock.
void check_ip_block(const Value& block, const FieldPath& path, FieldErrors& errors) {
  if (block["cidr"].as_string().empty()) return errors.required(path.child("cidr"));
  check_cidr(block["cidr"], path.child("cidr"), errors);
  const auto range = parse_cidr(block["cidr"].as_string());
  if (!range) return;
  for (size_t i = 0; i < block["except"].size(); ++i) {
    const Value& text = block["except"][i];
    const FieldPath at = path.child("except").index(i);
    check_cidr(text, at, errors);
    const auto except = parse_cidr(text.as_string());
    if (except && (!range->contains(except->base) || range->bits >= except->bits))
      errors.invalid(at, text, "must be a strict subset of `cidr`");
  }
}

// ValidateNetworkPolicyPeer.
void check_peer(const Value& peer, const FieldPath& path, FieldErrors& errors) {
  int peers = 0;
  for (const char* selector : {"podSelector", "namespaceSelector"}) {
    if (!peer[selector].is_object()) continue;
    ++peers;
    validate_label_selector(peer[selector], path.child(selector), errors);
  }
  if (peer["ipBlock"].is_object()) {
    ++peers;
    check_ip_block(peer["ipBlock"], path.child("ipBlock"), errors);
  }
  if (peers == 0) errors.required(path, "must specify a peer");
  else if (peers > 1 && peer["ipBlock"].is_object())
    errors.forbidden(path, "may not specify both ipBlock and another peer");
}

void check_policy_rules(const Value& rules, const char* peers, const FieldPath& path, FieldErrors& errors) {
  for (size_t i = 0; i < rules.size(); ++i) {
    const FieldPath rule = path.index(i);
    for (size_t j = 0; j < rules[i]["ports"].size(); ++j)
      check_policy_port(rules[i]["ports"][j], rule.child("ports").index(j), errors);
    for (size_t j = 0; j < rules[i][peers].size(); ++j)
      check_peer(rules[i][peers][j], rule.child(peers).index(j), errors);
  }
}

}  // namespace

void validate_network_policy(const Value& policy, FieldErrors& errors) {
  const FieldPath path("spec");
  const Value& spec = policy["spec"];
  validate_label_selector(spec["podSelector"], path.child("podSelector"), errors);
  check_policy_rules(spec["ingress"], "from", path.child("ingress"), errors);
  check_policy_rules(spec["egress"], "to", path.child("egress"), errors);
  const Value& types = spec["policyTypes"];
  if (types.size() > 2)
    return errors.invalid(path.child("policyTypes"), types, "may not specify more than two policyTypes");
  for (size_t i = 0; i < types.size(); ++i)
    check_one_of(errors, path.child("policyTypes").index(i), types[i], {"Ingress", "Egress"});
}

}  // namespace skiff
