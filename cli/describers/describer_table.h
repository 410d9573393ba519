// kubectl describe: which describer a kind has. Kinds without one are described field by field (generic).
#pragma once
#include <string>

#include "api/object.h"
#include "apiserver/apiserver.h"
#include "cli/describers/lines.h"

namespace skiff::cli {

enum class ShowEvents { kYes, kNo };

struct DescribeContext {
  const ApiServer& api;
  ShowEvents events = ShowEvents::kYes;
  Time now() const { return api.now(); }
};

// The description, ending in a newline.
std::string describe(const Object& object, const DescribeContext& context);

using Describer = void (*)(const Object& object, const DescribeContext& context, Lines& out);

}  // namespace skiff::cli
