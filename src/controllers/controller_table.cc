#include "controllers/controller_table.h"

#include "controllers/garbagecollector/garbagecollector.h"
#include "controllers/namespace/namespace.h"
#include "controllers/deployment/deployment.h"
#include "controllers/replicaset/replicaset.h"
#include "controllers/replicationcontroller/replicationcontroller.h"
#include "controllers/serviceaccount/serviceaccount.h"
#include "controllers/statefulset/statefulset.h"
#include "controllers/ttlafterfinished/ttlafterfinished.h"

namespace skiff {

std::vector<std::unique_ptr<Actor>> make_controllers() {
  using Make = std::unique_ptr<Actor> (*)();
  const std::vector<Make> rows = {
      // sorted by name, one controller a row
      make_garbagecollector,
      make_namespace_controller,
      make_deployment_controller,
      make_replicaset_controller,
      make_replicationcontroller_controller,
      make_root_ca_publisher,
      make_serviceaccount_controller,
      make_statefulset_controller,
      make_ttlafterfinished_controller,
  };
  std::vector<std::unique_ptr<Actor>> controllers;
  for (const Make make : rows) controllers.push_back(make());
  return controllers;
}

}  // namespace skiff
