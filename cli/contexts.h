// skiff's own configuration, as a kubeconfig has it: contexts, each with a cluster, a user and the namespace that
// commands use there. A cluster is a state file. Kept in $XDG_CONFIG_HOME/skiff/config (JSON); a missing file is the
// single context `sim`.
#pragma once
#include <map>
#include <string>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

struct Context {
  std::string cluster;
  std::string user;
  std::string ns;  // empty: default
};

struct Contexts {
  std::string current = "sim";
  std::map<std::string, Context> entries = {{"sim", {"sim", "", ""}}};
  std::map<std::string, Value> clusters;  // what set-cluster has told of some: {"server": "file:///…"}
  std::map<std::string, Value> users;     // nobody logs in, they are only names

  static Contexts load();
  Result<void> save() const;

  // Those of the contexts, and those that were set without one, in order: what is told of each.
  std::map<std::string, Value> known_clusters() const;
  // A context that is not there has the cluster of its name.
  std::string cluster_of(const std::string& context) const;
  std::string state_file(const std::string& cluster) const;
};

// A cluster's name becomes the name of a file and stands in messages: no path, nothing that a terminal would obey.
Result<void> check_cluster_name(const std::string& name);

std::string config_file();
// $XDG_STATE_HOME/skiff/<cluster>.jsonl, else ~/.local/state/skiff/<cluster>.jsonl.
std::string default_state_file(const std::string& cluster);

}  // namespace skiff::cli
