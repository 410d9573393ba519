#include "apiserver/managed_fields.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "api/field_set.h"
#include "api/schema.h"
#include "base/json.h"

namespace skiff {
namespace {

constexpr std::string_view kUnnamed = "unknown";

constexpr size_t kUpdateManagersMax = 10;
constexpr std::string_view kAncientChanges = "ancient-changes";

Value path_set(std::initializer_list<std::string_view> path) {
  Value set = Value::object();
  for (auto step = std::rbegin(path); step != std::rend(path); ++step)
    set = Value{{"f:" + std::string(*step), std::move(set)}};
  return set;
}

FieldManager read_entry(const Value& entry) {
  FieldManager manager;
  manager.name = entry["manager"].str();
  manager.operation = entry["operation"].as_string() == "Apply" ? ManagerOperation::kApply : ManagerOperation::kUpdate;
  manager.api_version = entry["apiVersion"].str();
  manager.subresource = entry["subresource"].str();
  manager.time = entry["time"].str();
  manager.fields = entry["fieldsV1"];
  return manager;
}

Value write_entry(const FieldManager& manager) {
  Value entry{{"apiVersion", manager.api_version},
              {"fieldsType", "FieldsV1"},
              {"fieldsV1", manager.fields},
              {"manager", manager.name},
              {"operation", manager.operation == ManagerOperation::kApply ? "Apply" : "Update"},
              {"time", manager.time}};
  if (!manager.subresource.empty()) entry.set("subresource", manager.subresource);
  return entry;
}

Value ownable_metadata(Value metadata) {
  for (const char* system : {"creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation",
                             "managedFields", "name", "namespace", "resourceVersion", "selfLink", "uid"})
    metadata.erase(system);
  return metadata;
}

// A document without what the system alone sets.
Value ownable_part(const Kind& kind, const Value& document) {
  Value body = document;
  for (const char* system : {"apiVersion", "kind"}) body.erase(system);
  if (kind.has_status) body.erase("status");
  if (const Value& metadata = document["metadata"]; metadata.is_object()) {
    Value ownable = ownable_metadata(metadata);
    if (ownable.empty()) body.erase("metadata");
    else body.set("metadata", std::move(ownable));
  }
  return body;
}

// What can be owned through a subresource: of the status it is the status, and what may be written along with it.
Value ownable_through(std::string_view subresource, const Kind& kind, const Value& document) {
  if (subresource != "status") return ownable_part(kind, document);
  return Value{{"metadata", ownable_metadata(document["metadata"])}, {"status", document["status"]}};
}

// What an ordinary kubectl apply has left behind: its manifest, in the annotation, and the annotation itself.
Value applied_fields(const Kind& kind, const Value& annotation) {
  const auto manifest = parse_json(annotation.as_string());
  const Value fields = manifest ? ownable_fields(kind, *manifest) : Value();
  return union_of(fields, path_set({"metadata", "annotations", kLastAppliedAnnotation}));
}

// Of the versions of a kind, the one in which somebody wrote.
std::string written_version(const Kind& kind, const Value& document) {
  const Value& named = document["apiVersion"];
  return named.is_string() ? named.str() : kind.api_version();
}

bool is_controlled(const Value& object) {
  for (const Value& owner : object.at("metadata", "ownerReferences").elements())
    if (owner["controller"].as_bool()) return true;
  return false;
}

std::vector<FieldManager> presumed_managers(const Kind& kind, const Value& object) {
  FieldManager author;
  author.api_version = kind.api_version();
  author.time = object.at("metadata", "creationTimestamp").str();
  const Value& annotation = object.at("metadata", "annotations", kLastAppliedAnnotation);
  author.name = annotation.is_string()  ? "kubectl-client-side-apply"
                : is_controlled(object) ? "kube-controller-manager"
                                        : "before-first-apply";
  author.fields = annotation.is_string() ? applied_fields(kind, annotation) : ownable_fields(kind, object);
  std::vector<FieldManager> managers{author};
  if (kind.has_status && !object["status"].empty()) {
    FieldManager controller = author;
    controller.name = manager_of(kind.kind == "Pod" || kind.kind == "Node" ? "kubelet" : "controller");
    controller.subresource = "status";
    const Schema* schema = find_schema(kind);
    controller.fields =
        Value{{"f:status", fields_of(schema == nullptr ? nullptr : schema->field("status"), object["status"])}};
    managers.push_back(std::move(controller));
  }
  return managers;
}

bool owns_nothing(const FieldManager& manager) { return manager.fields.empty(); }

// capManagersManager: of too many who have updated the object, the oldest become one for each version of the API.
void merge_oldest(std::vector<FieldManager>& managers) {
  std::erase_if(managers, owns_nothing);
  std::vector<FieldManager*> updaters;
  for (FieldManager& manager : managers)
    if (manager.operation == ManagerOperation::kUpdate) updaters.push_back(&manager);
  if (updaters.size() <= kUpdateManagersMax) return;
  std::sort(updaters.begin(), updaters.end(), [](const FieldManager* a, const FieldManager* b) {
    return std::tie(a->time, a->name, a->api_version, a->subresource) <
           std::tie(b->time, b->name, b->api_version, b->subresource);
  });
  std::map<std::string, FieldManager*> oldest;
  size_t left = updaters.size();
  for (FieldManager* updater : updaters) {
    if (left == kUpdateManagersMax) break;
    const auto [first, is_new] = oldest.emplace(updater->api_version, updater);
    if (is_new) continue;
    FieldManager& bucket = *first->second;
    bucket.name = kAncientChanges;
    bucket.subresource.clear();
    bucket.fields = union_of(bucket.fields, updater->fields);
    bucket.time = updater->time;
    updater->fields = Value();
    --left;
  }
}

}  // namespace

std::vector<FieldManager> managers_of(const Kind& kind, const Value& object) {
  const Value& entries = object.at("metadata", "managedFields");
  if (entries.empty()) return presumed_managers(kind, object);
  std::vector<FieldManager> managers;
  for (const Value& entry : entries.elements()) managers.push_back(read_entry(entry));
  return managers;
}

void set_managers(Value& object, std::vector<FieldManager> managers) {
  std::erase_if(managers, owns_nothing);
  std::sort(managers.begin(), managers.end(), [](const FieldManager& a, const FieldManager& b) {
    return std::tie(a.operation, a.time, a.name, a.api_version, a.subresource) <
           std::tie(b.operation, b.time, b.name, b.api_version, b.subresource);
  });
  Value entries = Value::array();
  for (const FieldManager& manager : managers) entries.push_back(write_entry(manager));
  if (entries.empty()) object["metadata"].erase("managedFields");
  else object["metadata"].set("managedFields", std::move(entries));
}

Value ownable_fields(const Kind& kind, const Value& document) {
  const Value body = ownable_part(kind, document);
  return body.empty() ? Value() : fields_of(find_schema(kind), body);
}

std::string_view manager_of(std::string_view component) {
  if (component == "kubelet") return kUnnamed;
  return component == "default-scheduler" ? "kube-scheduler" : "kube-controller-manager";
}

Value with_managers(const Kind& kind, Value object) {
  if (std::as_const(object).at("metadata", "managedFields").empty())
    set_managers(object, presumed_managers(kind, object));
  return object;
}

void record_create(const Kind& kind, Value& document, std::string_view manager, Time now) {
  if (!std::as_const(document).at("metadata", "managedFields").empty()) return;
  FieldManager author;
  author.name = manager.empty() ? kUnnamed : manager;
  author.api_version = written_version(kind, document);
  author.time = rfc3339(now);
  author.fields = made_fields(find_schema(kind), ownable_part(kind, document));
  set_managers(document, {std::move(author)});
}

void record_update(const Kind& kind, const Value& before, Value& after, std::string_view manager,
                   std::string_view subresource, Time now) {
  if (after == before) return;
  // Who writes the entries themselves means them: the change is told from there on.
  const Value& given = std::as_const(after).at("metadata", "managedFields");
  const Value base = given.empty() ? before : after;
  if (base.at("metadata", "managedFields").empty()) return;
  if (manager.empty()) manager = kUnnamed;
  const Schema* schema = find_schema(kind);
  const Value old_body = ownable_through(subresource, kind, before);
  const Value new_body = ownable_through(subresource, kind, after);
  const Value changed = changed_fields(schema, old_body, new_body);
  const Value gone = gone_fields(schema, old_body, new_body);
  std::vector<FieldManager> managers = managers_of(kind, base);
  const std::string version = written_version(kind, after);
  FieldManager* writer = nullptr;
  for (FieldManager& other : managers) {
    if (other.updates(manager, version, subresource)) writer = &other;
    else if (!changed.is_null()) other.fields = difference_of(other.fields, changed);
    if (!gone.is_null()) other.fields = difference_of(other.fields, gone);
  }
  if (!changed.is_null()) {
    if (writer == nullptr) {
      managers.emplace_back();
      writer = &managers.back();
      writer->name = manager;
      writer->api_version = version;
      writer->subresource = subresource;
    }
    writer->fields = union_of(writer->fields, changed);
    writer->time = rfc3339(now);
  }
  merge_oldest(managers);
  set_managers(after, std::move(managers));
}

}  // namespace skiff
