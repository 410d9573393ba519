// A Kind is one row of the scheme: everything that API machinery and printers need to know about a kind of object.
// Mirrors runtime.Scheme, the registry strategies (pkg/registry/*/*/strategy.go) and the server's table printers.
// Rows live in api/kinds/<kind>.cc, the list of them in api/kind_table.cc.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/field_errors.h"
#include "base/time.h"
#include "base/value.h"

namespace skiff {

enum class Scope { kNamespaced, kCluster };

// When metadata.generation grows (reference: metadata-and-status.md §3).
enum class Generation { kNone, kInitialOnly, kOnSpec, kOnSpecOrAnnotations };

// What metadata.name may look like, beyond what a path segment may.
enum class NameRule { kDns1123Subdomain, kDns1123Label, kPathSegment };

enum class Show { kAlways, kWide };

// One column of `kubectl get`. The cell is appended to `out`.
struct Column {
  std::string_view name;  // as the server names it: "Up-to-date"; the printer upper-cases it
  Show show;
  void (*cell)(const Value& object, Time now, std::string& out);
};

struct Kind {
  std::string_view group;     // "" for core, "apps"
  std::string_view version;   // "v1"
  std::string_view kind;      // "StatefulSet"
  std::string_view resource;  // plural: "statefulsets"
  std::string_view singular;  // "statefulset"
  std::span<const std::string_view> short_names = {};
  std::span<const std::string_view> categories = {};
  Scope scope = Scope::kNamespaced;
  std::string_view verbs = "create,delete,deletecollection,get,list,patch,update,watch";  // as discovery lists them
  bool has_status = false;  // a /status subresource: main writes keep the old status
  bool has_scale = false;
  Generation generation = Generation::kNone;
  NameRule name_rule = NameRule::kDns1123Subdomain;

  // Hooks; null where a kind has nothing to say. Called with the whole object.
  void (*set_defaults)(Value& object) = nullptr;                           // pkg/apis/*/v1/defaults.go
  void (*prepare_for_create)(Value& object) = nullptr;                     // strategy: initial status, dropped fields
  void (*prepare_for_update)(Value& object, const Value& old) = nullptr;   // strategy, main resource only
  void (*validate)(const Value& object, FieldErrors& errors) = nullptr;    // create and update
  void (*validate_update)(const Value& object, const Value& old, FieldErrors& errors) = nullptr;  // beyond `validate`
  std::span<const Column> columns = {};
  // Terms beside the owners' uids under which the store finds objects of this kind, appended to `terms`: "node=worker-1".
  void (*index_terms)(const Value& object, std::vector<std::string>& terms) = nullptr;

  bool allows(std::string_view verb) const;  // one of `verbs`
  bool namespaced() const { return scope == Scope::kNamespaced; }
  std::string api_version() const;     // "apps/v1", "v1"
  std::string qualified_name() const;  // "statefulsets.apps", "pods": as errors name it
  std::string display_name() const;    // "statefulset.apps", "pod": as success lines name it
};

}  // namespace skiff
