#include "cli/verbs/apply/client_side.h"

#include <fmt/format.h>

#include "api/conversion.h"
#include "api/patch/merge_patch.h"
#include "api/patch/strategic_merge_patch.h"
#include "api/patch/three_way_merge.h"
#include "api/schema.h"
#include "base/json.h"
#include "cli/last_applied.h"
#include "cli/manifests.h"
#include "cli/patch_types.h"
#include "cli/printers/yaml.h"
#include "cli/waiting.h"
#include "cli/write_flags.h"

namespace skiff::cli {
namespace {

// "Resource: …\nName: …": how errors describe what was being worked on. Upstream: addSourceToErr and Info.String.
std::string described(const Target& target) {
  return fmt::format("Resource: \"{}\", GroupVersionKind: \"{}/{}, Kind={}\"\nName: \"{}\", Namespace: \"{}\"",
                     group_version_resource(*target.kind), target.kind->group, target.kind->version, target.kind->kind,
                     target.key.name, target.key.ns);
}

std::string retrieving(const Target& target) {
  return fmt::format("error when retrieving current configuration of:\n{}\nfrom server for: \"{}\": ",
                     described(target), target.source);
}

// Null members of the manifest are in the annotation, but not in what is sent. Upstream: the typed round trip of
// create.
Value without_nulls(const Value& value) {
  if (value.is_object()) {
    Value out = Value::object();
    for (const Member& member : value.members())
      if (!member.value.is_null()) out[member.key] = without_nulls(member.value);
    return out;
  }
  if (value.is_array()) {
    Value out = Value::array();
    for (const Value& element : value.elements()) out.push_back(without_nulls(element));
    return out;
  }
  return value;
}

// The manifest in the version in which it was written: that is what the annotation remembers and the patch speaks of.
Value given(const Target& target) { return in_version(*target.kind, target.document, target.api_version); }

Applied applied(const Target& target, const Value& object, const char* operation) {
  return {in_version(*target.kind, object, target.api_version), operation};
}

Result<Applied> create(const ApplyOptions& options, const Target& target, Session& session, DryRunMode dry_run,
                       FieldValidation validation) {
  Value manifest = with_last_applied(given(target));
  if (dry_run == DryRunMode::kClient) return Applied{manifest, "created"};
  if (auto served = check_address(target); !served)
    return in_context(served.error(), fmt::format("error when creating \"{}\": ", target.source));
  convert_to_stored_version(manifest);
  WriteOptions how = write_options(dry_run, options.field_manager);
  how.field_validation = validation;
  auto made = session.api().create(*target.kind, target.key.ns, without_nulls(manifest), how);
  if (!made) return in_context(made.error(), fmt::format("error when creating \"{}\": ", target.source));
  return applied(target, (*made)->document(), "created");
}

Error patch_error(const Error& error, const Target& target, const std::string& patch) {
  return in_context(
      error, fmt::format("error when applying patch:\n{}\nto:\n{}\nfor: \"{}\": error when patching \"{}\": ", patch,
                         described(target), target.source, target.source));
}

const Schema* patch_schema(const Target& target) {
  const Schema* schema = find_patch_schema(*target.kind);
  return schema == nullptr || target.api_version.empty() ? schema : find_schema(target.api_version, target.kind->kind);
}

// patcher.patchSimple. For kinds that merge strategically the client tries three descriptions of the types, one after
// the other, and warns of each of the first two that gives no patch.
Result<Value> computed_patch(const ApplyOptions& options, const Target& target, const Value& current,
                             std::ostream& err) {
  const Value modified = with_last_applied(given(target));
  const std::string_view original = last_applied(current);
  const Schema* schema = patch_schema(target);
  const auto manifest = original.empty() ? Result<Value>(Value()) : parse_json(original);
  auto patch = manifest ? three_way_patch(*manifest, modified, current, schema,
                                          options.overwrite ? Overwrite::kYes : Overwrite::kRefuse, to_yaml)
                        : Result<Value>(client_error("invalid JSON document"));
  if (patch) return patch;
  const std::string& why = patch.error().message;
  if (schema != nullptr && options.openapi_patch)
    for (const char* description : {"openapi v3 spec", "openapi spec"})
      err << fmt::format("warning: error calculating patch from {}: {}\n", description, why);
  return client_error(fmt::format("creating patch with:\noriginal:\n{}\nmodified:\n{}\ncurrent:\n{}\nfor:: {}",
                                  original, to_json(modified, Escape::kGo) + "\n", to_json(current, Escape::kGo) + "\n",
                                  why));
}

// What an error of --force is told with: there is no patch, so all that was to be made is shown.
std::string replacing(const Target& target, const Value& modified) {
  return fmt::format("error when applying patch:\n{}\n\nto:\n{}\nfor: \"{}\": ", to_json(modified, Escape::kGo),
                     described(target), target.source);
}

// --force: what cannot be patched is deleted and made anew; if that fails, what was there is made again. Upstream:
// patcher.deleteAndCreate.
Result<Applied> delete_and_create(const ApplyOptions& options, const Target& target, Session& session,
                                  const Object& live, FieldValidation validation) {
  const Value modified = with_last_applied(given(target));
  DeleteOptions how;
  if (options.grace_period >= 0) how.grace_seconds = options.grace_period;
  auto removed = session.api().remove(*target.kind, target.key, how);
  if (!removed) return in_context(removed.error(), replacing(target, modified));
  const AwaitedDeletion awaited{target.kind, target.key, std::string(live.uid())};
  if (const Outcome gone = await_deletions(session, {awaited}, options.timeout); !gone.ok())
    return in_context(gone.errors().front(), replacing(target, modified));
  WriteOptions writing = write_options(DryRunMode::kNone, options.field_manager);
  writing.field_validation = validation;
  Value manifest = modified;
  convert_to_stored_version(manifest);
  auto made = session.api().create(*target.kind, target.key.ns, without_nulls(manifest), writing);
  if (made) return applied(target, (*made)->document(), "configured");
  Value original = live.document();
  original["metadata"].erase("resourceVersion");
  auto restored = session.api().create(*target.kind, target.key.ns, std::move(original), writing);
  if (restored) return in_context(made.error(), replacing(target, modified));
  return client_error(replacing(target, modified) +
                      fmt::format("An error occurred force-replacing the existing object with the newly provided "
                                  "one:\n\n{}.\n\nAdditionally, an error occurred attempting to restore the original "
                                  "object:\n\n{}",
                                  made.error().message, restored.error().message));
}

}  // namespace

Result<void> refuse_generated_name(const Target& target) {
  const std::string prefix = target.document["metadata"]["generateName"].str();
  if (!target.key.name.empty() || prefix.empty()) return {};
  return client_error(fmt::format("from {}: cannot use generate name with apply", prefix));
}

void warn_if_deleting(const Value& object, std::ostream& err) {
  if (object.at("metadata", "deletionTimestamp").is_null()) return;
  err << fmt::format("Warning: Detected changes to resource {} which is currently being deleted.\n",
                     object.at("metadata", "name").str());
}

Result<Applied> apply_client_side(const ApplyOptions& options, const Target& target, Session& session,
                                  DryRunMode dry_run, std::ostream& err) {
  auto validation = field_validation(options.validate);
  if (!validation) return validation.error();
  if (auto fine = refuse_generated_name(target); !fine) return fine.error();
  if (target.key.name.empty()) return client_error(retrieving(target) + "resource name may not be empty");
  const auto served = check_address(target);
  auto live = served ? session.api().get(*target.kind, target.key) : Result<ObjectRef>(served.error());
  if (!live && !live.error().is(Reason::kNotFound)) return in_context(live.error(), retrieving(target));
  if (!live) return create(options, target, session, dry_run, *validation);

  const Value& stored = (*live)->document();
  const Value current = in_version(*target.kind, stored, target.api_version);
  if (last_applied(current).empty())
    err << fmt::format(
        "Warning: resource {}/{} is missing the kubectl.kubernetes.io/last-applied-configuration annotation which is "
        "required by kubectl apply. kubectl apply should only be used on resources created declaratively by either "
        "kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n",
        target.kind->resource, target.key.name);
  auto patch = computed_patch(options, target, current, err);
  if (!patch) return patch_error(patch.error(), target, "");
  warn_if_deleting(stored, err);
  if (patch->empty()) return Applied{current, "unchanged"};
  if (dry_run == DryRunMode::kClient) {
    Value used = *patch;
    const Schema* schema = patch_schema(target);
    auto merged =
        schema != nullptr ? apply_strategic_patch(current, used, schema) : Result(apply_merge_patch(current, used));
    if (!merged) return patch_error(merged.error(), target, to_json(*patch, Escape::kGo));
    return Applied{*merged, "configured"};
  }
  WriteOptions how = write_options(dry_run, options.field_manager);
  how.field_validation = *validation;
  auto patched = session.api().patch(*target.kind, target.key, patch_type_of(*target.kind),
                                     patch_of_stored(*target.kind, stored, *patch, target.api_version), how);
  if (patched) return applied(target, (*patched)->document(), "configured");
  const bool replaceable = patched.error().is(Reason::kConflict) || patched.error().is(Reason::kInvalid);
  if (options.force && replaceable && dry_run == DryRunMode::kNone)
    return delete_and_create(options, target, session, **live, *validation);
  return patch_error(patched.error(), target, to_json(*patch, Escape::kGo));
}

}  // namespace skiff::cli
