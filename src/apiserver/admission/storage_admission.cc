#include "apiserver/admission/storage_admission.h"

#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/storageclass.h"
#include "api/quantity.h"
#include "apiserver/admission/newest_default.h"

namespace skiff {

std::string default_storage_class_name(const Store& store) {
  return newest_default(store, kStorageClass, is_default_class);
}

void default_storage_class(const Store& store, Value& claim) {
  const Value& read = claim;
  if (read["spec"].contains("storageClassName")) return;  // "" asks for no class
  if (read.at("metadata", "annotations").contains("volume.beta.kubernetes.io/storage-class")) return;
  if (const std::string name = default_storage_class_name(store); !name.empty())
    claim["spec"]["storageClassName"] = name;
}

Result<void> check_resize(const Store& store, const Value& claim, const Value& old) {
  const auto size = Quantity::of(claim.at("spec", "resources", "requests", "storage"));
  const auto before = Quantity::of(old.at("spec", "resources", "requests", "storage"));
  if (!size || !before || *size <= *before) return {};
  const auto refuse = [&](const char* why) {
    return forbidden("persistentvolumeclaims", "", claim.at("metadata", "name").as_string(), why);
  };
  if (old.at("status", "phase").as_string() != "Bound")
    return refuse("Only bound persistent volume claims can be expanded");
  const std::string name(claim_class(claim));
  const ObjectRef storage_class = store.get(kStorageClass, {"", name});
  if (name.empty() || name != claim_class(old) || !storage_class ||
      !storage_class->document()["allowVolumeExpansion"].as_bool())
    return refuse(
        "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support "
        "resize");
  return {};
}

}  // namespace skiff
