// --from-literal, --from-file and --from-env-file: where the data of ConfigMaps and Secrets comes from. Mirrors
// create_configmap.go, create_secret.go and env_file.go.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/flags.h"

namespace skiff::cli {

struct DataSources {
  std::vector<std::string> literals;
  std::vector<std::string> files;
  std::vector<std::string> env_files;
};

void declare_data_flags(Flags& flags, DataSources& sources);

// Every key with its raw bytes; an error for a key given twice or a file that cannot be read. `kind` is "ConfigMap",
// `name` that of the object, for messages.
Result<std::map<std::string, std::string>> read_data(const DataSources& sources, std::string_view kind,
                                                     std::string_view name);

}  // namespace skiff::cli
