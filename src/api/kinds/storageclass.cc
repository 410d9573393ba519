#include "api/kinds/storageclass.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"sc"};

}  // namespace

const Kind kStorageClass = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "StorageClass",
    .resource = "storageclasses",
    .singular = "storageclass",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
};

}  // namespace skiff
