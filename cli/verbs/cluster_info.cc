// kubectl cluster-info: where the control plane would be. Mirrors pkg/cmd/clusterinfo/clusterinfo.go.
#include "cli/command.h"
#include "cli/session.h"

namespace skiff::cli {

void add_cluster_info(Command& command) {
  command.run = [](Invocation& call) -> Outcome {
    auto session = call.session();
    if (!session) return session.error();
    call.io.out << "Kubernetes control plane is running at file://" << (*session)->state_file() << "\n\n"
                << "To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n";
    return {};
  };
}

}  // namespace skiff::cli
