// What the filters and scorers that look at nothing but the pod and one node have said, remembered for the next pod
// that asks the same of a node: the pods of one workload are scheduled one after the other, and between two of them one
// node changes. Mirrors the pod signatures by which kube-scheduler batches (KEP-5598).
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/value.h"
#include "scheduler/pod_info.h"

namespace skiff {

class NodeAnswers {
 public:
  struct Answer {
    uint64_t generation = 0;  // of the node, when it was given
    bool fits = false;        // no filter refuses; false: not known to
    bool scored = false;
    int64_t score = 0;  // weighted, of all scorers together
  };
  // Of the node in this slot; a new one if it is not what it was.
  Answer& on(size_t slot, uint64_t generation) {
    if (by_slot_.size() <= slot) by_slot_.resize(slot + 1);
    Answer& answer = by_slot_[slot];
    if (answer.generation != generation) answer = {.generation = generation};
    return answer;
  }

 private:
  std::vector<Answer> by_slot_;
};

class AnswersBySignature {
 public:
  NodeAnswers& of(const PodInfo& pod);

 private:
  // All of a pod that such filters and scorers read.
  struct Signature {
    explicit Signature(const PodInfo& pod);
    Resources requests;
    ScoredRequests scored;
    std::vector<HostPort> host_ports;
    Value node_name, node_selector, node_affinity, tolerations;
    friend bool operator==(const Signature&, const Signature&) = default;
  };
  struct Known {
    Signature signature;
    NodeAnswers answers;
  };
  std::vector<std::unique_ptr<Known>> known_;  // the last used first
};

}  // namespace skiff
