#include "cli/subresources.h"

#include "api/kinds/pod.h"
#include "api/kinds/scale.h"
#include "cli/errors.h"

namespace skiff::cli {
namespace {

Error no_such_subresource() {
  Error error = client_error("the server could not find the requested resource");
  error.reason = Reason::kNotFound;
  return error;
}

bool has_subresource(const Kind& kind, std::string_view subresource) {
  if (subresource == "status") return kind.has_status;
  if (subresource == "scale") return kind.has_scale;
  return subresource == "resize" && &kind == &kPod;
}

Result<Subresource> writable(const Kind& kind, std::string_view subresource) {
  if (!has_subresource(kind, subresource)) return no_such_subresource();
  if (subresource == "resize")
    return client_error("a simulated container keeps the resources that it was started with: pods cannot be resized");
  return subresource == "scale" ? Subresource::kScale : Subresource::kStatus;
}

}  // namespace

const Kind& kind_of_subresource(const Kind& kind, std::string_view subresource) {
  return subresource == "scale" ? kScale : kind;
}

Result<Value> get_subresource(const ApiServer& api, const Kind& kind, const ObjectKey& key,
                              std::string_view subresource) {
  if (!has_subresource(kind, subresource)) return no_such_subresource();
  if (subresource == "scale") return api.get_scale(kind, key);
  auto object = api.get(kind, key);
  if (!object) return object.error();
  return (*object)->document();
}

Result<Value> patch_subresource(ApiServer& api, const Kind& kind, const ObjectKey& key, std::string_view subresource,
                                PatchType type, const Value& patch, WriteOptions how) {
  const auto part = writable(kind, subresource);
  if (!part) return part.error();
  how.subresource = *part;
  auto patched = api.patch(kind, key, type, patch, how);
  if (!patched) return patched.error();
  if (*part == Subresource::kScale) return api.get_scale(kind, key);
  return (*patched)->document();
}

Result<Value> replace_subresource(ApiServer& api, const Kind& kind, const ObjectKey& key, std::string_view subresource,
                                  const Value& document, WriteOptions how) {
  const auto part = writable(kind, subresource);
  if (!part) return part.error();
  how.subresource = *part;
  if (*part == Subresource::kScale) return api.update_scale(kind, key, document, how);
  auto replaced = api.update(kind, key, document, how);
  if (!replaced) return replaced.error();
  return (*replaced)->document();
}

}  // namespace skiff::cli
