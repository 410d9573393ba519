#include "controllers/volume/volume_matching.h"

#include <algorithm>
#include <tuple>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/label_selector.h"
#include "api/quantity.h"

namespace skiff::volume {
namespace {

Quantity quantity(const Value& value) {
  const Result<Quantity> parsed = Quantity::of(value);
  return parsed ? *parsed : Quantity();
}

Quantity capacity(const Value& volume) { return quantity(volume.at("spec", "capacity", "storage")); }
Quantity requested(const Value& claim) { return quantity(claim.at("spec", "resources", "requests", "storage")); }

std::string_view volume_mode(const Value& document) {
  return document.at("spec", "volumeMode").as_string("Filesystem");
}

bool same_attributes_class(const Value& volume, const Value& claim) {
  return volume.at("spec", "volumeAttributesClassName").as_string() ==
         claim.at("spec", "volumeAttributesClassName").as_string();
}

bool has_access_modes(const Value& volume, const Value& claim) {
  const Elements& offered = volume.at("spec", "accessModes").elements();
  const Elements& asked = claim.at("spec", "accessModes").elements();
  return std::all_of(asked.begin(), asked.end(), [&](const Value& mode) {
    return std::find(offered.begin(), offered.end(), mode) != offered.end();
  });
}

// What even a volume that is reserved for the claim must be. The index of volumes is asked by access modes, so that one
// without those asked for is not found at all (persistentVolumeOrderedIndex.findByClaim).
bool is_usable(const Object& volume, const Value& claim) {
  const Value& document = volume.document();
  return has_access_modes(document, claim) && !volume.terminating() && !(capacity(document) < requested(claim)) &&
         volume_mode(document) == volume_mode(claim) && same_attributes_class(document, claim);
}

bool is_free_match(const Object& volume, const Value& claim) {
  const Value& document = volume.document();
  if (document.at("status", "phase").as_string() != "Available" || document.at("spec", "claimRef").is_object())
    return false;
  const Value& selector = claim.at("spec", "selector");
  if (selector.is_object() && !LabelSelector::of(selector).matches(volume.metadata()["labels"])) return false;
  return claim_class(document) == claim_class(claim);
}

}  // namespace

bool has_annotation(const Object& object, std::string_view name) {
  return object.metadata()["annotations"].contains(name);
}

bool is_reserved_for(const Value& volume, const Object& claim) {
  const Value& reference = volume.at("spec", "claimRef");
  if (reference["namespace"].as_string() != claim.ns() || reference["name"].as_string() != claim.name()) return false;
  const std::string_view uid = reference["uid"].as_string();
  return uid.empty() || uid == claim.uid();
}

ObjectRef find_volume(const Object& claim, const std::vector<ObjectRef>& candidates, Binding binding) {
  const Value& wanted = claim.document();
  ObjectRef best;
  // Of the volumes with the fewest access modes the one that is reserved for the claim, else the smallest.
  const auto rank = [&](const Object& volume) {
    const Value& document = volume.document();
    return std::tuple(document.at("spec", "accessModes").size(), !is_reserved_for(document, claim), capacity(document),
                      std::string_view(volume.name()));
  };
  for (const ObjectRef& volume : candidates) {
    if (!is_usable(*volume, wanted)) continue;
    const bool reserved = is_reserved_for(volume->document(), claim);
    if (!reserved && (binding == Binding::kDelayed || !is_free_match(*volume, wanted))) continue;
    if (!best || rank(*volume) < rank(*best)) best = volume;
  }
  return best;
}

std::string why_unsuitable(const Object& volume, const Object& claim) {
  const Value& document = volume.document();
  const Value& wanted = claim.document();
  if (volume.terminating()) return "the volume is marked for deletion \"" + volume.name() + "\"";
  if (capacity(document) < requested(wanted)) return "requested PV is too small";
  if (claim_class(document) != claim_class(wanted)) return "storageClassName does not match";
  if (!same_attributes_class(document, wanted)) return "volumeAttributesClassName does not match";
  if (volume_mode(document) != volume_mode(wanted)) return "incompatible volumeMode";
  if (!has_access_modes(document, wanted)) return "incompatible accessMode";
  return {};
}

}  // namespace skiff::volume
