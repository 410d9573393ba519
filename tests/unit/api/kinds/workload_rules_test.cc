// The rules of the reference on workloads that no other table has: what is refused when they are made, and what may not
// change. One row a rule.
#include <catch2/catch.hpp>

#include "support/field_causes.h"
#include "support/name_problems.h"
#include "support/valid_workloads.h"

namespace skiff {
namespace {

using namespace test;

struct Row {
  const char* why;
  const char* resource;
  const char* spec;    // what a valid one's spec is changed by
  std::string errors;  // one a line
};

struct Change {
  const char* why;
  const char* resource;
  const char* before;
  const char* after;  // on top of before
  std::string errors;
};

template <size_t N>
void check_rows(const Row (&rows)[N]) {
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      FieldErrors errors;
      const std::string patch = R"({"spec":)" + std::string(row.spec) + "}";
      find_resource(row.resource)->validate(created_workload(row.resource, patch), errors);
      CHECK(causes_text(errors) == row.errors);
    }
}

template <size_t N>
void check_changes(const Change (&rows)[N]) {
  for (const Change& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const Kind& kind = *find_resource(row.resource);
      const Value old = created_workload(row.resource, R"({"spec":)" + std::string(row.before) + "}");
      Value object = apply_merge_patch(old, Value{{"spec", *parse_json(row.after)}});
      complete(kind, object);
      FieldErrors errors;
      kind.validate_update(object, old, errors);
      CHECK(causes_text(errors) == row.errors);
    }
}

const std::string kMismatch =
    "spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: `selector` does not match template `labels`";

std::string negative(const std::string& field) { return field + ": Invalid value: -1: " + kNotNegative; }

}  // namespace

TEST_CASE("Validation: 6. Workloads: numbers that are less than nothing") {
  const Row rows[] = {
      {"", "statefulsets", R"({"replicas":-1,"minReadySeconds":-1})",
       negative("spec.replicas") + "\n" + negative("spec.minReadySeconds")},
      {"nor is a deadline that is over", "deployments",
       R"({"minReadySeconds":-1,"revisionHistoryLimit":-1,"progressDeadlineSeconds":-1})",
       negative("spec.minReadySeconds") + "\n" + negative("spec.revisionHistoryLimit") + "\n" +
           negative("spec.progressDeadlineSeconds") +
           "\nspec.progressDeadlineSeconds: Invalid value: -1: must be greater than minReadySeconds"},
      {"", "replicasets", R"({"replicas":-1,"minReadySeconds":-1})",
       negative("spec.replicas") + "\n" + negative("spec.minReadySeconds")},
      {"", "daemonsets", R"({"minReadySeconds":-1,"revisionHistoryLimit":-1})",
       negative("spec.minReadySeconds") + "\n" + negative("spec.revisionHistoryLimit")},
      {"", "replicationcontrollers", R"({"replicas":-1,"minReadySeconds":-1})",
       negative("spec.minReadySeconds") + "\n" + negative("spec.replicas")},
      {"", "jobs", R"({"activeDeadlineSeconds":-1,"ttlSecondsAfterFinished":-1})",
       negative("spec.activeDeadlineSeconds") + "\n" + negative("spec.ttlSecondsAfterFinished")},
      {"", "jobs", R"({"completionMode":"Indexed","completions":1,"backoffLimitPerIndex":-1,"maxFailedIndexes":-1})",
       negative("spec.backoffLimitPerIndex") + "\n" + negative("spec.maxFailedIndexes")},
      {"", "cronjobs", R"({"startingDeadlineSeconds":-1,"failedJobsHistoryLimit":-1})",
       negative("spec.startingDeadlineSeconds") + "\n" + negative("spec.failedJobsHistoryLimit")},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 6. Workloads: selectors, templates, strategies") {
  const Row rows[] = {
      {"no selector", "statefulsets", R"({"selector":null})", "spec.selector: Required value\n" + kMismatch},
      {"other labels", "statefulsets", R"({"selector":{"matchLabels":{"app":"b"}}})", kMismatch},
      {"pods that end", "statefulsets", R"({"template":{"spec":{"restartPolicy":"OnFailure"}}})",
       "spec.template.spec.restartPolicy: Unsupported value: \"OnFailure\": supported values: \"Always\""},
      {"a service's name", "statefulsets", R"({"serviceName":"Web_1"})",
       "spec.serviceName: Invalid value: \"Web_1\": " + kNoLabel},
      {"a service without a name", "statefulsets", R"({"serviceName":""})", ""},
      {"what becomes of claims", "statefulsets",
       R"({"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"X","whenScaled":"Delete"}})",
       "spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: \"X\": supported values: \"Retain\", "
       "\"Delete\""},
      {"less than nothing may be missing", "deployments", R"({"strategy":{"rollingUpdate":{"maxUnavailable":-1}}})",
       negative("spec.strategy.rollingUpdate.maxUnavailable")},
      {"a percentage of nothing", "deployments", R"({"strategy":{"rollingUpdate":{"maxUnavailable":"-5%"}}})",
       "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"-5%\": " + kNoPercent},
      {"no selector", "replicasets", R"({"selector":null})", "spec.selector: Required value\n" + kMismatch},
      {"pods that end early", "replicasets", R"({"template":{"spec":{"activeDeadlineSeconds":5}}})",
       "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported"},
      {"pods that end early", "daemonsets",
       R"({"template":{"spec":{"activeDeadlineSeconds":5,"restartPolicy":"Never"}}})",
       "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"\n"
       "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported"},
      {"more than all", "daemonsets", R"({"updateStrategy":{"rollingUpdate":{"maxUnavailable":"101%"}}})",
       "spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%"},
      {"other labels", "replicationcontrollers", R"({"selector":{"app":"b"}})", kMismatch},
      {"pods that end early", "replicationcontrollers", R"({"template":{"spec":{"activeDeadlineSeconds":5}}})",
       "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not "
       "Supported"},
  };
  check_rows(rows);
}

