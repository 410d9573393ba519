// One version of a custom resource: its schema, what the schema does to objects, how they are shown. Versions convert
// into each other by name alone (conversion strategy None). Mirrors apiextensions-apiserver's registry/customresource
// and apiserver/schema, of which there is one for each version.
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

class CustomVersion {
 public:
  // `version` is one of a definition's spec.versions; null for a definition that serves none.
  explicit CustomVersion(const Value& version);
  CustomVersion(const CustomVersion&) = delete;

  const std::string& name() const { return name_; }
  const std::vector<PrinterColumn>& printer_columns() const { return columns_; }
  bool has_status() const { return has_status_; }
  const std::optional<ScalePaths>& scale() const { return scale_; }

  // What clients see of the schema: for explain and server-side apply.
  const Schema* fields() const { return &root_; }
  // Without the fields that the schema does not know; their paths are appended to `unknown`.
  void prune(Value& object, std::vector<std::string>& unknown) const;
  void set_defaults(Value& object) const;
  // `old` is what an update replaces, null on create. Rules that fail for what is as it was are `unchanged`.
  void validate(const Value& object, const Value* old, FieldErrors& errors, FieldErrors& unchanged) const;

 private:
  Schema build(const Value& schema);
  Schema build_object(const Value& schema);

  std::string name_;
  std::vector<PrinterColumn> columns_;
  bool has_status_ = false;
  std::optional<ScalePaths> scale_;
  Value schema_;  // openAPIV3Schema
  ValidationRules rules_;
  std::deque<std::string> names_;
  std::deque<Schema> elements_;
  std::deque<std::vector<SchemaField>> field_lists_;
  Schema root_;
};

// ".spec.a.b" as its steps. Upstream accepts only such simple paths here.
FieldSteps field_steps(std::string_view path);
const Value& follow(const Value& object, const FieldSteps& steps);

}  // namespace skiff
