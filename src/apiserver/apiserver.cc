#include "apiserver/apiserver.h"

#include <algorithm>
#include <charconv>

#include "api/canonical.h"
#include "api/custom_resources/custom_resource.h"
#include "api/field_checks.h"
#include "api/finalizers.h"
#include "api/kinds/clusterrole.h"
#include "api/kinds/clusterrolebinding.h"
#include "api/kinds/configmap.h"
#include "api/kinds/csidriver.h"
#include "api/kinds/deployment.h"
#include "api/kinds/endpoints.h"
#include "api/kinds/event.h"
#include "api/kinds/ingressclass.h"
#include "api/kinds/lease.h"
#include "api/kinds/limitrange.h"
#include "api/kinds/pod.h"
#include "api/kinds/poddisruptionbudget.h"
#include "api/kinds/role.h"
#include "api/kinds/rolebinding.h"
#include "api/kinds/runtimeclass.h"
#include "api/kinds/secret.h"
#include "api/kinds/service.h"
#include "api/metadata_validation.h"
#include "api/status_validation.h"
#include "apiserver/admission/admission.h"
#include "apiserver/decoding.h"
#include "apiserver/deletion.h"
#include "apiserver/managed_fields.h"
#include "apiserver/method_not_allowed.h"
#include "apiserver/object_meta.h"
#include "apiserver/warnings.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kModified =
    "the object has been modified; please apply your changes to the latest version and try again";

Error not_found(const Kind& kind, std::string_view name) { return skiff::not_found(kind.resource, kind.group, name); }

// The namespace of the request decides; a document may leave its own out but not contradict.
Result<void> settle_namespace(const Kind& kind, std::string_view ns, Value& document) {
  if (!kind.namespaced()) {
    document["metadata"].erase("namespace");
    return {};
  }
  const std::string_view own = std::as_const(document).at("metadata", "namespace").as_string();
  if (own.empty()) document["metadata"]["namespace"] = ns;
  else if (own != ns)
    return bad_request("the namespace of the provided object does not match the namespace sent on the request");
  return {};
}

Result<void> check_valid(const Kind& kind, const Value& document, FieldErrors& errors) {
  if (errors.empty()) return {};
  return invalid(kind.kind, kind.group, document.at("metadata", "name").as_string(), errors.take());
}

Result<void> validate_create(const Kind& kind, const Value& document) {
  FieldErrors errors;
  validate_metadata(kind, document, errors);
  if (kind.validate != nullptr) kind.validate(document, errors);
  if (const CustomResource* custom = custom_resource(kind)) {
    FieldErrors unchanged;  // there is nothing yet
    custom->version_of(document).validate(document, nullptr, errors, unchanged);
  }
  return check_valid(kind, document, errors);
}

// Kinds whose validation tells first of what may not change, then of what is wrong with the object by itself.
bool judges_changes_first(const Kind& kind) {
  return &kind == &kConfigMap || &kind == &kSecret || &kind == &kService || &kind == &kIngressClass;
}

// ValidateNoNewFinalizers: what is on its way out waits for nobody new.
void check_new_finalizers(const Value& document, const Value& old, FieldErrors& errors) {
  if (!old["metadata"].contains("deletionTimestamp")) return;
  std::string added;
  for (const Value& finalizer : document.at("metadata", "finalizers").elements())
    if (!has_finalizer(old, finalizer.as_string()))
      added += (added.empty() ? "" : ", ") + go_quote(finalizer.as_string());
  if (!added.empty())
    errors.forbidden(
        FieldPath("metadata.finalizers"),
        "no new finalizers can be added if the object is being deleted, found new finalizers []string{" + added + "}");
}

// ValidateObjectMetaAccessorUpdate: only a delete sets these.
void check_deletion_fields(const Value& document, const Value& old, FieldErrors& errors) {
  for (const std::string_view field : {"deletionTimestamp", "deletionGracePeriodSeconds"})
    check_immutable(errors, FieldPath("metadata").child(field), document["metadata"][field], old["metadata"][field]);
}

