#include "api/kinds/limitrange.h"

#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/kinds/limit_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"limits"};

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Created At", Show::kAlways, created_at_cell},
};

// What `from` has and `into` has not.
void fill_in(Value& limit, const char* into, const char* from) {
  const Value source = std::as_const(limit)[from];
  for (const Member& resource : source.members()) {
    if (std::as_const(limit)[into].contains(resource.name())) continue;
    limit[into].set(resource.name(), resource.value);
  }
}

// SetDefaults_LimitRangeItem: the default limit is the maximum, the default request the limit, else the minimum.
void set_defaults(Value& range) {
  edit_member(range, "spec", [](Value& spec) {
    edit_each(spec, "limits", [](Value& limit) {
      if (std::as_const(limit)["type"].as_string() != "Container") return;
      fill_in(limit, "default", "max");
      fill_in(limit, "defaultRequest", "default");
      fill_in(limit, "defaultRequest", "min");
    });
  });
}

}  // namespace

const Kind kLimitRange = {
    .group = "",
    .version = "v1",
    .kind = "LimitRange",
    .resource = "limitranges",
    .singular = "limitrange",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .set_defaults = set_defaults,
    .validate = validate_limit_range,
    .columns = kColumns,
};

}  // namespace skiff
