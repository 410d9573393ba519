#include "cli/verbs/apply/migration.h"

#include <algorithm>
#include <set>

#include "api/field_set.h"
#include "cli/last_applied.h"

namespace skiff::cli {
namespace {

constexpr const char* kDefaultManager = "kubectl";
constexpr const char* kLastAppliedManager = "kubectl-last-applied";

bool owns_last_applied(const Value& entry, std::string_view operation) {
  return entry["operation"].as_string() == operation &&
         entry["fieldsV1"].at("f:metadata", "f:annotations").contains("f:" + std::string(kLastApplied));
}

bool is_main_update(const Value& entry, const std::string& manager) {
  return entry["manager"].as_string() == manager && entry["operation"].as_string() == "Update" &&
         entry["subresource"].as_string().empty();
}

// saveLastApplyAnnotationIfNecessary: somebody has to own the annotation, or the next apply would take it away.
Result<Value> keep_last_applied(const Target& target, const Value& live, const std::string& manager, Session& session) {
  const Value& annotation = live.at("metadata", "annotations")[kLastApplied];
  const Elements& entries = live.at("metadata", "managedFields").elements();
  const bool owned =
      std::any_of(entries.begin(), entries.end(), [](const Value& entry) { return owns_last_applied(entry, "Apply"); });
  if (manager != kDefaultManager || annotation.is_null() || owned) return live;
  Value just_annotation{
      {"apiVersion", target.kind->api_version()},
      {"kind", target.kind->kind},
      {"metadata", Value{{"annotations", Value{{kLastApplied, annotation}}}, {"name", target.key.name}}}};
  if (target.kind->namespaced()) just_annotation["metadata"].set("namespace", target.key.ns);
  WriteOptions how;
  how.field_manager = kLastAppliedManager;
  auto kept = session.api().apply(*target.kind, target.key, just_annotation, false, how);
  if (!kept) return kept.error();
  return (*kept)->document();
}

// UpgradeManagedFields: one Update manager becomes part of the Apply manager.
void move_ownership(Elements& entries, const std::string& from, const std::string& to) {
  const auto old =
      std::find_if(entries.begin(), entries.end(), [&](const Value& entry) { return is_main_update(entry, from); });
  if (old == entries.end()) return;
  const auto own = std::find_if(entries.begin(), entries.end(), [&](const Value& entry) {
    return entry["manager"].as_string() == to && entry["operation"].as_string() == "Apply" &&
           entry["subresource"].as_string().empty();
  });
  if (own == entries.end()) {
    old->set("manager", to);
    old->set("operation", "Apply");
    return;
  }
  if (std::as_const(*own)["apiVersion"] == std::as_const(*old)["apiVersion"])
    own->set("fieldsV1", union_of(std::as_const(*own)["fieldsV1"], std::as_const(*old)["fieldsV1"]));
  std::erase_if(entries, [&](const Value& entry) { return is_main_update(entry, from); });
}

}  // namespace

Result<Migration> migrate_to_server_side(const Target& target, const Value& live, const std::string& manager,
                                         Session& session) {
  std::set<std::string> clients;
  for (const Value& entry : live.at("metadata", "managedFields").elements())
    if (owns_last_applied(entry, "Update")) clients.insert(entry["manager"].str());
  const auto kept = keep_last_applied(target, live, manager, session);
  if (!kept) return kept.error();
  if (clients.empty()) return Migration::kNone;
  Value entries = kept->at("metadata", "managedFields");
  for (const std::string& client : clients) move_ownership(entries.edit_elements(), client, manager);
  const Value patch =
      Value::array({Value{{"op", "replace"}, {"path", "/metadata/managedFields"}, {"value", std::move(entries)}},
                    Value{{"op", "replace"},
                          {"path", "/metadata/resourceVersion"},
                          {"value", kept->at("metadata", "resourceVersion")}}});
  auto patched = session.api().patch(*target.kind, target.key, PatchType::kJson, patch, {});
  if (!patched) return patched.error();
  return Migration::kDone;
}

}  // namespace skiff::cli
