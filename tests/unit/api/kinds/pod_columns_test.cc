#include "api/kinds/pod_columns.h"

#include <catch2/catch.hpp>

#include "base/json.h"

namespace skiff {
namespace {

// `spec | status | metadata` of a pod, as JSON without the outer braces.
Value pod(const std::string& spec, const std::string& status, const std::string& metadata) {
  return *parse_json("{\"metadata\":{" + metadata + "},\"spec\":{" + spec + "},\"status\":{" + status + "}}");
}

std::string cells(const Value& object) {
  const Time now = *parse_rfc3339("2026-11-22T15:00:00Z");
  std::string out;
  for (size_t i = 1; i <= 3; ++i) {
    kPodColumns[i].cell(object, now, out);
    out += i < 3 ? " | " : "";
  }
  return out;
}

}  // namespace

TEST_CASE("Pod columns: READY, STATUS, RESTARTS") {
  struct Row {
    const char* why;
    const char* spec;
    const char* status;
    const char* metadata;
    const char* cells;
  };
  const char* one = R"("containers":[{"name":"a"}])";
  const char* two = R"("containers":[{"name":"a"},{"name":"b"}])";
  const char* init = R"("initContainers":[{"name":"i"},{"name":"j"}],"containers":[{"name":"a"}])";
  const char* sidecar =
      R"("initContainers":[{"name":"s","restartPolicy":"Always"},{"name":"i"}],"containers":[{"name":"a"}])";
  const Row rows[] = {
      {"no statuses yet: the phase", one, R"("phase":"Pending")", "", "0/1 | Pending | 0"},
      {"status.reason wins over the phase", one, R"("phase":"Failed","reason":"Evicted")", "", "0/1 | Evicted | 0"},
      {"scheduling gates", one,
       R"("phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}])", "",
       "0/1 | SchedulingGated | 0"},
      {"waiting reason", one,
       R"("phase":"Pending","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"ContainerCreating"}}}])", "",
       "0/1 | ContainerCreating | 0"},
      {"running and ready", one,
       R"("phase":"Running","containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}])", "",
       "1/1 | Running | 0"},
      {"the first container's reason wins", two,
       R"("phase":"Running","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"CrashLoopBackOff"}}},
          {"name":"b","state":{"waiting":{"reason":"ImagePullBackOff"}}}])",
       "", "0/2 | CrashLoopBackOff | 0"},
      {"restarts count with the last finish", one,
       R"("phase":"Running","containerStatuses":[{"name":"a","ready":true,"restartCount":2,"state":{"running":{}},
          "lastState":{"terminated":{"exitCode":1,"finishedAt":"2026-11-22T14:55:00Z"}}}])",
       "", "1/1 | Running | 2 (5m ago)"},
      {"restarts whose time is unknown", one,
       R"("phase":"Running","containerStatuses":[{"name":"a","ready":true,"restartCount":2,"state":{"running":{}}}])",
       "", "1/1 | Running | 2"},
      {"terminated without a reason: exit code", one,
       R"("phase":"Failed","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":3}}}])", "",
       "0/1 | ExitCode:3 | 0"},
      {"terminated without a reason: signal", one,
       R"("phase":"Failed","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":3,"signal":9}}}])", "",
       "0/1 | Signal:9 | 0"},
      {"completed, another still running and the pod ready", two,
       R"("phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[
          {"name":"a","state":{"terminated":{"exitCode":0,"reason":"Completed"}}},
          {"name":"b","ready":true,"state":{"running":{}}}])",
       "", "1/2 | Running | 0"},
      {"completed, another still running, the pod not ready", two,
       R"("phase":"Running","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0,"reason":"Completed"}}},
          {"name":"b","ready":true,"state":{"running":{}}}])",
       "", "1/2 | NotReady | 0"},
      {"completed, another failed", two,
       R"("phase":"Failed","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0,"reason":"Completed"}}},
          {"name":"b","state":{"terminated":{"exitCode":1,"reason":"Error"}}}])",
       "", "0/2 | Error | 0"},
      {"init container at work", init,
       R"("phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":0}}},
          {"name":"j","state":{"running":{}}}],"containerStatuses":[{"name":"a","state":{"waiting":{"reason":"PodInitializing"}}}])",
       "", "0/1 | Init:1/2 | 0"},
      {"init container that waits to be started", init,
       R"("phase":"Pending","initContainerStatuses":[{"name":"i","state":{"waiting":{"reason":"PodInitializing"}}}])",
       "", "0/1 | Init:0/2 | 0"},
      {"init container that fails", init,
       R"("phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":4,"state":{"terminated":{"exitCode":1,"reason":"Error"}}}])",
       "", "0/1 | Init:Error | 4"},
      {"init container in back-off", init,
       R"("phase":"Pending","initContainerStatuses":[{"name":"i","state":{"waiting":{"reason":"CrashLoopBackOff"}}}])",
       "", "0/1 | Init:CrashLoopBackOff | 0"},
      {"init container without a reason", init,
       R"("phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":7}}}])", "",
       "0/1 | Init:ExitCode:7 | 0"},
      {"restarts of finished init containers are forgotten", init,
       R"("phase":"Running","initContainerStatuses":[{"name":"i","restartCount":4,"state":{"terminated":{"exitCode":0}}},
          {"name":"j","state":{"terminated":{"exitCode":0}}}],
          "containerStatuses":[{"name":"a","ready":true,"restartCount":1,"state":{"running":{}}}])",
       "", "1/1 | Running | 1"},
      {"a started sidecar counts, in both numbers and restarts", sidecar,
       R"("phase":"Running","initContainerStatuses":[
          {"name":"s","ready":true,"started":true,"restartCount":2,"state":{"running":{}}},
          {"name":"i","state":{"terminated":{"exitCode":0}}}],
          "containerStatuses":[{"name":"a","ready":true,"restartCount":1,"state":{"running":{}}}])",
       "", "2/2 | Running | 3"},
      {"a sidecar that has not started holds the rest up", sidecar,
       R"("phase":"Pending","initContainerStatuses":[{"name":"s","started":false,"state":{"running":{}}}])", "",
       "0/2 | Init:0/2 | 0"},
      {"terminating", one,
       R"("phase":"Running","containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}])",
       R"("deletionTimestamp":"2026-11-22T15:00:30Z")", "1/1 | Terminating | 0"},
      {"a finished pod is not shown as terminating", one,
       R"("phase":"Succeeded","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0,"reason":"Completed"}}}])",
       R"("deletionTimestamp":"2026-11-22T15:00:30Z")", "0/1 | Completed | 0"},
      {"init container stopped by a signal", init,
       R"("phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":137,"signal":9}}}])",
       "", "0/1 | Init:Signal:9 | 0"},
      {"init container that cannot be pulled", init,
       R"("phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":0}}},
          {"name":"j","state":{"waiting":{"reason":"ErrImagePull"}}}])",
       "", "0/1 | Init:ErrImagePull | 0"},
      {"initialized before: containers are looked at, too", init,
       R"("phase":"Running","conditions":[{"type":"Initialized","status":"True"}],
          "initContainerStatuses":[{"name":"i","restartCount":4,"state":{"running":{}}}],
          "containerStatuses":[{"name":"a","ready":true,"restartCount":1,"state":{"running":{}}}])",
       "", "1/1 | Init:0/2 | 1"},
      {"restarts add up, their time is the latest", two,
       R"("phase":"Running","containerStatuses":[
          {"name":"a","ready":true,"restartCount":2,"state":{"running":{}},
           "lastState":{"terminated":{"exitCode":1,"finishedAt":"2026-11-22T14:58:00Z"}}},
          {"name":"b","ready":true,"restartCount":1,"state":{"running":{}},
           "lastState":{"terminated":{"exitCode":1,"finishedAt":"2026-11-22T14:50:00Z"}}}])",
       "", "2/2 | Running | 3 (2m ago)"},
      {"restarts of a sidecar have their time, too", sidecar,
       R"("phase":"Running","initContainerStatuses":[
          {"name":"s","started":true,"restartCount":2,"state":{"running":{}},
           "lastState":{"terminated":{"exitCode":1,"finishedAt":"2026-11-22T14:59:30Z"}}},
          {"name":"i","state":{"terminated":{"exitCode":0}}}],
          "containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}])",
       "", "1/2 | Running | 2 (30s ago)"},
      {"completed, with nothing else", one,
       R"("phase":"Succeeded","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0,"reason":"Completed"}}}])",
       "", "0/1 | Completed | 0"},
      {"ready, but not running", one, R"("phase":"Running","containerStatuses":[{"name":"a","ready":true,"state":{}}])",
       "", "0/1 | Running | 0"},
      {"a phase nobody knows", one, R"("phase":"Unknown")", "", "0/1 | Unknown | 0"},
      {"terminating on a lost node", one, R"("phase":"Running","reason":"NodeLost")",
       R"("deletionTimestamp":"2026-11-22T15:00:30Z")", "0/1 | Unknown | 0"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(cells(pod(row.spec, row.status, row.metadata)) == row.cells);
    }
}

