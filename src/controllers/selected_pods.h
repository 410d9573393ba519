// The pods that some objects select, kept up to date change by change: who asks for them again and again need not look
// through the namespace each time. A cache of the store and nothing else: a selector's pods are found when it is first
// asked about.
#pragma once
#include <functional>
#include <map>
#include <string>

#include "controllers/selector_index.h"
#include "store/store.h"

namespace skiff {

class SelectedPods {
 public:
  using Pods = std::map<std::string, ObjectRef, std::less<>>;  // by name
  // Told what becomes of a selector's pods: a pod that it has lost, or had in another version; one that it has now.
  using Listener = std::function<void(const ObjectKey& key, const Object* lost, const Object* gained)>;

  explicit SelectedPods(Listener listener = {}) : listener_(std::move(listener)) {}

  // The pods that `selector`, known as `key`, selects in its namespace.
  const Pods& of(const ObjectKey& key, const Value& source, const LabelSelector& selector, const Store& store);
  void forget(const ObjectKey& key);
  // Names those concerned to `visit`, whose pods are asked for here or not yet.
  void observe(const Change& pod_change, const std::function<void(const ObjectKey&)>& visit = {});

 private:
  struct Selection {
    Value source;  // what the selector was made from
    Pods pods;
  };
  void put(const ObjectKey& key, Selection& selection, const ObjectRef& pod);
  void take(const ObjectKey& key, Selection& selection, std::string_view pod);

  Listener listener_;
  SelectorIndex index_;
  std::map<ObjectKey, Selection> selections_;
};

}  // namespace skiff
