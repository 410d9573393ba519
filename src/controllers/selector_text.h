// A metav1.LabelSelector as Go prints it with %v: how messages of several controllers show one.
#pragma once
#include <string>

#include "base/value.h"

namespace skiff {

std::string go_selector(const Value& selector);

}  // namespace skiff
