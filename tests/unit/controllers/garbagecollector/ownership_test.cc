#include "controllers/garbagecollector/ownership.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff::garbagecollector {
namespace {

std::string show(const Verdict& verdict) {
  static constexpr const char* kActs[] = {"keep", "drop", "delete"};
  static constexpr const char* kPolicies[] = {" background", " foreground", " orphan"};
  std::string text = kActs[static_cast<size_t>(verdict.act)];
  if (verdict.propagation) text += kPolicies[static_cast<size_t>(*verdict.propagation)];
  return text;
}

}  // namespace

TEST_CASE("garbage collector: what becomes of a dependent") {
  struct Row {
    const char* why;
    const char* owners;  // s solid, w waiting, a absent
    Dependents dependents;
    const char* metadata;
    const char* verdict;
  };
  const Row rows[] = {
      {"nobody's object is never touched", "", Dependents::kNone, "{}", "keep"},
      {"a living owner holds it", "s", Dependents::kSome, "{}", "keep"},
      {"a living owner, an absent one: that reference goes", "sa", Dependents::kNone, "{}", "drop"},
      {"a living owner, a waiting one: that reference goes", "sw", Dependents::kNone, "{}", "drop"},
      {"all absent: deleted, its dependents afterwards", "aa", Dependents::kSome, "{}", "delete background"},
      {"its own finalizer decides the policy", "a", Dependents::kNone, R"({"finalizers":["orphan"]})", "delete orphan"},
      {"the owner waits: foreground goes on downwards", "w", Dependents::kSome, "{}", "delete foreground"},
      {"the owner waits for a leaf", "w", Dependents::kNone, "{}", "delete background"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      std::vector<OwnerState> owners;
      for (const char* owner = row.owners; *owner != 0; ++owner)
        owners.push_back(*owner == 's'   ? OwnerState::kSolid
                         : *owner == 'w' ? OwnerState::kWaiting
                                         : OwnerState::kAbsent);
      CHECK(show(judge(owners, row.dependents, *parse_json(row.metadata))) == row.verdict);
    }
}

TEST_CASE("garbage collector: lists that run empty are left out") {
  const Value metadata = *parse_json(R"({"finalizers":["orphan"],"ownerReferences":[{"uid":"a"},{"uid":"b"}]})");
  CHECK(to_json(without_finalizer(metadata, "orphan")) == R"({"ownerReferences":[{"uid":"a"},{"uid":"b"}]})");
  CHECK(to_json(without_owner(metadata, "a")) == R"({"finalizers":["orphan"],"ownerReferences":[{"uid":"b"}]})");
}

}  // namespace skiff::garbagecollector
