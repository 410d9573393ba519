#include "api/kinds/podtemplate.h"

namespace skiff {

const Kind kPodTemplate = {
    .group = "",
    .version = "v1",
    .kind = "PodTemplate",
    .resource = "podtemplates",
    .singular = "podtemplate",
    .scope = Scope::kNamespaced,
    .generation = Generation::kOnSpec,
};

}  // namespace skiff
