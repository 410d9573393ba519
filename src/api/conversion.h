// Versions that a server accepts and shows beside the one it stores: autoscaling/v1, events.k8s.io/v1, and those of
// custom resources. Mirrors pkg/apis/autoscaling/v1/conversion.go and pkg/apis/events/v1/conversion.go; the versions of a
// custom resource differ by name alone (conversion strategy None).
#pragma once
#include <string>
#include <string_view>

#include "api/kind.h"
#include "base/value.h"

namespace skiff {

// Turns a document of such a version into the stored one, with its apiVersion; leaves all others alone.
void convert_to_stored_version(Value& document);

// A stored object as a client of that version sees it: what the version has no field for is in annotations
// (autoscaling.alpha.kubernetes.io/…). Of a version that the kind does not have, it stays as it is.
Value in_version(const Kind& kind, const Value& document, std::string_view api_version);

// A merge patch against what `in_version` made of `stored`, as one against `stored` itself.
Value patch_of_stored(const Kind& kind, const Value& stored, const Value& patch, std::string_view api_version);

// Whether requests may speak of the kind in this version: the stored one, or one beside it.
bool serves_version(const Kind& kind, std::string_view api_version);

// The apiVersion that `resource.version.group` or `resource.group` asks for; empty where it is the stored one.
std::string asked_api_version(const Kind& kind, std::string_view typed);

}  // namespace skiff
