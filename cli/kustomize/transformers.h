// What a kustomization does to the objects it has gathered, one function a field of it.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace skiff::cli {

// All fields but patches, in kustomize's order: namespace, names, labels, annotations, images, replicas.
void transform(const Value& kustomization, std::vector<Value>& objects);

// One patch, strategic or a list of JSON patch operations, for the objects that `target` selects (null: the one that
// the patch itself names).
Result<void> apply_kustomize_patch(const std::string& text, const Value& target, std::vector<Value>& objects);

}  // namespace skiff::cli
