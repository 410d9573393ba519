#include "cli/verbs/auth/access.h"

#include <algorithm>

#include "api/kinds/clusterrole.h"
#include "api/kinds/clusterrolebinding.h"
#include "api/kinds/role.h"
#include "api/kinds/rolebinding.h"
#include "base/json.h"
#include "base/strings.h"

namespace skiff::cli {
namespace {

constexpr std::string_view kServiceAccountPrefix = "system:serviceaccount:";

// The cluster roles of every server, as far as people bind them. Upstream: bootstrappolicy/policy.go.
struct DefaultRole {
  std::string_view name;
  std::string_view rules;  // JSON
};

constexpr DefaultRole kDefaultRoles[] = {
    {"cluster-admin",
     R"([{"apiGroups":["*"],"resources":["*"],"verbs":["*"]},{"nonResourceURLs":["*"],"verbs":["*"]}])"},
    {"admin",
     R"([{"apiGroups":[""],"resources":["pods","pods/attach","pods/exec","pods/portforward","pods/proxy","pods/eviction",
"pods/log","pods/status","configmaps","endpoints","persistentvolumeclaims","replicationcontrollers",
"replicationcontrollers/scale","secrets","serviceaccounts","services","services/proxy","events"],"verbs":["*"]},
{"apiGroups":[""],"resources":["bindings","limitranges","namespaces","namespaces/status","resourcequotas",
"resourcequotas/status"],"verbs":["get","list","watch"]},
{"apiGroups":["apps","autoscaling","batch","policy","discovery.k8s.io"],"resources":["*"],"verbs":["*"]},
{"apiGroups":["networking.k8s.io"],"resources":["ingresses","ingresses/status","networkpolicies"],"verbs":["*"]},
{"apiGroups":["authorization.k8s.io"],"resources":["localsubjectaccessreviews"],"verbs":["create"]},
{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","rolebindings"],
"verbs":["create","delete","deletecollection","get","list","patch","update","watch"]}])"},
    {"edit",
     R"([{"apiGroups":[""],"resources":["pods","pods/attach","pods/exec","pods/portforward","pods/proxy","pods/eviction",
"pods/log","pods/status","configmaps","endpoints","persistentvolumeclaims","replicationcontrollers",
"replicationcontrollers/scale","secrets","serviceaccounts","services","services/proxy","events"],"verbs":["*"]},
{"apiGroups":[""],"resources":["bindings","limitranges","namespaces","namespaces/status","resourcequotas",
"resourcequotas/status"],"verbs":["get","list","watch"]},
{"apiGroups":["apps","autoscaling","batch","policy","discovery.k8s.io"],"resources":["*"],"verbs":["*"]},
{"apiGroups":["networking.k8s.io"],"resources":["ingresses","ingresses/status","networkpolicies"],"verbs":["*"]}])"},
    {"view",
     R"([{"apiGroups":[""],"resources":["pods","pods/log","pods/status","configmaps","endpoints","events","limitranges",
"namespaces","namespaces/status","persistentvolumeclaims","persistentvolumeclaims/status","replicationcontrollers",
"replicationcontrollers/scale","replicationcontrollers/status","resourcequotas","resourcequotas/status",
"serviceaccounts","services","services/status","bindings"],"verbs":["get","list","watch"]},
{"apiGroups":["apps","autoscaling","batch","policy","discovery.k8s.io"],"resources":["*"],
"verbs":["get","list","watch"]},
{"apiGroups":["networking.k8s.io"],"resources":["ingresses","ingresses/status","networkpolicies"],
"verbs":["get","list","watch"]}])"},
};

// What everybody may do who has said who he is: system:basic-user, system:discovery, system:public-info-viewer.
constexpr std::string_view kRulesOfAll =
    R"([{"apiGroups":["authentication.k8s.io"],"resources":["selfsubjectreviews"],"verbs":["create"]},
{"apiGroups":["authorization.k8s.io"],"resources":["selfsubjectaccessreviews","selfsubjectrulesreviews"],
"verbs":["create"]},
{"nonResourceURLs":["/api","/api/*","/apis","/apis/*","/healthz","/livez","/openapi","/openapi/*","/readyz","/version",
"/version/"],"verbs":["get"]}])";

bool access_contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void add_rules(const Value& rules, Elements& out) {
  for (const Value& rule : rules.elements()) out.push_back(rule);
}

void add_rules(std::string_view json, Elements& out) {
  if (auto rules = parse_json(json)) add_rules(*rules, out);
}

