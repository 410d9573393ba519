#include "scheduler/node_answers.h"

#include <algorithm>

namespace skiff {
namespace {

// So many kinds of pods are remembered at a time.
constexpr size_t kSignaturesMax = 32;

}  // namespace

AnswersBySignature::Signature::Signature(const PodInfo& pod)
    : requests(pod.requests),
      scored(pod.scored),
      host_ports(pod.host_ports),
      node_name((*pod.spec)["nodeName"]),
      node_selector((*pod.spec)["nodeSelector"]),
      node_affinity((*pod.spec)["affinity"]["nodeAffinity"]),
      tolerations((*pod.spec)["tolerations"]) {}

NodeAnswers& AnswersBySignature::of(const PodInfo& pod) {
  Signature signature(pod);
  auto found =
      std::find_if(known_.begin(), known_.end(), [&](const auto& known) { return known->signature == signature; });
  if (found == known_.end()) {
    if (known_.size() >= kSignaturesMax) known_.pop_back();
    found = known_.insert(known_.end(), std::make_unique<Known>(Known{std::move(signature), {}}));
  }
  std::rotate(known_.begin(), found, found + 1);
  return known_.front()->answers;
}

}  // namespace skiff
