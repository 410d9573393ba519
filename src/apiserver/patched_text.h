// What a JSON or merge patch has made of an object, as the error that quotes it shows it: parts that the patch has gone
// through have their names in order, all others are as the server has written the object, in the order of Go's structs.
// Mirrors gopkg.in/evanphx/json-patch, which decodes what it needs and leaves the rest as text.
#pragma once
#include <string>

#include "api/kind.h"
#include "apiserver/apiserver.h"
#include "base/value.h"

namespace skiff {

// `type` is not kStrategic.
std::string patched_text(const Kind& kind, const Value& document, PatchType type, const Value& patch);

}  // namespace skiff
