// What create and replace --raw send: bytes that say nothing of what they are, so that the server takes them for JSON,
// and of whatever kind, so that it looks at that first. Mirrors endpoints/handlers/create.go, rest.go:
// transformDecodeError.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/decode.h"
#include "api/kind.h"
#include "apiserver/apiserver.h"
#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

struct RawBody {
  Value document;
  std::vector<std::string> warnings;  // of fields that are there twice, and of all else that is wrong then
};

// The body for a path of `kind`, whose objects are of `api_version` there.
Result<RawBody> read_raw_body(const Kind& kind, const std::string& api_version, std::string_view text,
                              FieldValidation validation);
// Bytes as an object of some kind or other: BadRequest unless they are JSON. `type` is the kind that is wanted.
Result<JsonBody> read_raw_json(std::string_view type, std::string_view text);

}  // namespace skiff::cli
