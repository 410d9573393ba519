#include "controllers/tainteviction/tainteviction.h"

#include <catch2/catch.hpp>

#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "base/json.h"
#include "support/scenario.h"

namespace skiff {

TEST_CASE("taint eviction: how long a pod may stay") {
  struct Row {
    const char* why;
    const char* tolerations;
    const char* taints;
    int seconds;  // -1: for ever
  };
  constexpr const char* kGpu = R"([{"key":"gpu","effect":"NoExecute"}])";
  constexpr const char* kBoth = R"([{"key":"gpu","effect":"NoExecute"},{"key":"net","effect":"NoExecute"}])";
  const Row rows[] = {
      {"nothing drives it away", "[]", "[]", -1},
      {"NoSchedule does not concern it", "[]", R"([{"key":"gpu","effect":"NoSchedule"}])", -1},
      {"untolerated: at once", "[]", kGpu, 0},
      {"tolerated for ever", R"([{"key":"gpu","operator":"Exists"}])", kGpu, -1},
      {"tolerated for a while", R"([{"key":"gpu","operator":"Exists","tolerationSeconds":100}])", kGpu, 100},
      {"a negative time is none", R"([{"key":"gpu","operator":"Exists","tolerationSeconds":-5}])", kGpu, 0},
      {"the shortest of two",
       R"([{"key":"gpu","operator":"Exists","tolerationSeconds":100},{"key":"net","operator":"Exists","tolerationSeconds":1}])",
       kBoth, 1},
      {"one for ever, one for a while",
       R"([{"key":"gpu","operator":"Exists"},{"key":"net","operator":"Exists","tolerationSeconds":7}])", kBoth, 7},
      {"one of two is not tolerated", R"([{"key":"gpu","operator":"Exists"}])", kBoth, 0},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const auto stay = tolerated_for(*parse_json(row.tolerations), *parse_json(row.taints));
      CHECK((stay ? std::chrono::duration_cast<seconds>(*stay).count() : -1) == row.seconds);
    }
}

TEST_CASE("taint eviction: pods that are made for the tainted node again and again do not stop the clock") {
  for (const char* kind : {"ReplicaSet", "StatefulSet"}) DYNAMIC_SECTION(kind) {
      test::Scenario scene;
      scene.create(R"({"apiVersion":"apps/v1","kind":")" + std::string(kind) +
                   R"(","metadata":{"name":"web"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},)"
                   R"("template":{"metadata":{"labels":{"app":"web"}},"spec":{"nodeName":"worker-1","containers":)"
                   R"([{"name":"c","image":"i:1"}]}}}})");
      scene.settle();
      scene.trace();
      scene.patch(kNode, "worker-1", R"({"spec":{"taints":[{"key":"k","effect":"NoExecute"}]}})");
      CHECK(scene.trace().find("terminating pod/web") == 0);  // who is there goes at once
      scene.advance(seconds(5));
      const std::string trace = scene.trace();
      size_t made = 0;
      for (size_t at = trace.find("create pod/"); at != std::string::npos; at = trace.find("create pod/", at + 1))
        ++made;
      CHECK(made >= 4);
      CHECK(made <= 20);
      scene.settle();  // comes to an end
    }
}

}  // namespace skiff
