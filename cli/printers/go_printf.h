// fmt.Sprintf over the values of a template.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "cli/printers/go_template_functions.h"

namespace skiff::cli {

std::string go_printf(std::string_view format, std::span<const TemplateValue> arguments);

}  // namespace skiff::cli
