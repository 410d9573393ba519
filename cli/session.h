// One command's view of its cluster: the state file is opened, caught up with the clock, and committed by finish().
// Verbs speak to api() as kubectl speaks to a server, and let time pass through cluster().
#pragma once
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "apiserver/apiserver.h"
#include "base/result.h"
#include "cluster/cluster.h"
#include "cluster/default_cluster.h"
#include "journal/journal.h"

namespace skiff::cli {

class Progress;

// From flags and environment: which cluster, which namespace.
struct SessionOptions {
  std::string state_file;  // --state, SKIFF_STATE; empty: the current context's
  std::string context;     // --context
  std::string ns;          // -n; empty: the context's, else "default"
  Duration lock_timeout = seconds(30);
  bool read_only = false;        // the verb only reads: no lock is waited for
  Progress* progress = nullptr;  // shows what the cluster does; null: nothing does
};

struct NewCluster {
  ClusterSpec spec;
  ClockMode clock = ClockMode::kAuto;
  uint64_t seed = 1;
};

class Session {
 public:
  static Result<std::unique_ptr<Session>> open(const SessionOptions& options, std::ostream& err);
  // Makes the cluster that the options name. Fails if its file holds one already.
  static Result<std::unique_ptr<Session>> create(const SessionOptions& options, const NewCluster& wanted,
                                                 std::ostream& err);
  ~Session();

  ApiServer& api();
  Cluster& cluster();
  Time now();
  const std::string& ns() const;  // the namespace of requests without -A
  bool ns_given() const;          // was -n on the command line?
  const std::string& state_file() const;
  std::ostream& err();  // where notes for the user go while objects are being looked up

  const journal::Journal& history() const;  // what was committed before this command
  // For what no API request can say: new nodes, faults.
  Store& store();

  // Commits what the verb changed. Output of the verb may be shown after this.
  Result<void> finish();
  // Lets other commands write. What this one changes from here on is not saved. A command that follows the cluster in
  // real time, or whose output somebody reads slowly, must not keep others waiting.
  void release();
  bool is_released() const;

 private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The file of the cluster that the options name: --state, SKIFF_STATE, --context, the current context. An error for a
// name that no cluster can have.
Result<std::string> state_file_of(const SessionOptions& options);

}  // namespace skiff::cli
