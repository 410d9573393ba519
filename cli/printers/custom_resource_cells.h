// The cells of additionalPrinterColumns. Mirrors apiextensions-apiserver's registry/customresource/tableconvertor.
#pragma once
#include <string>

#include "api/custom_resources/custom_resource.h"
#include "base/time.h"
#include "base/value.h"

namespace skiff::cli {

// Empty where the path leads nowhere, or to what the column's type cannot show.
std::string custom_resource_cell(const PrinterColumn& column, const Value& object, Time now);

}  // namespace skiff::cli
