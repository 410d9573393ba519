// Lists as the server answers with them to a path (--raw, cluster-info dump): whole, in pages (limit, continue), or as
// what has changed since a version (watch). Mirrors apiserver's endpoints/handlers for get and watch.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/session.h"

namespace skiff::cli {

using Query = std::map<std::string, std::string>;  // what stands behind the `?`

// One object or status in one line, its fields as the server's structs have them.
std::string server_json(const Value& document);

// A PodList, say. Its items do not repeat what they are.
Value list_document(const Kind& kind, const std::vector<ObjectRef>& objects, uint64_t resource_version);

// What labelSelector and fieldSelector leave, in a namespace or, if `ns` is empty, in all.
ListOptions list_options(const std::string& ns, const Query& query);

// A `resourceVersion` that there is not yet: Timeout, as a watch cache says that has waited for it in vain.
Result<void> check_resource_version(Session& session, const Query& query);

// Fails with BadRequest for a bad selector, number or continue token, with Invalid for options that do not go together,
// with Expired for a version that is too old to watch from or to list exactly, with Timeout for one to come. A watch
// ends with what was committed before this command; without a version it begins with what is there. `api_version` is
// empty for the stored one.
Result<std::string> raw_list(Session& session, const Kind& kind, const std::string& ns, const Query& query,
                             const std::string& api_version = {});

}  // namespace skiff::cli
