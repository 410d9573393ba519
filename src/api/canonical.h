// The canonical form of an object: what comes out when a server decodes it into Go's types and encodes it again.
//
// Null members vanish; so do zeros, empty strings, lists and maps that Go cannot tell from absent ones (fields that are
// no pointers and say omitempty). Fields that Go always writes appear: `resources: {}`, `serviceName: ""`,
// `lastProbeTime: null`, a status' required counters. Quantities get their canonical text. Upstream this is no function
// of its own but the round trip through encoding/json and the types of staging/src/k8s.io/api; defaults are applied to
// its result, so it runs before them. Idempotent. Kinds without a schema and unknown fields stay as they are.
#pragma once
#include "api/kind.h"
#include "base/value.h"

namespace skiff {

void canonicalize(const Kind& kind, Value& object);

// Canonical form, then the kind's defaults: what the server makes of whatever it is sent, on create, on update and of
// the result of every patch, before it validates.
void complete(const Kind& kind, Value& object);

}  // namespace skiff
