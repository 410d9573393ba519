#include "controllers/replicaset/pod_tally.h"

#include <algorithm>

#include "api/kinds/pod.h"
#include "api/pod_view.h"

namespace skiff {
namespace {

bool has_all(const Value& labels, const Value& wanted) {
  const Members& members = wanted.members();
  return std::all_of(members.begin(), members.end(), [&](const Member& label) {
    const Value* actual = labels.find(label.key);
    return actual != nullptr && *actual == label.value;
  });
}

}  // namespace

void PodTally::count(Entry& entry, const Object& object, int64_t sign) {
  const auto& pod = object.view<PodView>();
  if (pod.terminal()) return;
  const Value& labels = object.metadata()["labels"];
  const bool matches = entry.selector.matches(labels);
  PodCounts& counts = entry.counts;
  if (pod.terminating) {
    if (matches) counts.terminating += sign;
    return;
  }
  if (!matches) {
    counts.strays += sign;
    return;
  }
  counts.active += sign;
  if (has_all(labels, entry.template_labels)) counts.fully_labeled += sign;
  if (pod.ready) counts.ready += sign;
}

const PodCounts& PodTally::counts(const Client& client, const Object& owner, const LabelSelector& selector) {
  const Value& template_labels = owner.spec()["template"]["metadata"]["labels"];
  const auto [at, is_new] = entries_.try_emplace(std::string(owner.uid()));
  Entry& entry = at->second;
  if (!is_new && entry.template_labels == template_labels) return entry.counts;
  entry = {selector, template_labels, {}};
  for (const ObjectRef& pod : client.controlled_by(kPod, owner)) count(entry, *pod, 1);
  return entry.counts;
}

void PodTally::add(const ObjectRef& pod, int64_t sign) {
  const std::string_view owner = pod->view<PodView>().controller_uid;
  if (owner.empty()) return;
  const auto at = entries_.find(std::string(owner));
  if (at != entries_.end()) count(at->second, *pod, sign);
}

void PodTally::observe(const Change& change) {
  if (change.before) add(change.before, -1);
  if (change.type != Change::Type::kDeleted) add(change.after, 1);
}

}  // namespace skiff
