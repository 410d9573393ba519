// What a server says that serves a resource, but not like that: there is nothing to be read of what can only be
// created.
#pragma once
#include "base/error.h"

namespace skiff {

inline Error method_not_allowed() {
  return Error{
      Reason::kMethodNotAllowed, "the server does not allow this method on the requested resource", {}, {}, {}, {}};
}

}  // namespace skiff
