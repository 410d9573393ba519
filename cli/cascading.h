// --cascade: what becomes of the dependents of what is deleted. Mirrors cmdutil.GetCascadingStrategy.
#pragma once
#include <ostream>
#include <string>

#include "apiserver/apiserver.h"
#include "base/result.h"

namespace skiff::cli {

// background, foreground or orphan; the boolean forms of old come with a warning on `err`.
Result<Propagation> propagation_of(const std::string& word, std::ostream& err);

}  // namespace skiff::cli
