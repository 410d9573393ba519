#include "kubelet/container_files.h"

#include "api/kinds/persistentvolumeclaim.h"
#include "kubelet/container_log.h"
#include "kubelet/pod_environment.h"
#include "support/kubelet_scene.h"

using namespace skiff;
using namespace skiff::kubelet_testing;

namespace {

constexpr const char* kTwo = R"({"volumes":[{"name":"shared","emptyDir":{}},{"name":"data",
      "persistentVolumeClaim":{"claimName":"data"}},{"name":"cfg","configMap":{"name":"none"}}],
    "containers":[
      {"name":"a","image":"nginx:1.27","volumeMounts":[{"name":"shared","mountPath":"/shared"},
        {"name":"data","mountPath":"/data"},{"name":"cfg","mountPath":"/cfg"}]},
      {"name":"b","image":"nginx:1.27","volumeMounts":[{"name":"shared","mountPath":"/in","readOnly":true}]}]})";

void add_claim(Scene& scene) {
  Value claim = *parse_json(R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data",
      "namespace":"default"},"spec":{"volumeName":"pv1","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})");
  REQUIRE(scene.client().create(kPersistentVolumeClaim, claim));
}

ContainerFiles files_of(Scene& scene, const Object& pod, int container) {
  return ContainerFiles(scene.store, pod, pod.spec()["containers"][container]);
}

}  // namespace

TEST_CASE("files: where they live, and how long") {
  Scene scene;
  add_claim(scene);
  scene.add_pod(kTwo);
  scene.at(5);
  const ObjectRef pod = scene.pod();
  ContainerFiles a = files_of(scene, *pod, 0), b = files_of(scene, *pod, 1);
  CHECK(a.write("/own", "1").empty());
  CHECK(a.write("/shared/x", "2").empty());
  CHECK(a.write("/data/y", "3").empty());
  CHECK(a.write("/cfg/z", "4") == "Read-only file system");
  CHECK(b.write("/in/x", "5") == "Read-only file system");
  CHECK(*b.read("/in/x").text == "2");
  CHECK_FALSE(b.read("/own").known);
  CHECK(a.below("/") == std::vector<std::string>{"/own", "/shared/", "/shared/x", "/data/", "/data/y", "/cfg/",
                                                 "/var/run/secrets/kubernetes.io/serviceaccount/"});
  a.remove("/shared/x");
  CHECK(b.read("/in/x").known);
  CHECK_FALSE(b.read("/in/x").text);
  const std::string bytes("\xff\x00\x01", 3);
  CHECK(a.write("/shared/bytes", bytes).empty());
  CHECK(*b.read("/in/bytes").text == bytes);

  SECTION("the container's own go with its instance") {
    forget_container_files(scene.store, pod->uid(), "a");
    CHECK_FALSE(a.read("/own").known);
    CHECK(b.read("/in/bytes").known);
  }
  SECTION("the pod's go with the pod, the volume's stay") {
    REQUIRE(scene.client().remove(*pod));
    scene.at(10);
    REQUIRE(scene.looks() == "gone");
    scene.add_pod(kTwo);
    const ObjectRef next = scene.pod();
    CHECK(*files_of(scene, *next, 0).read("/data/y").text == "3");
    CHECK_FALSE(files_of(scene, *next, 0).read("/own").known);
    CHECK_FALSE(files_of(scene, *next, 1).read("/in/bytes").known);
    forget_volume_files(scene.store, "pv1");
    CHECK_FALSE(files_of(scene, *next, 0).read("/data/y").known);
  }
}

TEST_CASE("files: what a container's command writes is there when somebody looks") {
  Scene scene;
  scene.add_pod(R"({"volumes":[{"name":"v","emptyDir":{}}],"containers":[
      {"name":"writer","image":"busybox:1.28","command":["sh","-c","while true; do echo tick >> /out/log; sleep 10; done"],
       "volumeMounts":[{"name":"v","mountPath":"/out"}]},
      {"name":"web","image":"nginx:1.27","volumeMounts":[{"name":"v","mountPath":"/usr/share/nginx/html"}]}]})");
  const auto run = [&](const std::vector<std::string>& argv) {
    return run_in_pod(scene.store, *scene.pod(), scene.pod()->spec()["containers"][1], argv, {}, scene.cluster->now());
  };
  scene.at(15);
  CHECK(run({"cat", "/usr/share/nginx/html/log"}).out == "tick\ntick\n");
  CHECK(run({"curl", "-s", "localhost/log"}).out == "tick\ntick\n");
  // A second look adds nothing that has been added already.
  CHECK(run({"cat", "/usr/share/nginx/html/log"}).out == "tick\ntick\n");
  scene.at(22);
  CHECK(run({"cat", "/usr/share/nginx/html/log"}).out == "tick\ntick\ntick\n");
  CHECK(run({"curl", "localhost"}).out.find("403 Forbidden") != std::string::npos);
  run({"sh", "-c", "echo here > /usr/share/nginx/html/index.html"});
  CHECK(run({"curl", "localhost"}).out == "here\n");
}

