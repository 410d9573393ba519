#include "api/kinds/limitrange.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"limits"};

}  // namespace

const Kind kLimitRange = {
    .group = "",
    .version = "v1",
    .kind = "LimitRange",
    .resource = "limitranges",
    .singular = "limitrange",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
