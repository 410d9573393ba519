#include "apiserver/admission/admission.h"

#include "api/custom_resources/custom_resource.h"
#include "api/finalizers.h"
#include "api/kinds/customresourcedefinition.h"
#include "api/kinds/ingress.h"
#include "api/kinds/namespace.h"
#include "api/kinds/node.h"
#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/kinds/priorityclass.h"
#include "api/kinds/service.h"
#include "apiserver/admission/ingress_admission.h"
#include "apiserver/admission/limit_admission.h"
#include "apiserver/admission/pod_admission.h"
#include "apiserver/admission/pod_security.h"
#include "apiserver/admission/service_allocation.h"
#include "apiserver/admission/storage_admission.h"

namespace skiff {
namespace {

// NodeTaint: nothing is scheduled to a node before its kubelet has said that it is ready.
void taint_new_node(Value& node) {
  constexpr std::string_view kKey = "node.kubernetes.io/not-ready";
  for (const Value& taint : std::as_const(node).at("spec", "taints").elements())
    if (taint["key"].as_string() == kKey && taint["effect"].as_string() == "NoSchedule") return;
  node["spec"]["taints"].push_back(Value{{"effect", "NoSchedule"}, {"key", kKey}});
}

}  // namespace

Result<void> admit_namespace(const Store& store, const Kind& kind, std::string_view ns, std::string_view name) {
  const ObjectRef found = store.get(kNamespace, {"", std::string(ns)});
  if (!found) return not_found("namespaces", "", ns);
  if (!found->terminating()) return {};
  Error error =
      forbidden(kind.resource, kind.group, name,
                "unable to create new content in namespace " + std::string(ns) + " because it is being terminated");
  error.causes.push_back(
      {"NamespaceTerminating", "metadata.namespace", "namespace " + std::string(ns) + " is being terminated"});
  return error;
}

Result<void> admit_create(Store& store, const Kind& kind, Value& document) {
  if (&kind == &kPod) return admit_pod(store, document);
  if (custom_resource(kind) != nullptr && custom_resource(kind)->terminating())
    return Error{Reason::kMethodNotAllowed,
                 "create not allowed while custom resource definition is terminating",
                 {},
                 {},
                 {},
                 {}};
  if (&kind == &kCustomResourceDefinition) add_finalizer(document, "customresourcecleanup.apiextensions.k8s.io");
  if (&kind == &kPersistentVolumeClaim) {
    default_storage_class(store, document);
    add_finalizer(document, "kubernetes.io/pvc-protection");
  }
  if (&kind == &kIngress) default_ingress_class(store, document);
  if (&kind == &kPersistentVolume) add_finalizer(document, "kubernetes.io/pv-protection");
  if (&kind == &kNode) taint_new_node(document);
  return {};
}

Result<std::vector<QuotaCharge>> admit_valid(const Store& store, const Kind& kind, const Value& document,
                                             const Value* old, Time now, std::vector<std::string>& warnings) {
  if (auto ok = check_limits(store, kind, document, old); !ok) return ok.error();
  if (auto ok = check_pod_security(store, kind, document, old, warnings); !ok) return ok.error();
  if (&kind == &kPriorityClass)
    if (auto ok = check_default_class(store, document, old); !ok) return ok.error();
  if (&kind == &kPersistentVolumeClaim && old != nullptr)
    if (auto ok = check_resize(store, document, *old); !ok) return ok.error();
  return check_quotas(store, kind, document, old, now);
}

Result<void> allocate_on_create(Store& store, const Kind& kind, Value& document) {
  if (&kind == &kService) return allocate_service(store, document);
  return {};
}

Result<void> prepare_allocation(const Store& store, const Kind& kind, Value& document) {
  if (&kind == &kService) return prepare_service_allocation(store, document);
  return {};
}

Result<void> allocate_on_update(Store& store, const Kind& kind, Value& document, const Value& old) {
  if (&kind == &kService) return reallocate_service(store, document, old);
  return {};
}

Result<void> prepare_reallocation(const Store& store, const Kind& kind, Value& document, const Value& old) {
  if (&kind == &kService) return prepare_service_reallocation(store, document, old);
  return {};
}

void carry_over_allocations(const Kind& kind, Value& document, const Value& old) {
  if (&kind == &kService) carry_over_service_allocations(document, old);
}

void release_on_delete(Store& store, const Object& object) {
  if (&object.kind() == &kService) release_service(store, object);
}

}  // namespace skiff
