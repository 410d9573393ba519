// PATCH with an applied configuration: the manager owns what it says, loses what it says no more, and may not change
// what others own unless it is told to force them. Mirrors structured-merge-diff's merge.Updater.Apply and
// managedfields/internal/conflict.go.
#include <map>
#include <utility>

#include "api/field_set.h"
#include "api/schema.h"
#include "apiserver/apiserver.h"
#include "apiserver/decoding.h"
#include "apiserver/managed_fields.h"
#include "base/json.h"
#include "base/strings.h"

namespace skiff {
namespace {

std::string shown(const FieldManager& manager) {
  std::string text = go_quote(manager.name);
  if (!manager.subresource.empty()) text += " with subresource " + go_quote(manager.subresource);
  // When it wrote is no part of who it is: BuildManagerIdentifier.
  return manager.operation == ManagerOperation::kApply ? text : text + " using " + manager.api_version;
}

struct FieldConflict {
  std::string manager;
  std::string path;
};

Error apply_conflict(const std::vector<FieldConflict>& conflicts) {
  Error error;
  error.reason = Reason::kConflict;
  std::map<std::string, std::vector<std::string>> by_manager;
  for (const FieldConflict& conflict : conflicts) {
    error.causes.push_back({"FieldManagerConflict", conflict.path, "conflict with " + conflict.manager});
    by_manager[conflict.manager].push_back(conflict.path);
  }
  if (conflicts.size() == 1) {
    error.message = "Apply failed with 1 conflict: conflict with " + conflicts[0].manager + ": " + conflicts[0].path;
    return error;
  }
  error.message = "Apply failed with " + std::to_string(conflicts.size()) + " conflicts: ";
  const char* separator = "";
  for (const auto& [manager, paths] : by_manager) {
    error.message.append(separator).append("conflicts with ").append(manager).append(":");
    for (const std::string& path : paths) error.message.append("\n- ").append(path);
    separator = "\n";
  }
  return error;
}

enum class OnConflict { kRefuse, kForce };

// kubectl's own manager goes on where ordinary applies have left off.
constexpr std::string_view kKubectl = "kubectl";
constexpr size_t kAnnotationsMost = size_t{256} * 1024;

// What kubectl's manager may change whoever owns it: the fields that the last ordinary apply has set, as far as they
// still are what it said. lastAppliedManager.allowedConflictsFromLastApplied.
Value freely_changed(const Kind& kind, const Value& live) {
  const auto manifest = parse_json(live.at("metadata", "annotations", kLastAppliedAnnotation).as_string());
  if (!manifest || (*manifest)["apiVersion"].as_string() != kind.api_version()) return {};
  const Schema* schema = find_schema(kind);
  const Value same = difference_of(fields_of(schema, *manifest), changed_fields(schema, *manifest, live));
  return difference_of(same, gone_fields(schema, *manifest, live));
}

// lastAppliedUpdater: an annotation that is there says what kubectl has applied last, whichever way.
void remember_applied(Value& document, Value configuration) {
  if (!std::as_const(document).at("metadata", "annotations").contains(kLastAppliedAnnotation)) return;
  if (std::as_const(configuration).at("metadata", "annotations").contains(kLastAppliedAnnotation))
    configuration["metadata"]["annotations"].erase(kLastAppliedAnnotation);
  Value& annotations = document["metadata"]["annotations"];
  annotations.set(kLastAppliedAnnotation, to_json(configuration, Escape::kGo) + "\n");
  size_t bytes = 0;
  for (const Member& member : std::as_const(annotations).members())
    bytes += member.name().size() + member.value.as_string().size();
  if (bytes > kAnnotationsMost) annotations.erase(kLastAppliedAnnotation);
}

struct Applied {
  Value document;
  std::vector<FieldManager> managers;
};

// Who owns a part needs the whole that it is in: EnsureNamedFieldsAreMembers.
Value with_wholes(const Value& set) {
  Value out = set;
  for (const Member& member : set.members())
    if (member.name() != ".") out.set(member.name(), with_wholes(member.value));
  if (!set.empty()) out.set(".", Value::object());
  return out;
}

// The applied fields merged into the live object, and who owns what from now on.
Result<Applied> apply_fields(const Kind& kind, const Value& live, const Value& configuration, const Value& owned,
                             const std::string& manager, OnConflict on_conflict, Time now) {
  const Schema* schema = find_schema(kind);
  Applied out{merge_applied(schema, live, configuration), managers_of(kind, live)};
  const Value changed = intersection_of(owned, changed_fields(schema, live, out.document));
  std::vector<FieldConflict> conflicts;
  const bool asks = on_conflict == OnConflict::kRefuse;
  const Value free = asks && manager == kKubectl ? freely_changed(kind, live) : Value();
  Value others;
  FieldManager* own = nullptr;
  for (FieldManager& other : out.managers) {
    if (other.applies(manager)) {
      own = &other;
      continue;
    }
    for (std::string& path : field_paths(difference_of(intersection_of(other.fields, changed), free)))
      conflicts.push_back({shown(other), std::move(path)});
    if (!changed.is_null()) other.fields = difference_of(other.fields, changed);
    others = union_of(others, other.fields);
  }
  if (!conflicts.empty() && asks) return apply_conflict(conflicts);
  if (own == nullptr) {
    out.managers.emplace_back();
    own = &out.managers.back();
    own->name = manager;
    own->operation = ManagerOperation::kApply;
    own->api_version = kind.api_version();
  }
  const Value gone = difference_of(difference_of(own->fields, with_wholes(owned)), with_wholes(others));
  if (!gone.is_null()) remove_fields(schema, out.document, gone);
  if (own->fields != owned || !changed.is_null() || !gone.is_null()) own->time = rfc3339(now);
  own->fields = owned;
  return out;
}

}  // namespace

Result<ObjectRef> ApiServer::apply(const Kind& kind, const ObjectKey& key, const Value& document, bool force_conflicts,
                                   const WriteOptions& options) {
  if (!document.at("metadata", "managedFields").empty()) return bad_request("metadata.managedFields must be nil");
  Value configuration = document;
  if (auto ok = decode_applied(kind, configuration); !ok) return ok.error();
  const Value owned = ownable_fields(kind, configuration);
  const ObjectRef old = store_.get(kind, key);
  if (!old) {
    const std::string uid = configuration.at("metadata", "uid").str();
    if (!uid.empty())
      return conflict(kind.resource, kind.group, key.name,
                      "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
    FieldManager author{options.field_manager, ManagerOperation::kApply, kind.api_version(), "", rfc3339(now_), owned};
    set_managers(configuration, {std::move(author)});
    return create(kind, key.ns, std::move(configuration), options);
  }
  const OnConflict on_conflict = force_conflicts ? OnConflict::kForce : OnConflict::kRefuse;
  auto applied = apply_fields(kind, old->document(), configuration, owned, options.field_manager, on_conflict, now_);
  if (!applied) return applied.error();
  set_managers(applied->document, std::move(applied->managers));
  if (options.field_manager == kKubectl) remember_applied(applied->document, document);
  return write_update(kind, old, std::move(applied->document), options);
}

}  // namespace skiff
