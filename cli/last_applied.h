// The annotation in which `kubectl apply` remembers the manifest it was last given. Mirrors kubectl/pkg/util/apply.go.
#pragma once
#include <string>
#include <string_view>

#include "api/kind.h"
#include "base/value.h"

namespace skiff::cli {

inline constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";

// The manifest as the annotation holds it: compact JSON without the annotation itself, with a final newline.
std::string applied_text(const Value& manifest);
// The manifest with its own text in the annotation.
Value with_last_applied(const Value& manifest);
// The same for an object that a client holds in Go's types: it is written as those are.
Value with_last_applied_of_types(const Kind& kind, const Value& object);
// The annotation of a live object; empty if there is none.
std::string_view last_applied(const Value& object);

}  // namespace skiff::cli
