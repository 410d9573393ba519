#include "controllers/serviceaccount/serviceaccount.h"

#include "api/kinds/configmap.h"
#include "api/kinds/namespace.h"
#include "api/kinds/serviceaccount.h"

namespace skiff {
namespace {

constexpr const char* kAccountName = "default";
constexpr const char* kRootCaName = "kube-root-ca.crt";

// The simulated cluster's certificate authority. Its key was thrown away: no connection is ever made with it.
constexpr const char* kRootCa =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBfzCCASWgAwIBAgIUL87ZAaZVAimLPxZFMzuHYjZ/O9UwCgYIKoZIzj0EAwIw\n"
    "FTETMBEGA1UEAwwKa3ViZXJuZXRlczAeFw0yNjExMjIxODExMTlaFw0zNjExMTkx\n"
    "ODExMTlaMBUxEzARBgNVBAMMCmt1YmVybmV0ZXMwWTATBgcqhkjOPQIBBggqhkjO\n"
    "PQMBBwNCAAQu4CsAYjtyP+sgkzv4VgLDB1mHGYpB9ZadBtA3ITo4EcHdhgD9SW4s\n"
    "XDU7htlh2/eojoxAsP6fCCJmZJF8+BoRo1MwUTAdBgNVHQ4EFgQU749+yc5yEnvF\n"
    "shB3WABiFA1FAG0wHwYDVR0jBBgwFoAU749+yc5yEnvFshB3WABiFA1FAG0wDwYD\n"
    "VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAz3RZ4RI+zzob2z+vFVKB\n"
    "zqtzMj/qgb9nootpnIgmFm8CICaT7KxbGMU+JObW0eCbT+3lqgjG2iTpFvqQASXB\n"
    "A12d\n"
    "-----END CERTIFICATE-----\n";

constexpr const char* kRootCaDescription =
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the "
    "internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes "
    "clusters.";

Value root_ca_data() { return Value{{"ca.crt", kRootCa}}; }

bool is_active(const ObjectRef& ns) { return ns && !ns->terminating(); }

// Keys are namespaces; woken by them and by changes of the one object that each should hold.
void observe_namespace_content(const Change& change, const Kind& kind, std::string_view name, Workqueue& queue) {
  if (&change.kind() == &kNamespace && change.type != Change::Type::kDeleted && is_active(change.after))
    queue.add({"", change.key().name});
  if (&change.kind() == &kind && change.type != Change::Type::kAdded && change.key().name == name)
    queue.add({"", change.key().ns});
}

class ServiceAccountController final : public Actor {
 public:
  std::string_view name() const override { return "serviceaccount-controller"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    observe_namespace_content(change, kServiceAccount, kAccountName, queue);
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    if (!is_active(client.get(kNamespace, key)) || client.get(kServiceAccount, {key.name, kAccountName})) return {};
    const Result<ObjectRef> created =
        client.create(kServiceAccount, Value{{"apiVersion", "v1"},
                                             {"kind", "ServiceAccount"},
                                             {"metadata", Value{{"name", kAccountName}, {"namespace", key.name}}}});
    if (!created) return created.error();
    return {};
  }
};

class RootCaPublisher final : public Actor {
 public:
  std::string_view name() const override { return "root-ca-certificate-publisher"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    observe_namespace_content(change, kConfigMap, kRootCaName, queue);
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    if (!is_active(client.get(kNamespace, key))) return {};
    const Value annotations{{"kubernetes.io/description", kRootCaDescription}};
    if (const ObjectRef held = client.get(kConfigMap, {key.name, kRootCaName})) {
      Value document = held->document();
      document.set("data", root_ca_data());
      document["metadata"]["annotations"].set("kubernetes.io/description", kRootCaDescription);
      if (!(document == held->document())) client.update(*held, std::move(document));
      return {};
    }
    const Result<ObjectRef> created = client.create(
        kConfigMap,
        Value{{"apiVersion", "v1"},
              {"kind", "ConfigMap"},
              {"metadata", Value{{"annotations", annotations}, {"name", kRootCaName}, {"namespace", key.name}}},
              {"data", root_ca_data()}});
    if (!created) return created.error();
    return {};
  }
};

}  // namespace

std::unique_ptr<Actor> make_serviceaccount_controller() { return std::make_unique<ServiceAccountController>(); }
std::unique_ptr<Actor> make_root_ca_publisher() { return std::make_unique<RootCaPublisher>(); }

}  // namespace skiff
