// An object of a kind from what a test says of it, with its type and all that the server fills in.
#pragma once
#include "api/canonical.h"
#include "api/kind.h"
#include "base/check.h"
#include "base/json.h"

namespace skiff::test {

inline Value completed_object(const Kind& kind, const char* json) {
  Result<Value> object = parse_json(json);
  check(object.has_value(), "a test's object is JSON");
  object->set("apiVersion", kind.api_version());
  object->set("kind", kind.kind);
  complete(kind, *object);
  return *std::move(object);
}

}  // namespace skiff::test
