#include "api/kinds/controllerrevision.h"

#include <cctype>
#include "api/orphan_index.h"

#include "api/columns.h"

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

}  // namespace

const Kind kControllerRevision = {
    .group = "apps",
    .version = "v1",
    .kind = "ControllerRevision",
    .resource = "controllerrevisions",
    .singular = "controllerrevision",
    .scope = Scope::kNamespaced,
    .columns = kColumns,
    .index_terms = append_orphan_term,
};

}  // namespace skiff
