#include "api/kinds/flowschema.h"

#include "api/columns.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

void priority_level_cell(const Value& object, Time, std::string& out) {
  append_or_none(object.at("spec", "priorityLevelConfiguration", "name").as_string(), out);
}

void matching_precedence_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("spec", "matchingPrecedence").as_int(), out);
}

void distinguisher_method_cell(const Value& object, Time, std::string& out) {
  append_or_none(object.at("spec", "distinguisherMethod", "type").as_string(), out);
}

void missing_pl_cell(const Value& object, Time, std::string& out) {
  const std::string_view dangling = find_condition(object["status"], "Dangling")["status"].as_string("?");
  out += dangling;
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"PriorityLevel", Show::kAlways, priority_level_cell},
    {"MatchingPrecedence", Show::kAlways, matching_precedence_cell},
    {"DistinguisherMethod", Show::kAlways, distinguisher_method_cell},
    {"Age", Show::kAlways, age_cell},
    {"MissingPL", Show::kAlways, missing_pl_cell},
};

}  // namespace

const Kind kFlowSchema = {
    .group = "flowcontrol.apiserver.k8s.io",
    .version = "v1",
    .kind = "FlowSchema",
    .resource = "flowschemas",
    .singular = "flowschema",
    .scope = Scope::kCluster,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
