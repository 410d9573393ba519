// Where the text of a document that nobody has asked for yet comes from.
#pragma once
#include <cstdint>

#include "base/value.h"

namespace skiff {

class DocumentSource {
 public:
  virtual ~DocumentSource() = default;
  // The document at `position`, whole.
  virtual Value load(uint64_t position) const = 0;
};

}  // namespace skiff