TEST_CASE("Validation: 6. Workloads: jobs") {
  const Row rows[] = {
      {"a label of another job's pods", "jobs", R"({"template":{"metadata":{"labels":{"job-name":"b"}}}})",
       "spec.template.metadata.labels[job-name]: Invalid value: {\"app\":\"a\",\"batch.kubernetes.io/controller-uid\":"
       "\"u-1\",\"batch.kubernetes.io/job-name\":\"a\",\"controller-uid\":\"u-1\",\"job-name\":\"b\"}: must be 'a'"},
      {"a selector of one's own must be there", "jobs", R"({"manualSelector":true})",
       "spec.selector: Required value\n" + kMismatch},
      {"and select its pods", "jobs", R"({"manualSelector":true,"selector":{"matchLabels":{"app":"b"}}})", kMismatch},
      {"pods that are started again and again", "jobs", R"({"template":{"spec":{"restartPolicy":"Always"}}})",
       "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""},
      {"failures are judged of pods that are not started again", "jobs",
       R"({"podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget"}]}]},
           "template":{"spec":{"restartPolicy":"OnFailure"}}})",
       "spec.template.spec.restartPolicy: Invalid value: \"OnFailure\": only \"Never\" is supported when "
       "podFailurePolicy is specified"},
      {"success is of indexes", "jobs", R"({"successPolicy":{"rules":[{"succeededCount":1}]}})",
       "spec.successPolicy: Invalid value: {\"Rules\":[{\"SucceededIndexes\":null,\"SucceededCount\":1}]}: requires "
       "indexed completion mode"},
      {"a host's name for the last index", "jobs", R"({"completionMode":"Indexed","completions":10,"parallelism":1})",
       ""},
      {"no selectors of jobs to come", "cronjobs", R"({"jobTemplate":{"spec":{"manualSelector":true}}})",
       "spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: \"nil\", \"false\""},
      {"hours", "cronjobs", R"({"schedule":"70 * * * *"})",
       "spec.schedule: Invalid value: \"70 * * * *\": end of range (70) above maximum (59): 70"},
      {"letters", "cronjobs", R"({"schedule":"a * * * *"})",
       "spec.schedule: Invalid value: \"a * * * *\": failed to parse int from a: strconv.Atoi: parsing \"a\": invalid "
       "syntax"},
      {"a zone in front of what is no schedule", "cronjobs", R"({"schedule":"CRON_TZ=UTC x"})",
       "spec.schedule: Invalid value: \"CRON_TZ=UTC x\": expected exactly 5 fields, found 1: [x]\n"
       "spec.schedule: Invalid value: \"CRON_TZ=UTC x\": cannot use TZ or CRON_TZ in schedule, use timeZone field "
       "instead"},
      {"the zone of whatever machine", "cronjobs", R"({"timeZone":"Local"})",
       "spec.timeZone: Invalid value: \"Local\": timeZone must be an explicit time zone as defined in "
       "https://www.iana.org/time-zones"},
      {"pods of jobs", "cronjobs", R"({"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"c"}],
           "restartPolicy":"Always"}}}}})",
       "spec.jobTemplate.spec.template.spec.containers[0].image: Required value\n"
       "spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""},
  };
  check_rows(rows);
  FieldErrors errors;
  const std::string name(62, 'a');
  find_resource("jobs")->validate(
      created_workload(
          "jobs", R"({"metadata":{"name":")" + name + R"("},"spec":{"completionMode":"Indexed","completions":11}})"),
      errors);
  CHECK(causes_text(errors) == "metadata.name: Invalid value: \"" + name +
                                   "\": will not able to create pod with invalid DNS label: " + name + "-10");
}

