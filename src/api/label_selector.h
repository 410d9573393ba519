// Label selectors: as objects carry them (metav1.LabelSelector with matchLabels and matchExpressions, the plain maps of
// Services and ReplicationControllers) and as people type them (`app=web,tier in (a,b),!old`). Mirrors apimachinery's
// labels.Selector.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff {

struct LabelRequirement {
  // The three with one value differ from kIn and kNotIn only in how they are written.
  enum class Operator {
    kIn,
    kNotIn,
    kExists,
    kDoesNotExist,
    kGreaterThan,
    kLessThan,
    kEquals,
    kDoubleEquals,
    kNotEquals
  };
  std::string key;
  Operator op = Operator::kExists;
  std::vector<std::string> values;

  bool matches(const Value& labels) const;
  std::string text() const;  // "a=b", "a in (b,c)", "!a"
};

class LabelSelector {
 public:
  // A metav1.LabelSelector. A null one selects nothing, an empty one everything.
  static LabelSelector of(const Value& selector);
  // A map of labels that must all be there. A null or empty map selects nothing (Service, ReplicationController).
  static LabelSelector of_map(const Value& labels);
  static LabelSelector of_requirements(std::vector<LabelRequirement> requirements);
  // The text form. Fails in the words of the server ("found ',', expected: identifier after ','"), as a client error;
  // a list request that carries the selector makes a BadRequest of it. An empty text selects everything.
  static Result<LabelSelector> parse(std::string_view text);

  // `labels` is metadata.labels, or null.
  bool matches(const Value& labels) const;
  // Selects everything: it requires nothing.
  bool selects_all() const { return !nothing_ && requirements_.empty(); }
  const std::vector<LabelRequirement>& requirements() const { return requirements_; }
  // Sorted by key, joined by commas; empty if it requires nothing.
  std::string text() const;

 private:
  bool nothing_ = false;
  std::vector<LabelRequirement> requirements_;
};

}  // namespace skiff
