// --overrides and --override-type: a patch over what a verb has made up, before it is sent or shown. Mirrors
// cmdutil.Overrider.
#pragma once
#include <string>

#include "api/kind.h"
#include "base/result.h"
#include "base/value.h"
#include "cli/flags.h"

namespace skiff::cli {

struct Overrides {
  std::string patch;
  std::string type = "merge";
};

void declare_override_flags(Flags& flags, Overrides& overrides);

// The object after the patch, which may even have made it one of another kind. Fields that the kind does not have are
// dropped; a value of the wrong type is an error in the decoder's words.
struct Overridden {
  const Kind* kind;
  Value document;
};
Result<Overridden> overridden(const Kind& kind, Value document, const Overrides& overrides);

}  // namespace skiff::cli