Result<void> validate_update(const Kind& kind, const Value& document, const Value& old,
                             std::vector<std::string>& warnings) {
  FieldErrors errors;
  check_new_finalizers(document, old, errors);
  check_deletion_fields(document, old, errors);
  validate_metadata(kind, document, errors);
  const bool changes_first = judges_changes_first(kind);
  if (changes_first) kind.validate_update(document, old, errors);
  if (kind.validate != nullptr) kind.validate(document, errors);
  if (const CustomResource* custom = custom_resource(kind)) {
    FieldErrors unchanged;
    custom->version_of(document).validate(document, &old, errors, unchanged);
    for (const Cause& cause : unchanged.causes()) add_warnings({cause.field + ": " + cause.message}, warnings);
  }
  if (!changes_first && kind.validate_update != nullptr) kind.validate_update(document, old, errors);
  return check_valid(kind, document, errors);
}

Result<void> validate_status(const Kind& kind, const Value& document, const Value& old,
                             std::vector<std::string>& warnings) {
  if (custom_resource(kind) != nullptr) return validate_update(kind, document, old, warnings);
  FieldErrors errors;
  check_new_finalizers(document, old, errors);
  validate_metadata(kind, document, errors);
  validate_status_update(kind, document, old, errors);
  return check_valid(kind, document, errors);
}

// PrepareForUpdate of the status strategies: the spec stays, and of the metadata what some kinds keep; what else a
// client may change of metadata, it may change here.
void keep_all_but_status(const Kind& kind, Value& document, const Value& before) {
  Value status = std::as_const(document)["status"];
  Value metadata = before["metadata"];
  const Value given = std::as_const(document)["metadata"];
  const auto take = [&](std::string_view field) {
    if (const Value* value = given.find(field)) metadata.set(field, *value);
    else metadata.erase(field);
  };
  if (custom_resource(kind) == nullptr) {
    for (const std::string_view field : {"annotations", "finalizers"}) take(field);
    if (&kind != &kDeployment) take("labels");
    if (&kind != &kPod) take("ownerReferences");
  }
  document = before;
  document["metadata"] = std::move(metadata);
  document["status"] = std::move(status);
}

// AllowUnconditionalUpdate of the strategies.
bool allows_unconditional_update(const Kind& kind) {
  return custom_resource(kind) == nullptr && &kind != &kPodDisruptionBudget && &kind != &kLease &&
         &kind != &kRuntimeClass && &kind != &kCSIDriver;
}

// AllowCreateOnUpdate of the strategies.
bool may_be_made_by_update(const Kind& kind) {
  const Kind* const kKinds[] = {&kService,     &kEndpoints,   &kEvent,
                                &kLease,       &kLimitRange,  &kRole,
                                &kClusterRole, &kRoleBinding, &kClusterRoleBinding};
  return std::find(std::begin(kKinds), std::end(kKinds), &kind) != std::end(kKinds);
}

// A custom resource keeps the version that it was sent in until it is stored: its schema is the one that counts.
void name_type(const Kind& kind, Value& document) {
  const CustomResource* custom = custom_resource(kind);
  if (custom == nullptr || !custom->serves_api(std::as_const(document)["apiVersion"].as_string()))
    document["apiVersion"] = kind.api_version();
  document["kind"] = kind.kind;
}

void name_stored_version(const Kind& kind, Value& document) {
  if (std::as_const(document)["apiVersion"].as_string() != kind.api_version())
    document["apiVersion"] = kind.api_version();
}

}  // namespace

ApiServer::ApiServer(Store& store, const Time& now) : store_(store), now_(now) {}

void ApiServer::warn_of_deprecation(const Kind& kind) const {
  if (std::string text = deprecation_warning(kind); !text.empty()) add_warnings({std::move(text)}, warnings_);
}

void ApiServer::wrote() {
  if (after_write_) after_write_();
}

std::vector<std::string> ApiServer::take_warnings() { return std::exchange(warnings_, {}); }

