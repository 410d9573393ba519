#include "api/kinds/binding.h"

namespace skiff {

const Kind kBinding = {
    .group = "",
    .version = "v1",
    .kind = "Binding",
    .resource = "bindings",
    .singular = "binding",
    .scope = Scope::kNamespaced,
    .verbs = "create",
};

}  // namespace skiff
