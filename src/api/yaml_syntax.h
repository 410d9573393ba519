// Is a text YAML to Kubernetes' parser, and if not, what does it say?
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace skiff {

// What go-yaml would say about the first document of `text`, without its "yaml: ": "line 4: did not find expected
// key". Lines count as go-yaml counts them: what the grammar refuses is reported one line early, and a first line has
// no number.
std::optional<std::string> yaml_complaint(std::string_view text);

}  // namespace skiff
