#include "controllers/statefulset/set_picture.h"

#include <algorithm>
#include <charconv>

#include "api/pod_view.h"
#include "controllers/availability.h"

namespace skiff::statefulset {
namespace {

Health health(const PodView& pod, Duration min_ready, Time now) {
  if (pod.phase == PodPhase::kNone || pod.phase == PodPhase::kPending) return Health::kPending;
  if (pod.terminal()) return Health::kFinished;
  if (pod.phase != PodPhase::kRunning || !pod.ready) return Health::kRunning;
  return pod.available(min_ready, now) ? Health::kAvailable : Health::kReady;
}

void keep(std::set<int>& ordinals, int ordinal, bool member) {
  if (member) ordinals.insert(ordinal);
  else ordinals.erase(ordinal);
}

}  // namespace

SetPicture::SetPicture(const Object& set, const Revisions& revisions, const std::vector<ObjectRef>& pods)
    : ns_(set.ns()),
      name_(set.name()),
      uid_(set.uid()),
      selector_(LabelSelector::of(set.spec()["selector"])),
      wanted_(wanted_ordinals(set.spec())),
      min_ready_(min_ready(set)),
      current_revision_(revisions.current->name()),
      update_revision_(revisions.update->name()) {
  counts_.current_revision = current_revision_;
  counts_.update_revision = update_revision_;
  for (int index = 0; index < wanted_.count; ++index) unsettled_.insert(unsettled_.end(), wanted_.first + index);
  actionable_ = unsettled_;
  for (const ObjectRef& pod : pods) put(pod);
}

bool SetPicture::stale(const Revisions& revisions) const {
  return stale_ || revisions.current->name() != current_revision_ || revisions.update->name() != update_revision_;
}

void SetPicture::observe_set(const Change& change) {
  if (!change.before || change.before->terminating() != change.after->terminating() ||
      !(change.before->metadata()["generation"] == change.after->metadata()["generation"]))
    stale_ = true;
}

bool SetPicture::is_mine(const Object& pod) const { return pod.view<PodView>().controller_uid == uid_; }

void SetPicture::put(const ObjectRef& pod) {
  const int ordinal = parse_pod_name(pod->name()).ordinal;
  if (ordinal < 0) return;
  Member& member = members_[ordinal];
  // Two pods of one number, web-1 and web-01: the first counts, and such a picture is not kept.
  if (member.pod && member.pod->name() != pod->name()) {
    stale_ = true;
    return;
  }
  member.pod = pod;
  changed_.insert(ordinal);
}

void SetPicture::observe_pod(const Change& change) {
  const Object& pod = *change.after;
  const bool mine = is_mine(pod);
  if (change.before && is_mine(*change.before) && !mine) stale_ = true;
  if (!mine || stale_) return;
  if (parse_pod_name(pod.name()).parent != name_ || !selector_.matches(pod.metadata()["labels"])) {
    stale_ = true;
    return;
  }
  if (change.type != Change::Type::kDeleted) return put(change.after);
  const int ordinal = parse_pod_name(pod.name()).ordinal;
  const auto member = members_.find(ordinal);
  if (member == members_.end()) return;
  member->second.pod = nullptr;
  changed_.insert(ordinal);
}

// By the number at its end: one that is another's claim only costs a second look.
void SetPicture::observe_claim(const Change& change) {
  const std::string& name = change.key().name;
  if (change.key().ns != ns_) return;
  const size_t dash = name.rfind('-');
  int ordinal = 0;
  if (dash == std::string::npos ||
      std::from_chars(name.data() + dash + 1, name.data() + name.size(), ordinal).ec != std::errc())
    return;
  if (members_.contains(ordinal)) changed_.insert(ordinal);
}

void SetPicture::update(int ordinal, const StatefulPodControl& control, Time now) {
  const auto found = members_.find(ordinal);
  Member& member = found->second;
  if (member.seen) count_pods(counts_, {&member.replica, 1}, -1);
  member.seen = member.pod;
  const bool wanted = wanted_.contains(ordinal);
  if (!member.pod) {
    for (std::set<int>* ordinals : {&unsettled_, &actionable_}) keep(*ordinals, ordinal, wanted);
    for (std::set<int>* ordinals : {&outdated_, &condemned_, &ripening_}) ordinals->erase(ordinal);
    members_.erase(found);
    return;
  }
  const PodView& view = member.pod->view<PodView>();
  Replica& replica = member.replica;
  replica = {.ordinal = ordinal,
             .health = health(view, min_ready_, now),
             .terminating = view.terminating,
             .revision = member.pod->metadata().at("labels", "controller-revision-hash").as_string(),
             .shape = control.shape(*member.pod, ordinal)};
  if (replica.health == Health::kPending) replica.claims = control.claims(*member.pod, ordinal);
  count_pods(counts_, {&replica, 1});
  keep(unsettled_, ordinal, wanted && (replica.unavailable() || replica.shape == Shape::kWrong));
  const bool actionable = replica.health == Health::kFinished || replica.claims == Claims::kIncomplete;
  keep(actionable_, ordinal, wanted && (actionable || replica.shape == Shape::kWrong));
  keep(outdated_, ordinal, wanted && replica.revision != update_revision_);
  keep(condemned_, ordinal, !wanted);
  keep(ripening_, ordinal, replica.health == Health::kReady);
}

void SetPicture::catch_up(const StatefulPodControl& control, Time now) {
  changed_.insert(ripening_.begin(), ripening_.end());
  for (const int ordinal : changed_) update(ordinal, control, now);
  changed_.clear();
}

std::vector<ObjectRef> SetPicture::pods() const {
  std::vector<ObjectRef> all;
  for (const auto& [ordinal, member] : members_) all.push_back(member.pod);
  return all;
}

std::vector<Replica> SetPicture::unsettled(const StatefulPodControl& control, PodManagement management) const {
  std::vector<Replica> replicas;
  const bool ordered = management == PodManagement::kOrderedReady;
  for (const int ordinal : ordered ? unsettled_ : actionable_) {
    const auto member = members_.find(ordinal);
    replicas.push_back(member != members_.end()
                           ? member->second.replica
                           : Replica{.ordinal = ordinal, .revision = {}, .claims = control.claims(ordinal)});
    if (ordered && replicas.back().unavailable()) break;
  }
  return replicas;
}

std::vector<Replica> SetPicture::frontier() const {
  auto unavailable = unsettled_.rbegin();
  // One that is misshapen but available and up to date holds nothing up.
  while (unavailable != unsettled_.rend() && members_.contains(*unavailable) &&
         !members_.at(*unavailable).replica.unavailable())
    ++unavailable;
  std::optional<int> last;
  if (unavailable != unsettled_.rend()) last = *unavailable;
  if (!outdated_.empty()) last = std::max(last.value_or(0), *outdated_.rbegin());
  if (!last) return {};
  const auto member = members_.find(*last);
  // A pod that is missing would be made of the update revision there.
  return {member != members_.end() ? member->second.replica : Replica{.ordinal = *last, .revision = update_revision_}};
}

std::vector<Replica> SetPicture::condemned() const {
  std::vector<Replica> replicas;
  for (auto ordinal = condemned_.rbegin(); ordinal != condemned_.rend(); ++ordinal)
    replicas.push_back(members_.at(*ordinal).replica);
  return replicas;
}

std::vector<ObjectRef> SetPicture::ripening() const {
  std::vector<ObjectRef> pods;
  for (const int ordinal : ripening_) pods.push_back(members_.at(ordinal).pod);
  return pods;
}

}  // namespace skiff::statefulset
