// JSON patches (RFC 6902), as the library that server, client and kustomize share applies them: evanphx/json-patch v4.
// It takes more than the RFC allows: a negative index counts from the end, `replace` adds a member that is not there,
// `copy` and `test` take such a member for null.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"

namespace skiff {

// The library's own words, as a client error, for the first operation that cannot be carried out.
Result<Value> carry_out_json_patch(Value document, const Value& patch);

// The same in a request: BadRequest for what is no patch, RequestEntityTooLarge for too many operations; of everything
// else the server says only that it is Invalid.
Result<Value> apply_json_patch(Value document, const Value& patch);

// The name that a step of a path stands for: ~1 is a slash, ~0 the tilde (RFC 6901).
std::string unescaped_step(std::string_view step);

}  // namespace skiff
