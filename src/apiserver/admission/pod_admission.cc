#include "apiserver/admission/pod_admission.h"

#include <algorithm>

#include "api/kinds/node.h"
#include "api/kinds/priorityclass.h"
#include "api/kinds/serviceaccount.h"
#include "apiserver/admission/limit_admission.h"
#include "apiserver/admission/mountable_secrets.h"
#include "apiserver/admission/runtime_class_admission.h"

namespace skiff {
namespace {

constexpr std::string_view kTopologyLabels[] = {"topology.kubernetes.io/region", "topology.kubernetes.io/zone"};
constexpr std::string_view kTokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

// The lowest of those that are marked, should there be several.
ObjectRef default_class(const Store& store) {
  ObjectRef chosen;
  store.for_each(kPriorityClass, {}, [&](const ObjectRef& candidate) {
    const Value& document = candidate->document();
    if (document["globalDefault"].as_bool() &&
        (!chosen || document["value"].as_int() < chosen->document()["value"].as_int()))
      chosen = candidate;
    return true;
  });
  return chosen;
}

Result<void> admit_priority(const Store& store, Value& pod) {
  const Value& spec = std::as_const(pod)["spec"];
  const std::string wanted = spec["priorityClassName"].str();
  ObjectRef chosen;
  if (!wanted.empty()) {
    chosen = store.get(kPriorityClass, {"", wanted});
    if (!chosen) return forbidden("pods", "", pod_name(pod), "no PriorityClass with name " + wanted + " was found");
  } else {
    chosen = default_class(store);
  }
  const int64_t priority = chosen ? chosen->document()["value"].as_int() : 0;
  if (spec.contains("priority") && spec["priority"].as_int() != priority)
    return forbidden("pods", "", pod_name(pod),
                     "the integer value of priority (" + std::to_string(spec["priority"].as_int()) +
                         ") must not be provided in pod spec; priority admission controller computed " +
                         std::to_string(priority) + " from the given PriorityClass name");
  const std::string policy(chosen ? chosen->document()["preemptionPolicy"].as_string("PreemptLowerPriority")
                                  : "PreemptLowerPriority");
  if (spec.contains("preemptionPolicy") && spec["preemptionPolicy"].as_string() != policy)
    return forbidden("pods", "", pod_name(pod),
                     "the string value of PreemptionPolicy (" + spec["preemptionPolicy"].str() +
                         ") must not be provided in pod spec; priority admission controller computed " + policy +
                         " from the given PriorityClass name");
  Value& edit = pod["spec"];
  edit["priority"] = priority;
  if (chosen) edit["priorityClassName"] = chosen->name();
  edit["preemptionPolicy"] = policy;
  return {};
}

// The projected volume that every pod gets. Its parts are the same for all pods and therefore shared.
Value token_volume(const std::string& name) {
  static const Value kProjected{
      {"defaultMode", 420},
      {"sources",
       Value::array(
           {Value{{"serviceAccountToken", Value{{"expirationSeconds", 3607}, {"path", "token"}}}},
            Value{{"configMap", Value{{"items", Value::array({Value{{"key", "ca.crt"}, {"path", "ca.crt"}}})},
                                      {"name", "kube-root-ca.crt"}}}},
            Value{{"downwardAPI",
                   Value{{"items", Value::array({Value{
                                       {"fieldRef", Value{{"apiVersion", "v1"}, {"fieldPath", "metadata.namespace"}}},
                                       {"path", "namespace"}}})}}}}})}};
  return Value{{"name", name}, {"projected", kProjected}};
}

bool mounts_token(const Value& container) {
  const Elements& mounts = container["volumeMounts"].elements();
  return std::any_of(mounts.begin(), mounts.end(),
                     [](const Value& mount) { return mount["mountPath"].as_string() == kTokenPath; });
}

// The volume of a token that the pod has already, or a new one's name.
std::string token_volume_name(const Value& spec, Random& random) {
  constexpr std::string_view kPrefix = "kube-api-access-";
  for (const Value& volume : spec["volumes"].elements())
    if (volume["name"].as_string().starts_with(kPrefix)) return volume["name"].str();
  return std::string(kPrefix) + random.suffix();
}

// mountServiceAccountToken: containers that have something else in that place do without.
void mount_token(Value& spec, Random& random) {
  const Value& read = spec;
  const std::string name = token_volume_name(read, random);
  const Value mount{{"mountPath", kTokenPath}, {"name", name}, {"readOnly", true}};
  bool needs_volume = false;
  for (const std::string_view list : {"initContainers", "containers"})
    for (size_t i = 0; i < read[list].size(); ++i) {
      if (mounts_token(read[list][i])) continue;
      spec[list].edit_at(i)["volumeMounts"].push_back(mount);
      needs_volume = true;
    }
  const Elements& volumes = read["volumes"].elements();
  const bool has_volume =
      std::any_of(volumes.begin(), volumes.end(), [&](const Value& one) { return one["name"].as_string() == name; });
  if (needs_volume && !has_volume) spec["volumes"].push_back(token_volume(name));
}

bool automounts(const Value& spec, const Object& account) {
  if (spec.contains("automountServiceAccountToken")) return spec["automountServiceAccountToken"].as_bool();
  return account.document()["automountServiceAccountToken"].as_bool(true);
}

Result<void> admit_service_account(Store& store, Value& pod) {
  Value& spec = pod["spec"];
  const Value& read = spec;
  if (read["serviceAccountName"].as_string().empty()) spec["serviceAccountName"] = "default";
  spec.set("serviceAccount", read["serviceAccountName"]);  // a copy: the list of members may move
  const std::string ns = std::as_const(pod).at("metadata", "namespace").str();
  const std::string name = read["serviceAccountName"].str();
  const ObjectRef account = store.get(kServiceAccount, {ns, name});
  if (!account)
    return forbidden(
        "pods", "", pod_name(pod),
        "error looking up service account " + ns + "/" + name + ": serviceaccount \"" + name + "\" not found");
  if (read["imagePullSecrets"].empty() && !account->document()["imagePullSecrets"].empty())
    spec["imagePullSecrets"] = account->document()["imagePullSecrets"];
  if (automounts(read, *account)) mount_token(spec, store.random());
  if (const auto problem = secrets_problem(account->document(), pod))
    return forbidden("pods", "", pod_name(pod), *problem);
  return {};
}

// DefaultTolerationSeconds: five minutes on a node that is not ready or unreachable, unless the pod says otherwise.
void add_default_tolerations(Value& pod) {
  static const Value kNotReady{{"effect", "NoExecute"},
                               {"key", "node.kubernetes.io/not-ready"},
                               {"operator", "Exists"},
                               {"tolerationSeconds", 300}};
  static const Value kUnreachable{{"effect", "NoExecute"},
                                  {"key", "node.kubernetes.io/unreachable"},
                                  {"operator", "Exists"},
                                  {"tolerationSeconds", 300}};
  for (const Value* wanted : {&kNotReady, &kUnreachable}) {
    const Elements& present = std::as_const(pod).at("spec", "tolerations").elements();
    const bool covered = std::any_of(present.begin(), present.end(), [&](const Value& toleration) {
      const std::string_view key = toleration["key"].as_string();
      const std::string_view effect = toleration["effect"].as_string();
      return (key.empty() || key == (*wanted)["key"].as_string()) && (effect.empty() || effect == "NoExecute");
    });
    if (!covered) pod["spec"]["tolerations"].push_back(*wanted);
  }
}

}  // namespace

std::string_view pod_name(const Value& pod) {
  const std::string_view name = pod.at("metadata", "name").as_string();
  return name.empty() ? pod.at("metadata", "generateName").as_string() : name;
}

Result<void> admit_pod(Store& store, Value& pod) {
  default_limits(store, pod);
  if (auto ok = admit_service_account(store, pod); !ok) return ok;
  if (auto ok = admit_priority(store, pod); !ok) return ok;
  add_default_tolerations(pod);
  if (auto ok = admit_runtime_class(store, pod); !ok) return ok;
  copy_topology_labels(store, pod);
  return {};
}

void copy_topology_labels(const Store& store, Value& pod) {
  const std::string name = std::as_const(pod).at("spec", "nodeName").str();
  if (name.empty()) return;
  const ObjectRef node = store.get(kNode, {"", name});
  if (!node) return;
  for (const std::string_view label : kTopologyLabels)
    if (const Value& value = node->metadata()["labels"][label]; !value.is_null())
      pod["metadata"]["labels"][label] = value;
}

Result<void> check_default_class(const Store& store, const Value& priority_class, const Value* old) {
  if (!priority_class["globalDefault"].as_bool()) return {};
  const ObjectRef other = default_class(store);
  const std::string_view name = priority_class.at("metadata", "name").as_string();
  if (!other || (old != nullptr && other->name() == name)) return {};
  return forbidden(
      kPriorityClass.resource, kPriorityClass.group, name,
      "PriorityClass " + std::string(other->name()) + " is already marked as default. Only one default can exist");
}

}  // namespace skiff
