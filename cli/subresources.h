// Objects as seen and written through a subresource: the flag --subresource of get, edit, patch and replace, and paths
// of --raw. Mirrors the registry's StatusREST, ScaleREST and ResizeREST.
#pragma once
#include <string_view>

#include "apiserver/apiserver.h"

namespace skiff::cli {

// What the subresource holds: a Scale under `scale`, else the object itself.
const Kind& kind_of_subresource(const Kind& kind, std::string_view subresource);

// NotFound for a subresource that the kind does not have: `the server could not find the requested resource`.
Result<Value> get_subresource(const ApiServer& api, const Kind& kind, const ObjectKey& key,
                              std::string_view subresource);
Result<Value> patch_subresource(ApiServer& api, const Kind& kind, const ObjectKey& key, std::string_view subresource,
                                PatchType type, const Value& patch, WriteOptions how);
Result<Value> replace_subresource(ApiServer& api, const Kind& kind, const ObjectKey& key, std::string_view subresource,
                                  const Value& document, WriteOptions how);

}  // namespace skiff::cli
