#include "controllers/job/policies.h"

#include <catch2/catch.hpp>

#include "api/kinds/pod.h"
#include "base/json.h"
#include "controllers/job/backoff.h"

namespace skiff {
namespace {

ObjectRef failed_pod(const char* status) {
  return std::make_shared<Object>(kPod, ObjectKey{"default", "p"}, 1, Value{{"status", parse_json(status).value()}});
}

TEST_CASE("Job: the first rule of the failure policy that matches decides") {
  struct Row {
    const char* why;
    const char* rules;
    FailureAction action;
    const char* message;
  };
  const Row rows[] = {
      {"no rules", "[]", FailureAction::kNone, ""},
      {"exit code listed", R"([{"action":"FailJob","onExitCodes":{"operator":"In","values":[3,42]}}])",
       FailureAction::kFailJob,
       "Container main for pod default/p failed with exit code 42 matching FailJob rule at index 0"},
      {"another container",
       R"([{"action":"FailJob","onExitCodes":{"containerName":"side","operator":"In","values":[42]}}])",
       FailureAction::kNone, ""},
      {"NotIn", R"([{"action":"Ignore","onExitCodes":{"operator":"NotIn","values":[1]}}])", FailureAction::kIgnore,
       "Container main for pod default/p failed with exit code 42 matching Ignore rule at index 0"},
      {"a condition",
       R"([{"action":"Count","onExitCodes":{"operator":"In","values":[1]}},
           {"action":"FailIndex","onPodConditions":[{"type":"DisruptionTarget","status":"True"}]}])",
       FailureAction::kFailIndex, "Pod default/p has condition DisruptionTarget matching FailIndex rule at index 1"},
      {"both match: the first",
       R"([{"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget","status":"True"}]},
           {"action":"FailJob","onExitCodes":{"operator":"In","values":[42]}}])",
       FailureAction::kIgnore, "Pod default/p has condition DisruptionTarget matching Ignore rule at index 0"},
  };
  const ObjectRef pod = failed_pod(R"({"conditions":[{"type":"DisruptionTarget","status":"True"}],
      "containerStatuses":[{"name":"main","state":{"terminated":{"exitCode":42}}}]})");
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const FailureVerdict verdict = judge_failure(Value{{"rules", parse_json(row.rules).value()}}, *pod);
      CHECK(verdict.action == row.action);
      CHECK(verdict.message == row.message);
      CHECK(verdict.counts() == (row.action != FailureAction::kIgnore));
    }
}

TEST_CASE("Job: success policy") {
  struct Row {
    const char* why;
    const char* rules;
    const char* succeeded;
    std::optional<std::string> message;
  };
  const Row rows[] = {
      {"all of the named indexes", R"([{"succeededIndexes":"0,2"}])", "0-2", "Matched rules at index 0"},
      {"one is missing", R"([{"succeededIndexes":"0,2"}])", "0,1", std::nullopt},
      {"so many of them", R"([{"succeededIndexes":"0-5","succeededCount":2}])", "1,4", "Matched rules at index 0"},
      {"so many of any, second rule", R"([{"succeededIndexes":"9"},{"succeededCount":1}])", "3",
       "Matched rules at index 1"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(match_success_policy(Value{{"rules", parse_json(row.rules).value()}}, 10,
                                 IndexSet::parse(row.succeeded, 10)) == row.message);
    }
}

TEST_CASE("Job: the back-off doubles with each failure and is counted from the last one") {
  const Time now = Time{} + hours(1);
  struct Row {
    int64_t failures;
    Duration elapsed;
    Duration left;
  };
  const Row rows[] = {{0, seconds(0), seconds(0)},    {1, seconds(0), seconds(10)},  {1, seconds(4), seconds(6)},
                      {2, seconds(0), seconds(20)},   {6, seconds(0), seconds(320)}, {7, seconds(0), seconds(600)},
                      {60, seconds(0), seconds(600)}, {1, seconds(11), seconds(0)}};
  for (const Row& row : rows) DYNAMIC_SECTION(row.failures << " failures, " << row.elapsed.count()) {
      CHECK(FailureRecord{row.failures, now - row.elapsed}.remaining(now) == row.left);
    }
}

TEST_CASE("Job: a success forgets the failures before it") {
  const auto ended = [](const char* when) {
    return failed_pod(
        (std::string(R"({"containerStatuses":[{"state":{"terminated":{"finishedAt":")") + when + R"("}}}]})").c_str());
  };
  FailureRecord record{3, Time{}};
  record.add({ended("2026-11-22T12:00:10Z")}, {ended("2026-11-22T12:00:20Z"), ended("2026-11-22T12:00:05Z")});
  CHECK(record.failures == 1);
  CHECK(record.last == parse_rfc3339("2026-11-22T12:00:20Z"));
}

}  // namespace
}  // namespace skiff
