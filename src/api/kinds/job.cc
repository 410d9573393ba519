#include "api/kinds/job.h"

#include <limits>
#include <utility>

#include "api/columns.h"
#include "api/edit.h"
#include "api/field_checks.h"
#include "api/go_form.h"
#include "api/job_validation.h"
#include "api/label_selector.h"
#include "api/metadata_validation.h"
#include "api/pod_spec_defaults.h"
#include "api/pod_view.h"
#include "api/workload_validation.h"

namespace skiff {
namespace {

constexpr std::string_view kCategories[] = {"all"};

bool has_condition(const Value& job, std::string_view type) {
  return find_condition(job["status"], type)["status"].as_string() == "True";
}

void status_cell(const Value& job, Time, std::string& out) {
  if (has_condition(job, "Complete")) {
    out += "Complete";
  } else if (has_condition(job, "Failed")) {
    out += "Failed";
  } else if (job["metadata"].contains("deletionTimestamp")) {
    out += "Terminating";
  } else if (has_condition(job, "Suspended")) {
    out += "Suspended";
  } else if (has_condition(job, "FailureTarget")) {
    out += "FailureTarget";
  } else if (has_condition(job, "SuccessCriteriaMet")) {
    out += "SuccessCriteriaMet";
  } else {
    out += "Running";
  }
}

void completions_cell(const Value& job, Time, std::string& out) {
  append_int(job["status"]["succeeded"].as_int(), out);
  out += '/';
  const Value& completions = job["spec"]["completions"];
  const int64_t parallelism = job["spec"]["parallelism"].as_int();
  if (!completions.is_null()) {
    append_int(completions.as_int(), out);
  } else if (parallelism > 1) {
    out += "1 of " + std::to_string(parallelism);
  } else {
    out += '1';
  }
}

void duration_cell(const Value& job, Time now, std::string& out) {
  const std::optional<Time> started = parse_rfc3339(job["status"]["startTime"].as_string());
  if (!started) return;
  const std::optional<Time> completed = parse_rfc3339(job["status"]["completionTime"].as_string());
  out += human_duration(completed.value_or(now) - *started);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Status", Show::kAlways, status_cell},
    {"Completions", Show::kAlways, completions_cell},
    {"Duration", Show::kAlways, duration_cell},
    {"Age", Show::kAlways, age_cell},
    {"Containers", Show::kWide, containers_cell},
    {"Images", Show::kWide, images_cell},
    {"Selector", Show::kWide, selector_cell},
};

// Each twice: the names without a prefix are older.
constexpr std::string_view kUidLabel = "batch.kubernetes.io/controller-uid";
constexpr std::string_view kUidLabels[] = {"controller-uid", kUidLabel};
constexpr std::string_view kNameLabels[] = {"job-name", "batch.kubernetes.io/job-name"};

constexpr int64_t kNoLimit = std::numeric_limits<int32_t>::max();

void default_failure_rule(Value& rule) {
  edit_each(rule, "onPodConditions", [](Value& pattern) {
    if (std::as_const(pattern)["status"].as_string().empty()) pattern.set("status", "True");
  });
}

void default_job_spec(Value& spec) {
  const Value& given = spec;
  if (given["completions"].is_null() && given["parallelism"].is_null()) spec.set("completions", 1);
  set_if_absent(spec, "parallelism", 1);
  set_if_absent(spec, "backoffLimit", given["backoffLimitPerIndex"].is_null() ? 6 : kNoLimit);
  set_if_absent(spec, "completionMode", "NonIndexed");
  set_if_absent(spec, "suspend", false);
  edit_member(spec, "podFailurePolicy", [](Value& policy) { edit_each(policy, "rules", default_failure_rule); });
  set_if_absent(spec, "podReplacementPolicy", given["podFailurePolicy"].is_null() ? "TerminatingOrFailed" : "Failed");
  set_if_absent(spec, "manualSelector", false);
  edit_member(spec, "template", default_pod_template);
}

// SetDefaults_Job. A job without labels shares its template's: the same map, as in Go (see prepare_for_create).
void set_defaults(Value& job) {
  edit_member(job, "spec", default_job_spec);
  const Value labels = std::as_const(job).at("spec", "template", "metadata", "labels");
  if (!labels.empty()) set_if_absent(job.edit("metadata"), "labels", labels);
}

// generateSelector: the labels that tell the pods of this job from all others, and the selector for them. Where the job
// has no labels but its template's, it gets the same ones.
void generate_selector(Value& job) {
  const Value& given = job;
  const Value name = given.at("metadata", "name");
  const Value uid = given.at("metadata", "uid");
  const Value template_labels = given.at("spec", "template", "metadata", "labels");
  const Value& own = given.at("metadata", "labels");
  const bool shares = own.empty() || own.same_as(template_labels);
  Value labels = template_labels;
  for (const std::string_view key : kNameLabels) set_if_absent(labels, key, name);
  for (const std::string_view key : kUidLabels) set_if_absent(labels, key, uid);
  if (shares) job["metadata"].set("labels", labels);
  job["spec"]["template"]["metadata"].set("labels", labels);
  if (given.at("spec", "selector").is_null()) job["spec"].set("selector", Value::object());
  set_if_absent(job["spec"]["selector"]["matchLabels"], kUidLabel, uid);
}

// jobStrategy.PrepareForCreate. REQUIRES: name and uid are there.
void prepare_for_create(Value& job) {
  job.set("status", Value::object());
  if (!std::as_const(job).at("spec", "manualSelector").as_bool()) generate_selector(job);
}

void check_has_label(const Value& labels, std::string_view key, std::string_view expected, FieldErrors& errors) {
  const FieldPath path = FieldPath("spec.template.metadata.labels").key(key);
  const std::string detail = "must be '" + std::string(expected) + "'";
  if (!labels.contains(key)) {
    errors.required(path, detail);
  } else if (labels[key].as_string() != expected) {
    errors.invalid(path, labels, detail);
  }
}

// validateGeneratedSelector.
void validate_generated_selector(const Value& job, FieldErrors& errors) {
  const Value& spec = job["spec"];
  if (spec["manualSelector"].as_bool() || spec["selector"].is_null()) return;
  const std::string_view name = job.at("metadata", "name").as_string();
  const std::string_view uid = job.at("metadata", "uid").as_string();
  const Value& labels = spec.at("template", "metadata", "labels");
  for (const std::string_view key : {kUidLabels[0], kNameLabels[0], kUidLabels[1], kNameLabels[1]})
    check_has_label(labels, key, key == kNameLabels[0] || key == kNameLabels[1] ? name : uid, errors);
  Value expected = Value::object();
  for (const std::string_view key : kUidLabels) expected.set(key, uid);
  for (const std::string_view key : kNameLabels) expected.set(key, name);
  if (!LabelSelector::of(spec["selector"]).matches(expected))
    errors.invalid_shown(FieldPath("spec.selector"), go_form("meta.v1.LabelSelector", spec["selector"]),
                         "`selector` not auto-generated");
}

// The hostname of the last index must be a label.
void check_hostnames(const Value& job, FieldErrors& errors) {
  const Value& spec = job["spec"];
  const int64_t completions = spec["completions"].as_int();
  if (spec["completionMode"].as_string() != "Indexed" || completions <= 0) return;
  const Value& name = job.at("metadata", "name");
  const std::string last = name.str() + "-" + std::to_string(completions - 1);
  if (!dns1123_label_problems(last).empty())
    errors.invalid(FieldPath("metadata.name"), name, "will not able to create pod with invalid DNS label: " + last);
}

void validate(const Value& job, FieldErrors& errors) {
  const Value& spec = job["spec"];
  const FieldPath path("spec");
  validate_generated_selector(job, errors);
  validate_job_spec(spec, path, errors);
  if (spec["selector"].is_null()) {
    errors.required(path.child("selector"));
  } else {
    validate_label_selector(spec["selector"], path.child("selector"), errors);
  }
  if (is_usable_selector(spec["selector"])) check_selector_matches_template(spec, path, errors);
  check_hostnames(job, errors);
}

// validateCompletions: an Indexed job may become one of as many completions as pods at a time (ElasticIndexedJob).
void check_completions(const Value& spec, const Value& before, FieldErrors& errors) {
  const FieldPath path("spec.completions");
  const Value& completions = spec["completions"];
  if (spec["completionMode"].as_string() != "Indexed")
    return check_immutable(errors, path, completions, before["completions"]);
  if (completions.is_null() || completions == before["completions"] || completions == spec["parallelism"]) return;
  errors.invalid(path, completions, "can only be modified in tandem with spec.parallelism");
}

// Affinity to nodes may come, change and go; where there was none else, none is left.
void take_node_affinity(Value& spec, const Value& given) {
  const Value& read = spec;
  if (given.is_null() && read["affinity"].is_null()) return;
  if (const Value& affinity = given["nodeAffinity"]; !affinity.is_null())
    spec["affinity"].set("nodeAffinity", affinity);
  else if (read["affinity"].contains("nodeAffinity")) spec["affinity"].erase("nodeAffinity");
  if (given.is_null() && read["affinity"].empty()) spec.erase("affinity");
  if (given.is_object() && read["affinity"].is_null()) spec.set("affinity", Value::object());
}

// What may change of a template before the first pod: where its pods go, and what they ask for.
Value with_mutable_parts(Value pod_template, const Value& from) {
  for (const std::string_view member : {"labels", "annotations"})
    if (!(std::as_const(pod_template)["metadata"][member] == from["metadata"][member]))
      pod_template["metadata"].set(member, from["metadata"][member]);
  Value& spec = pod_template["spec"];
  const Value& given = from["spec"];
  for (const std::string_view member : {"nodeSelector", "tolerations", "schedulingGates"})
    spec.set(member, given[member]);
  take_node_affinity(spec, given["affinity"]);
  for (const std::string_view list : {"containers", "initContainers"})
    for (size_t i = 0; i < std::as_const(spec)[list].size(); ++i)
      spec[list].edit_at(i).set("resources", given[list][i]["resources"]);
  return pod_template;
}

void check_template(const Value& job, const Value& old, FieldErrors& errors) {
  const Value& given = job["spec"]["template"];
  Value before = old["spec"]["template"];
  const bool never_started = old["spec"]["suspend"].as_bool() && old["status"]["startTime"].is_null();
  if (never_started) before = with_mutable_parts(before, given);
  check_immutable(errors, FieldPath("spec.template"), given, before, "core.v1.PodTemplateSpec");
}

// ValidateJobSpecUpdate.
void validate_update(const Value& job, const Value& old, FieldErrors& errors) {
  const Value& spec = job["spec"];
  const Value& before = old["spec"];
  const FieldPath path("spec");
  check_completions(spec, before, errors);
  check_immutable(errors, path.child("selector"), spec["selector"], before["selector"], "meta.v1.LabelSelector");
  check_template(job, old, errors);
  check_immutable(errors, path.child("completionMode"), spec["completionMode"], before["completionMode"]);
  check_immutable(errors, path.child("podFailurePolicy"), spec["podFailurePolicy"], before["podFailurePolicy"],
                  "batch.v1.PodFailurePolicy");
  check_immutable(errors, path.child("backoffLimitPerIndex"), spec["backoffLimitPerIndex"],
                  before["backoffLimitPerIndex"]);
  check_immutable(errors, path.child("managedBy"), spec["managedBy"], before["managedBy"]);
  check_immutable(errors, path.child("successPolicy"), spec["successPolicy"], before["successPolicy"],
                  "batch.v1.SuccessPolicy");
}

}  // namespace

const Kind kJob = {
    .group = "batch",
    .version = "v1",
    .kind = "Job",
    .resource = "jobs",
    .singular = "job",
    .categories = kCategories,
    .scope = Scope::kNamespaced,
    .has_status = true,
    .generation = Generation::kOnSpec,
    .set_defaults = set_defaults,
    .prepare_for_create = prepare_for_create,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
