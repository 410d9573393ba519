#include "api/kinds/statefulset.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"sts"};
constexpr std::string_view kCategories[] = {"all"};

void ready_cell(const Value& object, Time, std::string& out) {
  append_int(object["status"]["readyReplicas"].as_int(), out);
  out += '/';
  append_int(object["spec"]["replicas"].as_int(), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},   {"Ready", Show::kAlways, ready_cell},
    {"Age", Show::kAlways, age_cell},     {"Containers", Show::kWide, containers_cell},
    {"Images", Show::kWide, images_cell},
};

}  // namespace

const Kind kStatefulSet = {
    .group = "apps",
    .version = "v1",
    .kind = "StatefulSet",
    .resource = "statefulsets",
    .singular = "statefulset",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .has_scale = true,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
