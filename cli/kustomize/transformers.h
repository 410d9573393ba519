// What a kustomization does to all its objects: namespace, names, labels, annotations, replicas, images. Mirrors
// kustomize's builtin transformers.
#pragma once
#include "base/result.h"
#include "cli/kustomize/kustomization.h"
#include "cli/kustomize/resource.h"
#include "cli/kustomize/transformer_config.h"

namespace skiff::cli {

Result<void> set_namespace(const std::string& ns, const TransformerConfig& config, Resources& resources);
void add_prefix_and_suffix(const Value& kustomization, const TransformerConfig& config, Resources& resources);
// `labels`, then `commonLabels`.
void add_labels(const Value& kustomization, const TransformerConfig& config, Resources& resources);
void add_annotations(const Value& annotations, const TransformerConfig& config, Resources& resources);
Result<void> set_replicas(const Value& replicas, const TransformerConfig& config, Resources& resources);
Result<void> change_images(const Value& images, const TransformerConfig& config, Resources& resources);
// Puts the hash of its contents behind the name of each object that a generator made.
void append_content_hashes(Resources& resources);

}  // namespace skiff::cli
