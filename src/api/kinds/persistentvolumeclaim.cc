#include "api/kinds/persistentvolumeclaim.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"pvc"};

}  // namespace

const Kind kPersistentVolumeClaim = {
    .group = "",
    .version = "v1",
    .kind = "PersistentVolumeClaim",
    .resource = "persistentvolumeclaims",
    .singular = "persistentvolumeclaim",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .has_status = true,
};

}  // namespace skiff
