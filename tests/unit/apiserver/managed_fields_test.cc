// Who owns which fields, by the section of the reference on managedFields.
#include "apiserver/managed_fields.h"

#include <catch2/catch.hpp>

#include "api/kinds/deployment.h"
#include "api/kinds/pod.h"
#include "apiserver/apiserver.h"
#include "base/json.h"
#include "cluster/default_cluster.h"

using namespace skiff;

namespace {

const Time kNoon = *parse_rfc3339("2026-11-22T12:00:00Z");
const ObjectKey kWeb{"default", "web"};

struct Door {
  Door() { make_default_cluster(store, {}, now); }

  Result<ObjectRef> create(const char* json, const char* manager) {
    return api.create(kDeployment, "default", *parse_json(json), {.field_manager = manager});
  }
  Result<ObjectRef> patch(const char* json, const char* manager, Subresource subresource = Subresource::kNone) {
    WriteOptions options;
    options.field_manager = manager;
    options.subresource = subresource;
    return api.patch(kDeployment, kWeb, PatchType::kStrategic, *parse_json(json), options);
  }
  // manager operation[/subresource] time: fields, one entry a line.
  std::string entries() {
    std::string out;
    for (const Value& entry : (*api.get(kDeployment, kWeb))->metadata()["managedFields"].elements()) {
      const std::string sub = entry["subresource"].str();
      out += entry["manager"].str() + " " + entry["operation"].str() + (sub.empty() ? "" : "/" + sub) + " " +
             entry["time"].str().substr(11, 5) + ": " + to_json(entry["fieldsV1"]) + "\n";
      CHECK(entry["fieldsType"].as_string() == "FieldsV1");
      CHECK(entry["apiVersion"].as_string() == "apps/v1");
    }
    return out;
  }

  Store store{3};
  Time now = kNoon;
  ApiServer api{store, now};
};

constexpr const char* kSmall =
    R"({"metadata":{"name":"web","labels":{"l":"v"},"finalizers":["a.b/c"]},"spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},
    "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})";

// What a create of it owns, less what patches below take away.
std::string fields_of_small(const char* labels, const char* replicas) {
  return std::string(R"({"f:metadata":{"f:finalizers":{".":{},"v:\"a.b/c\"":{}})") + labels +
         R"(},"f:spec":{"f:progressDeadlineSeconds":{})" + replicas +
         R"(,"f:revisionHistoryLimit":{},"f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},)"
         R"("f:maxUnavailable":{}},"f:type":{}},"f:template":{"f:metadata":{"f:labels":{".":{},"f:a":{}}},"f:spec":)"
         R"({"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},)"
         R"("f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},)"
         R"("f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}})";
}

}  // namespace

TEST_CASE("Metadata: 7. managedFields: who makes an object owns all but what the server fills in") {
  Door door;
  REQUIRE(door.create(kSmall, "kubectl-create"));
  CHECK(door.entries() == "kubectl-create Update 12:00: " +
                              fields_of_small(R"(,"f:labels":{".":{},"f:l":{}})", R"(,"f:replicas":{})") + "\n");
}

TEST_CASE("Metadata: 7. managedFields: a change takes what it changes, and no more") {
  Door door;
  REQUIRE(door.create(kSmall, "kubectl-create"));
  door.now += minutes(5);
  SECTION("what is said again stays where it is") {
    REQUIRE(door.patch(R"({"metadata":{"labels":{"l":"w"}},"spec":{"replicas":2}})", "kubectl-patch"));
    CHECK(door.entries() ==
          "kubectl-create Update 12:00: " + fields_of_small(R"(,"f:labels":{})", R"(,"f:replicas":{})") +
              "\nkubectl-patch Update 12:05: {\"f:metadata\":{\"f:labels\":{\"f:l\":{}}}}\n");
  }
  SECTION("what is gone belongs to nobody") {
    REQUIRE(door.patch(R"({"metadata":{"labels":null}})", "kubectl-patch"));
    CHECK(door.entries() == "kubectl-create Update 12:00: " + fields_of_small("", R"(,"f:replicas":{})") + "\n");
  }
  SECTION("an entry with no fields left disappears") {
    REQUIRE(door.patch(R"({"spec":{"replicas":3}})", "kubectl-scale"));
    REQUIRE(door.patch(R"({"spec":{"replicas":4}})", "kubectl-edit"));
    CHECK(door.entries() == "kubectl-create Update 12:00: " + fields_of_small(R"(,"f:labels":{".":{},"f:l":{}})", "") +
                                "\nkubectl-edit Update 12:05: {\"f:spec\":{\"f:replicas\":{}}}\n");
  }
  SECTION("nothing new, nothing owned") {
    const std::string before = door.entries();
    REQUIRE(door.patch(R"({"spec":{"replicas":2}})", "kubectl-patch"));
    CHECK(door.entries() == before);
  }
}

