#include "apiserver/pod_warnings.h"

#include <algorithm>
#include <map>
#include <set>

#include "api/name_rules.h"
#include "api/quantity.h"
#include "base/strings.h"

namespace skiff {
namespace {

struct Deprecated {
  std::string_view name, why;
};

struct DeprecatedVolume {
  std::string_view source, shown, why;
};

constexpr Deprecated kNodeLabels[] = {
    {"beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead"},
    {"beta.kubernetes.io/instance-type", "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"},
    {"beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead"},
    {"failure-domain.beta.kubernetes.io/region",
     "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"},
    {"failure-domain.beta.kubernetes.io/zone", "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"},
};

constexpr Deprecated kAnnotations[] = {
    {"scheduler.alpha.kubernetes.io/critical-pod",
     "non-functional in v1.16+; use the \"priorityClassName\" field instead"},
    {"security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"},
    {"security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"},
};

constexpr DeprecatedVolume kVolumes[] = {
    {"photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"},
    {"gitRepo", "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"},
    {"scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"},
    {"flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"},
    {"storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"},
    {"quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"},
    {"glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"},
    {"cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"},
    {"rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"},
};

constexpr std::string_view kRequired = "requiredDuringSchedulingIgnoredDuringExecution";
constexpr std::string_view kPreferred = "preferredDuringSchedulingIgnoredDuringExecution";

std::string_view why_not_this_label(std::string_view label) {
  const auto found = std::find_if(std::begin(kNodeLabels), std::end(kNodeLabels),
                                  [&](const Deprecated& row) { return row.name == label; });
  return found == std::end(kNodeLabels) ? std::string_view() : found->why;
}

enum class LabelValues { kAreChecked, kAreRefusedElsewhere };

class PodWarnings {
 public:
  PodWarnings(const Value& pod, const FieldPath& path) : pod_(pod), spec_(pod["spec"]), root_(path) {
    spec_path_ = path.child("spec");
  }

  std::vector<std::string> run() {
    node_labels();
    annotations();
    volumes();
    repeated("hostAliases", "ip");
    repeated("imagePullSecrets", "name");
    for (size_t i = 0; i < spec_["imagePullSecrets"].size(); ++i)
      if (spec_["imagePullSecrets"][i]["name"].as_string().empty())
        tell(spec_path_.child("imagePullSecrets").index(i).child("name"), "invalid empty name \"\"");
    for (const char* resource : {"memory", "ephemeral-storage"})
      bytes(spec_["overhead"], resource, spec_path_.child("overhead"));
    each_container([&](const Value& container, const FieldPath& at) { inside(container, at); });
    each_container([&](const Value& container, const FieldPath& at) { ports(container["ports"], at.child("ports")); });
    if (spec_["terminationGracePeriodSeconds"].as_int() < 0)
      tell(spec_path_.child("terminationGracePeriodSeconds"),
           "must be >= 0; negative values are invalid and will be treated as 1");
    for (const char* kind : {"podAffinity", "podAntiAffinity"}) pod_affinity(kind);
    return std::move(warnings_);
  }

 private:
  void tell(const FieldPath& path, std::string_view what) {
    warnings_.push_back(path.str() + ": " + std::string(what));
  }

  void node_labels() {
    for (const Member& label : spec_["nodeSelector"].members())
      if (const auto why = why_not_this_label(label.name()); !why.empty())
        tell(spec_path_.child("nodeSelector").key(label.name()), why);
    const Value& affinity = spec_.at("affinity", "nodeAffinity");
    const FieldPath at = spec_path_.child("affinity").child("nodeAffinity");
    const Value& terms = affinity[kRequired]["nodeSelectorTerms"];
    for (size_t i = 0; i < terms.size(); ++i)
      node_term(terms[i], LabelValues::kAreRefusedElsewhere, at.child(kRequired).child("nodeSelectorTerms").index(i));
    for (size_t i = 0; i < affinity[kPreferred].size(); ++i)
      node_term(affinity[kPreferred][i]["preference"], LabelValues::kAreChecked,
                at.child(kPreferred).index(i).child("preference"));
    const Value& constraints = spec_["topologySpreadConstraints"];
    for (size_t i = 0; i < constraints.size(); ++i) {
      const FieldPath constraint = spec_path_.child("topologySpreadConstraints").index(i);
      deprecated_key(constraints[i]["topologyKey"].str(), constraint.child("topologyKey"));
      no_selector(constraints[i], constraint);
    }
  }

  void deprecated_key(const std::string& label, const FieldPath& path) {
    if (const auto why = why_not_this_label(label); !why.empty()) tell(path, label + " is " + std::string(why));
  }

