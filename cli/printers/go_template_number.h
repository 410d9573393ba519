// The numbers of a Go template: Go's own literals. Mirrors text/template/parse.newNumber and state.idealConstant.
#pragma once
#include <string>

#include "base/result.h"
#include "cli/printers/go_template_functions.h"

namespace skiff::cli {

// `sum`: it is written as 1+2i. Errors: `illegal number syntax: "1e"`, `integer overflow: "09"`.
Result<TemplateValue> parse_template_number(const std::string& text, bool sum);

}  // namespace skiff::cli
