#include "api/kinds/daemonset.h"

#include "api/columns.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"ds"};
constexpr std::string_view kCategories[] = {"all"};

void desired_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "desiredNumberScheduled").as_int(), out);
}

void current_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "currentNumberScheduled").as_int(), out);
}

void ready_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "numberReady").as_int(), out);
}

void up_to_date_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "updatedNumberScheduled").as_int(), out);
}

void available_cell(const Value& object, Time, std::string& out) {
  append_int(object.at("status", "numberAvailable").as_int(), out);
}

void node_selector_cell(const Value& object, Time, std::string& out) {
  append_labels_form(object.at("spec", "template", "spec", "nodeSelector"), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Desired", Show::kAlways, desired_cell},
    {"Current", Show::kAlways, current_cell},
    {"Ready", Show::kAlways, ready_cell},
    {"Up-to-date", Show::kAlways, up_to_date_cell},
    {"Available", Show::kAlways, available_cell},
    {"Node Selector", Show::kAlways, node_selector_cell},
    {"Age", Show::kAlways, age_cell},
    {"Containers", Show::kWide, containers_cell},
    {"Images", Show::kWide, images_cell},
    {"Selector", Show::kWide, selector_cell},
};

}  // namespace

const Kind kDaemonSet = {
    .group = "apps",
    .version = "v1",
    .kind = "DaemonSet",
    .resource = "daemonsets",
    .singular = "daemonset",
    .short_names = kShortNames,
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .columns = kColumns,
};

}  // namespace skiff
