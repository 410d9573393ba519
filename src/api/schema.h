// What the API server's OpenAPI documents say about the shape of each kind: the types of its fields, how patches merge
// them, what they may hold. Read on demand from a table inside the program: a command that asks nothing pays nothing,
// and asking decodes only the types on the way.
//
// A Schema describes one place of a document; it lives as long as the program. Places that the documents do not
// describe (fields of custom resources, unknown fields) have none: the functions give null.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "base/value.h"

namespace skiff {

enum class Shape {
  kString,
  kBool,
  kInt32,
  kInt64,
  kDouble,
  kBytes,     // base64 text
  kQuantity,  // text or number
  kIntOrString,
  kTime,  // RFC 3339, whole seconds
  kMicroTime,
  kRaw,     // any JSON
  kArray,   // of `element`
  kMap,     // any keys, values are `element`
  kStruct,  // fields by name
};

enum class ListType { kAtomic, kSet, kMap };

struct SchemaField;

struct Schema {
  Shape shape = Shape::kRaw;
  std::string_view type;            // of a struct: "apps.v1.DeploymentSpec"
  const Schema* element = nullptr;  // of arrays and maps
  bool open = false;                // a struct that keeps fields it does not know
  bool atomic = false;              // a map or struct that server-side apply owns as one (x-kubernetes-map-type)
  const std::vector<SchemaField>* own_fields = nullptr;  // of a struct that a CustomResourceDefinition describes

  // Said by the field that this schema belongs to; unset for elements.
  bool required = false;
  std::string_view default_json;  // as JSON text; zero values ("", 0, {}) mark fields that are never absent in Go
  std::string_view enumeration;   // "Always|IfNotPresent|Never"
  std::string_view go_type;       // of a named string type: "v1.PullPolicy"
  bool patch_merge = false;       // x-kubernetes-patch-strategy
  bool patch_replace = false;
  bool patch_retain_keys = false;
  std::string_view merge_key;  // x-kubernetes-patch-merge-key
  ListType list_type = ListType::kAtomic;
  std::vector<std::string_view> map_keys;  // x-kubernetes-list-map-keys

  // The fields of a struct, sorted by name; empty for other shapes.
  const std::vector<SchemaField>& fields() const;
  const Schema* field(std::string_view name) const;

  std::vector<std::string_view> enum_values() const;
  // The last part of `type`: "DeploymentSpec".
  std::string_view struct_name() const;
  // As Go prints the type: "int32", "v1.PodSpec", "[]v1.Container", "map[string]string".
  std::string go_type_name() const;
};

struct SchemaField {
  std::string_view name;
  Schema schema;
};

// The schema of whole objects of a kind.
const Schema* find_schema(std::string_view api_version, std::string_view kind);
const Schema* find_schema(const Kind& kind);
// The same for those whose patches may be strategic: null for custom resources, which know merge patches alone.
const Schema* find_patch_schema(const Kind& kind);
// The schema of a type by its name, "core.v1.PodSpec"; null if there is none.
const Schema* find_type(std::string_view type);

// Follows a path of field names from `from`; arrays and maps are stepped into on the way: "spec.containers.image".
const Schema* schema_at(const Schema* from, std::string_view path);

}  // namespace skiff
