#include "api/kinds/componentstatus.h"

#include "api/columns.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"cs"};

void status_cell(const Value& object, Time, std::string& out) {
  const Value& condition = find_condition(Value{{"conditions", object["conditions"]}}, "Healthy");
  out += condition["status"].as_string() == "True" ? "Healthy" : "Unhealthy";
}

void message_cell(const Value& object, Time, std::string& out) {
  out += object["conditions"][0]["message"].as_string();
}

void error_cell(const Value& object, Time, std::string& out) { out += object["conditions"][0]["error"].as_string(); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Status", Show::kAlways, status_cell},
    {"Message", Show::kAlways, message_cell},
    {"Error", Show::kAlways, error_cell},
};

}  // namespace

const Kind kComponentStatus = {
    .group = "",
    .version = "v1",
    .kind = "ComponentStatus",
    .resource = "componentstatuses",
    .singular = "componentstatus",
    .short_names = kShortNames,
    .scope = Scope::kCluster,
    .verbs = "get,list",
    .columns = kColumns,
};

}  // namespace skiff
