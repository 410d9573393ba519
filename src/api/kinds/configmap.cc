#include "api/kinds/configmap.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"cm"};

void data_cell(const Value& map, Time, std::string& out) {
  append_int(static_cast<int64_t>(map["data"].size() + map["binaryData"].size()), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Data", Show::kAlways, data_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kConfigMap = {
    .group = "",
    .version = "v1",
    .kind = "ConfigMap",
    .resource = "configmaps",
    .singular = "configmap",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .columns = kColumns,
};

}  // namespace skiff
