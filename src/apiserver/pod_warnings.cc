#include "apiserver/pod_warnings.h"

#include <algorithm>
#include <map>
#include <set>

#include "apiserver/shared_warnings.h"
#include "apiserver/volume_path_warnings.h"
#include "base/strings.h"

namespace skiff {
namespace {

struct Deprecated {
  std::string_view name, why;
};

struct DeprecatedVolume {
  std::string_view source, shown, why;
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

constexpr std::string_view kSeccomp = "seccomp.security.alpha.kubernetes.io/pod";
constexpr std::string_view kSeccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/";
constexpr std::string_view kArmorOfContainer = "container.apparmor.security.beta.kubernetes.io/";
constexpr std::string_view kRequired = "requiredDuringSchedulingIgnoredDuringExecution";
constexpr std::string_view kPreferred = "preferredDuringSchedulingIgnoredDuringExecution";

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
      warn_of_part_of_byte(spec_["overhead"], resource, spec_path_.child("overhead"), warnings_);
    seccomp(spec_, std::string(kSeccomp));
    each_container([&](const Value& container, const FieldPath& at) { inside(container, at); });
    each_container([&](const Value& container, const FieldPath& at) { ports(container["ports"], at.child("ports")); });
    each_container(
        [&](const Value& container, const FieldPath& at) { port_names(container["ports"], at.child("ports")); });
    if (spec_["terminationGracePeriodSeconds"].as_int() < 0)
      tell(spec_path_.child("terminationGracePeriodSeconds"),
           "must be >= 0; negative values are invalid and will be treated as 1");
    for (const char* kind : {"podAffinity", "podAntiAffinity"}) pod_affinity(kind);
    const Value& nameservers = spec_["dnsConfig"]["nameservers"];
    for (size_t i = 0; i < nameservers.size(); ++i)
      warn_of_ip(nameservers[i], spec_path_.child("dnsConfig").child("nameservers").index(i), warnings_);
    for (size_t i = 0; i < spec_["hostAliases"].size(); ++i)
      warn_of_ip(spec_["hostAliases"][i]["ip"], spec_path_.child("hostAliases").index(i).child("ip"), warnings_);
    return std::move(warnings_);
  }

 private:
  void tell(const FieldPath& path, std::string_view what) {
    warnings_.push_back(path.str() + ": " + std::string(what));
  }

  void node_labels() {
    for (const Member& label : spec_["nodeSelector"].members())
      if (const auto why = node_label_deprecation(label.name()); !why.empty())
        tell(spec_path_.child("nodeSelector").key(label.name()), why);
    const Value& affinity = spec_.at("affinity", "nodeAffinity");
    const FieldPath at = spec_path_.child("affinity").child("nodeAffinity");
    const Value& terms = affinity[kRequired]["nodeSelectorTerms"];
    for (size_t i = 0; i < terms.size(); ++i)
      warn_of_node_selector_term(terms[i], LabelValues::kAreRefusedElsewhere,
                                 at.child(kRequired).child("nodeSelectorTerms").index(i), warnings_);
    for (size_t i = 0; i < affinity[kPreferred].size(); ++i)
      warn_of_node_selector_term(affinity[kPreferred][i]["preference"], LabelValues::kAreChecked,
                                 at.child(kPreferred).index(i).child("preference"), warnings_);
    const Value& constraints = spec_["topologySpreadConstraints"];
    for (size_t i = 0; i < constraints.size(); ++i) {
      const FieldPath constraint = spec_path_.child("topologySpreadConstraints").index(i);
      deprecated_key(constraints[i]["topologyKey"].str(), constraint.child("topologyKey"));
      no_selector(constraints[i], constraint);
    }
  }

  void deprecated_key(const std::string& label, const FieldPath& path) {
    if (const auto why = node_label_deprecation(label); !why.empty()) tell(path, label + " is " + std::string(why));
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
    for (size_t i = 0; i < spec_["volumes"].size(); ++i) {
      const Value& volume = spec_["volumes"][i];
      const FieldPath at = spec_path_.child("volumes").index(i);
      for (const DeprecatedVolume& row : kVolumes)
        if (volume.contains(row.source)) tell(at.child(row.shown), row.why);
      if (const Value& claim = volume["ephemeral"]["volumeClaimTemplate"]; claim.is_object())
        warn_of_claim(claim["spec"], at.child("ephemeral").child("volumeClaimTemplate").child("spec"), warnings_);
    }
    for (const Value& volume : spec_["volumes"].elements())
      for (std::string& text : volume_path_warnings(volume)) warnings_.push_back(std::move(text));
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

  // An annotation that the field beside it has replaced. `holder` is what has the field.
  void seccomp(const Value& holder, const std::string& name) {
    if (has_annotation(name) && !holder.at("securityContext", "seccompProfile").is_object())
      tell(annotation(name), "non-functional in v1.27+; use the \"seccompProfile\" field instead");
  }

  void inside(const Value& container, const FieldPath& at) {
    seccomp(container, std::string(kSeccompOfContainer) + container["name"].str());
    const std::string armor = std::string(kArmorOfContainer) + container["name"].str();
    // Of a pod itself that is told with what the field was made of it.
    if (!root_.str().empty() && has_annotation(armor) && !spec_.at("securityContext", "appArmorProfile").is_object() &&
        !container.at("securityContext", "appArmorProfile").is_object())
      tell(annotation(armor), "deprecated since v1.30; use the \"appArmorProfile\" field instead");
    for (const char* resource : {"memory", "ephemeral-storage"})
      for (const char* list : {"limits", "requests"})
        warn_of_part_of_byte(container["resources"][list], resource, at.child("resources").child(list), warnings_);
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

  // Who selects a port by its name gets the first that has it.
  void port_names(const Value& list, const FieldPath& path) {
    for (size_t i = 0; i < list.size(); ++i) {
      const std::string name = list[i]["name"].str();
      if (name.empty()) continue;
      const auto [first, is_new] = port_names_.emplace(name, path.index(i).str());
      if (!is_new)
        tell(path.index(i), "duplicate port name " + go_quote(name) + " with " + first->second +
                                ", services and probes that select ports by name will use " + first->second);
    }
  }

  const Value& pod_;
  const Value& spec_;
  FieldPath root_;
  FieldPath spec_path_;
  std::map<std::string, std::vector<Port>> ports_;  // of all containers, by port and protocol
  std::map<std::string, std::string> port_names_;   // where each stands first
  std::vector<std::string> warnings_;
};

}  // namespace

std::vector<std::string> pod_warnings(const Value& pod, const FieldPath& path) { return PodWarnings(pod, path).run(); }

}  // namespace skiff
