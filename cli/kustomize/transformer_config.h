// What `configurations` add to the fields that the transformers of a kustomization know of themselves. Mirrors
// kustomize's builtinconfig.TransformerConfig.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/kustomize/field_path.h"
#include "cli/kustomize/name_reference_table.h"

namespace skiff::cli {

enum class FieldSet {
  kNamePrefix,
  kNameSuffix,
  kNamespace,
  kCommonLabels,
  kLabels,
  kTemplateLabels,
  kCommonAnnotations,
  kVarReference,
  kImages,
  kReplicas,
};

class TransformerConfig {
 public:
  // Adds what one file says. Fails for what is no configuration, and for a field that is known as one to be made where
  // it is missing and named again as one that is not, or the other way round.
  Result<void> add(const std::string& text);
  // The same of what has been read and is known to be one.
  Result<void> add(Value document);
  // Adds what a base was configured with: it holds for what is built on it, too.
  Result<void> add(const TransformerConfig& base);

  const std::vector<FieldSpec>& fields(FieldSet set) const { return fields_[static_cast<size_t>(set)]; }
  const std::vector<NameReference>& references() const { return references_; }

 private:
  Result<void> add(FieldSet set, const FieldSpec& field);

  std::vector<Value> documents_;  // the texts that the fields are views of
  std::array<std::vector<FieldSpec>, 10> fields_;
  std::vector<NameReference> references_;
};

}  // namespace skiff::cli
