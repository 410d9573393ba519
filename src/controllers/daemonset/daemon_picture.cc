#include "controllers/daemonset/daemon_picture.h"

#include <algorithm>

#include "api/kinds/node.h"
#include "controllers/availability.h"
#include "controllers/daemonset/rolling_update.h"

namespace skiff {
namespace {

bool has_work(const NodeDaemons& node, Surge surge) {
  if (!node.exists)
    return std::any_of(node.pods.begin(), node.pods.end(),
                       [](const DaemonPod& pod) { return !pod.scheduled && !pod.terminating; });
  const NodeActions actions = manage_node(node, surge);
  return actions.create || !actions.remove.empty() || !actions.failed.empty() || !actions.succeeded.empty();
}

void keep(std::set<size_t>& set, size_t index, bool member) {
  if (member) set.insert(index);
  else set.erase(index);
}

}  // namespace

DaemonPicture::DaemonPicture(const Object& set, DaemonHistory history, const Store& store,
                             const std::vector<ObjectRef>& pods)
    : uid_(set.uid()),
      selector_(LabelSelector::of(set.spec()["selector"])),
      history_(std::move(history)),
      generation_(set.metadata()["annotations"]["deprecated.daemonset.template.generation"].str()),
      min_ready_(min_ready(set)),
      surge_(allows_surge(set.spec()["updateStrategy"])) {
  const Value pod_spec = with_daemon_tolerations(set.spec()["template"]["spec"]);
  store.for_each(kNode, {}, [&](const ObjectRef& node) {
    index_.emplace(node->name(), nodes_.size());
    nodes_.push_back({node->name(), true, place_daemon(pod_spec, *node), {}});
    node_objects_.push_back(node);
    return true;
  });
  for (const ObjectRef& pod : pods) {
    const std::string_view target = target_node(*pod);
    if (!target.empty() && index_.try_emplace(std::string(target), nodes_.size()).second)
      nodes_.push_back({index_.find(std::string(target))->first, false, {}, {}});
    add(pod);
  }
  shares_.resize(nodes_.size());
  standings_.resize(nodes_.size());
  changed_.resize(nodes_.size());
  for (size_t i = 0; i < nodes_.size(); ++i) changed_[i] = i;
}

bool DaemonPicture::is_updated(const Object& pod) const {
  const Value& labels = pod.metadata()["labels"];
  return labels["controller-revision-hash"].as_string() == history_.hash ||
         (!generation_.empty() && labels["pod-template-generation"].as_string() == generation_);
}

// Finished pods that are already on their way out stand in nobody's way.
void DaemonPicture::add(const ObjectRef& object) {
  const auto& pod = object->view<PodView>();
  const std::string_view target = target_node(*object);
  if (target.empty() || (pod.terminal() && pod.terminating)) return;
  const auto at = index_.find(std::string(target));
  if (at == index_.end()) {
    stale_ = true;
    return;
  }
  nodes_[at->second].pods.push_back({.object = object,
                                     .name = pod.name,
                                     .phase = pod.phase,
                                     .scheduled = !pod.node.empty(),
                                     .terminating = pod.terminating,
                                     .ready = pod.ready,
                                     .available = false,  // catch_up() knows the time
                                     .updated = is_updated(*object),
                                     .created = pod.created});
  changed_.push_back(at->second);
}

void DaemonPicture::remove(const Object& pod) {
  const auto at = index_.find(std::string(target_node(pod)));
  if (at == index_.end()) return;
  std::erase_if(nodes_[at->second].pods, [&](const DaemonPod& one) { return one.name == pod.name(); });
  changed_.push_back(at->second);
}

void DaemonPicture::observe_set(const Change& change) {
  const Object& before = *change.before;
  const Object& after = *change.after;
  stale_ = stale_ || !(before.spec() == after.spec()) ||
           !(before.metadata()["annotations"] == after.metadata()["annotations"]) ||
           !(before.status()["collisionCount"] == after.status()["collisionCount"]);
}

bool DaemonPicture::concerns(const Object& pod) const { return pod.view<PodView>().controller_uid == uid_; }

void DaemonPicture::observe_pod(const Change& change) {
  const bool was_ours = change.before && concerns(*change.before);
  const bool is_ours = concerns(*change.after);
  if (!was_ours && !is_ours) return;
  // What is claimed or released is for the sync to decide.
  const Value& labels = change.after->metadata()["labels"];
  const bool same_labels = change.before && change.before->metadata()["labels"] == labels;
  if ((change.before && was_ours != is_ours) || (!same_labels && !selector_.matches(labels))) {
    stale_ = true;
    return;
  }
  if (change.before) remove(*change.before);
  if (change.type != Change::Type::kDeleted) add(change.after);
}

void DaemonPicture::observe_node(const Change& change) {
  stale_ = stale_ || change.type != Change::Type::kModified ||
           !(change.before->metadata()["labels"] == change.after->metadata()["labels"]) ||
           !(change.before->spec() == change.after->spec());
}

void DaemonPicture::observe_revision(const Change& change) {
  for (const Value& owner : change.after->metadata()["ownerReferences"].elements())
    if (owner["uid"].as_string() == uid_) stale_ = true;
}

void DaemonPicture::update(size_t index, Time now) {
  NodeDaemons& node = nodes_[index];
  bool ripens = false;
  for (DaemonPod& pod : node.pods) {
    pod.available = pod.object->view<PodView>().available(min_ready_, now);
    ripens = ripens || (pod.ready && !pod.available);
  }
  if (node.pods.size() > 1) sort_daemons(node.pods);
  counts_ -= shares_[index];
  shares_[index] = count_daemons(node);
  counts_ += shares_[index];
  const RolloutStanding standing = rollout_standing(node);
  rollout_.done += (standing == RolloutStanding::kDone) - (standings_[index] == RolloutStanding::kDone);
  standings_[index] = standing;
  keep(rollout_.waiting, index, standing == RolloutStanding::kWaiting);
  keep(rollout_.unsettled, index, standing == RolloutStanding::kUnsettled);
  keep(unsettled_, index, has_work(node, surge_));
  keep(old_, index, std::any_of(node.pods.begin(), node.pods.end(), [](const DaemonPod& pod) { return !pod.updated; }));
  keep(ripening_, index, ripens);
}

void DaemonPicture::catch_up(Time now) {
  changed_.insert(changed_.end(), ripening_.begin(), ripening_.end());
  for (const size_t index : changed_) update(index, now);
  changed_.clear();
}

std::vector<ObjectRef> DaemonPicture::ripening() const {
  std::vector<ObjectRef> pods;
  for (const size_t index : ripening_)
    for (const DaemonPod& pod : nodes_[index].pods) pods.push_back(pod.object);
  return pods;
}

}  // namespace skiff