  // GetWarningsForNodeSelectorTerm.
  void node_term(const Value& term, LabelValues values, const FieldPath& path) {
    for (size_t i = 0; i < term["matchExpressions"].size(); ++i) {
      const Value& expression = term["matchExpressions"][i];
      const FieldPath at = path.child("matchExpressions").index(i);
      deprecated_key(expression["key"].str(), at.child("key"));
      if (values == LabelValues::kAreRefusedElsewhere) continue;
      for (size_t j = 0; j < expression["values"].size(); ++j)
        for (const std::string& problem : label_value_problems(expression["values"][j].as_string()))
          tell(at.child("values").index(j), problem);
    }
  }

  void no_selector(const Value& holder, const FieldPath& path) {
    if (holder["labelSelector"].is_null())
      tell(path.child("labelSelector"), "a null labelSelector results in matching no pod");
  }

  void pod_affinity(const char* kind) {
    const Value& affinity = spec_.at("affinity", kind);
    const FieldPath at = spec_path_.child("affinity").child(kind);
    for (size_t i = 0; i < affinity[kRequired].size(); ++i)
      no_selector(affinity[kRequired][i], at.child(kRequired).index(i));
    for (size_t i = 0; i < affinity[kPreferred].size(); ++i)
      no_selector(affinity[kPreferred][i]["podAffinityTerm"], at.child(kPreferred).index(i).child("podAffinityTerm"));
  }

  bool has_annotation(const std::string& name) const { return pod_.at("metadata", "annotations").contains(name); }
  FieldPath annotation(std::string_view name) const { return root_.child("metadata").child("annotations").key(name); }

  void annotations() {
    for (const Deprecated& row : kAnnotations)
      if (has_annotation(std::string(row.name))) tell(annotation(row.name), row.why);
  }

  void volumes() {
    for (size_t i = 0; i < spec_["volumes"].size(); ++i)
      for (const DeprecatedVolume& row : kVolumes)
        if (spec_["volumes"][i].contains(row.source))
          tell(spec_path_.child("volumes").index(i).child(row.shown), row.why);
    for (const Value& volume : spec_["volumes"].elements()) overlaps_of(volume);
  }

  static std::vector<std::string> paths_of(const Value& items) {
    std::vector<std::string> out;
    for (const Value& item : items.elements()) out.push_back(item["path"].str());
    return out;
  }

  // A file that another one overwrites, or that would have to be a directory.
  void overlaps(const std::vector<std::string>& paths, const std::string& where) {
    std::set<std::string> seen;
    for (std::string path : paths) {
      path.erase(path.find_last_not_of('/') + 1);
      for (const std::string& other : seen) {
        if (other.empty() || path.empty()) break;
        if (other != path && !(other + "/").starts_with(path) && !(path + "/").starts_with(other)) continue;
        warnings_.push_back(where + ": overlapping paths: " + go_quote(path) + " with " + go_quote(other));
        break;
      }
      seen.insert(std::move(path));
    }
  }

  void overlaps_of(const Value& volume) {
    const std::string name = "volume " + go_quote(volume["name"].as_string());
    const auto quoted = [](const Value& text) { return go_quote(text.as_string()); };
    const Value& map = volume["configMap"];
    const Value& secret = volume["secret"];
    if (map.contains("items")) overlaps(paths_of(map["items"]), name + " (ConfigMap " + quoted(map["name"]) + ")");
    if (secret.contains("items"))
      overlaps(paths_of(secret["items"]), name + " (Secret " + quoted(secret["secretName"]) + ")");
    overlaps(paths_of(volume["downwardAPI"]["items"]), name + " (DownwardAPI)");
    std::set<std::string> all;
    for (const Value& source : volume["projected"]["sources"].elements()) {
      if (source.empty()) {
        warnings_.push_back(name + " (Projected) has no sources provided");
        continue;
      }
      const auto [paths, kind] = projected(source);
      if (paths.empty()) continue;
      const std::string where = name + " (Projected " + kind + ")";
      overlaps(paths, where);
      std::vector<std::string> both(all.begin(), all.end());
      const std::set<std::string> own(paths.begin(), paths.end());
      both.insert(both.end(), own.begin(), own.end());
      std::sort(both.begin(), both.end());
      overlaps(both, where);
      all.insert(own.begin(), own.end());
    }
  }

