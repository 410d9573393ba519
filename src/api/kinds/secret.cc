#include "api/kinds/secret.h"

namespace skiff {

const Kind kSecret = {
    .group = "",
    .version = "v1",
    .kind = "Secret",
    .resource = "secrets",
    .singular = "secret",
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
