#include "api/kinds/persistentvolume.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"pv"};

}  // namespace

const Kind kPersistentVolume = {
    .group = "",
    .version = "v1",
    .kind = "PersistentVolume",
    .resource = "persistentvolumes",
    .singular = "persistentvolume",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .has_status = true,
};

}  // namespace skiff
