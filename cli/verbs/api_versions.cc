// kubectl api-versions: the groups and versions of all kinds, sorted. Mirrors pkg/cmd/apiresources/apiversions.go.
#include <set>
#include <string>

#include "api/custom_resources/custom_resource.h"
#include "api/kind_table.h"
#include "cli/command.h"
#include "cli/discovery_table.h"

namespace skiff::cli {
namespace {

std::set<std::string> all_versions() {
  std::set<std::string> versions(discovered_versions().begin(), discovered_versions().end());
  for (const Kind* kind : all_kinds())
    if (custom_resource(*kind) != nullptr)
      for (const std::string& version : custom_resource(*kind)->served_versions())
        versions.insert(std::string(kind->group) + "/" + version);
  return versions;
}

}  // namespace

void add_api_versions(Command& command) {
  command.run = [](Invocation& call) -> Outcome {
    if (auto unexpected = call.unexpected_arguments()) return *unexpected;
    if (auto session = call.session(); !session) return session.error();
    for (const std::string& version : all_versions()) call.io.out << version << "\n";
    return {};
  };
}

}  // namespace skiff::cli
