// What a kustomization does to all its objects: namespace, names, labels, annotations, replicas, images. Mirrors
// kustomize's builtin transformers.
#pragma once
#include "base/result.h"
#include "cli/kustomize/kustomization.h"
#include "cli/kustomize/resource.h"

namespace skiff::cli {

Result<void> set_namespace(const std::string& ns, Resources& resources);
void add_prefix_and_suffix(const std::string& prefix, const std::string& suffix, Resources& resources);
// `labels`, then `commonLabels`.
void add_labels(const Value& kustomization, Resources& resources);
void add_annotations(const Value& annotations, Resources& resources);
Result<void> set_replicas(const Value& replicas, Resources& resources);
Result<void> change_images(const Value& images, Resources& resources);
// Puts the hash of its contents behind the name of each object that a generator made.
void append_content_hashes(Resources& resources);

}  // namespace skiff::cli
