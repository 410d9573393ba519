// One command's view of its cluster: the state file is opened, caught up with the clock, and committed by finish().
// Verbs speak to api() as kubectl speaks to a server, and let time pass through cluster().
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "apiserver/apiserver.h"
#include "base/result.h"
#include "cluster/cluster.h"

namespace skiff::cli {

// From flags and environment: which cluster, which namespace.
struct SessionOptions {
  std::string state_file;     // --state, SKIFF_STATE; empty: the current context's
  std::string context;        // --context
  std::string ns;             // -n; empty: the context's, else "default"
  Duration lock_timeout = seconds(30);
  bool read_only = false;     // the verb only reads: no lock is waited for
};

class Session {
 public:
  static Result<std::unique_ptr<Session>> open(const SessionOptions& options, std::ostream& err);
  ~Session();

  ApiServer& api();
  Cluster& cluster();
  Time now();
  const std::string& ns() const;    // the namespace of requests without -A
  bool ns_given() const;            // was -n on the command line?

  // Commits what the verb changed. Output of the verb may be shown after this.
  Result<void> finish();

 private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace skiff::cli
