#include "controllers/horizontalpodautoscaler/replica_calculator.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "api/kinds/pod.h"
#include "base/json.h"

namespace skiff::horizontalpodautoscaler {
namespace {

// "200/100 unready missing/100 ignored": usage/request of each pod, or what stands in place of its sample.
std::vector<PodUsage> pods(const std::string& text) {
  std::vector<PodUsage> all;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    PodUsage pod;
    const size_t slash = word.find('/');
    pod.request = slash == std::string::npos ? 100 : std::stoll(word.substr(slash + 1));
    const std::string usage = word.substr(0, slash);
    if (usage == "unready") pod.group = PodGroup::kUnready;
    else if (usage == "missing") pod.group = PodGroup::kMissing;
    else if (usage == "ignored") pod.group = PodGroup::kIgnored;
    else pod.usage = std::stoll(usage);
    all.push_back(pod);
  }
  return all;
}

std::string answer(const Result<Proposal>& proposal, Target::Type type) {
  if (!proposal) return proposal.error().message;
  const int64_t seen = type == Target::Type::kUtilization ? proposal->utilization : proposal->average;
  return std::to_string(proposal->replicas) + " at " + std::to_string(seen);
}

}  // namespace

TEST_CASE("HorizontalPodAutoscaler: replicas that a utilisation asks for") {
  struct Row {
    const char* why;
    const char* pods;
    int64_t current, target;
    const char* answer;
  };
  const Row rows[] = {
      {"twice the target, twice the pods", "100 100", 2, 50, "4 at 100"},
      {"rounded up", "30 50 70", 3, 30, "5 at 50"},
      {"a whole number of per cent is compared", "30/1000 50/1000 70/1000", 3, 5, "3 at 5"},
      {"within the tolerance", "55 55 55", 3, 50, "3 at 55"},
      {"just beyond the tolerance", "56 56 56", 3, 50, "4 at 56"},
      {"downwards", "10 10 10 10 10", 5, 50, "1 at 10"},
      {"terminating and failed pods do not count", "100 100 ignored", 3, 50, "4 at 100"},
      {"unready pods use nothing when it goes up", "100 100 unready", 3, 50, "4 at 100"},
      {"unready pods are left out when it goes down", "10 10 unready", 3, 50, "1 at 10"},
      {"missing samples count in full when it goes down", "10 10 missing", 3, 50, "3 at 10"},
      {"and as the target where that is more than all", "100 100 missing", 3, 150, "3 at 100"},
      {"missing samples count as nothing when it goes up", "100 100 missing", 3, 50, "4 at 100"},
      {"what is assumed may turn the direction: nothing happens", "60 unready unready", 3, 50, "3 at 60"},
      {"missing beside exactly the target: nothing happens", "50 50 missing", 3, 50, "3 at 50"},
      {"no pods", "", 2, 50, "no pods returned by selector while calculating replica count"},
      {"no sample that counts", "unready missing", 2, 50,
       "did not receive metrics for targeted pods (pods might be unready)"},
      {"nothing requested", "10/0", 1, 50, "no metrics returned matched known pods"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Target target{Target::Type::kUtilization, row.target};
      CHECK(answer(propose(pods(row.pods), row.current, target, {}), target.type) == row.answer);
    }
}

TEST_CASE("HorizontalPodAutoscaler: replicas that an average value asks for") {
  struct Row {
    const char* why;
    const char* pods;
    int64_t current, target;
    const char* answer;
  };
  const Row rows[] = {
      {"upwards", "2000 2000", 2, 1000, "4 at 2000"},
      {"the average is a whole number", "10 11", 2, 10, "2 at 10"},
      {"missing pods count as the target when it goes down", "100 100 missing", 3, 1000, "2 at 100"},
      {"and as nothing when it goes up", "2000 2000 missing", 3, 1000, "4 at 2000"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Target target{Target::Type::kAverageValue, row.target};
      CHECK(answer(propose(pods(row.pods), row.current, target, {}), target.type) == row.answer);
    }
}

TEST_CASE("HorizontalPodAutoscaler: a tolerance for each direction") {
  const Target target{Target::Type::kUtilization, 50};
  CHECK(propose(pods("53 53"), 2, target, {.down = 0.1, .up = 0.05})->replicas == 3);
  CHECK(propose(pods("47 47"), 2, target, {.down = 0.05, .up = 0.1})->replicas == 2);
  CHECK(propose(pods("24 24"), 2, target, {.down = 0.6, .up = 0.1})->replicas == 2);
}

TEST_CASE("HorizontalPodAutoscaler: what a pod's sample is worth") {
  constexpr const char* kStart = "2026-11-22T10:00:00Z";
  struct Row {
    const char* why;
    const char* metadata;
    const char* status;
    Resource resource;
    int now, sampled;  // seconds after the start; -1: no sample
    PodGroup group;
  };
  const char* ready_at_5 =
      R"({"phase":"Running","startTime":"2026-11-22T10:00:00Z",
          "conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-11-22T10:00:05Z"}]})";
  const char* never_ready =
      R"({"phase":"Running","startTime":"2026-11-22T10:00:00Z",
          "conditions":[{"type":"Ready","status":"False","lastTransitionTime":"2026-11-22T10:00:20Z"}]})";
  const char* unready_later =
      R"({"phase":"Running","startTime":"2026-11-22T10:00:00Z",
          "conditions":[{"type":"Ready","status":"False","lastTransitionTime":"2026-11-22T10:01:00Z"}]})";
  const Row rows[] = {
      {"pending", "{}", R"({"phase":"Pending"})", Resource::kOther, 60, -1, PodGroup::kUnready},
      {"failed", "{}", R"({"phase":"Failed"})", Resource::kOther, 60, 60, PodGroup::kIgnored},
      {"on its way out", R"({"deletionTimestamp":"2026-11-22T10:00:00Z"})", ready_at_5, Resource::kCpu, 400, 400,
       PodGroup::kIgnored},
      {"no sample", "{}", ready_at_5, Resource::kCpu, 60, -1, PodGroup::kMissing},
      {"CPU, a sample from before a window has passed since it became ready", "{}", ready_at_5, Resource::kCpu, 19, 19,
       PodGroup::kUnready},
      {"CPU, one from after", "{}", ready_at_5, Resource::kCpu, 20, 20, PodGroup::kReady},
      {"CPU, unready in its first five minutes", "{}", unready_later, Resource::kCpu, 299, 299, PodGroup::kUnready},
      {"CPU, unready later, but it was ready once", "{}", unready_later, Resource::kCpu, 301, 301, PodGroup::kReady},
      {"CPU, never ready", "{}", never_ready, Resource::kCpu, 301, 301, PodGroup::kUnready},
      {"memory knows no start", "{}", never_ready, Resource::kOther, 60, 60, PodGroup::kReady},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Value document{{"metadata", *parse_json(row.metadata)}, {"status", *parse_json(row.status)}};
      const Object pod(kPod, {"default", "p"}, 1, std::move(document));
      const Time start = *parse_rfc3339(kStart);
      std::optional<Time> sampled;
      if (row.sampled >= 0) sampled = start + seconds(row.sampled);
      CHECK(group_of(pod, row.resource, sampled, start + seconds(row.now)) == row.group);
    }
}

}  // namespace skiff::horizontalpodautoscaler
