// System fields of metadata: what the server alone fills in, on create and on update. Mirrors
// registry/rest/{create,update}.go and storage/names/generate.go.
#pragma once
#include <string>
#include <string_view>

#include "api/kind.h"
#include "base/error.h"
#include "base/random.h"
#include "base/time.h"
#include "base/value.h"

namespace skiff {

// Wipes and fills: uid, creationTimestamp, generation, a name from generateName (base cut to 58, 5 random characters).
void fill_system_fields(Value& document, const Kind& kind, Random& random, Time now);
// How many names the server draws when those from generateName are taken. Upstream: maxNameGenerationCreateAttempts.
inline constexpr int kNameAttempts = 8;
// What it says when they all are: who gives a name beside generateName is told the same. Upstream:
// CheckGeneratedNameError.
Error name_taken(const Kind& kind, std::string_view name, std::string_view generate_name);
// A fresh name for generateName `base`.
std::string generate_name(std::string_view base, Random& random);

// Carries over what no client may change: uid, creationTimestamp, deletion fields, generation (grown by the kind's
// rule).
void carry_over_system_fields(Value& document, const Value& old, const Kind& kind);

// metadata.generation of a write that turns `old` into `document` (both whole objects); 0 if the kind has none.
int64_t next_generation(const Kind& kind, const Value& document, const Value& old);

}  // namespace skiff
