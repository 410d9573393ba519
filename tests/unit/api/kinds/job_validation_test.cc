// What a Job's policies and indexes may not say, in the order of pkg/apis/batch/validation.
#include "api/job_validation.h"

#include <catch2/catch.hpp>

#include "base/json.h"
#include "support/field_causes.h"

using namespace skiff;

namespace {

struct Row {
  const char* why;
  const char* spec;  // beside the template
  const char* errors;
};

std::string problems(const char* json) {
  Value spec = *parse_json(json);
  spec.set("template", *parse_json(R"({"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","dnsPolicy":
      "ClusterFirst","schedulerName":"s","securityContext":{},"containers":[{"name":"main","image":"i",
      "imagePullPolicy":"Always","terminationMessagePolicy":"File"}],"initContainers":[{"name":"first","image":"i",
      "imagePullPolicy":"Always","terminationMessagePolicy":"File"}]}})"));
  FieldErrors errors;
  validate_job_spec(spec, FieldPath("spec"), errors);
  return test::causes_text(errors);
}

}  // namespace

TEST_CASE("Validation: 6. Workloads: Job, failure policies") {
  const Row rows[] = {
      {"exit codes of a container, and a condition", R"({"podFailurePolicy":{"rules":[
          {"action":"FailJob","onExitCodes":{"containerName":"first","operator":"In","values":[1,2]}},
          {"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget","status":"True"}]}]}})",
       ""},
      {"no such container", R"({"podFailurePolicy":{"rules":[
          {"action":"FailJob","onExitCodes":{"containerName":"x","operator":"In","values":[1]}}]}})",
       "spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: \"x\": must be one of the container "
       "or "
       "initContainer names in the pod template"},
      {"codes: zero, twice, out of order", R"({"podFailurePolicy":{"rules":[
          {"action":"FailJob","onExitCodes":{"operator":"In","values":[2,2,0]}}]}})",
       "spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Duplicate value: 2\n"
       "spec.podFailurePolicy.rules[0].onExitCodes.values[2]: Invalid value: 0: must not be 0 for the In operator\n"
       "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [2,2,0]: must be ordered"},
      {"nothing said", R"({"podFailurePolicy":{"rules":[{"onExitCodes":{"values":[1]}}]}})",
       "spec.podFailurePolicy.rules[0].action: Required value: valid values: [\"Count\" \"FailIndex\" \"FailJob\" "
       "\"Ignore\"]\n"
       "spec.podFailurePolicy.rules[0].onExitCodes.operator: Required value: valid values: [\"In\" \"NotIn\"]"},
      {"conditions", R"({"podFailurePolicy":{"rules":[{"action":"Count","onPodConditions":[
          {"type":"a b","status":"Maybe"},{"type":"A"}]}]}})",
       "spec.podFailurePolicy.rules[0].onPodConditions[0].type: Invalid value: \"a b\": name part must consist of "
       "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
       "'MyName',  "
       "or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')\n"
       "spec.podFailurePolicy.rules[0].onPodConditions[0].status: Unsupported value: \"Maybe\": supported values: "
       "\"False\", \"True\", \"Unknown\"\n"
       "spec.podFailurePolicy.rules[0].onPodConditions[1].status: Required value: valid values: [\"False\" \"True\" "
       "\"Unknown\"]"},
      {"both, and neither", R"({"podFailurePolicy":{"rules":[{"action":"Count","onExitCodes":{"operator":"In",
          "values":[1]},"onPodConditions":[{"type":"A","status":"True"}]},{"action":"Count"}]}})",
       "spec.podFailurePolicy.rules[0]: Invalid value: specifying both OnExitCodes and OnPodConditions is not "
       "supported\n"
       "spec.podFailurePolicy.rules[1]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(problems(row.spec) == row.errors);
    }
}

TEST_CASE("Validation: 6. Workloads: Job, indexes and who manages it") {
  const Row rows[] = {
      {"intervals", R"({"completionMode":"Indexed","completions":9,"successPolicy":{"rules":[
          {"succeededIndexes":"0,2-4","succeededCount":4}]}})",
       ""},
      {"no number", R"({"completionMode":"Indexed","completions":9,"successPolicy":{"rules":[
          {"succeededIndexes":"one-2"},{"succeededIndexes":"1-2-3"},{"succeededIndexes":"9"},{"succeededIndexes":"3-1"},
          {"succeededIndexes":"4,4"}]}})",
       "spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"one-2\": error parsing succeededIndexes: cannot "
       "convert string to integer for index: \"one\"\n"
       "spec.successPolicy.rules[1].succeededIndexes: Invalid value: \"1-2-3\": error parsing succeededIndexes: the "
       "fragment \"1-2-3\" violates the requirement that an index interval can have at most two parts separated by "
       "'-'\n"
       "spec.successPolicy.rules[2].succeededIndexes: Invalid value: \"9\": error parsing succeededIndexes: too large "
       "index: \"9\"\n"
       "spec.successPolicy.rules[3].succeededIndexes: Invalid value: \"3-1\": error parsing succeededIndexes: "
       "non-increasing order, previous: 3, current: 1\n"
       "spec.successPolicy.rules[4].succeededIndexes: Invalid value: \"4,4\": error parsing succeededIndexes: "
       "non-increasing order, previous: 4, current: 4"},
      {"counts", R"({"completionMode":"Indexed","completions":3,"successPolicy":{"rules":[{"succeededCount":-1},
          {"succeededCount":4},{"succeededIndexes":"1","succeededCount":2},{}]}})",
       "spec.successPolicy.rules[0].succeededCount: Invalid value: -1: must be greater than or equal to 0\n"
       "spec.successPolicy.rules[1].succeededCount: Invalid value: 4: must be less than or equal to 3 (the number of "
       "specified completions)\n"
       "spec.successPolicy.rules[2].succeededCount: Invalid value: 2: must be less than or equal to 1 (the number of "
       "indexes in the specified succeededIndexes field)\n"
       "spec.successPolicy.rules[3]: Required value: at least one of succeededCount or succeededIndexes must be "
       "specified"},
      {"failed indexes", R"({"completionMode":"Indexed","completions":3,"maxFailedIndexes":4})",
       "spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified\n"
       "spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions"},
      {"very many completions", R"({"completionMode":"Indexed","completions":100001,"parallelism":10001,
          "backoffLimitPerIndex":1})",
       "spec.maxFailedIndexes: Required value: must be specified when completions is above 100000\n"
       "spec.parallelism: Invalid value: 10001: must be less than or equal to 10000 when completions are above 100000 "
       "and used with backoff limit per index"},
      {"a manager without a domain", R"({"managedBy":"me"})",
       "spec.managedBy: Invalid value: \"me\": must be a domain-prefixed path (such as \"acme.io/foo\")"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(problems(row.spec) == row.errors);
    }
}
