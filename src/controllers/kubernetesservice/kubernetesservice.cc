#include "controllers/kubernetesservice/kubernetesservice.h"

#include "api/kinds/service.h"

namespace skiff {
namespace {

const ObjectKey kServiceKey{"default", "kubernetes"};

// How often the server looks (Controller.RunKubernetesService).
constexpr Duration kPeriod = seconds(10);

class KubernetesServiceController final : public Actor {
 public:
  std::string_view name() const override { return "kube-apiserver"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    if (change.type == Change::Type::kDeleted && &change.kind() == &kService && change.key() == kServiceKey)
      queue.add_after(kServiceKey, kPeriod);
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    if (client.get(kService, key)) return {};
    const Result<ObjectRef> created = client.create(kService, kubernetes_service());
    if (!created) return created.error();
    return {};
  }
};

}  // namespace

Value kubernetes_service() {
  const Value labels{{"component", "apiserver"}, {"provider", "kubernetes"}};
  const Value port{{"name", "https"}, {"port", 443}, {"protocol", "TCP"}, {"targetPort", 6443}};
  return Value{{"apiVersion", kService.api_version()},
               {"kind", kService.kind},
               {"metadata", Value{{"labels", labels}, {"name", kServiceKey.name}, {"namespace", kServiceKey.ns}}},
               {"spec", Value{{"clusterIP", "10.96.0.1"}, {"ports", Value::array({port})}}}};
}

std::unique_ptr<Actor> make_kubernetesservice_controller() { return std::make_unique<KubernetesServiceController>(); }

}  // namespace skiff