Result<ObjectRef> ApiServer::get(const Kind& kind, const ObjectKey& key) const {
  const ObjectRef found = store_.get(kind, key);
  if (!found) return kind.allows("get") ? not_found(kind, key.name) : method_not_allowed();
  warn_of_deprecation(kind);
  return found;
}

Result<ObjectRef> ApiServer::create(const Kind& kind, std::string_view ns, Value document,
                                    const WriteOptions& options) {
  name_type(kind, document);
  if (auto ok = decode_body(kind, document, options.field_validation, warnings_); !ok) return ok.error();
  if (auto ok = settle_namespace(kind, ns, document); !ok) return ok.error();
  if (!std::as_const(document).at("metadata", "resourceVersion").as_string().empty())
    return Error{Reason::kUnknown, "resourceVersion should not be set on objects to be created", {}, {}, {}, {}};
  complete(kind, document);
  record_create(kind, document, options.field_manager, now_);
  const std::string given = std::as_const(document).at("metadata", "name").str();
  const std::string base = std::as_const(document).at("metadata", "generateName").str();
  if (kind.namespaced())
    if (auto ok = admit_namespace(store_, kind, ns, given.empty() ? base : given); !ok) return ok.error();
  if (auto ok = admit_create(store_, kind, document); !ok) return ok.error();
  fill_system_fields(document, kind, store_.random(), now_);
  if (kind.prepare_for_create != nullptr) kind.prepare_for_create(document);
  if (custom_resource(kind) != nullptr && kind.has_status) document.erase("status");
  if (auto ok = validate_create(kind, document); !ok) return ok.error();
  name_stored_version(kind, document);
  add_warnings(write_warnings(kind, document, Value(), WriteEvent::kCreate), warnings_);
  auto charges = admit_valid(store_, kind, document, nullptr, now_, warnings_);
  if (!charges) return charges.error();
  ObjectKey key{kind.namespaced() ? std::string(ns) : std::string(),
                std::as_const(document).at("metadata", "name").str()};
  for (int attempt = 1; store_.get(kind, key); ++attempt) {
    if (!given.empty() || attempt == kNameAttempts) return name_taken(kind, key.name, base);
    key.name = generate_name(base, store_.random());
    document["metadata"]["name"] = key.name;
  }
  const auto allocated = options.dry_run == DryRun::kNo ? allocate_on_create(store_, kind, document)
                                                        : prepare_allocation(store_, kind, document);
  if (!allocated) return allocated.error();
  if (options.dry_run == DryRun::kYes)
    return std::make_shared<const Object>(kind, std::move(key), 0, std::move(document));
  charge_quotas(store_, std::move(*charges), context());
  ObjectRef made = store_.put(kind, key, std::move(document), context());
  wrote();
  return made;
}

Result<ObjectRef> ApiServer::update(const Kind& kind, const ObjectKey& key, Value document,
                                    const WriteOptions& options) {
  name_type(kind, document);
  if (auto ok = decode_body(kind, document, options.field_validation, warnings_); !ok) return ok.error();
  if (auto ok = settle_namespace(kind, key.ns, document); !ok) return ok.error();
  const std::string named = std::as_const(document).at("metadata", "name").str();
  if (named != key.name)
    return bad_request("the name of the object (" + named + ") does not match the name on the URL (" + key.name + ")");
  const ObjectRef old = store_.get(kind, key);
  if (!old) {
    if (options.subresource != Subresource::kNone || !may_be_made_by_update(kind)) return not_found(kind, key.name);
    document["metadata"].erase("resourceVersion");
    return create(kind, key.ns, std::move(document), options);
  }
  if (options.subresource == Subresource::kNone) {
    complete(kind, document);  // zero values that fall away are no change that anybody could own
    record_update(kind, old->document(), document, options.field_manager, "", now_);
  }
  return write_update(kind, old, std::move(document), options);
}