TEST_CASE("Metadata: 7. managedFields: a subresource has entries of its own") {
  Door door;
  REQUIRE(door.create(kSmall, "kubectl-create"));
  door.now += minutes(5);
  // Of a write to the status the spec is reset: nobody owns it through there.
  REQUIRE(door.patch(R"({"spec":{"replicas":9},"status":{"replicas":2}})", "kube-controller-manager",
                     Subresource::kStatus));
  CHECK(door.entries() ==
        "kubectl-create Update 12:00: " + fields_of_small(R"(,"f:labels":{".":{},"f:l":{}})", R"(,"f:replicas":{})") +
            "\nkube-controller-manager Update/status 12:05: {\"f:status\":{\"f:replicas\":{}}}\n");
  REQUIRE(door.patch(R"({"status":{"replicas":7}})", "kubectl-patch"));
  CHECK(door.entries().find("kubectl-patch") == std::string::npos);
}

TEST_CASE("Metadata: 7. managedFields: what an apply owns is another entry than what an update does") {
  Door door;
  REQUIRE(door.create(kSmall, "kubectl"));
  const Value applied = *parse_json(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web",
      "labels":{"m":"v"}}})");
  REQUIRE(door.api.apply(kDeployment, kWeb, applied, false, {.field_manager = "kubectl"}));
  const std::string entries = door.entries();
  CHECK(entries.find("kubectl Apply 12:00: {\"f:metadata\":{\"f:labels\":{\"f:m\":{}}}}\n") != std::string::npos);
  CHECK(entries.find("kubectl Update 12:00: ") != std::string::npos);
}

TEST_CASE("Metadata: 7. managedFields: what is written along with a status is owned through there") {
  Door door;
  REQUIRE(door.create(R"({"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":
      {"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})",
                      "kubectl-create"));
  door.now += minutes(5);
  // As the deployment controller writes the revision. Labels are not for it to change.
  REQUIRE(door.patch(R"({"metadata":{"annotations":{"deployment.kubernetes.io/revision":"1"},"labels":{"x":"y"}},
      "status":{"observedGeneration":1}})",
                     "kube-controller-manager", Subresource::kStatus));
  CHECK(door.entries().find(
            "kube-controller-manager Update/status 12:05: {\"f:metadata\":{\"f:annotations\":{\".\":{},"
            "\"f:deployment.kubernetes.io/revision\":{}}},\"f:status\":{\"f:observedGeneration\":{}}}\n") !=
        std::string::npos);
}

TEST_CASE("Metadata: 7. managedFields: ten managers of updates at most, then the oldest become one") {
  Door door;
  REQUIRE(door.create(kSmall, "kubectl-create"));
  const auto label = [&](int number) {
    door.now += minutes(1);
    const std::string name = std::to_string(number);
    REQUIRE(door.patch((R"({"metadata":{"labels":{"l)" + name + R"(":"v"}}})").c_str(), ("m" + name).c_str()));
  };
  const auto names = [&] {
    std::string out;
    for (const Value& entry : (*door.api.get(kDeployment, kWeb))->metadata()["managedFields"].elements())
      out += entry["manager"].str() + " ";
    return out;
  };
  const auto fields_of_first = [&] {
    const std::string entries = door.entries();
    return entries.substr(0, entries.find('\n'));
  };
  for (int i = 1; i <= 9; ++i) label(i);
  CHECK(names() == "kubectl-create m1 m2 m3 m4 m5 m6 m7 m8 m9 ");
  label(10);
  CHECK(names() == "ancient-changes m2 m3 m4 m5 m6 m7 m8 m9 m10 ");
  CHECK(fields_of_first() == "ancient-changes Update 12:01: " +
                                 fields_of_small(R"(,"f:labels":{".":{},"f:l":{},"f:l1":{}})", R"(,"f:replicas":{})"));
  label(11);
  CHECK(names() == "ancient-changes m3 m4 m5 m6 m7 m8 m9 m10 m11 ");
  SECTION("who applies does not count") {
    const Value applied = *parse_json(R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web",
        "labels":{"a":"v"}}})");
    REQUIRE(door.api.apply(kDeployment, kWeb, applied, false, {.field_manager = "kubectl"}));
    CHECK(names() == "kubectl ancient-changes m3 m4 m5 m6 m7 m8 m9 m10 m11 ");
  }
}
