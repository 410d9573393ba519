// Label selectors as objects carry them: metav1.LabelSelector (matchLabels, matchExpressions) and the plain maps of
// Services and ReplicationControllers. Mirrors apimachinery's labels.Selector.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace skiff {

struct LabelRequirement {
  enum class Operator { kIn, kNotIn, kExists, kDoesNotExist, kGreaterThan, kLessThan };
  std::string key;
  Operator op = Operator::kExists;
  std::vector<std::string> values;

  bool matches(const Value& labels) const;
};

class LabelSelector {
 public:
  // A metav1.LabelSelector. A null one selects nothing, an empty one everything.
  static LabelSelector of(const Value& selector);
  // A map of labels that must all be there. A null or empty map selects nothing (Service, ReplicationController).
  static LabelSelector of_map(const Value& labels);
  static LabelSelector of_requirements(std::vector<LabelRequirement> requirements);

  // `labels` is metadata.labels, or null.
  bool matches(const Value& labels) const;
  // Selects everything: it requires nothing.
  bool selects_all() const { return !nothing_ && requirements_.empty(); }
  const std::vector<LabelRequirement>& requirements() const { return requirements_; }

 private:
  bool nothing_ = false;
  std::vector<LabelRequirement> requirements_;
};

}  // namespace skiff
