// The hash of a ConfigMap's or Secret's contents that --append-hash and kustomize's generators put behind its name, so
// that changed contents are a new object. Mirrors kubectl/pkg/util/hash and kustomize's api/hasher.
#pragma once
#include <string>

#include "base/value.h"

namespace skiff::cli {

// Ten characters. `object` has kind, metadata.name and the data; of other kinds the whole object counts.
std::string content_hash(const Value& object);

}  // namespace skiff::cli
