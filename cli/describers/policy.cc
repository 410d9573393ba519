// ResourceQuota, LimitRange, NetworkPolicy. None of them shows its events.
#include "cli/describers/policy.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/columns.h"
#include "api/quantity.h"
#include "base/strings.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"

namespace skiff::cli {
namespace {

struct ScopeRow {
  std::string_view scope;
  std::string_view meaning;
};

constexpr ScopeRow kScopes[] = {
    {"BestEffort",
     "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service."},
    {"NotBestEffort",
     "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed "
     "quality of service."},
    {"NotTerminating",
     "Matches all pods that do not have an active deadline. These pods usually include long running pods whose "
     "container command is not expected to terminate."},
    {"Terminating",
     "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being "
     "actively terminated by the system."},
};

std::string quantity_text(const Value& quantity) {
  const auto parsed = Quantity::of(quantity);
  return parsed ? parsed->text() : quantity.str();
}

std::string or_dash(const Value& quantity) { return quantity.is_null() ? "-" : quantity_text(quantity); }

// The family that a client reads from the text: 1Gi, 1e9, 1G.
Quantity::Family family_of(std::string_view text) {
  if (text.ends_with('i')) return Quantity::Family::kBinary;
  const size_t exponent = text.find_first_of("eE");
  const bool has_digits = exponent != std::string_view::npos && exponent + 1 < text.size();
  return has_digits ? Quantity::Family::kExponent : Quantity::Family::kDecimal;
}

// In the family of the limit; changing family rounds up to whole units. Mirrors describeQuota.
std::string used_text(const Value& used, const Value& hard) {
  std::string text = quantity_text(used);
  const Quantity::Family family = family_of(quantity_text(hard));
  const auto quantity = Quantity::of(used);
  if (!quantity || family == family_of(text)) return text;
  return Quantity::whole(quantity->value(), family).text();
}

std::string port_text(const Value& port) {
  std::string number = "<nil>";
  if (port["port"].is_int()) number = std::to_string(port["port"].as_int());
  else if (port["port"].is_string()) number = port["port"].str();
  const std::string protocol(port["protocol"].as_string("TCP"));
  if (port["endPort"].is_null()) return "To Port: " + number + "/" + protocol;
  return "To Port Range: " + number + "-" + std::to_string(port["endPort"].as_int()) + "/" + protocol;
}

void add_peer(const Value& peer, Lines& out) {
  const Value& pods = peer["podSelector"];
  const Value& namespaces = peer["namespaceSelector"];
  if (!namespaces.is_null()) out.add(3, "NamespaceSelector: " + selector_form(namespaces));
  if (!pods.is_null()) out.add(3, "PodSelector: " + selector_form(pods));
  if (!namespaces.is_null() || !pods.is_null() || peer["ipBlock"].is_null()) return;
  out.add(3, "IPBlock:");
  out.add(4, "CIDR: " + peer.at("ipBlock", "cidr").str());
  out.add(4, "Except: " + joined(peer.at("ipBlock", "except"), ", "));
}

// How the two directions of traffic are told.
struct Direction {
  std::string_view type;     // in policyTypes
  std::string_view rules;    // member of spec; also the word for the traffic
  std::string_view peers;    // member of a rule
  std::string_view title;    // of the peers
  std::string_view far_end;  // what is not restricted without peers
};

constexpr Direction kIngressDirection = {"Ingress", "ingress", "from", "From:", "source"};
constexpr Direction kEgressDirection = {"Egress", "egress", "to", "To:", "destination"};

void add_rule(const Value& rule, const Direction& direction, Lines& out) {
  if (rule["ports"].empty()) out.add(2, "To Port: <any> (traffic allowed to all ports)");
  for (const Value& port : rule["ports"].elements()) out.add(2, port_text(port));
  const std::string title(direction.title);
  const Value& peers = rule[direction.peers];
  if (peers.empty()) out.add(2, title + " <any> (traffic not restricted by " + std::string(direction.far_end) + ")");
  for (const Value& peer : peers.elements()) {
    out.add(2, title);
    add_peer(peer, out);
  }
}

void add_direction(const Value& spec, const Direction& direction, Lines& out) {
  const Elements& types = spec["policyTypes"].elements();
  const std::string traffic(direction.rules);
  if (std::none_of(types.begin(), types.end(), [&](const Value& type) { return type.as_string() == direction.type; })) {
    out.add(1, "Not affecting " + traffic + " traffic");
    return;
  }
  out.add(1, "Allowing " + traffic + " traffic:");
  const Value& rules = spec[direction.rules];
  if (rules.empty()) out.add(2, "<none> (Selected pods are isolated for " + traffic + " connectivity)");
  for (size_t i = 0; i < rules.size(); ++i) {
    if (i > 0) out.add(2, "----------");
    add_rule(rules[i], direction, out);
  }
}

// Go's own form of a time, which is how this one kind shows it: 2026-11-22 15:20:25 +0000 UTC.
std::string go_time(const Value& rfc3339_text) {
  std::string text = rfc3339_text.str();
  const size_t t = text.find('T');
  if (t == std::string::npos || !text.ends_with('Z')) return "0001-01-01 00:00:00 +0000 UTC";
  text[t] = ' ';
  text.pop_back();
  return text + " +0000 UTC";
}

}  // namespace

void add_scopes(const Value& scopes, std::string_view indent, std::string_view bullet, Lines& out) {
  if (scopes.empty()) return;
  std::vector<std::string> sorted;
  for (const Value& scope : scopes.elements()) sorted.push_back(scope.str());
  std::sort(sorted.begin(), sorted.end());
  out.add(0, std::string(indent) + "Scopes", join(sorted, ", "));
  for (const std::string& scope : sorted)
    for (const ScopeRow& row : kScopes)
      if (row.scope == scope) out.add(0, std::string(bullet) + std::string(row.meaning));
}

void add_limit_rows(const Value& limits, std::string_view indent, Lines& out) {
  for (const Value& item : limits.elements()) {
    Value resources = Value::object();
    for (const char* list : {"max", "min", "default", "defaultRequest", "maxLimitRequestRatio"})
      for (const Member& one : item[list].members()) resources[one.key] = true;
    for (const Member& resource : resources.members()) {
      const std::string_view name = resource.name();
      out.add(0, std::string(indent) + item["type"].str() + "\t" + std::string(name) + "\t" +
                     or_dash(item["min"][name]) + "\t" + or_dash(item["max"][name]) + "\t" +
                     or_dash(item["defaultRequest"][name]) + "\t" + or_dash(item["default"][name]) + "\t" +
                     or_dash(item["maxLimitRequestRatio"][name]));
    }
  }
}

void describe_resourcequota(const Object& quota, const DescribeContext&, Lines& out) {
  add_name(quota, out);
  add_namespace(quota, out);
  add_scopes(quota.spec()["scopes"], "", " * ", out);
  out.add(0, "Resource\tUsed\tHard");
  out.add(0, "--------\t----\t----");
  for (const Member& hard : quota.status()["hard"].members())
    out.add(0, std::string(hard.name()) + "\t" + used_text(quota.status()["used"][hard.name()], hard.value) + "\t" +
                   quantity_text(hard.value));
}

void describe_limitrange(const Object& range, const DescribeContext&, Lines& out) {
  add_name(range, out);
  add_namespace(range, out);
  out.add(0, "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
  out.add(0, "----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
  add_limit_rows(range.spec()["limits"], "", out);
}

void describe_networkpolicy(const Object& policy, const DescribeContext&, Lines& out) {
  const Value& spec = policy.spec();
  const Value& pods = spec["podSelector"];
  const bool all_pods = pods["matchLabels"].empty() && pods["matchExpressions"].empty();
  add_name(policy, out);
  add_namespace(policy, out);
  out.add(0, "Created on", go_time(policy.metadata()["creationTimestamp"]));
  add_labels("Labels", policy.metadata()["labels"], out);
  add_annotations("Annotations", policy.metadata()["annotations"], out);
  out.add(0, "Spec:");
  out.add(1, "PodSelector:     " + (all_pods ? "<none> (Allowing the specific traffic to all pods in this namespace)"
                                             : selector_form(pods)));
  add_direction(spec, kIngressDirection, out);
  add_direction(spec, kEgressDirection, out);
  out.add(1, "Policy Types: " + text_or(joined(spec["policyTypes"], ", "), "<none>"));
}

}  // namespace skiff::cli
