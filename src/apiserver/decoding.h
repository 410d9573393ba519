// Request bodies against the types of their kind, and what becomes of fields that the kind does not have. Mirrors
// endpoints/handlers/{create,update,patch}.go: transformDecodeError, applyPatchToObject.
#pragma once
#include <string>
#include <vector>

#include "api/kind.h"
#include "apiserver/apiserver.h"
#include "base/result.h"
#include "base/value.h"

namespace skiff {

// A body of create or update. BadRequest for a wrong type, and for unknown fields under kStrict; else they are dropped,
// under kWarn with a warning each.
Result<void> decode_body(const Kind& kind, Value& document, FieldValidation validation,
                         std::vector<std::string>& warnings);

// What a patch has made. The same, but the error is Invalid and quotes the patch (what is left of it, for a strategic
// one) or the patched document.
Result<void> decode_patched(const Kind& kind, Value& document, PatchType type, const Value& patch_left,
                            FieldValidation validation, std::vector<std::string>& warnings);

// The same error for what else is wrong with the document `shown`.
Error invalid_patch(const std::string& shown, const std::string& why);

// A configuration to be applied. Its types are told before it is merged, whatever becomes of unknown fields elsewhere:
// `failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.foo: field not declared in
// schema`.
Result<void> decode_applied(const Kind& kind, Value& document);

}  // namespace skiff
