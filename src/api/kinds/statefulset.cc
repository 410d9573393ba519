#include "api/kinds/statefulset.h"

#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/pod_spec_defaults.h"

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

// The block of a rolling update appears only where the type was left out: an explicit type stands alone.
void default_update_strategy(Value& strategy) {
  if (std::as_const(strategy)["type"].is_null()) {
    strategy.set("type", "RollingUpdate");
    set_if_absent(strategy, "rollingUpdate", Value::object());
  }
  if (std::as_const(strategy)["type"].as_string() != "RollingUpdate") return;
  edit_member(strategy, "rollingUpdate", [](Value& rolling) { set_if_absent(rolling, "partition", 0); });
}

void default_claim(Value& claim) {
  claim.set("apiVersion", "v1");
  claim.set("kind", "PersistentVolumeClaim");
  edit_member(claim, "spec", set_claim_spec_defaults);
  edit_member(claim, "status", [](Value& status) { set_if_absent(status, "phase", "Pending"); });
}

// SetDefaults_StatefulSet, and the type of claims that Convert_apps_StatefulSetSpec_To_v1_StatefulSetSpec writes.
void set_defaults(Value& set) {
  edit_member(set, "spec", [](Value& spec) {
    set_if_absent(spec, "podManagementPolicy", "OrderedReady");
    edit_member(spec, "updateStrategy", default_update_strategy);
    set_if_absent(spec, "persistentVolumeClaimRetentionPolicy", Value::object());
    edit_member(spec, "persistentVolumeClaimRetentionPolicy", [](Value& policy) {
      set_if_absent(policy, "whenDeleted", "Retain");
      set_if_absent(policy, "whenScaled", "Retain");
    });
    set_if_absent(spec, "replicas", 1);
    set_if_absent(spec, "revisionHistoryLimit", 10);
    edit_each(spec, "volumeClaimTemplates", default_claim);
    edit_member(spec, "template", default_pod_template);
  });
}

// dropStatefulSetDisabledFields: MaxUnavailableStatefulSet is off by default in 1.36.
void drop_disabled_fields(Value& set) {
  edit_member(set, "spec", [](Value& spec) {
    edit_member(spec, "updateStrategy", [](Value& strategy) {
      edit_member(strategy, "rollingUpdate", [](Value& rolling) { rolling.erase("maxUnavailable"); });
    });
  });
}

void prepare_for_create(Value& set) {
  set.set("status", {{"availableReplicas", 0}, {"replicas", 0}});
  drop_disabled_fields(set);
}

void prepare_for_update(Value& set, const Value&) { drop_disabled_fields(set); }

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
    .name_rule = NameRule::kDns1123Label,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .prepare_for_update = prepare_for_update,
    .columns = kColumns,
};

}  // namespace skiff
