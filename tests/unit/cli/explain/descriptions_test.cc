#include "cli/explain/descriptions.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/schema.h"
#include "base/strings.h"
#include "cli/explain/explanation.h"
#include "cli/explain/topics.h"

namespace skiff::cli {
namespace {

// Each line of all topics with the type it stands under.
template <class Visit>
void for_each_line(Visit visit) {
  for (size_t at = 0; at < kExplainTopicCount; ++at) {
    std::string_view type;
    for (std::string_view line : split(kExplainTopics[at], '\n')) {
      if (line.empty()) continue;
      const bool head = line.starts_with("= ");
      if (head) type = line.substr(2, line.find(':') == std::string_view::npos ? line.npos : line.find(':') - 2);
      visit(type, head ? std::string_view() : line.substr(0, line.find(':')));
    }
  }
}

}  // namespace

TEST_CASE("explain: every description belongs to a type and field that exists") {
  for_each_line([](std::string_view type, std::string_view field) {
    INFO(type << " " << field);
    if (type == "*") return;
    if (type.starts_with("kind ")) {
      CHECK(find_resource(type.substr(5)) != nullptr);
      return;
    }
    const Schema* schema = find_type(type);
    REQUIRE(schema != nullptr);
    if (!field.empty()) CHECK(schema->field(field) != nullptr);
  });
}

TEST_CASE("explain: every kind is described") {
  for (const Kind* kind : all_kinds()) {
    INFO(kind->kind);
    const Schema* schema = find_schema(*kind);
    const bool described =
        !describe_kind(kind->kind).empty() || (schema != nullptr && !describe_type(schema->type).empty());
    CHECK(described);
  }
}

TEST_CASE("explain: the fields that people write most are all described") {
  for (const char* type :
       {"meta.v1.ObjectMeta", "core.v1.PodSpec", "core.v1.Container", "core.v1.Probe", "core.v1.ServiceSpec",
        "core.v1.ServicePort", "core.v1.PersistentVolumeClaimSpec", "apps.v1.DeploymentSpec",
        "apps.v1.DeploymentStrategy", "apps.v1.StatefulSetSpec", "apps.v1.StatefulSetUpdateStrategy",
        "apps.v1.DaemonSetSpec", "apps.v1.ReplicaSetSpec", "batch.v1.JobSpec", "batch.v1.CronJobSpec"})
    for (const SchemaField& field : find_type(type)->fields()) {
      INFO(type << " " << field.name);
      CHECK_FALSE(describe_field(type, field.name).empty());
    }
}

TEST_CASE("explain: lines are broken at blanks") {
  struct Row {
    const char* why;
    const char* text;
    std::vector<std::string> lines;
  };
  const Row rows[] = {
      {"a short text is one line", "one two", {"one two"}},
      {"a line that fits exactly", "1234567890", {"1234567890"}},
      {"the blank goes with the break", "12345 67890 x", {"12345", "67890 x"}},
      {"a long word is not broken", "123456789012 x", {"123456789012", "x"}},
      {"breaks stay", "a\n\n b", {"a", "", " b"}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(wrapped_lines(row.text, 10) == row.lines);
    }
}

}  // namespace skiff::cli