TEST_CASE("Pod columns: those of -o wide") {
  struct Row {
    const char* why;
    const char* spec;
    const char* status;
    const char* cells;
  };
  const Row rows[] = {
      {"nothing is known", R"("containers":[])", R"("phase":"Pending")", "<none>|<none>|<none>|<none>"},
      {"the first address", R"("nodeName":"worker-1")",
       R"("podIP":"10.0.0.9","podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}])", "10.0.0.1|worker-1|<none>|<none>"},
      {"a nominated node", "", R"("nominatedNodeName":"worker-2")", "<none>|<none>|worker-2|<none>"},
      {"gates, of which one is open", R"("readinessGates":[{"conditionType":"a"},{"conditionType":"b"}])",
       R"("conditions":[{"type":"a","status":"True"},{"type":"b","status":"False"}])", "<none>|<none>|<none>|1/2"},
      {"a gate of which nobody has spoken", R"("readinessGates":[{"conditionType":"a"}])", "",
       "<none>|<none>|<none>|0/1"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      const Value object = pod(row.spec, row.status, "");
      std::string out;
      for (const Column& column : kPodColumns)
        if (column.show == Show::kWide) {
          if (!out.empty()) out += '|';
          column.cell(object, *parse_rfc3339("2026-11-22T15:00:00Z"), out);
        }
      CHECK(out == row.cells);
    }
}

}  // namespace skiff
