// One record of comma-separated values, as flags that take several values hold them. Mirrors encoding/csv and pflag's
// readAsCSV.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace skiff::cli {

// The fields of the first record; what comes after its line is not looked at. Errors are encoding/csv's own words:
// `parse error on line 1, column 2: bare " in non-quoted-field`, `EOF` where there is no record.
Result<std::vector<std::string>> read_csv(std::string_view text);

}  // namespace skiff::cli
