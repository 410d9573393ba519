#include "apiserver/pod_maker.h"

#include "api/kinds/cronjob.h"
#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/job.h"
#include "api/kinds/pod.h"
#include "api/kinds/podtemplate.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/replicationcontroller.h"
#include "api/kinds/statefulset.h"

namespace skiff {

const PodMaker* find_pod_maker(const Kind& kind) {
  static const PodMaker kMakers[] = {
      {&kPod, {}, true},
      {&kPodTemplate, {"template"}, false},
      {&kReplicationController, {"spec", "template"}, true},
      {&kDaemonSet, {"spec", "template"}, false},
      {&kDeployment, {"spec", "template"}, true},
      {&kReplicaSet, {"spec", "template"}, true},
      {&kStatefulSet, {"spec", "template"}, false},
      {&kJob, {"spec", "template"}, true, Others::kBeforePods},
      {&kCronJob, {"spec", "jobTemplate", "spec", "template"}, true, Others::kBeforePods},
  };
  for (const PodMaker& maker : kMakers)
    if (maker.kind == &kind) return &maker;
  return nullptr;
}

const Value& pod_of(const PodMaker& maker, const Value& object) {
  const Value* pod = &object;
  for (const std::string_view step : maker.pod) pod = &(*pod)[step];
  return *pod;
}

}  // namespace skiff
