#include "api/kinds/serviceaccount.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"sa"};

}  // namespace

const Kind kServiceAccount = {
    .group = "",
    .version = "v1",
    .kind = "ServiceAccount",
    .resource = "serviceaccounts",
    .singular = "serviceaccount",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
