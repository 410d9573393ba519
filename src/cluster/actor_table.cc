#include "cluster/actor_table.h"

#include "controllers/controller_table.h"
#include "kubelet/kubelet.h"
#include "scheduler/scheduler.h"

namespace skiff {

std::vector<std::unique_ptr<Actor>> make_actors() {
  std::vector<std::unique_ptr<Actor>> actors = make_controllers();
  actors.push_back(make_scheduler());
  actors.push_back(make_kubelet());
  return actors;
}

}  // namespace skiff
