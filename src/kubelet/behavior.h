// What a container does in the simulation: how long its image is pulled, when it runs, becomes ready, ends, stops.
// Decided by the Behavior objects of the cluster, in order of their names, then by the shipped ones
// (manifests/default-behaviors.json); the first that matches a container and has a field decides that field.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/behavior_match.h"
#include "base/time.h"
#include "base/value.h"
#include "store/store.h"

namespace skiff {

struct Behavior {
  std::string pull_failure;  // what the registry says; empty: the image can be had
  bool pull_present = true;  // every node has the image; else each pulls it once
  Duration pull{};           // how long a pull takes when the policy asks for one
  int64_t image_bytes = 0;
  Duration pull_shown_after{};  // ErrImagePull becomes ImagePullBackOff
  Duration pull_retry{};        // first wait after a failed pull, doubled up to the maximum
  Duration pull_retry_max{};

  bool config_required = false;  // the ConfigMaps and Secrets that the pod names must be there

  std::string unready_message;    // what is said when it is not ready any more
  Duration start{};               // from the pod's arrival at its node
  std::optional<Duration> ready;  // after the start, probes apart; none: never

  bool has_entrypoint = true;   // else a container without a command runs its arguments
  bool runs_arguments = false;  // the image's entrypoint does, too, unless they are flags of its own program
  std::optional<Duration> run;  // ends by itself after that long
  int run_exit_code = 0;
  std::string run_reason;                 // OOMKilled …; empty: Completed or Error
  std::string run_message;                // what it leaves behind as its last word
  bool run_unless_command_known = false;  // `run` counts only where the shell cannot tell
  Duration command_success{};             // the least time that a command takes
  Duration command_failure{};

  Duration restart_first{};        // after the first exit
  Duration restart_shown_after{};  // the exited container is shown as CrashLoopBackOff
  Duration restart{};              // then this long, doubled up to the maximum
  Duration restart_max{};
  Duration restart_reset{};  // a series of crashes is forgotten after that long

  Duration shutdown{};                    // from SIGTERM to the end
  Duration shutdown_idle{};               // of a pod in which nothing runs
  std::optional<int> shutdown_exit_code;  // none: it depends on what runs (exit_code_at_stop)
  bool shutdown_never = false;            // not even a SIGKILL ends it

  int64_t serve_port = 0;  // a web server answers on that port with the files below that folder; 0: none
  std::string serve_root;
  bool serves_mysql = false;     // a MySQL server does, with its data there
  std::string serve_page;        // what the image has as the folder's index.html …
  std::string serve_error_page;  // … and 50x.html; empty: it has none
  // The files that the image itself brings: path and text.
  std::vector<std::pair<std::string, std::string>> image_files() const;

  // What the image's own program writes, counted from the start.
  struct Line {
    Duration after{};
    std::string text;
  };
  std::vector<Line> logs;

  // Probes succeed unless told otherwise: a probe of this type fails from that long after the start on.
  struct Probe {
    std::optional<Duration> fails_after;
    std::string message;  // what it says when it fails
  };
  Probe readiness, liveness, startup;
};

// A volume that cannot be attached: globs over "namespace/claim" and over the names of PersistentVolumes.
struct VolumeFault {
  std::string claim;
  std::string failure;
};

// The image's full reference as a registry is asked for it: nginx:1.27 → docker.io/library/nginx:1.27.
std::string image_reference(std::string_view image);

// spec.node of a Behavior: does it speak of this node?
bool concerns_node(const Value& block, const Object& node);

// The Behaviors of one cluster, resolved once for each sort of container.
class Behaviors {
 public:
  // Forgets what was resolved: a Behavior has changed.
  void changed() {
    resolved_.clear();
    loaded_ = false;
  }
  const Behavior& of(const ContainerIdentity& container, const Store& store);
  // Does some Behavior want the ConfigMaps and Secrets of some container to be there?
  bool ask_for_config(const Store& store);
  const std::vector<VolumeFault>& volume_faults(const Store& store);
  // Does some Behavior keep the node from answering?
  bool says_down(const Object& node, const Store& store);
  // And is it given time to stop its pods first?
  bool says_shut_down(const Object& node, const Store& store);

 private:
  void load(const Store& store);

  bool loaded_ = false;
  bool by_pod_ = false;  // some Behavior names pods, so that what is resolved cannot be shared among pods
  bool asks_for_config_ = false;
  Elements specs_;
  std::vector<VolumeFault> volume_faults_;
  Elements node_faults_;  // spec.node of those that say so
  std::map<std::string, Behavior, std::less<>> resolved_;
};

}  // namespace skiff
