#include "api/kinds/controllerrevision.h"

namespace skiff {

const Kind kControllerRevision = {
    .group = "apps",
    .version = "v1",
    .kind = "ControllerRevision",
    .resource = "controllerrevisions",
    .singular = "controllerrevision",
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
