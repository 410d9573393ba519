#include "controllers/volume/expansion.h"

#include "api/kinds/persistentvolumeclaim.h"
#include "api/quantity.h"

namespace skiff {
namespace volume {
namespace {

bool less(const Value& a, const Value& b) {
  const Result<Quantity> left = Quantity::of(a);
  const Result<Quantity> right = Quantity::of(b);
  return left && right && *left < *right;
}

const Value& request(const Value& claim) { return claim.at("spec", "resources", "requests", "storage"); }

class VolumeExpander final : public Actor {
 public:
  std::string_view name() const override { return "volume_expand"; }

  void observe(const Change& change, const Store&, Workqueue& queue) override {
    if (&change.kind() != &kPersistentVolumeClaim || change.type != Change::Type::kModified) return;
    if (less(request(change.before->document()), request(change.after->document()))) queue.add(change.key());
  }

  Result<void> reconcile(const ObjectKey& key, Client& client, Workqueue&) override {
    const ObjectRef claim = client.get(kPersistentVolumeClaim, key);
    if (claim && wants_expansion(claim->document()))
      client.event(*claim, EventType::kNormal, "ExternalExpanding",
                   "waiting for an external controller to expand this PVC");
    return {};
  }
};

}  // namespace

bool wants_expansion(const Value& claim) {
  return claim.at("status", "phase").as_string() == "Bound" &&
         less(claim.at("status", "capacity", "storage"), request(claim));
}

}  // namespace volume

std::unique_ptr<Actor> make_volume_expander() { return std::make_unique<volume::VolumeExpander>(); }

}  // namespace skiff
