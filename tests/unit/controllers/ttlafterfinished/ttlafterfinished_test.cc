#include "controllers/ttlafterfinished/ttlafterfinished.h"

#include <catch2/catch.hpp>

#include "api/kinds/job.h"
#include "base/json.h"

namespace skiff {

TEST_CASE("ttlafterfinished: when a job may go") {
  struct Row {
    const char* why;
    const char* job;
    const char* expires;
  };
  const Row rows[] = {
      {"complete", R"({"spec":{"ttlSecondsAfterFinished":30},"status":{"conditions":[
         {"type":"Complete","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}})",
       "2026-01-01T00:00:30Z"},
      {"failed", R"({"spec":{"ttlSecondsAfterFinished":0},"status":{"conditions":[
         {"type":"Failed","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}})",
       "2026-01-01T00:00:00Z"},
      {"the end is only in sight", R"({"spec":{"ttlSecondsAfterFinished":0},"status":{"conditions":[
         {"type":"SuccessCriteriaMet","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}})",
       "never"},
      {"kept for ever", R"({"spec":{},"status":{"conditions":[
         {"type":"Complete","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}})",
       "never"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Object job(kJob, {"default", "once"}, 1, *parse_json(row.job));
      const std::optional<Time> at = expires_at(job);
      CHECK((at ? rfc3339(*at) : "never") == row.expires);
    }
}

}  // namespace skiff
