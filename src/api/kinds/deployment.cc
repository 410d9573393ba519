#include "api/kinds/deployment.h"

#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/pod_spec_defaults.h"

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

// SetDefaults_Deployment.
void set_defaults(Value& deployment) {
  edit_member(deployment, "spec", [](Value& spec) {
    set_if_absent(spec, "replicas", 1);
    set_if_absent(spec, "revisionHistoryLimit", 10);
    set_if_absent(spec, "progressDeadlineSeconds", 600);
    edit_member(spec, "strategy", [](Value& strategy) {
      set_if_absent(strategy, "type", "RollingUpdate");
      if (std::as_const(strategy)["type"].as_string() != "RollingUpdate") return;
      set_if_absent(strategy, "rollingUpdate", Value::object());
      edit_member(strategy, "rollingUpdate", [](Value& rolling) {
        set_if_absent(rolling, "maxUnavailable", "25%");
        set_if_absent(rolling, "maxSurge", "25%");
      });
    });
    edit_member(spec, "template", default_pod_template);
  });
}

void prepare_for_create(Value& deployment) { deployment.set("status", Value::object()); }

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
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .columns = kColumns,
};

}  // namespace skiff
