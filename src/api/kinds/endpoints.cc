#include "api/kinds/endpoints.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ep"};

}  // namespace

const Kind kEndpoints = {
    .group = "",
    .version = "v1",
    .kind = "Endpoints",
    .resource = "endpoints",
    .singular = "endpoints",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
};

}  // namespace skiff
