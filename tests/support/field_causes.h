// Field errors as text, one a line: `spec.replicas: Invalid value: -1: must be …`.
#pragma once
#include <string>

#include "api/field_errors.h"

namespace skiff::test {

inline std::string causes_text(const FieldErrors& errors) {
  std::string out;
  for (const Cause& cause : errors.causes()) {
    if (!out.empty()) out += '\n';
    out += cause.field + ": " + cause.message;
  }
  return out;
}

}  // namespace skiff::test