// What the page "Configure a Security Context for a Pod" has its reader see.
TEST_CASE("files: owner, mode and time") {
  Scene scene;
  scene.add_pod(R"({"securityContext":{"runAsUser":1000,"runAsGroup":3000,"fsGroup":2000},
      "volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"c","image":"busybox:1.28",
        "command":["sh","-c","sleep 1h"],"volumeMounts":[{"name":"v","mountPath":"/data/demo"}]}]})");
  scene.at(60);
  const auto run = [&](const std::string& script) {
    const ObjectRef pod = scene.pod();
    return run_in_pod(scene.store, *pod, pod->spec()["containers"][0], {"sh", "-c", script}, {}, scene.cluster->now())
        .out;
  };
  const std::string at_start = "Nov 22 15:48", later = "Nov 22 15:49";
  CHECK(run("ps") ==
        "PID   USER     TIME  COMMAND\n    1 1000      0:00 sh -c sleep 1h\n"
        "    2 1000      0:00 sh -c ps\n    3 1000      0:00 ps\n");
  CHECK(run("cd /data; ls -l") == "total 4\ndrwxrwsrwx    2 root     2000          4096 " + at_start + " demo\n");
  CHECK(run("cd /data/demo; echo hello > testfile; ls -l") ==
        "total 4\n-rw-r--r--    1 1000     2000             6 " + later + " testfile\n");
  CHECK(run("id") == "uid=1000 gid=3000 groups=2000,3000\n");
  CHECK(run("ls -ld /data/demo") == "drwxrwsrwx    2 root     2000          4096 " + later + " /data/demo\n");
  CHECK(run("chmod u+x,go= /data/demo/testfile; stat -c '%A %u:%g %s' /data/demo/testfile") ==
        "-rwx------ 1000:2000 6\n");
  CHECK(run("echo more >> /data/demo/testfile; mv /data/demo/testfile /data/demo/x; ls -l /data/demo") ==
        "total 4\n-rwx------    1 1000     2000            11 " + later + " x\n");
  CHECK(run("touch -d '2025-03-04 05:06:07' /data/demo/x; ls -l /data/demo/x") ==
        "-rwx------    1 1000     2000            11 Mar  4  2025 /data/demo/x\n");
  CHECK(run("mkdir /data/demo 2>&1; mkdir -p /data/demo/a; ls -l /data/demo | grep ^d") ==
        "mkdir: can't create directory '/data/demo': File exists\n"
        "drwxr-xr-x    2 1000     2000          4096 " +
            later + " a\n");
}

TEST_CASE("files: those of an older state have no time of their own") {
  Scene scene;
  scene.add_pod(R"({"containers":[{"name":"c","image":"debian:12","command":["sleep","1h"]}]})");
  scene.at(90);
  const ObjectRef pod = scene.pod();
  scene.store.set_state("files", "pod/" + std::string(pod->uid()) + "/container/c",
                        *parse_json(R"({"/tmp/old":"text\n","/tmp/bytes":{"base64":"/wA="}})"));
  const auto run = [&](const std::vector<std::string>& argv) {
    return run_in_pod(scene.store, *pod, pod->spec()["containers"][0], argv, {}, scene.cluster->now()).out;
  };
  CHECK(run({"ls", "-l", "/tmp"}) ==
        "total 8\n-rw-r--r-- 1 root root 2 Nov 22 15:48 bytes\n-rw-r--r-- 1 root root 5 Nov 22 15:48 old\n");
  CHECK(run({"sh", "-c", "echo more >> /tmp/old; ls -l /tmp/old; cat /tmp/old"}) ==
        "-rw-r--r-- 1 root root 10 Nov 22 15:49 /tmp/old\ntext\nmore\n");
}

TEST_CASE("logs: what a command has written by now, and when") {
  struct Row {
    const char* why;
    const char* spec;
    double at;
    LogInstance instance;
    const char* lines;
  };
  const Row rows[] = {
      {"a loop",
       R"({"containers":[{"name":"c","image":"b:1","command":["sh","-c","i=0; while true; do echo $i; i=$((i+1)); sleep 1; done"]}]})",
       3.5, LogInstance::kCurrent, "1 0|2 1|3 2|"},
      {"both streams, in their order",
       R"({"containers":[{"name":"c","image":"b:1","command":["sh","-c","echo a; echo b >&2; echo c; sleep 9"]}]})", 2,
       LogInstance::kCurrent, "1 a|1 b|1 c|"},
      {"a line in pieces has the time of the first",
       R"({"containers":[{"name":"c","image":"b:1","command":["sh","-c","echo -n a; sleep 2; echo b; sleep 9"]}]})", 9,
       LogInstance::kCurrent, "1 ab|"},
      {"an image's own program", R"({"containers":[{"name":"c","image":"nginx:1.27"}]})", 5, LogInstance::kCurrent, ""},
      {"the run before",
       R"({"containers":[{"name":"c","image":"b:1","command":["sh","-c","echo up; sleep 3; exit 1"]}]})", 5.5,
       LogInstance::kPrevious, "1 up|"},
      {"in back-off the one that has just ended",
       R"({"containers":[{"name":"c","image":"b:1","command":["sh","-c","echo up; exit 1"]}]})", 8,
       LogInstance::kPrevious, "2 up|"},
      {"and the present one",
       R"({"containers":[{"name":"c","image":"b:1","command":["sh","-c","echo up; sleep 3; exit 1"]}]})", 5.5,
       LogInstance::kCurrent, "5 up|"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Scene scene;
      scene.add_pod(row.spec);
      scene.at(row.at);
      std::string lines;
      for (const LogLine& line : read_container_log(scene.store, *scene.pod(), "c", row.instance, scene.cluster->now()))
        lines += std::to_string(std::chrono::floor<seconds>(line.at - kStart).count()) + " " + line.text + "|";
      CHECK(lines == row.lines);
    }
}
