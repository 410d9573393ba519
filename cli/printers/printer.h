// A printer writes one object, or a List of them, in one output format (-o).
#pragma once
#include <ostream>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

class Printer {
 public:
  virtual ~Printer() = default;
  // Called once an object; a printer may keep what it needs between two (yaml parts documents with ---).
  virtual Result<void> print(const Value& object, std::ostream& out) = 0;
};

}  // namespace skiff::cli
