#include "api/kinds/controllerrevision.h"

#include <cctype>
#include "api/columns.h"
#include "api/field_checks.h"
#include "api/orphan_index.h"

namespace skiff {
namespace {

// `statefulset.apps/web`: the owner that controls the revision.
void controller_cell(const Value& object, Time, std::string& out) {
  for (const Value& owner : object["metadata"]["ownerReferences"].elements()) {
    if (!owner["controller"].as_bool()) continue;
    std::string kind = owner["kind"].str();
    for (char& c : kind) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const std::string_view api_version = owner["apiVersion"].as_string();
    const size_t slash = api_version.find('/');
    out += kind;
    if (slash != std::string_view::npos) out.append(".").append(api_version.substr(0, slash));
    out.append("/").append(owner["name"].as_string());
    return;
  }
  out += "<none>";
}

void revision_cell(const Value& object, Time, std::string& out) { append_int(object.at("revision").as_int(), out); }

constexpr Column kColumns[] = {
    {"Name", Show::kAlways, name_cell},
    {"Controller", Show::kAlways, controller_cell},
    {"Revision", Show::kAlways, revision_cell},
    {"Age", Show::kAlways, age_cell},
};

void validate(const Value& revision, FieldErrors& errors) {
  if (revision["data"].is_null()) errors.required(FieldPath("data"), "data is mandatory");
  check_non_negative(errors, FieldPath("revision"), revision["revision"]);
}

void validate_update(const Value& revision, const Value& old, FieldErrors& errors) {
  check_immutable(errors, FieldPath("data"), revision["data"], old["data"]);
}

}  // namespace

const Kind kControllerRevision = {
    .group = "apps",
    .version = "v1",
    .kind = "ControllerRevision",
    .resource = "controllerrevisions",
    .singular = "controllerrevision",
    .scope = Scope::kNamespaced,
    .validate = validate,
    .validate_update = validate_update,
    .columns = kColumns,
    .index_terms = append_orphan_term,
};

}  // namespace skiff
