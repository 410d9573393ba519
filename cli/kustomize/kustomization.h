// The file that says what a kustomization is: kustomization.yaml, read as strictly as kustomize reads it.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "cli/kustomize/folder.h"

namespace skiff::cli {

struct Kustomization {
  Value fields;  // of known names and types; bases stand among the resources, imageTags among the images
  std::vector<std::string> warnings;  // about fields that have a newer name

  bool component() const { return fields["kind"].as_string() == "Component"; }
};

Result<Kustomization> read_kustomization(const KustomizeFolder& folder);

}  // namespace skiff::cli
