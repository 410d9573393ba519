#include "api/field_selector.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "api/kind_table.h"

namespace skiff {
namespace {

const Kind& kind(std::string_view typed) {
  const Kind* found = find_resource(typed);
  REQUIRE(found != nullptr);
  return *found;
}

TEST_CASE("Selectors: 2. Field selector: what it selects") {
  const Value pod{{"metadata", Value{{"name", "a"}, {"namespace", "default"}}},
                  {"spec", Value{{"restartPolicy", "Always"}, {"schedulerName", "a,b=c"}}},
                  {"status", Value{{"phase", "Running"}}}};
  struct Row {
    const char* selector;
    bool matches;
    const char* why;
  };
  const Row rows[] = {
      {"", true, "nothing is asked"},
      {"metadata.name=a", true, "equal"},
      {"metadata.name==b", false, "equal, twice"},
      {"status.phase!=Running", false, "not equal"},
      {"spec.nodeName=", true, "an absent string is empty"},
      {"spec.host=", true, "an alias"},
      {"spec.hostNetwork=false", true, "an absent flag is false"},
      {"metadata.name=a,,status.phase=Running", true, "empty terms do not count"},
      {"metadata.name=a,status.phase=Failed", false, "all terms must hold"},
      {"spec.schedulerName=a\\,b\\=c", true, "escapes"},
      {"metadata.name= a", false, "blanks count"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.selector << ": " << row.why) {
      const auto selector = FieldSelector::parse(kind("pods"), row.selector);
      REQUIRE(selector);
      CHECK(selector->matches(pod) == row.matches);
    }
  const auto node = FieldSelector::parse(kind("nodes"), "spec.unschedulable=false");
  REQUIRE(node);
  CHECK(node->matches(Value{{"spec", Value{{"podCIDR", "10.0.0.0/24"}}}}));
  CHECK(!node->matches(Value{{"spec", Value{{"unschedulable", true}}}}));
  CHECK(FieldSelector::parse(kind("pods"), "spec.nodeName=worker-1")->exact("spec.nodeName") == "worker-1");
}

TEST_CASE("Selectors: 2. Field selector: the fields of each kind") {
  struct Row {
    const char* resource;
    std::vector<const char*> fields;
  };
  const Row rows[] = {
      {"pods",
       {"metadata.name", "metadata.namespace", "spec.nodeName", "spec.host", "spec.restartPolicy", "spec.schedulerName",
        "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs",
        "status.nominatedNodeName"}},
      {"nodes", {"metadata.name", "spec.unschedulable"}},
      {"replicationcontrollers", {"metadata.name", "metadata.namespace", "status.replicas"}},
      {"namespaces", {"metadata.name", "status.phase"}},
      {"secrets", {"metadata.name", "metadata.namespace", "type"}},
      {"services", {"metadata.name", "metadata.namespace", "spec.clusterIP", "spec.type"}},
      {"events",
       {"metadata.name", "metadata.namespace", "involvedObject.kind", "involvedObject.namespace", "involvedObject.name",
        "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath",
        "reason", "reportingComponent", "source", "type"}},
      {"jobs", {"metadata.name", "metadata.namespace", "status.successful"}},
      {"deployments", {"metadata.name", "metadata.namespace"}},
  };
  const auto is_field = [&](const char* resource, const char* field) {
    return static_cast<bool>(FieldSelector::parse(kind(resource), std::string(field) + "=x"));
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource) {
      for (const Row& other : rows)
        for (const char* field : other.fields) {
          INFO(field);
          const bool own = std::any_of(row.fields.begin(), row.fields.end(),
                                       [&](const char* one) { return std::string_view(one) == field; });
          CHECK(is_field(row.resource, field) == own);
        }
    }
}

TEST_CASE("Selectors: 2. Field selector: errors") {
  struct Row {
    const char* resource;
    const char* selector;
    const char* error;
  };
  const Row rows[] = {
      {"pods", "foo", "invalid selector: 'foo'; can't understand 'foo'"},
      {"pods", "foo=bar", "field label not supported: foo"},
      {"pods", "metadata.name=\\x", "invalid field selector: invalid escape sequence: \\x"},
      {"pods", "metadata.name=a=b", "invalid field selector: unescaped character in value: 61"},
      {"nodes", "metadata.namespace=x", "field label not supported: metadata.namespace"},
      {"jobs", "x=y", "field label \"x\" not supported for Job"},
      {"deployments", "spec.replicas=1",
       "\"spec.replicas\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.resource << " " << row.selector) {
      const auto selector = FieldSelector::parse(kind(row.resource), row.selector);
      REQUIRE(!selector);
      CHECK(selector.error().message == row.error);
    }
}

}  // namespace
}  // namespace skiff