TEST_CASE("Validation: 6. Workloads: a Job's pods are told apart by generated labels") {
  Value job = created_workload("jobs", "{}");
  job["spec"]["template"]["metadata"].set("labels", *parse_json(R"({"app":"a"})"));
  FieldErrors errors;
  find_resource("jobs")->validate(job, errors);
  CHECK(causes_text(errors) ==
        "spec.template.metadata.labels[controller-uid]: Required value: must be 'u-1'\n"
        "spec.template.metadata.labels[job-name]: Required value: must be 'a'\n"
        "spec.template.metadata.labels[batch.kubernetes.io/controller-uid]: Required value: must be 'u-1'\n"
        "spec.template.metadata.labels[batch.kubernetes.io/job-name]: Required value: must be 'a'\n" +
            kMismatch);
}

TEST_CASE("Validation: 6. Workloads: what may not change") {
  const std::string frozen =
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
      "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are "
      "forbidden";
  const Change rows[] = {
      {"a selector", "statefulsets", "{}", R"({"selector":{"matchLabels":{"b":"c"}}})", frozen},
      {"a claim that is larger", "statefulsets",
       R"({"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{"accessModes":["ReadWriteOnce"],
           "resources":{"requests":{"storage":"1Gi"}}}}]})",
       R"({"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{"accessModes":["ReadWriteOnce"],
           "resources":{"requests":{"storage":"2Gi"}}}}]})",
       frozen},
      {"all that may", "statefulsets", "{}",
       R"({"ordinals":{"start":5},"minReadySeconds":5,"revisionHistoryLimit":5,
           "persistentVolumeClaimRetentionPolicy":{"whenScaled":"Delete"}})",
       ""},
      {"a selector", "replicasets", "{}", R"({"selector":{"matchLabels":{"b":"c"}}})",
       "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"a\",\"b\":\"c\"}}: field is immutable"},
      {"a selector", "jobs", "{}", R"({"selector":{"matchLabels":{"b":"c"}}})",
       "spec.selector: Invalid value: {\"matchLabels\":{\"b\":\"c\",\"batch.kubernetes.io/controller-uid\":\"u-1\"}}: "
       "field is immutable"},
      {"how completions are counted", "jobs", "{}", R"({"completionMode":"Indexed"})",
       "spec.completionMode: Invalid value: \"Indexed\": field is immutable"},
      {"how failures are judged", "jobs", R"({"podReplacementPolicy":"Failed"})",
       R"({"podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget"}]}]}})",
       "spec.podFailurePolicy: Invalid value: {\"Rules\":[{\"Action\":\"Ignore\",\"OnExitCodes\":null,"
       "\"OnPodConditions\":[{\"Type\":\"DisruptionTarget\",\"Status\":\"True\"}]}]}: field is immutable"},
      {"how often an index may fail", "jobs", R"({"completionMode":"Indexed","completions":1})",
       R"({"backoffLimitPerIndex":3})", "spec.backoffLimitPerIndex: Invalid value: 3: field is immutable"},
      {"who manages it", "jobs", "{}", R"({"managedBy":"a.b/c"})",
       "spec.managedBy: Invalid value: \"a.b/c\": field is immutable"},
      {"when it has succeeded", "jobs", R"({"completionMode":"Indexed","completions":1})",
       R"({"successPolicy":{"rules":[{"succeededCount":1}]}})",
       "spec.successPolicy: Invalid value: {\"Rules\":[{\"SucceededIndexes\":null,\"SucceededCount\":1}]}: field is "
       "immutable"},
      {"how long it may take, and is kept", "jobs", "{}",
       R"({"activeDeadlineSeconds":5,"ttlSecondsAfterFinished":5,"backoffLimit":5})", ""},
      {"completions become as many as pods at a time, whatever they were", "jobs",
       R"({"completionMode":"Indexed","completions":5,"parallelism":2})", R"({"completions":3,"parallelism":3})", ""},
      {"before its first pod: what it asks for", "jobs", R"({"suspend":true})",
       R"({"template":{"spec":{"containers":[{"name":"c","image":"nginx","imagePullPolicy":"Always",
           "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",
           "resources":{"requests":{"cpu":"1"}}}]}}})",
       ""},
      {"before its first pod: any node", "jobs",
       R"({"suspend":true,"template":{"spec":{"affinity":{"nodeAffinity":{
           "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[
           {"key":"k","operator":"Exists"}]}]}}}}}})",
       R"({"template":{"spec":{"affinity":null}}})", ""},
      {"before its first pod: some nodes", "jobs", R"({"suspend":true})",
       R"({"template":{"spec":{"affinity":{"nodeAffinity":{
           "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[
           {"key":"k","operator":"Exists"}]}]}}}}}})",
       ""},
  };
  check_changes(rows);
  // A pod that is there has been made of the template as it is.
  const Value old = created_workload("jobs", "{}");
  const Value object =
      apply_merge_patch(old, *parse_json(R"({"spec":{"template":{"spec":{"nodeSelector":{"a":"b"}}}}})"));
  FieldErrors errors;
  find_resource("jobs")->validate_update(object, old, errors);
  REQUIRE(errors.causes().size() == 1);
  CHECK(causes_text(errors).find("spec.template: Invalid value: {\"labels\":") == 0);
  CHECK(errors.causes()[0].message.ends_with(": field is immutable"));
}

}  // namespace skiff
