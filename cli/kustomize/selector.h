// Which objects a patch or a replacement is for. The texts are regular expressions for whole values. Mirrors
// api/types.Selector and SelectorRegex.
#pragma once
#include <optional>

#include "api/label_selector.h"
#include "base/regular_expression.h"
#include "base/result.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

class KustomizeSelector {
 public:
  // Fields group, version, kind, name, namespace, labelSelector, annotationSelector; what is missing selects all.
  static Result<KustomizeSelector> parse(const Value& selector);

  bool selects(const Resource& resource) const;  // by its original name or its present one
  bool selects_metadata(const Value& metadata) const;

 private:
  using Pattern = std::optional<RegularExpression>;  // unset: anything
  static bool fits(const Pattern& pattern, const std::string& text) { return !pattern || pattern->matches(text); }

  Pattern group_;
  Pattern version_;
  Pattern kind_;
  Pattern name_;
  Pattern namespace_;
  LabelSelector labels_;
  LabelSelector annotations_;
};

}  // namespace skiff::cli
