// What skiff's configuration holds, as `kubectl config` shows and changes it: clusters, contexts and users, each with
// the properties of a kubeconfig. Mirrors client-go/tools/clientcmd/api/v1 and navigation_step_parser.go.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "cli/command.h"
#include "cli/contexts.h"

namespace skiff::cli {

enum class Secrets { kHidden, kShown };

// As `config view` prints it.
Value config_document(const Contexts& contexts, Secrets secrets);
// Leaves the current context, its cluster and its user. Upstream: clientcmdapi.MinifyConfig.
Result<void> keep_current(Contexts& contexts);

// How a property is given that holds bytes.
enum class Bytes { kBase64, kRaw };

// `contexts.NAME.namespace`, `clusters.NAME.server`, `users.NAME.token`, `current-context`. What is not there is made.
Result<void> set_config_property(Contexts& contexts, const std::string& path, const std::string& value, Bytes bytes);
// A whole entry, too: `users.NAME`.
Result<void> unset_config_property(Contexts& contexts, const std::string& path);

// Puts a text, or for a property that is a truth a boolean, into the entry of a cluster or a user.
Result<void> set_entry_property(Value& entry, std::string_view section, const std::string& name,
                                const std::string& value);

// Told wrongly, verbs of `config` print their help before they complain.
Outcome unexpected_args(Invocation& call, std::string_view words = "Unexpected args");

}  // namespace skiff::cli
