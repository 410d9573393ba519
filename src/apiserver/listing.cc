// GET of collections: label and field selectors, through an index where a field selector allows it.
#include "api/field_selector.h"
#include "api/kinds/event.h"
#include "api/kinds/pod.h"
#include "api/label_selector.h"
#include "apiserver/apiserver.h"
#include "apiserver/method_not_allowed.h"

namespace skiff {
namespace {

// The objects among which those that match are.
std::vector<ObjectRef> candidates(const Store& store, const Kind& kind, const std::string& ns,
                                  const LabelSelector& labels, const FieldSelector& fields) {
  if (const auto name = fields.exact("metadata.name"); name && (!ns.empty() || !kind.namespaced())) {
    ObjectRef one = store.get(kind, {ns, std::string(*name)});
    return one ? std::vector<ObjectRef>{one} : std::vector<ObjectRef>{};
  }
  std::optional<std::vector<ObjectRef>> indexed;
  if (&kind == &kPod)
    if (const auto node = fields.exact("spec.nodeName"); node && !node->empty()) indexed = store.pods_on_node(*node);
  if (&kind == &kEvent)
    if (const auto uid = fields.exact("involvedObject.uid"); uid && !uid->empty()) indexed = store.events_about(*uid);
  if (!indexed && &kind == &kPod) return store.pods_selected(ns, labels);
  if (!indexed) return store.list(kind, ns);
  if (!ns.empty()) std::erase_if(*indexed, [&](const ObjectRef& one) { return one->ns() != ns; });
  return std::move(*indexed);
}

}  // namespace

Result<std::vector<ObjectRef>> ApiServer::list(const Kind& kind, const ListOptions& options) const {
  const auto labels = LabelSelector::parse(options.label_selector);
  if (!labels) return bad_request(labels.error().message);
  const auto fields = FieldSelector::parse(kind, options.field_selector);
  if (!fields) return bad_request(fields.error().message);
  warn_of_deprecation(kind);
  std::vector<ObjectRef> found = candidates(store_, kind, options.ns, *labels, *fields);
  if (found.empty() && !kind.allows("list")) return method_not_allowed();
  if (labels->selects_all() && fields->selects_all()) return found;
  std::erase_if(found, [&](const ObjectRef& one) {
    return !labels->matches(one->metadata()["labels"]) || !fields->matches(one->document());
  });
  return found;
}

}  // namespace skiff
