#include "api/kinds/deployment.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"deploy"};
constexpr std::string_view kCategories[] = {"all"};

void ready_cell(const Value& object, Time, std::string& out) {
  append_int(object["status"]["readyReplicas"].as_int(), out);
  out += '/';
  append_int(object["spec"]["replicas"].as_int(), out);
}

void up_to_date_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "updatedReplicas").as_int(), out);
}

void available_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "availableReplicas").as_int(), out);
}

// Unlike its relatives, printDeployment leaves an empty selector empty.
void deployment_selector_cell(const Value& object, Time, std::string& out) {
  if (!append_selector_text(object["spec"]["selector"], out)) out += "<invalid>";
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Ready", Show::kAlways, ready_cell},
    {"Up-to-date", Show::kAlways, up_to_date_cell},
    {"Available", Show::kAlways, available_cell},
    {"Age", Show::kAlways, age_cell},
    {"Containers", Show::kWide, containers_cell},
    {"Images", Show::kWide, images_cell},
    {"Selector", Show::kWide, deployment_selector_cell},
};

}  // namespace

const Kind kDeployment = {
    .group = "apps",
    .version = "v1",
    .kind = "Deployment",
    .resource = "deployments",
    .singular = "deployment",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .has_scale = true,
    .generation = Generation::kOnSpecOrAnnotations,
    .columns = kColumns,
};

}  // namespace skiff
