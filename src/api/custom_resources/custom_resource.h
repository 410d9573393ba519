// One resource that a CustomResourceDefinition defines: its kind as a row of the scheme, and what its schema does to
// objects. Mirrors apiextensions-apiserver's registry/customresource and apiserver/schema.
#pragma once
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/custom_resources/validation_rules.h"
#include "api/kind.h"
#include "api/schema.h"

namespace skiff {

// additionalPrinterColumns: what `kubectl get` shows beside the name.
struct PrinterColumn {
  std::string name;
  std::string type;  // string, integer, number, boolean, date
  std::string json_path;
  Show show = Show::kAlways;
};

// Where a scale subresource finds its numbers: ".spec.replicas" as steps.
using FieldSteps = std::vector<std::string>;

struct ScalePaths {
  FieldSteps spec_replicas;
  FieldSteps status_replicas;
  FieldSteps label_selector;  // empty: none
};

class CustomResource {
 public:
  explicit CustomResource(const Value& definition);
  CustomResource(const CustomResource&) = delete;

  // The row. `version` is the one that clients prefer: the newest, stable before beta before alpha.
  const Kind& kind() const { return kind_; }
  bool serves(std::string_view version) const;
  const std::vector<std::string>& served_versions() const { return versions_; }  // the preferred one first
  const std::string& definition_name() const { return name_; }                   // widgets.example.com
  const std::vector<PrinterColumn>& printer_columns() const { return columns_; }
  const std::optional<ScalePaths>& scale() const { return scale_; }
  bool terminating() const { return terminating_; }

  // What clients see of the schema: for explain and server-side apply.
  const Schema* fields() const { return &root_; }
  // Without the fields that the schema does not know; their paths are appended to `unknown`.
  void prune(Value& object, std::vector<std::string>& unknown) const;
  void set_defaults(Value& object) const;
  // `old` is what an update replaces, null on create.
  void validate(const Value& object, const Value* old, FieldErrors& errors) const;

 private:
  void read_names(const Value& spec);
  void read_version(const Value& version);
  Schema build(const Value& schema);
  Schema build_object(const Value& schema);

  std::string name_, group_, version_, kind_name_, plural_, singular_;
  std::vector<std::string> versions_;
  std::vector<std::string> short_name_texts_, category_texts_;
  std::vector<std::string_view> short_names_, categories_;
  std::vector<PrinterColumn> columns_;
  std::optional<ScalePaths> scale_;
  bool terminating_ = false;
  Value schema_;  // openAPIV3Schema
  ValidationRules rules_;
  std::deque<std::string> names_;
  std::deque<Schema> elements_;
  std::deque<std::vector<SchemaField>> field_lists_;
  Schema root_;
  Kind kind_;
};

// What the definition of a kind says; null for kinds that are built in. Cheap while no cluster has any.
const CustomResource* custom_resource(const Kind& kind);

// ".spec.a.b" as its steps. Upstream accepts only such simple paths here.
FieldSteps field_steps(std::string_view path);
const Value& follow(const Value& object, const FieldSteps& steps);

// Kubernetes' order of versions: v2 before v1 before v1beta2 before v1alpha1 before anything else.
bool is_newer_version(std::string_view a, std::string_view b);

}  // namespace skiff
