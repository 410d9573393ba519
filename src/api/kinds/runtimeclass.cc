#include "api/kinds/runtimeclass.h"

#include "api/columns.h"

namespace skiff {
namespace {

void handler_cell(const Value& object, Time, std::string& out) { out += object.at("handler").as_string(); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Handler", Show::kAlways, handler_cell},
    {"Age", Show::kAlways, age_cell},
};

}  // namespace

const Kind kRuntimeClass = {
    .group = "node.k8s.io",
    .version = "v1",
    .kind = "RuntimeClass",
    .resource = "runtimeclasses",
    .singular = "runtimeclass",
    .scope = Scope::kCluster,
    .columns = kColumns,
};

}  // namespace skiff
