// A container's command that goes on until somebody ends it, run by whoever sits at it (`kubectl run -it … -- sh -c
// "while sleep 1; do …; done"`): what it writes is shown as time passes, and what it asks is answered by the cluster
// as it is then. In real time others bring the cluster on meanwhile; with a manual clock it goes on for as long as
// `settle` would wait for news.
#pragma once
#include <string>

#include "api/object.h"
#include "cli/command.h"

namespace skiff::cli {

bool is_endless(Session& session, const Object& pod, const std::string& container);

Outcome run_endless(Invocation& call, Session& session, const ObjectRef& pod, const std::string& container,
                    const std::string& input);

}  // namespace skiff::cli
