// The hashes that stand in names and labels: pod-template-hash and the suffix of a ControllerRevision.
// Mirrors controller.ComputeHash, history.HashControllerRevision and rand.SafeEncodeString.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"

namespace skiff {

// FNV-1a over the canonical form of a pod template, and over the collision count if there is one.
std::string template_hash(const Value& pod_template, std::optional<int64_t> collisions);

// FNV-1 over the bytes of a revision's data followed by the collision count in decimal.
std::string revision_data_hash(const Value& data, int64_t collisions);

// Each character mapped into the letters and digits that spell no words.
std::string safe_encode(std::string_view text);

}  // namespace skiff
