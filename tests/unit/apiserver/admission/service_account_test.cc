// What the account that a pod runs as adds to it, and what it keeps it from: plugin/pkg/admission/serviceaccount.
#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "api/kinds/pod.h"
#include "api/kinds/serviceaccount.h"
#include "apiserver/apiserver.h"
#include "base/json.h"
#include "cluster/default_cluster.h"

using namespace skiff;

namespace {

struct Door {
  explicit Door(const char* account) {
    make_default_cluster(store, {}, now);
    REQUIRE(api.create(kServiceAccount, "default", *parse_json(account)));
  }
  Result<ObjectRef> create(const std::string& spec) {
    return api.create(kPod, "default", Value{{"metadata", Value{{"name", "p"}}}, {"spec", *parse_json(spec)}});
  }
  Store store{1};
  Time now{seconds(1'790'000'000)};
  ApiServer api{store, now};
};

constexpr const char* kStrict = R"({"metadata":{"name":"default","annotations":
    {"kubernetes.io/enforce-mountable-secrets":"true"}},"secrets":[{"name":"mine"}],"imagePullSecrets":[{"name":"pull"}]})";

}  // namespace

TEST_CASE("Admission: ServiceAccount: which secrets pods may read") {
  struct Row {
    const char* why;
    const char* spec;
    const char* problem;  // behind `pods "p" is forbidden: `
  };
  const Row rows[] = {
      {"its own", R"({"containers":[{"name":"c","image":"i","env":[{"name":"A","valueFrom":{"secretKeyRef":
           {"name":"mine","key":"k"}}}]}],"volumes":[{"name":"v","secret":{"secretName":"mine"}}]})",
       ""},
      {"a volume", R"({"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","secret":{"secretName":"s"}}]})",
       "volume with secret.secretName=\"s\" is not allowed because service account default does not reference that "
       "secret"},
      {"a variable", R"({"containers":[{"name":"c","image":"i","env":[{"name":"A","valueFrom":{"secretKeyRef":
           {"name":"s","key":"k"}}}]}]})",
       "container c with envVar A referencing secret.secretName=\"s\" is not allowed because service account default "
       "does not reference that secret"},
      {"all of its variables", R"({"containers":[{"name":"c","image":"i","envFrom":[{"secretRef":{"name":"s"}}]}]})",
       "container c with envFrom referencing secret.secretName=\"s\" is not allowed because service account default "
       "does not reference that secret"},
      {"init containers come first",
       R"({"initContainers":[{"name":"b","image":"i","envFrom":[{"secretRef":{"name":"s"}}]}],
           "containers":[{"name":"c","image":"i","envFrom":[{"secretRef":{"name":"s"}}]}]})",
       "init container b with envFrom referencing secret.secretName=\"s\" is not allowed because service account "
       "default does not reference that secret"},
      {"what images are pulled with", R"({"imagePullSecrets":[{"name":"pull"},{"name":"mine"}],
           "containers":[{"name":"c","image":"i"}]})",
       "imagePullSecrets[1].name=\"mine\" is not allowed because service account default does not reference that "
       "imagePullSecret"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Door door(kStrict);
      const auto made = door.create(row.spec);
      CHECK((made ? "" : made.error().message) ==
            (*row.problem == '\0' ? "" : std::string("pods \"p\" is forbidden: ") + row.problem));
    }
  SECTION("unless the account does not say so") {
    Door door(R"({"metadata":{"name":"default","annotations":{"kubernetes.io/enforce-mountable-secrets":"yes"}}})");
    CHECK(door.create(rows[1].spec));
  }
}

TEST_CASE("Admission: ServiceAccount: where its token is mounted") {
  struct Row {
    const char* why;
    const char* spec;
    size_t volumes, mounts;  // mounts of the first container
  };
  const Row rows[] = {
      {"everywhere", R"({"containers":[{"name":"c","image":"i"}]})", 1, 1},
      {"not where the pod does not want it",
       R"({"automountServiceAccountToken":false,"containers":[{"name":"c","image":"i"}]})", 0, 0},
      {"not where something else is", R"({"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"c","image":"i",
           "volumeMounts":[{"name":"v","mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]}]})",
       1, 1},
      {"from the volume that there is", R"({"volumes":[{"name":"kube-api-access-x","emptyDir":{}}],
           "containers":[{"name":"c","image":"i"}]})",
       1, 1},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Door door(R"({"metadata":{"name":"default"}})");
      const auto made = door.create(row.spec);
      REQUIRE(made);
      const Value& spec = (*made)->document()["spec"];
      CHECK(spec["volumes"].size() == row.volumes);
      CHECK(spec["containers"][0]["volumeMounts"].size() == row.mounts);
    }
}
