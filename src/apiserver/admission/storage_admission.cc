#include "apiserver/admission/storage_admission.h"

#include "api/kinds/storageclass.h"

namespace skiff {

std::string default_storage_class_name(const Store& store) {
  std::string name;
  std::string newest;
  store.for_each(kStorageClass, {}, [&](const ObjectRef& candidate) {
    const Value& metadata = candidate->metadata();
    if (metadata.at("annotations", "storageclass.kubernetes.io/is-default-class").as_string() != "true") return true;
    const std::string created = metadata["creationTimestamp"].str();
    if (name.empty() || created > newest) {
      name = candidate->name();
      newest = created;
    }
    return true;
  });
  return name;
}

void default_storage_class(const Store& store, Value& claim) {
  const Value& read = claim;
  if (read["spec"].contains("storageClassName")) return;  // "" asks for no class
  if (read.at("metadata", "annotations").contains("volume.beta.kubernetes.io/storage-class")) return;
  if (const std::string name = default_storage_class_name(store); !name.empty())
    claim["spec"]["storageClassName"] = name;
}

}  // namespace skiff
