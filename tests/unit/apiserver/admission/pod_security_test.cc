// PodSecurity: what the labels of a namespace do with the standards.
#include <catch2/catch.hpp>

#include "api/kinds/deployment.h"
#include "api/kinds/namespace.h"
#include "api/kinds/pod.h"
#include "apiserver/admission/pod_security_checks.h"
#include "base/json.h"
#include "support/scenario.h"

using namespace skiff;
using test::Scenario;

namespace {

std::string found(const char* level, const std::string& spec, int minor = kNewestSecurityVersion,
                  const std::string& metadata = "{}") {
  const Value pod{{"metadata", *parse_json(metadata)}, {"spec", *parse_json(spec)}};
  std::string all;
  for (const SecurityViolation& one :
       security_violations(*level == 'b' ? SecurityLevel::kBaseline : SecurityLevel::kRestricted, minor, pod))
    all += (all.empty() ? "" : "\n") + one.reason + ": " + one.detail;
  return all;
}

std::string create(Scenario& scene, const Kind& kind, const std::string& ns, const std::string& json) {
  const auto made = scene.cluster().api().create(kind, ns, *parse_json(json));
  return made ? "" : std::string(reason_name(made.error().reason)) + " " + made.error().message;
}

std::string label_namespace(Scenario& scene, const std::string& labels) {
  const auto made = scene.cluster().api().patch(kNamespace, {"", "default"}, PatchType::kMerge,
                                                *parse_json(R"({"metadata":{"labels":)" + labels + "}}"), {});
  return made ? "" : std::string(reason_name(made.error().reason)) + " " + made.error().message;
}

const char* kPlainPod =
    R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i:1"}]}})";

const std::string kPlainViolations =
    "allowPrivilegeEscalation != false (container \"c\" must set securityContext.allowPrivilegeEscalation=false), "
    "unrestricted capabilities (container \"c\" must set securityContext.capabilities.drop=[\"ALL\"]), "
    "runAsNonRoot != true (pod or container \"c\" must set securityContext.runAsNonRoot=true), "
    "seccompProfile (pod or container \"c\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or "
    "\"Localhost\")";

}  // namespace

TEST_CASE("PodSecurity: an older version has the rules of its time") {
  const std::string plain = R"({"containers":[{"name":"c"}],"securityContext":{"runAsUser":0}})";
  CHECK(found("restricted", plain, 7) ==
        "runAsNonRoot != true: pod or container \"c\" must set securityContext.runAsNonRoot=true");
  const std::string windows = R"({"os":{"name":"windows"},"containers":[{"name":"c"}],
      "securityContext":{"runAsNonRoot":true}})";
  CHECK(found("restricted", windows, 25).empty());
  CHECK(found("restricted", windows, 8) ==
        "allowPrivilegeEscalation != false: container \"c\" must set securityContext.allowPrivilegeEscalation=false");
  const std::string mapped =
      R"({"hostUsers":false,"containers":[{"name":"c","securityContext":{"procMount":"Unmasked"}}]})";
  CHECK(found("baseline", mapped).empty());
  CHECK(found("baseline", mapped, 34) ==
        "procMount: container \"c\" must not set securityContext.procMount to \"Unmasked\"");
  CHECK(found("baseline", R"({"containers":[{"name":"c"}]})", 18,
              R"({"annotations":{"seccomp.security.alpha.kubernetes.io/pod":"unconfined"}})") ==
        "seccompProfile: forbidden annotation seccomp.security.alpha.kubernetes.io/pod=\"unconfined\"");
}

TEST_CASE("PodSecurity: what a namespace enforces is asked of pods, and told to who makes them") {
  Scenario scene;
  REQUIRE(label_namespace(scene, R"({"pod-security.kubernetes.io/enforce":"restricted",
      "pod-security.kubernetes.io/warn":"restricted","pod-security.kubernetes.io/warn-version":"v1.30"})")
              .empty());
  CHECK(create(scene, kPod, "default", kPlainPod) ==
        "Forbidden pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": " + kPlainViolations);
  (void)scene.cluster().api().take_warnings();
  REQUIRE(
      create(scene, kDeployment, "default",
             R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":
                 {"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}})")
          .empty());
  CHECK(scene.cluster().api().take_warnings() ==
        std::vector<std::string>{"would violate PodSecurity \"restricted:v1.30\": " + kPlainViolations});
  CHECK(label_namespace(scene, R"({"pod-security.kubernetes.io/enforce":"strict"})") ==
        "Invalid Namespace \"default\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "
        "\"strict\": must be one of privileged, baseline, restricted");
  CHECK(label_namespace(scene, R"({"pod-security.kubernetes.io/audit-version":"1.30"})") ==
        "Invalid Namespace \"default\" is invalid: metadata.labels[pod-security.kubernetes.io/audit-version]: Invalid "
        "value: \"1.30\": must be \"latest\" or \"v1.x\"");
}

TEST_CASE("PodSecurity: a namespace that enforces more tells of the pods that it would not admit") {
  Scenario scene;
  REQUIRE(create(scene, kPod, "default", kPlainPod).empty());
  for (const char* name : {"a", "b"})
    REQUIRE(create(scene, kPod, "default",
                   R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + std::string(name) +
                       R"("},"spec":{"hostPID":true,"containers":[{"name":"c","image":"i:1"}]}})")
                .empty());
  (void)scene.cluster().api().take_warnings();
  REQUIRE(label_namespace(scene, R"({"pod-security.kubernetes.io/enforce":"baseline"})").empty());
  CHECK(scene.cluster().api().take_warnings() ==
        std::vector<std::string>{"existing pods in namespace \"default\" violate the new PodSecurity enforce level "
                                 "\"baseline:latest\"",
                                 "a (and 1 other pod): host namespaces"});
  REQUIRE(label_namespace(scene, R"({"pod-security.kubernetes.io/enforce":"privileged"})").empty());
  CHECK(scene.cluster().api().take_warnings().empty());
}
