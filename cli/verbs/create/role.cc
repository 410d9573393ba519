// kubectl create role and clusterrole. Mirrors create_role.go and create_clusterrole.go.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "api/kind_table.h"
#include "api/kinds/clusterrole.h"
#include "api/kinds/role.h"
#include "cli/resource_args.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreateRoleOptions {
  GeneratorOptions generator;
  std::vector<std::string> verbs;
  std::vector<std::string> resources;
  std::vector<std::string> resource_names;
  std::vector<std::string> urls;
  std::vector<std::string> aggregation_rule;
};

namespace {

// "deployments.apps/scale" in its parts.
struct RuleResource {
  std::string resource;
  std::string group;
  std::string subresource;
};

constexpr std::string_view kResourceVerbs[] = {"*",      "get",   "delete",   "list",       "create",
                                               "update", "patch", "watch",    "proxy",      "deletecollection",
                                               "use",    "bind",  "escalate", "impersonate"};
constexpr std::string_view kUrlVerbs[] = {"*", "get", "post", "put", "delete", "patch", "head", "options"};

// Verbs that make sense for certain resources only, among them some that no server lists.
struct SpecialVerb {
  std::string_view verb;
  std::string_view resource;
  std::string_view group;
};
constexpr SpecialVerb kSpecialVerbs[] = {
    {"bind", "clusterroles", "rbac.authorization.k8s.io"},
    {"bind", "roles", "rbac.authorization.k8s.io"},
    {"escalate", "clusterroles", "rbac.authorization.k8s.io"},
    {"escalate", "roles", "rbac.authorization.k8s.io"},
    {"impersonate", "groups", ""},
    {"impersonate", "serviceaccounts", ""},
    {"impersonate", "uids", "authentication.k8s.io"},
    {"impersonate", "userextras", "authentication.k8s.io"},
    {"impersonate", "users", ""},
};

template <class Range>
bool role_contains(const Range& range, std::string_view word) {
  return std::find(std::begin(range), std::end(range), word) != std::end(range);
}

// Each word once; `*` stands for all and makes the others superfluous.
std::vector<std::string> distinct_verbs(const std::vector<std::string>& words) {
  if (role_contains(words, "*")) return {"*"};
  std::vector<std::string> out;
  for (const std::string& word : words)
    if (!role_contains(out, word)) out.push_back(word);
  return out;
}

RuleResource parse_rule_resource(const std::string& word) {
  RuleResource out;
  const size_t slash = word.find('/');
  if (slash != std::string::npos) out.subresource = word.substr(slash + 1);
  const std::string whole = word.substr(0, slash);
  const size_t dot = whole.find('.');
  if (dot != std::string::npos) out.group = whole.substr(dot + 1);
  out.resource = whole.substr(0, dot);
  return out;
}

// What the server calls it: `rs.apps` is replicasets. Upstream: RESTMapper.ResourceFor.
const Kind* mapped(const RuleResource& resource) {
  return find_resource(resource.group.empty() ? resource.resource : resource.resource + "." + resource.group);
}

Outcome check_resource(const RuleResource& resource, const std::vector<std::string>& verbs) {
  if (resource.resource.empty()) return client_error("resource must be specified if apiGroup/subresource specified");
  const Kind* kind = mapped(resource);
  const std::string name = kind == nullptr ? resource.resource : std::string(kind->resource);
  const std::string group = kind == nullptr ? resource.group : std::string(kind->group);
  bool known = kind != nullptr;
  for (const std::string& verb : verbs) {
    const auto same_verb = [&](const SpecialVerb& special) { return special.verb == verb; };
    if (std::none_of(std::begin(kSpecialVerbs), std::end(kSpecialVerbs), same_verb)) continue;
    const auto fits = [&](const SpecialVerb& special) {
      return special.verb == verb && special.resource == name && special.group == group;
    };
    if (std::none_of(std::begin(kSpecialVerbs), std::end(kSpecialVerbs), fits))
      return client_error(fmt::format("can not perform '{}' on '{}' in group '{}'", verb, name, group));
    known = true;
  }
  if (known) return {};
  const std::string where = resource.group.empty() ? "" : fmt::format(" in group \"{}\"", resource.group);
  return Outcome::nested(
      {client_error(fmt::format("the server doesn't have a resource type \"{}\"{}", resource.resource, where))});
}

Outcome check_resources(const std::vector<RuleResource>& resources, const std::vector<std::string>& verbs,
                        std::ostream& err) {
  for (const std::string& verb : verbs)
    if (!role_contains(kResourceVerbs, verb)) err << "Warning: '" << verb << "' is not a standard resource verb\n";
  for (const RuleResource& resource : resources) {
    if (resource.resource == "*") return {};
    if (Outcome fine = check_resource(resource, verbs); !fine.ok()) return fine;
  }
  return {};
}

Result<void> check_urls(const std::vector<std::string>& urls, const std::vector<std::string>& verbs) {
  if (urls.empty()) return {};
  for (const std::string& verb : verbs)
    if (!role_contains(kUrlVerbs, verb))
      return client_error(fmt::format("invalid verb: '{}' for nonResourceURL", verb));
  for (const std::string& url : urls) {
    if (url == "*") continue;
    if (url.empty() || url[0] != '/') return client_error("nonResourceURL should start with /");
    if (url.find('*') < url.size() - 1)
      return client_error("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
  return {};
}

Value texts(const std::vector<std::string>& words) {
  Value out = Value::array();
  for (const std::string& word : words) out.push_back(word);
  return out;
}

// One rule for each group, in the order of their names; resources in the order given.
Value rules_of(const CreateRoleOptions& options, const std::vector<std::string>& verbs,
               const std::vector<RuleResource>& resources) {
  std::map<std::string, std::vector<std::string>> by_group;
  for (const RuleResource& resource : resources) {
    const Kind* kind = mapped(resource);
    std::string name = kind == nullptr ? resource.resource : std::string(kind->resource);
    if (!resource.subresource.empty()) name += "/" + resource.subresource;
    std::vector<std::string>& listed = by_group[kind == nullptr ? resource.group : std::string(kind->group)];
    if (!role_contains(listed, name)) listed.push_back(name);
  }
  Value rules = Value::array();
  for (const auto& [group, names] : by_group) {
    Value rule{{"apiGroups", texts({group})}, {"resources", texts(names)}, {"verbs", texts(verbs)}};
    if (!options.resource_names.empty()) rule["resourceNames"] = texts(distinct_verbs(options.resource_names));
    rules.push_back(rule);
  }
  if (!options.urls.empty())
    rules.push_back(Value{{"nonResourceURLs", texts(distinct_verbs(options.urls))}, {"verbs", texts(verbs)}});
  return rules;
}

std::vector<RuleResource> parse_resources(const CreateRoleOptions& options) {
  std::vector<RuleResource> out;
  for (const std::string& word : options.resources) {
    out.push_back(parse_rule_resource(word));
    const RuleResource& last = out.back();  // a `*` alone stands for all that is named beside it
    if (last.resource == "*" && last.group.empty() && last.subresource.empty()) return {last};
  }
  return out;
}

Outcome create_role(const CreateRoleOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  const std::vector<std::string> verbs = distinct_verbs(options.verbs);
  const std::vector<RuleResource> resources = parse_resources(options);
  if (verbs.empty()) return client_error("at least one verb must be specified");
  if (resources.empty()) return client_error("at least one resource must be specified");
  if (Outcome fine = check_resources(resources, verbs, call.io.err); !fine.ok()) return fine;
  Value document{{"metadata", Value{{"name", *name}}}, {"rules", rules_of(options, verbs, resources)}};
  return create_generated(options.generator, call, kRole, document, "");
}

Outcome create_aggregated(const CreateRoleOptions& options, const std::string& name, Invocation& call) {
  if (!options.urls.empty() || !options.verbs.empty() || !options.resources.empty() || !options.resource_names.empty())
    return client_error(
        "aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames");
  Value labels = Value::object();
  for (const std::string& pair : options.aggregation_rule) {
    const auto parts = split_literal(pair);
    if (!parts)
      return client_error(
          fmt::format("invalid argument \"{}\" for \"--aggregation-rule\" flag: malformed pair, expect "
                      "string=string\nSee 'kubectl create clusterrole --help' for usage.",
                      pair));
    labels[parts->first] = parts->second;
  }
  Value document{{"aggregationRule", Value{{"clusterRoleSelectors", Value::array({Value{{"matchLabels", labels}}})}}},
                 {"metadata", Value{{"name", name}}},
                 {"rules", nullptr}};
  return create_generated(options.generator, call, kClusterRole, document, "");
}

Outcome create_clusterrole(const CreateRoleOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  if (!options.aggregation_rule.empty()) return create_aggregated(options, *name, call);
  const std::vector<std::string> verbs = distinct_verbs(options.verbs);
  const std::vector<RuleResource> resources = parse_resources(options);
  if (verbs.empty()) return client_error("at least one verb must be specified");
  if (resources.empty() && options.urls.empty())
    return client_error("one of resource or nonResourceURL must be specified");
  if (!resources.empty())
    if (Outcome fine = check_resources(resources, verbs, call.io.err); !fine.ok()) return fine;
  if (auto fine = check_urls(options.urls, verbs); !fine) return fine.error();
  Value document{{"metadata", Value{{"name", *name}}}, {"rules", rules_of(options, verbs, resources)}};
  return create_generated(options.generator, call, kClusterRole, document, "");
}

std::shared_ptr<CreateRoleOptions> declare_role(Command& command) {
  auto options = std::make_shared<CreateRoleOptions>();
  declare_generator_flags(command.flags, options->generator);
  command.flags.list(options->verbs, "verb", Split::kCommas, "What the rule allows to do: get, list, …");
  command.flags.list(options->resources, "resource", Split::kCommas, "With what: pods, deployments.apps/scale");
  command.flags.list(options->resource_names, "resource-name", Split::kNever, "Only with the objects of these names");
  return options;
}

}  // namespace

void add_create_role(Command& command) { runs(command, declare_role(command), create_role); }

void add_create_clusterrole(Command& command) {
  auto options = declare_role(command);
  command.flags.list(options->urls, "non-resource-url", Split::kCommas, "Paths of the server that are no resources");
  command.flags.list(options->aggregation_rule, "aggregation-rule", Split::kCommas,
                     "Take over the rules of all cluster roles with these labels");
  runs(command, options, create_clusterrole);
}

}  // namespace skiff::cli
