#include <catch2/catch.hpp>

#include "api/kind_table.h"
#include "base/json.h"

namespace skiff {

TEST_CASE("Workload columns: every cell of a row") {
  struct Row {
    const char* why;
    const char* resource;
    const char* object;
    const char* header;
    const char* cells;
  };
  const Row rows[] = {
      {"ReplicaSet", "replicasets",
       R"({"metadata":{"name":"a","creationTimestamp":"2026-11-22T14:59:50Z"},"spec":{"replicas":3,
           "selector":{"matchLabels":{"b":"2","a":"1"},"matchExpressions":[{"key":"aa","operator":"In","values":["z","y"]},
           {"key":"c","operator":"Exists"},{"key":"d","operator":"DoesNotExist"},{"key":"e","operator":"NotIn","values":["x"]}]},
           "template":{"spec":{"containers":[{"name":"c","image":"nginx"},{"name":"d","image":"x:1"}]}}},
           "status":{"replicas":2,"readyReplicas":1}})",
       "Name|Desired|Current|Ready|Age|Containers*|Images*|Selector*",
       "a|3|2|1|10s|c,d|nginx,x:1|a=1,aa in (y,z),b=2,c,!d,e notin (x)"},
      {"ReplicationController: its selector is a map", "replicationcontrollers",
       R"({"metadata":{"name":"a"},"spec":{"replicas":1,"selector":{"a":"1","a-b":"1"}}})",
       "Name|Desired|Current|Ready|Age|Containers*|Images*|Selector*", "a|1|0|0|<unknown>|||a-b=1,a=1"},
      {"Deployment: an empty selector is empty", "deployments",
       R"({"metadata":{"name":"a"},"spec":{"replicas":3,"selector":{}},
           "status":{"readyReplicas":2,"updatedReplicas":1,"availableReplicas":2}})",
       "Name|Ready|Up-to-date|Available|Age|Containers*|Images*|Selector*", "a|2/3|1|2|<unknown>|||"},
      {"Deployment: an invalid selector", "deployments",
       R"({"metadata":{"name":"a"},"spec":{"selector":{"matchExpressions":[{"key":"a","operator":"In"}]}}})",
       "Name|Ready|Up-to-date|Available|Age|Containers*|Images*|Selector*", "a|0/0|0|0|<unknown>|||<invalid>"},
      {"StatefulSet", "statefulsets",
       R"({"metadata":{"name":"web"},"spec":{"replicas":2},"status":{"readyReplicas":1}})",
       "Name|Ready|Age|Containers*|Images*", "web|1/2|<unknown>||"},
      {"DaemonSet", "daemonsets",
       R"({"metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"app":"a"}},
           "template":{"spec":{"nodeSelector":{"disk":"ssd"},"containers":[{"name":"c","image":"i"}]}}},
           "status":{"desiredNumberScheduled":5,"currentNumberScheduled":4,"numberReady":3,"updatedNumberScheduled":2,"numberAvailable":1}})",
       "Name|Desired|Current|Ready|Up-to-date|Available|Node Selector|Age|Containers*|Images*|Selector*",
       "a|5|4|3|2|1|disk=ssd|<unknown>|c|i|app=a"},
      {"ControllerRevision", "controllerrevisions",
       R"({"metadata":{"name":"web-1","ownerReferences":[{"apiVersion":"apps/v1","kind":"StatefulSet","name":"web","controller":true}]},"revision":3})",
       "Name|Controller|Revision|Age", "web-1|statefulset.apps/web|3|<unknown>"},
      {"ControllerRevision nobody controls", "controllerrevisions",
       R"({"metadata":{"name":"web-1","ownerReferences":[{"apiVersion":"apps/v1","kind":"StatefulSet","name":"web"}]},"revision":3})",
       "Name|Controller|Revision|Age", "web-1|<none>|3|<unknown>"},
      {"Job under way", "jobs",
       R"({"metadata":{"name":"a"},"spec":{"completions":3,"selector":{}},"status":{"succeeded":1,"startTime":"2026-11-22T14:58:00Z"}})",
       "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*", "a|Running|1/3|2m|<unknown>|||<none>"},
      {"Job that is complete; without completions", "jobs",
       R"({"metadata":{"name":"a"},"spec":{"parallelism":2},"status":{"succeeded":2,"startTime":"2026-11-22T14:58:00Z",
           "completionTime":"2026-11-22T14:58:07Z","conditions":[{"type":"SuccessCriteriaMet","status":"True"},{"type":"Complete","status":"True"}]}})",
       "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*",
       "a|Complete|2/1 of 2|7s|<unknown>|||<none>"},
      {"Job suspended", "jobs",
       R"({"metadata":{"name":"a"},"spec":{"parallelism":1},"status":{"conditions":[{"type":"Suspended","status":"True"}]}})",
       "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*", "a|Suspended|0/1||<unknown>|||<none>"},
      {"Job that is being deleted", "jobs",
       R"({"metadata":{"name":"a","deletionTimestamp":"2026-11-22T14:58:00Z"},"spec":{"completions":1},
           "status":{"conditions":[{"type":"Suspended","status":"True"}]}})",
       "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*", "a|Terminating|0/1||<unknown>|||<none>"},
      {"Job: failed", "jobs",
       R"({"metadata":{"name":"a"},"spec":{"parallelism":1},"status":{"conditions":[{"type":"Suspended","status":"True"},{"type":"Failed","status":"True"}]}})",
       "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*", "a|Failed|0/1||<unknown>|||<none>"},
      {"Job: about to fail", "jobs",
       R"({"metadata":{"name":"a"},"spec":{"parallelism":1},"status":{"conditions":[{"type":"FailureTarget","status":"True"},{"type":"SuccessCriteriaMet","status":"True"}]}})",
       "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*", "a|FailureTarget|0/1||<unknown>|||<none>"},
      {"Job: about to be complete", "jobs",
       R"({"metadata":{"name":"a"},"spec":{"parallelism":1},"status":{"conditions":[{"type":"SuccessCriteriaMet","status":"True"}]}})",
       "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*",
       "a|SuccessCriteriaMet|0/1||<unknown>|||<none>"},
      {"Job: complete before failed", "jobs",
       R"({"metadata":{"name":"a"},"spec":{"parallelism":1},"status":{"conditions":[{"type":"Failed","status":"True"},{"type":"Complete","status":"True"}]}})",
       "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*", "a|Complete|0/1||<unknown>|||<none>"},
      {"Job: a condition that does not hold", "jobs",
       R"({"metadata":{"name":"a"},"spec":{"parallelism":1},"status":{"conditions":[{"type":"Failed","status":"False"}]}})",
       "Name|Status|Completions|Duration|Age|Containers*|Images*|Selector*", "a|Running|0/1||<unknown>|||<none>"},
      {"CronJob that does not say whether it is suspended", "cronjobs",
       R"({"metadata":{"name":"a"},"spec":{"schedule":"@hourly"}})",
       "Name|Schedule|Timezone|Suspend|Active|Last Schedule|Age|Containers*|Images*|Selector*",
       "a|@hourly|<none>|<unset>|0|<none>|<unknown>|||<none>"},
      {"init containers are not listed", "deployments",
       R"({"metadata":{"name":"a"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":{"spec":{
           "initContainers":[{"name":"i","image":"x"}],"containers":[{"name":"c","image":"y"}]}}}})",
       "Name|Ready|Up-to-date|Available|Age|Containers*|Images*|Selector*", "a|0/1|0|0|<unknown>|c|y|a=b"},
      {"DaemonSet for every node", "daemonsets", R"({"metadata":{"name":"a"},"spec":{"selector":{}}})",
       "Name|Desired|Current|Ready|Up-to-date|Available|Node Selector|Age|Containers*|Images*|Selector*",
       "a|0|0|0|0|0|<none>|<unknown>|||<none>"},
      {"CronJob", "cronjobs",
       R"({"metadata":{"name":"a"},"spec":{"schedule":"@daily","suspend":true,"timeZone":"Etc/UTC","jobTemplate":{"spec":{"template":
           {"spec":{"containers":[{"name":"c","image":"i"}]}}}}},"status":{"active":[{},{}],"lastScheduleTime":"2026-11-22T14:00:00Z"}})",
       "Name|Schedule|Timezone|Suspend|Active|Last Schedule|Age|Containers*|Images*|Selector*",
       "a|@daily|Etc/UTC|True|2|60m|<unknown>|c|i|<none>"},
      {"CronJob that never ran", "cronjobs",
       R"({"metadata":{"name":"a"},"spec":{"schedule":"* * * * *","suspend":false}})",
       "Name|Schedule|Timezone|Suspend|Active|Last Schedule|Age|Containers*|Images*|Selector*",
       "a|* * * * *|<none>|False|0|<none>|<unknown>|||<none>"},
      {"PodTemplate", "podtemplates",
       R"({"metadata":{"name":"a"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}})",
       "Name|Containers|Images|Pod Labels", "a|c|i|a=b"},
  };
  const Time now = *parse_rfc3339("2026-11-22T15:00:00Z");
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Kind* kind = find_resource(row.resource);
      REQUIRE(kind != nullptr);
      const Result<Value> object = parse_json(row.object);
      REQUIRE(object);
      std::string header, cells;
      for (const Column& column : kind->columns) {
        if (!header.empty()) {
          header += '|';
          cells += '|';
        }
        header += std::string(column.name) + (column.show == Show::kWide ? "*" : "");
        column.cell(*object, now, cells);
      }
      CHECK(header == row.header);
      CHECK(cells == row.cells);
    }
}

}  // namespace skiff
