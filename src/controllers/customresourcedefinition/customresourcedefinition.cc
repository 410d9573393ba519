#include "controllers/customresourcedefinition/customresourcedefinition.h"

#include "api/custom_resources/custom_resource.h"
#include "api/finalizers.h"
#include "api/kind_table.h"
#include "api/kinds/customresourcedefinition.h"
#include "controllers/customresourcedefinition/names.h"

namespace skiff {
namespace customresourcedefinition {
namespace {

constexpr std::string_view kFinalizer = "customresourcecleanup.apiextensions.k8s.io";

class DefinitionController final : public Actor {
 public:
  std::string_view name() const override { return "customresourcedefinition-controller"; }

  // A name that one definition gives up may be what another of its group waits for.
  void observe(const Change& change, const Store& store, Workqueue& queue) override {
    if (custom_resource(change.kind()) != nullptr) {
      if (change.type == Change::Type::kDeleted && custom_resource(change.kind())->terminating())
        queue.add({"", custom_resource(change.kind())->definition_name()});
      return;
    }
    if (&change.kind() != &kCustomResourceDefinition) return;
    if (change.type != Change::Type::kDeleted) queue.add(change.key());
    else
      store.for_each(kCustomResourceDefinition, {}, [&](const ObjectRef& other) {
        if (other->spec()["group"] == change.after->spec()["group"]) queue.add(other->key());
        return true;
      });
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    const ObjectRef definition = client.get(kCustomResourceDefinition, key);
    if (!definition) return {};
    if (definition->terminating()) return clean_up(*definition, client);
    client.update_status(*definition,
                         naming_status(*definition, client.store().list(kCustomResourceDefinition), client.now()));
    return {};
  }

 private:
  // CRDFinalizer: the objects first, then the definition itself.
  static Result<void> clean_up(const Object& definition, Client& client) {
    if (!has_finalizer(definition.document(), kFinalizer)) return {};
    const Kind* kind =
        find_resource(definition.spec().at("names", "plural").as_string(), definition.spec()["group"].as_string());
    if (kind != nullptr && custom_resource(*kind) != nullptr) {
      for (const ObjectRef& object : client.store().list(*kind))
        if (!object->terminating())
          if (auto removed = client.remove(*object); !removed && !removed.error().is(Reason::kNotFound))
            return removed.error();
      if (client.store().count(*kind) > 0) return {};  // finalizers hold some; the last one that goes wakes us
    }
    Value document = definition.document();
    remove_finalizer(document, kFinalizer);
    client.update(definition, std::move(document));
    return {};
  }
};

}  // namespace
}  // namespace customresourcedefinition

std::unique_ptr<Actor> make_customresourcedefinition_controller() {
  return std::make_unique<customresourcedefinition::DefinitionController>();
}

}  // namespace skiff
