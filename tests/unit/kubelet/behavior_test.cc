#include "kubelet/behavior.h"

#include <catch2/catch.hpp>

#include "api/kinds/behavior.h"
#include "base/json.h"

using namespace skiff;

namespace {

void put_behavior(Store& store, const std::string& name, const char* spec) {
  Value document{{"apiVersion", "skiff.dev/v1"}, {"kind", "Behavior"}, {"metadata", Value{{"name", name}}}};
  document.set("spec", *parse_json(spec));
  store.put(kBehavior, {"", name}, std::move(document), {"test", Time{}});
}

Behavior behavior_of(const Store& store, std::string_view image, ContainerRole role = ContainerRole::kMain,
                     std::string_view policy = "Always", std::string_view pod = "p") {
  Behaviors behaviors;
  return behaviors.of(
      {.image = image, .container = "c", .role = role, .restart_policy = policy, .ns = "default", .pod = pod}, store);
}

}  // namespace

TEST_CASE("Behavior: globs") {
  struct Row {
    const char* glob;
    const char* text;
    bool matches;
  };
  for (const Row& row :
       {Row{"*", "", true}, Row{"*:broken*", "nginx:broken", true}, Row{"*:broken*", "nginx:1.27", false},
        Row{"*:broken*", "host:5000/a:broken-2", true}, Row{"nginx:?", "nginx:1", true},
        Row{"nginx:?", "nginx:12", false}, Row{"a*b*c", "aXbYbc", true}, Row{"a*b*c", "aXbYbd", false}})
    DYNAMIC_SECTION(row.glob << " " << row.text) { CHECK(glob_matches(row.glob, row.text) == row.matches); }
}

TEST_CASE("Behavior: an image's full reference") {
  CHECK(image_reference("nginx") == "docker.io/library/nginx:latest");
  CHECK(image_reference("nginx:1.27") == "docker.io/library/nginx:1.27");
  CHECK(image_reference("minio/minio") == "docker.io/minio/minio:latest");
  CHECK(image_reference("registry.k8s.io/pause:3.9") == "registry.k8s.io/pause:3.9");
  CHECK(image_reference("localhost/a") == "localhost/a:latest");
}

TEST_CASE("Behavior: what the shipped ones say") {
  const Store store(1);
  struct Row {
    const char* why;
    const char* image;
    ContainerRole role;
    const char* policy;
    bool pulls;
    std::optional<Duration> run;
  };
  const Row rows[] = {
      {"a server runs for ever", "nginx:1.27", ContainerRole::kMain, "Always", true, std::nullopt},
      {"the documentation's typo", "nginx:1.161", ContainerRole::kMain, "Always", false, std::nullopt},
      {"a tag that begins with broken", "nginx:broken-again", ContainerRole::kMain, "Always", false, std::nullopt},
      {"work that may end takes a second", "busybox:1.36", ContainerRole::kMain, "Never", true, seconds(1)},
      {"an init container takes no time", "busybox:1.36", ContainerRole::kInit, "Always", true, Duration(0)},
      {"a sidecar runs for ever", "busybox:1.36", ContainerRole::kSidecar, "Never", true, std::nullopt},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Behavior behavior = behavior_of(store, row.image, row.role, row.policy);
      CHECK(behavior.pull_failure.empty() == row.pulls);
      CHECK(behavior.run == row.run);
      CHECK(behavior.start == seconds(1));
      CHECK(behavior.shutdown == milliseconds(500));
    }
}

TEST_CASE("Behavior: the user's go first, in order of their names, field by field") {
  Store store(1);
  put_behavior(store, "b", R"({"match":{"images":["nginx:*"]},"start":{"seconds":7},"ready":{"seconds":3}})");
  put_behavior(store, "a", R"({"match":{"images":["nginx:*"]},"start":{"seconds":5}})");
  put_behavior(store, "c", R"({"match":{"images":["*"],"pods":["web-*"]},"run":{"seconds":9,"exitCode":3}})");
  CHECK(behavior_of(store, "nginx:1").start == seconds(5));
  CHECK(behavior_of(store, "nginx:1").ready == Duration(seconds(3)));
  CHECK(behavior_of(store, "redis:7").start == seconds(1));
  const Behavior web = behavior_of(store, "redis:7", ContainerRole::kMain, "Never", "web-0");
  CHECK(web.run == Duration(seconds(9)));
  CHECK(web.run_exit_code == 3);
  CHECK_FALSE(web.run_unless_command_known);
  CHECK(behavior_of(store, "redis:7", ContainerRole::kMain, "Never", "db-0").run == Duration(seconds(1)));
}
