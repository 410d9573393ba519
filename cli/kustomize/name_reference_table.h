// Which fields name which kind of object: "a Deployment's spec/template/spec/serviceAccountName names a
// ServiceAccount".
#pragma once
#include <vector>

#include "cli/kustomize/field_path.h"

namespace skiff::cli {

struct NameReference {
  KindChoice names;   // the kind that is named
  KindChoice holder;  // the kind that has the field
  std::string path;
};

// In the order in which references are followed.
const std::vector<NameReference>& name_references();

}  // namespace skiff::cli
