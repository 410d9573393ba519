#include "api/kinds/configmap.h"

#include "api/columns.h"
#include "api/data_validation.h"
#include "api/field_checks.h"

namespace skiff {
namespace {

constexpr std::string_view kShortNames[] = {"cm"};

void data_cell(const Value& map, Time, std::string& out) {
  append_int(static_cast<int64_t>(map["data"].size() + map["binaryData"].size()), out);
}

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Data", Show::kAlways, data_cell},
    {"Age", Show::kAlways, age_cell},
};

// ValidateConfigMap.
void validate(const Value& map, FieldErrors& errors) {
  validate_data_keys(map["data"], FieldPath("data"), errors);
  for (const Member& entry : map["data"].members())
    if (map["binaryData"].contains(entry.name()))
      errors.invalid(FieldPath("data").key(entry.name()), entry.name(), "duplicate of key present in binaryData");
  validate_data_keys(map["binaryData"], FieldPath("binaryData"), errors);
  const size_t bytes = plain_bytes(map["data"]) + encoded_bytes(map["binaryData"]);
  // field.NewPath(""), a root without a name, shows as an index without one.
  if (bytes > kDataMaxBytes) errors.too_long(FieldPath("[]"), kDataMaxBytes);
}

// ValidateConfigMapUpdate.
void validate_update(const Value& map, const Value& old, FieldErrors& errors) {
  validate_immutable_data(map, old, {"data", "binaryData"}, errors);
}

}  // namespace

const Kind kConfigMap = {
    .group = "",
    .version = "v1",
    .kind = "ConfigMap",
    .resource = "configmaps",
    .singular = "configmap",
    .short_names = kShortNames,
    .scope = Scope::kNamespaced,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
};

}  // namespace skiff