  static std::pair<std::vector<std::string>, std::string> projected(const Value& source) {
    const auto named = [&](const char* kind, const char* word) {
      return std::string(word) + " " + go_quote(source[kind]["name"].as_string());
    };
    if (source["configMap"].contains("items"))
      return {paths_of(source["configMap"]["items"]), named("configMap", "ConfigMap")};
    if (source["secret"].contains("items")) return {paths_of(source["secret"]["items"]), named("secret", "Secret")};
    if (source["downwardAPI"].contains("items")) return {paths_of(source["downwardAPI"]["items"]), "DownwardAPI"};
    if (source.contains("serviceAccountToken"))
      return {{source["serviceAccountToken"]["path"].str()}, "ServiceAccountToken"};
    return {};
  }

  void repeated(const char* list, const char* member) {
    std::set<std::string_view> seen;
    for (size_t i = 0; i < spec_[list].size(); ++i) {
      const std::string_view value = spec_[list][i][member].as_string();
      if (!seen.insert(value).second)
        tell(spec_path_.child(list).index(i).child(member), std::string("duplicate ") + member + " " + go_quote(value));
    }
  }

  template <class Visit>
  void each_container(Visit visit) {
    for (const char* list : {"initContainers", "containers", "ephemeralContainers"})
      for (size_t i = 0; i < spec_[list].size(); ++i) visit(spec_[list][i], spec_path_.child(list).index(i));
  }

  void bytes(const Value& amounts, const char* resource, const FieldPath& path) {
    const auto amount = Quantity::of(amounts[resource]);
    if (!amount || amount->is_whole()) return;
    tell(path.key(resource), "fractional byte value " + go_quote(amount->text()) + " is invalid, must be an integer");
  }

  void inside(const Value& container, const FieldPath& at) {
    const std::string armor = "container.apparmor.security.beta.kubernetes.io/" + container["name"].str();
    // Of a pod itself that is told with what the field was made of it.
    if (!root_.str().empty() && has_annotation(armor) && !spec_.at("securityContext", "appArmorProfile").is_object() &&
        !container.at("securityContext", "appArmorProfile").is_object())
      tell(annotation(armor), "deprecated since v1.30; use the \"appArmorProfile\" field instead");
    for (const char* resource : {"memory", "ephemeral-storage"})
      for (const char* list : {"limits", "requests"})
        bytes(container["resources"][list], resource, at.child("resources").child(list));
    environment(container["env"], at.child("env"));
  }

  // A later variable may build upon an earlier one of its name, but not just take its place.
  void environment(const Value& variables, const FieldPath& path) {
    std::set<std::string_view> seen;
    for (size_t i = 0; i < variables.size(); ++i) {
      const Value& variable = variables[i];
      const std::string_view name = variable["name"].as_string();
      if (seen.insert(name).second) continue;
      const std::string reference = "$(" + std::string(name) + ")";
      const std::string_view value = variable["value"].as_string();
      if (variable["valueFrom"].is_object() || value == reference || value.find(reference) == std::string_view::npos)
        tell(path.index(i),
             "hides previous definition of " + go_quote(name) + ", which may be dropped when using apply");
    }
  }

  struct Port {
    FieldPath path;
    int64_t host_port;
    std::string host_ip;
  };

  static std::string_view conflict_of(const Port& a, const Port& b) {
    if (a.host_ip == b.host_ip && a.host_port == b.host_port) return "duplicate";
    if (a.host_port == 0 || b.host_port == 0) return "overlapping";
    return a.host_port == b.host_port && a.host_ip.empty() != b.host_ip.empty() ? "dangerously ambiguous" : "";
  }

  void ports(const Value& list, const FieldPath& path) {
    for (size_t i = 0; i < list.size(); ++i) {
      const Value& given = list[i];
      Port port{path.index(i), given["hostPort"].as_int(), given["hostIP"].str()};
      const std::string number = std::to_string(given["containerPort"].as_int());
      const std::string protocol = given["protocol"].str();
      if (!port.host_ip.empty() && port.host_port == 0)
        tell(port.path, "hostIP set without hostPort: {Name:" + given["name"].str() + " HostPort:0 ContainerPort:" +
                            number + " Protocol:" + protocol + " HostIP:" + port.host_ip + "}");
      std::vector<Port>& others = ports_[number + "/" + protocol];
      for (const Port& other : others)
        if (const std::string_view conflict = conflict_of(port, other); !conflict.empty())
          tell(port.path, std::string(conflict) + " port definition with " + other.path.str());
      others.push_back(std::move(port));
    }
  }

  const Value& pod_;
  const Value& spec_;
  FieldPath root_;
  FieldPath spec_path_;
  std::map<std::string, std::vector<Port>> ports_;  // of all containers, by port and protocol
  std::vector<std::string> warnings_;
};

}  // namespace

std::vector<std::string> pod_warnings(const Value& pod, const FieldPath& path) { return PodWarnings(pod, path).run(); }

}  // namespace skiff
