// One resource that a CustomResourceDefinition defines: its kind as a row of the scheme, and its versions.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/custom_resources/custom_version.h"
#include "api/kind.h"

namespace skiff {

class CustomResource {
 public:
  explicit CustomResource(const Value& definition);
  CustomResource(const CustomResource&) = delete;

  // The row. `version` is the one that clients prefer: the newest, stable before beta before alpha.
  const Kind& kind() const { return kind_; }
  bool serves(std::string_view version) const;
  const std::vector<std::string>& served_versions() const { return versions_; }  // the preferred one first
  const std::string& definition_name() const { return name_; }                   // widgets.example.com
  // The version of an apiVersion, "example.com/v1"; the preferred one for any that is not served.
  const CustomVersion& version(std::string_view api_version) const;
  const CustomVersion& version_of(const Value& object) const { return version(object["apiVersion"].as_string()); }
  const CustomVersion& preferred_version() const { return *by_name_.front(); }
  bool serves_api(std::string_view api_version) const;
  bool terminating() const { return terminating_; }

 private:
  void read_names(const Value& spec);

  std::string name_, group_, kind_name_, plural_, singular_;
  std::vector<std::string> versions_;
  std::vector<std::string> short_name_texts_, category_texts_;
  std::vector<std::string_view> short_names_, categories_;
  std::vector<std::unique_ptr<CustomVersion>> by_name_;  // as `versions_`; one at least
  bool terminating_ = false;
  Kind kind_;
};

// What the definition of a kind says; null for kinds that are built in. Cheap while no cluster has any.
const CustomResource* custom_resource(const Kind& kind);

// Kubernetes' order of versions: v2 before v1 before v1beta2 before v1alpha1 before anything else.
bool is_newer_version(std::string_view a, std::string_view b);

}  // namespace skiff
