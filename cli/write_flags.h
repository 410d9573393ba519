// Flags that verbs that write share. Mirrors AddFieldManagerFlagVar, AddValidateFlags and GetValidationDirective of
// kubectl's cmd/util.
#pragma once
#include <string>

#include "apiserver/apiserver.h"
#include "base/result.h"
#include "cli/flags.h"

namespace skiff::cli {

// --field-manager: in whose name the fields are written.
void declare_field_manager_flag(Flags& flags, std::string& manager);

// --validate, which may stand alone: what becomes of fields that nobody knows.
void declare_validate_flag(Flags& flags, std::string& validate);
// Its value as the server is asked: strict and true, warn, ignore and false.
Result<FieldValidation> field_validation(const std::string& word);

}  // namespace skiff::cli
