#include "controllers/controller_table.h"

#include "controllers/cronjob/cronjob.h"
#include "controllers/customresourcedefinition/customresourcedefinition.h"
#include "controllers/daemonset/daemonset.h"
#include "controllers/deployment/deployment.h"
#include "controllers/disruption/disruption.h"
#include "controllers/endpoints/endpoints.h"
#include "controllers/endpointslice/endpointslice.h"
#include "controllers/endpointslicemirroring/endpointslicemirroring.h"
#include "controllers/eventttl/eventttl.h"
#include "controllers/garbagecollector/garbagecollector.h"
#include "controllers/horizontalpodautoscaler/horizontalpodautoscaler.h"
#include "controllers/job/job.h"
#include "controllers/kubernetesservice/kubernetesservice.h"
#include "controllers/namespace/namespace.h"
#include "controllers/nodelifecycle/nodelifecycle.h"
#include "controllers/podgc/podgc.h"
#include "controllers/replicaset/replicaset.h"
#include "controllers/replicationcontroller/replicationcontroller.h"
#include "controllers/resourcequota/resourcequota.h"
#include "controllers/serviceaccount/serviceaccount.h"
#include "controllers/statefulset/statefulset.h"
#include "controllers/tainteviction/tainteviction.h"
#include "controllers/ttlafterfinished/ttlafterfinished.h"
#include "controllers/volume/ephemeral_volume.h"
#include "controllers/volume/expansion.h"
#include "controllers/volume/local_provisioner.h"
#include "controllers/volume/persistentvolume_binder.h"
#include "controllers/volume/protection.h"

namespace skiff {

std::vector<std::unique_ptr<Actor>> make_controllers() {
  using Make = std::unique_ptr<Actor> (*)();
  const std::vector<Make> rows = {
      // sorted by name, one controller a row
      // clang-format off
      make_cronjob_controller,
      make_customresourcedefinition_controller,
      make_daemonset_controller,
      make_deployment_controller,
      make_disruption_controller,
      make_endpoints_controller,
      make_endpointslice_controller,
      make_endpointslice_mirroring,
      make_ephemeral_volume_controller,
      make_eventttl,
      make_garbagecollector,
      make_horizontalpodautoscaler_controller,
      make_job_controller,
      make_kubernetesservice_controller,
      make_local_provisioner,
      make_namespace_controller,
      make_nodelifecycle_controller,
      make_persistentvolume_binder,
      make_podgc_controller,
      make_pv_protection,
      make_pvc_protection,
      make_replicaset_controller,
      make_replicationcontroller_controller,
      make_resourcequota_controller,
      make_root_ca_publisher,
      make_serviceaccount_controller,
      make_statefulset_controller,
      make_tainteviction_controller,
      make_ttlafterfinished_controller,
      make_volume_expander,
      // clang-format on
  };
  std::vector<std::unique_ptr<Actor>> controllers;
  for (const Make make : rows) controllers.push_back(make());
  return controllers;
}

}  // namespace skiff
