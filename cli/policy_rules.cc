#include "cli/policy_rules.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "cli/describers/metadata.h"

namespace skiff::cli {
namespace {

// A rule for one resource of one group, or for one URL; at most one resource name.
struct NarrowRule {
  std::string resource;
  std::string group;
  std::string url;
  Value names;  // null or an array of one
  Value verbs = Value::array();

  bool is_for_url() const { return !url.empty(); }
  // The text that kubectl sorts rules by: PolicyRule.String().
  std::string sort_key() const {
    if (is_for_url())
      return "Verbs:" + go_list(verbs) + ",APIGroups:[],Resources:[],ResourceNames:[],URLs:[" + url + "]";
    return "Verbs:" + go_list(verbs) + ",APIGroups:[" + group + "],Resources:[" + resource +
           "],ResourceNames:" + go_list(names) + ",URLs:[]";
  }
  // pods.metrics.k8s.io/status: the group goes before the subresource. Mirrors CombineResourceGroup.
  std::string resource_text() const {
    if (is_for_url() || group.empty()) return resource;
    const size_t slash = resource.find('/');
    return resource.substr(0, slash) + "." + group + (slash == std::string::npos ? "" : resource.substr(slash));
  }
};

using Seat = std::tuple<std::string, std::string, std::string>;  // group, resource, name with a mark; see merge()

// Rules that differ in their verbs alone become one. Mirrors CompactRules: URLs are never merged.
class CompactRules {
 public:
  void add(const Value& rule) {
    for (const Value& group : rule["apiGroups"].elements())
      for (const Value& resource : rule["resources"].elements())
        for (const Value& verb : rule["verbs"].elements()) add_verb(group.str(), resource.str(), rule, verb);
    for (const Value& url : rule["nonResourceURLs"].elements())
      for (const Value& verb : rule["verbs"].elements())
        rules_.push_back({"", "", url.str(), Value(), Value::array({verb})});
  }
  std::vector<NarrowRule> take() {
    for (auto& [seat, rule] : merged_) rules_.push_back(std::move(rule));
    std::stable_sort(rules_.begin(), rules_.end(),
                     [](const NarrowRule& a, const NarrowRule& b) { return a.sort_key() < b.sort_key(); });
    return std::move(rules_);
  }

 private:
  void add_verb(const std::string& group, const std::string& resource, const Value& rule, const Value& verb) {
    if (rule["resourceNames"].empty()) merge(group, resource, Value(), verb);
    for (const Value& name : rule["resourceNames"].elements()) merge(group, resource, Value::array({name}), verb);
  }
  // A rule for the name "" is not a rule for every name, hence the mark before a name.
  void merge(const std::string& group, const std::string& resource, const Value& names, const Value& verb) {
    NarrowRule& rule = merged_[Seat(group, resource, names.empty() ? "" : "=" + names[0].str())];
    rule.group = group;
    rule.resource = resource;
    rule.names = names;
    const Elements& known = std::as_const(rule).verbs.elements();
    if (std::find(known.begin(), known.end(), verb) == known.end()) rule.verbs.push_back(verb);
  }

  std::vector<NarrowRule> rules_;
  std::map<Seat, NarrowRule> merged_;
};

}  // namespace

std::vector<std::string> policy_rule_rows(const Elements& rules) {
  CompactRules compact;
  for (const Value& rule : rules) compact.add(rule);
  std::vector<std::string> rows;
  for (const NarrowRule& rule : compact.take())
    rows.push_back(rule.resource_text() + "\t[" + rule.url + "]\t" + go_list(rule.names) + "\t" + go_list(rule.verbs));
  return rows;
}

}  // namespace skiff::cli
