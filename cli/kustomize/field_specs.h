// Where the transformers of a kustomization write: labels, annotations, replicas, namespaces. Facts of kustomize's
// default configuration (builtinpluginconsts).
#pragma once
#include <span>

#include "cli/kustomize/field_path.h"

namespace skiff::cli {

std::span<const FieldSpec> label_fields();           // an object's own
std::span<const FieldSpec> template_label_fields();  // those of the templates it has
std::span<const FieldSpec> selector_fields();        // selectors of all sorts
std::span<const FieldSpec> annotation_fields();
std::span<const FieldSpec> replica_fields();
std::span<const FieldSpec> namespace_fields();  // beside metadata.namespace

}  // namespace skiff::cli
