// Which containers a Behavior (skiff.dev/v1) speaks of: the globs of spec.match. A list that is missing matches all.
#pragma once
#include <string_view>

#include "base/value.h"

namespace skiff {

enum class ContainerRole { kInit, kSidecar, kMain };
std::string_view role_name(ContainerRole role);  // as spec.match.containers has it: "Main"

struct ContainerIdentity {
  std::string_view image;
  std::string_view argument = {};  // its first
  std::string_view container;
  ContainerRole role = ContainerRole::kMain;
  std::string_view restart_policy;
  std::string_view ns;
  std::string_view pod;
};

// Does `text` match `glob`, in which * stands for any text and ? for any one character?
bool glob_matches(std::string_view glob, std::string_view text);

// `match` is spec.match of a Behavior.
bool behavior_matches(const Value& match, const ContainerIdentity& container);

}  // namespace skiff
