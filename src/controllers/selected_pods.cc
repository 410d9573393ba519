#include "controllers/selected_pods.h"

#include "api/kinds/pod.h"

namespace skiff {

const SelectedPods::Pods& SelectedPods::of(const ObjectKey& key, const Value& source, const LabelSelector& selector,
                                           const Store& store) {
  const auto known = selections_.find(key);
  if (known != selections_.end() && known->second.source == source) return known->second.pods;
  forget(key);
  index_.put(key, selector);
  Selection& selection = selections_.emplace(key, Selection{source, {}}).first->second;
  for (const ObjectRef& pod : store.pods_selected(key.ns, selector)) put(key, selection, pod);
  return selection.pods;
}

void SelectedPods::forget(const ObjectKey& key) {
  const auto known = selections_.find(key);
  if (known == selections_.end()) return;
  if (listener_)
    for (const auto& [name, pod] : known->second.pods) listener_(key, pod.get(), nullptr);
  selections_.erase(known);
  index_.erase(key);
}

void SelectedPods::put(const ObjectKey& key, Selection& selection, const ObjectRef& pod) {
  take(key, selection, pod->name());
  selection.pods.emplace(pod->name(), pod);
  if (listener_) listener_(key, nullptr, pod.get());
}

void SelectedPods::take(const ObjectKey& key, Selection& selection, std::string_view pod) {
  const auto held = selection.pods.find(pod);
  if (held == selection.pods.end()) return;
  if (listener_) listener_(key, held->second.get(), nullptr);
  selection.pods.erase(held);
}

void SelectedPods::observe(const Change& change, const std::function<void(const ObjectKey&)>& visit) {
  const Value& after = change.after->metadata()["labels"];
  const bool relabelled = change.before && !(change.before->metadata()["labels"] == after);
  const bool gone = change.type == Change::Type::kDeleted;
  if (relabelled || gone)
    index_.for_each_match(change.key().ns, change.before->metadata()["labels"], [&](const ObjectKey& key) {
      take(key, selections_.at(key), change.key().name);
      if (visit) visit(key);
    });
  if (gone) return;
  index_.for_each_match(change.key().ns, after, [&](const ObjectKey& key) {
    put(key, selections_.at(key), change.after);
    if (visit) visit(key);
  });
}

}  // namespace skiff