bool is_subject(const Value& subject, const Value& binding, const User& user) {
  const std::string_view kind = subject["kind"].as_string();
  const std::string name = subject["name"].str();
  if (kind == "User") return name == user.name;
  if (kind == "Group") return access_contains(user.groups, name);
  std::string ns = subject["namespace"].str();
  if (ns.empty()) ns = binding["metadata"]["namespace"].str();
  return kind == "ServiceAccount" && user.name == std::string(kServiceAccountPrefix) + ns + ":" + name;
}

void add_rules_of_binding(const Value& binding, const User& user, const ApiServer& api, Elements& out) {
  const Elements& subjects = binding["subjects"].elements();
  if (std::none_of(subjects.begin(), subjects.end(),
                   [&](const Value& subject) { return is_subject(subject, binding, user); }))
    return;
  const Value& reference = binding["roleRef"];
  const std::string name = reference["name"].str();
  const bool local = reference["kind"].as_string() == "Role";
  const std::string ns = binding["metadata"]["namespace"].str();
  if (auto role = api.get(local ? kRole : kClusterRole, {local ? ns : std::string(), name}))
    return add_rules((*role)->document()["rules"], out);
  if (local) return;
  for (const DefaultRole& role : kDefaultRoles)
    if (role.name == name) add_rules(role.rules, out);
}

void add_rules_of_bindings(const Kind& kind, const std::string& ns, const User& user, const ApiServer& api,
                           Elements& out) {
  ListOptions options;
  options.ns = ns;
  auto bindings = api.list(kind, options);
  if (!bindings) return;
  for (const ObjectRef& binding : *bindings) add_rules_of_binding(binding->document(), user, api, out);
}

bool lists(const Value& words, std::string_view word) {
  const Elements& all = words.elements();
  return std::any_of(all.begin(), all.end(),
                     [&](const Value& one) { return one.as_string() == "*" || one.as_string() == word; });
}

// Upstream: rbacv1helpers.ResourceMatches; `*/scale` is that subresource of everything.
bool lists_resource(const Value& resources, const AccessRequest& request) {
  const std::string wanted =
      request.subresource.empty() ? request.resource : request.resource + "/" + request.subresource;
  const Elements& all = resources.elements();
  return std::any_of(all.begin(), all.end(), [&](const Value& one) {
    const std::string_view text = one.as_string();
    return text == "*" || text == wanted || (!request.subresource.empty() && text == "*/" + request.subresource);
  });
}

bool lists_url(const Value& urls, std::string_view url) {
  const Elements& all = urls.elements();
  return std::any_of(all.begin(), all.end(), [&](const Value& one) {
    std::string_view pattern = one.as_string();
    if (!pattern.ends_with('*')) return pattern == url;
    pattern.remove_suffix(1);
    return url.starts_with(pattern);
  });
}

bool rule_allows(const Value& rule, const AccessRequest& request) {
  if (!lists(rule["verbs"], request.verb)) return false;
  if (request.resource.empty()) return lists_url(rule["nonResourceURLs"], request.url);
  return lists(rule["apiGroups"], request.group) && lists_resource(rule["resources"], request) &&
         (rule["resourceNames"].empty() || lists(rule["resourceNames"], request.name));
}

}  // namespace

User asking_user(const GlobalOptions& global) {
  if (global.as.empty()) return {"kubernetes-admin", {"kubeadm:cluster-admins", "system:authenticated"}};
  User user{global.as, global.as_groups};
  if (user.groups.empty() && global.as.rfind(kServiceAccountPrefix, 0) == 0) {
    const std::string ns = global.as.substr(kServiceAccountPrefix.size());
    user.groups = {"system:serviceaccounts", "system:serviceaccounts:" + ns.substr(0, ns.find(':'))};
  }
  const char* own = global.as == "system:anonymous" ? "system:unauthenticated" : "system:authenticated";
  if (!access_contains(user.groups, own)) user.groups.emplace_back(own);
  return user;
}

Elements rules_for(const User& user, std::string_view ns, const ApiServer& api) {
  Elements rules;
  if (access_contains(user.groups, "system:masters") || access_contains(user.groups, "kubeadm:cluster-admins"))
    add_rules(kDefaultRoles[0].rules, rules);
  add_rules_of_bindings(kClusterRoleBinding, "", user, api, rules);
  if (!ns.empty()) add_rules_of_bindings(kRoleBinding, std::string(ns), user, api, rules);
  if (access_contains(user.groups, "system:authenticated")) add_rules(kRulesOfAll, rules);
  return rules;
}

bool is_allowed(const User& user, const AccessRequest& request, const ApiServer& api) {
  const Elements rules = rules_for(user, request.ns, api);
  return std::any_of(rules.begin(), rules.end(), [&](const Value& rule) { return rule_allows(rule, request); });
}

}  // namespace skiff::cli