namespace {

Error version_unreadable(std::string_view text, const char* why) {
  return {Reason::kUnknown, "strconv.ParseUint: parsing " + go_quote(text) + ": " + why, {}, {}, {}, {}};
}

// registry.Store's Update: versions are compared as numbers, and 0 is none.
Result<void> check_version(const Kind& kind, const Object& old, std::string_view text) {
  uint64_t version = 0;
  if (!text.empty()) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (problem == std::errc::invalid_argument || end != text.data() + text.size())
      return version_unreadable(text, "invalid syntax");
    if (problem == std::errc::result_out_of_range) return version_unreadable(text, "value out of range");
  }
  if (version == 0) {
    if (allows_unconditional_update(kind)) return {};
    FieldErrors errors;
    errors.invalid(FieldPath("metadata.resourceVersion"), 0, "must be specified for an update");
    return invalid(kind.resource, kind.group, old.name(), errors.take());
  }
  if (std::to_string(version) != old.document().at("metadata", "resourceVersion").as_string())
    return conflict(kind.resource, kind.group, old.name(), kModified);
  return {};
}

}  // namespace

Result<ObjectRef> ApiServer::write_update(const Kind& kind, const ObjectRef& old, Value document,
                                          const WriteOptions& options) {
  const Value& before = old->document();
  const Value& read = document;
  const std::string uid = read.at("metadata", "uid").str();
  if (!uid.empty() && uid != old->uid())
    return conflict(
        kind.resource, kind.group, old->name(),
        "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + std::string(old->uid()));
  if (auto ok = check_version(kind, *old, read.at("metadata", "resourceVersion").as_string()); !ok) return ok.error();
  if (options.subresource == Subresource::kStatus) {
    keep_all_but_status(kind, document, before);
    complete(kind, document);
    record_update(kind, before, document, options.field_manager, "status", now_);
    if (auto ok = validate_status(kind, document, before, warnings_); !ok) return ok.error();
  } else {
    complete(kind, document);
    if (kind.has_status) {
      if (before.contains("status")) document["status"] = before["status"];
      else document.erase("status");
    }
    if (kind.prepare_for_update != nullptr) kind.prepare_for_update(document, before);
    carry_over_system_fields(document, before, kind);
    carry_over_allocations(kind, document, before);
    if (auto ok = validate_update(kind, document, before, warnings_); !ok) return ok.error();
    const bool same_spec = read.at("metadata", "generation") == before.at("metadata", "generation");
    const WriteEvent event = same_spec ? WriteEvent::kSameSpec : WriteEvent::kNewSpec;
    add_warnings(write_warnings(kind, document, before, event), warnings_);
    auto charges = admit_valid(store_, kind, document, &before, now_, warnings_);
    if (!charges) return charges.error();
    const auto allocated = options.dry_run == DryRun::kNo ? allocate_on_update(store_, kind, document, before)
                                                          : prepare_reallocation(store_, kind, document, before);
    if (!allocated) return allocated.error();
    if (options.dry_run == DryRun::kNo) charge_quotas(store_, std::move(*charges), context());
  }
  name_stored_version(kind, document);
  if (options.dry_run == DryRun::kYes)
    return std::make_shared<const Object>(kind, old->key(), old->resource_version(), std::move(document));
  if (goes_with_update(document)) {
    ObjectRef last = std::make_shared<const Object>(kind, old->key(), old->resource_version(), std::move(document));
    remove_for_good(store_, *old, context());
    wrote();
    return last;
  }
  const uint64_t version_before = store_.resource_version();
  ObjectRef made = store_.put(kind, old->key(), std::move(document), context());
  if (store_.resource_version() != version_before) wrote();
  return made;
}

Result<DeleteOutcome> ApiServer::remove(const Kind& kind, const ObjectKey& key, const DeleteOptions& options) {
  const ObjectRef object = store_.get(kind, key);
  if (!object) return not_found(kind, key.name);
  auto outcome = delete_object(store_, object, options, context());
  if (outcome && options.dry_run == DryRun::kNo) wrote();
  return outcome;
}

}  // namespace skiff
