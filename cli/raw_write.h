// The flag --raw of create, replace and delete: what a file holds goes to a path of the API as it is, and the answer is
// printed as it comes. Mirrors kubectl/pkg/rawhttp and the checks of those verbs.
#pragma once
#include <string>

#include "cli/command.h"
#include "cli/raw_request.h"
#include "cli/resource_args.h"

namespace skiff::cli {

// Refuses what makes no sense beside --raw. `output` is that of -o.
Result<void> check_raw(Method method, const std::string& path, const ResourceFlags& resources,
                       const std::string& output);
Outcome write_raw(Invocation& call, Method method, const std::string& path, const ResourceFlags& resources);

}  // namespace skiff::cli
