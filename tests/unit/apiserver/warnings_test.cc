#include "apiserver/warnings.h"

#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"
#include "base/strings.h"

using namespace skiff;

TEST_CASE("Metadata: 8. Warnings sent by the server: of objects that are made") {
  struct Row {
    const char* why;
    const char* resource;
    const char* object;
    const char* warnings;
  };
  const char* kName =
      "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is "
      "recommended: [must not contain dots]";
  const Row rows[] = {
      {"nothing to say", "pods", R"({"metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}]}})", ""},
      {"a name with a dot", "deployments", R"({"metadata":{"name":"a.b"}})", kName},
      {"sets do not mind", "daemonsets", R"({"metadata":{"name":"a.b"}})", ""},
      {"a variable twice", "deployments",
       R"({"metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"env":[{"name":"A"},{"name":"A"}]}]}}}})",
       "spec.template.spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using "
       "apply"},
      {"a port twice", "pods",
       R"({"metadata":{"name":"a"},"spec":{"containers":[{"ports":[{"containerPort":80},{"containerPort":80}]}]}})",
       "spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]"},
      {"a part of a byte", "pods",
       R"({"metadata":{"name":"a"},"spec":{"containers":[{"resources":{"limits":{"memory":"100m"}}}]}})",
       "spec.containers[0].resources.limits[memory]: fractional byte value \"100m\" is invalid, must be an integer"},
      {"a label of nodes that is out of use", "daemonsets",
       R"({"metadata":{"name":"a"},"spec":{"template":{"spec":{"nodeSelector":{"beta.kubernetes.io/os":"linux"}}}}})",
       "spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" "
       "instead"},
      {"a negative history", "statefulsets", R"({"metadata":{"name":"a"},"spec":{"revisionHistoryLimit":-1}})",
       "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"},
      {"a negative grace period", "pods",
       R"({"metadata":{"name":"a"},"spec":{"terminationGracePeriodSeconds":-1,"containers":[{"name":"c"}]}})",
       "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"},
      {"a job's name with a dot", "jobs", R"({"metadata":{"name":"a.b"}})", kName},
      {"a cron job's", "cronjobs", R"({"metadata":{"name":"a.b"}})", kName},
      {"a pod's", "pods", R"({"metadata":{"name":"a.b"}})", kName},
      {"a replica set's", "replicasets", R"({"metadata":{"name":"a.b"}})", kName},
      {"a replication controller's", "replicationcontrollers", R"({"metadata":{"name":"a.b"}})", kName},
      {"a kind on its way out", "endpoints", R"({"metadata":{"name":"a"}})",
       "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << ": " << row.why) {
      const auto told = write_warnings(*find_resource(row.resource), *parse_json(row.object), WriteEvent::kCreate);
      CHECK(join(told, "\n") == row.warnings);
    }
}
