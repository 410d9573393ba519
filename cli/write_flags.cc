#include "cli/write_flags.h"

#include <fmt/format.h>

namespace skiff::cli {

void declare_field_manager_flag(Flags& flags, std::string& manager) {
  flags.text(manager, "field-manager", "Under which name fields are owned");
}

void declare_validate_flag(Flags& flags, std::string& validate) {
  flags.optional_text(validate, "validate", "strict",
                      "Fields that nobody knows: strict refuses, warn says so, ignore drops them");
}

Result<FieldValidation> field_validation(const std::string& word) {
  if (word == "strict" || word == "true" || word.empty()) return FieldValidation::kStrict;
  if (word == "warn") return FieldValidation::kWarn;
  if (word == "ignore" || word == "false") return FieldValidation::kIgnore;
  return client_error(
      fmt::format("invalid - validate option \"{}\"; must be one of: strict (or true), warn, ignore (or false)", word));
}

}  // namespace skiff::cli
