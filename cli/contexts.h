// skiff's own configuration: one context a cluster, each with the namespace that commands use there. Kept in
// $XDG_CONFIG_HOME/skiff/config (JSON); a missing file is the single context `sim`.
#pragma once
#include <map>
#include <string>

#include "base/result.h"

namespace skiff::cli {

struct Contexts {
  std::string current = "sim";
  std::map<std::string, std::string> namespaces = {{"sim", ""}};  // context: its namespace, "" for default

  static Contexts load();
  Result<void> save() const;
};

// A cluster's name becomes the name of a file and stands in messages: no path, nothing that a terminal would obey.
Result<void> check_cluster_name(const std::string& name);

std::string config_file();
// $XDG_STATE_HOME/skiff/<cluster>.jsonl, else ~/.local/state/skiff/<cluster>.jsonl.
std::string default_state_file(const std::string& cluster);

}  // namespace skiff::cli
