#include "api/kinds/statefulset.h"

#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/kinds/claim_validation.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/metadata_validation.h"
#include "api/pod_spec/pod_spec_validation.h"
#include "api/pod_spec_defaults.h"
#include "api/workload_validation.h"

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

void validate_update_strategy(const Value& strategy, const FieldPath& path, FieldErrors& errors) {
  const std::string_view type = strategy["type"].as_string();
  const Value& rolling = strategy["rollingUpdate"];
  const FieldPath rolling_path = path.child("rollingUpdate");
  if (type == "RollingUpdate") {
    check_non_negative(errors, rolling_path.child("partition"), rolling["partition"]);
  } else if (type != "OnDelete") {
    errors.invalid_shown(path, go_form("apps.v1.StatefulSetUpdateStrategy", strategy),
                         "must be 'RollingUpdate' or 'OnDelete'");
  } else if (!rolling.is_null()) {
    errors.invalid_shown(rolling_path, go_form("apps.v1.RollingUpdateStatefulSetStrategy", rolling),
                         "only allowed for updateStrategy 'RollingUpdate'");
  }
}

// ValidateStatefulSetSpec.
void validate(const Value& set, FieldErrors& errors) {
  const Value& spec = set["spec"];
  const FieldPath path("spec");
  const std::string_view management = spec["podManagementPolicy"].as_string();
  if (management != "OrderedReady" && management != "Parallel")
    errors.invalid(path.child("podManagementPolicy"), management, "must be 'OrderedReady' or 'Parallel'");
  validate_update_strategy(spec["updateStrategy"], path.child("updateStrategy"), errors);
  const FieldPath retention = path.child("persistentVolumeClaimRetentionPolicy");
  for (const std::string_view when : {"whenDeleted", "whenScaled"})
    check_one_of(errors, retention.child(when), spec["persistentVolumeClaimRetentionPolicy"][when],
                 {"Retain", "Delete"});
  const Value& claims = spec["volumeClaimTemplates"];
  for (size_t i = 0; i < claims.size(); ++i)
    validate_claim_spec(claims[i]["spec"], path.child("volumeClaimTemplates").index(i).child("spec"), errors);
  check_non_negative_members(errors, path, spec, {"replicas", "minReadySeconds"});
  check_non_negative(errors, path.child("ordinals").child("start"), spec["ordinals"]["start"]);
  check_label_name(spec["serviceName"], path.child("serviceName"), errors);
  validate_workload_selector(spec, path, "statefulset", errors);
  if (check_selector_usable(spec, path, "", errors)) {
    check_selector_matches_template(spec, path, errors);
    validate_pod_template(spec["template"], path.child("template"), errors, spec["volumeClaimTemplates"]);
  }
  check_runs_for_ever(spec, path, "StatefulSet", errors);
}

// ValidateStatefulSetUpdate.
void validate_update(const Value& set, const Value& old, FieldErrors& errors) {
  Value spec = set["spec"];
  const Value& before = old["spec"];
  for (const std::string_view mutable_field :
       {"replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy", "minReadySeconds"})
    spec.set(mutable_field, before[mutable_field]);
  if (!semantically_equal(spec, before))
    errors.forbidden(FieldPath("spec"),
                     "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
                     "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
                     "'minReadySeconds' are forbidden");
}

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
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
