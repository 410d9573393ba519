// From what the user typed to the objects meant: TYPE, TYPE NAME…, TYPE1,TYPE2, TYPE/NAME, `all`, selectors, files.
// Mirrors cli-runtime's resource.Builder, with its rules for what may stand together and its error texts.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "api/object.h"
#include "base/result.h"
#include "cli/errors.h"
#include "cli/flags.h"
#include "cli/session.h"

namespace skiff::cli {

// The flags that choose objects; a verb declares those that it understands.
struct ResourceFlags {
  std::vector<std::string> filenames;
  std::string kustomize;
  bool recursive = false;
  std::string selector;
  std::string field_selector;
  bool all = false;
  bool all_namespaces = false;

  bool all_and_selector() const { return all && !selector.empty(); }  // verbs refuse that in words of their own
  bool has_files() const { return !filenames.empty() || !kustomize.empty(); }
};

void declare_file_flags(Flags& flags, ResourceFlags& resources);      // -f -k -R
void declare_manifest_flags(Flags& flags, ResourceFlags& resources);  // -f -R, for verbs that know no kustomizations
void declare_selector_flag(Flags& flags, ResourceFlags& resources);   // -l
void declare_field_selector_flag(Flags& flags, ResourceFlags& resources);
void declare_all_namespaces_flag(Flags& flags, ResourceFlags& resources);  // -A

// One object meant, with what is known of it: resource.Info.
struct Target {
  const Kind* kind = nullptr;
  ObjectKey key;
  std::string source;          // "web.yaml", "STDIN"; empty for one named by an argument
  Value document;              // what the file says; null for arguments
  ObjectRef live;              // what the server has; null if it was not asked
  const Kind* part = nullptr;  // what its subresource is, where `document` is that: a Scale
  std::string api_version;     // that was asked for, where it is not the stored one

  // The live object if it was fetched, else the file's.
  const Value& object() const { return live ? live->document() : document; }
  const Kind& shown_kind() const { return part != nullptr ? *part : *kind; }
};

struct Targets {
  std::vector<Target> items;  // in the order asked for
  std::vector<Error> errors;  // of those that could not be had
  struct Place {
    size_t before;  // how many items came before it
    bool in_turn;   // fails in its turn (a name, a wrong namespace), not with the file or list that it was to come from
  };
  std::vector<Place> places;       // of each error
  bool listed = false;             // types were listed, no names given
  bool single_item = false;        // the words name one object: it is printed bare, not in a List
  std::vector<const Kind*> kinds;  // the types asked for, in order, but for those that no list came of; empty for files
};

// May a type stand without a name?
enum class Unnamed {
  kRefused,     // delete, label, scale: "resource(s) were provided, but no name was specified"
  kMeansEvery,  // get, describe
};
// What does --all do?
enum class AllFlag {
  kLetsTypesStandAlone,  // label, scale, set, wait: beside names it means nothing. Builder.ResourceTypeOrNameArgs(all)
  kSelects,              // delete: as a selector that fits everything, which names cannot stand beside. SelectAllParam
};
enum class Fetch {
  kNever,      // names are enough (delete) or the file is (apply)
  kLocal,      // --local: the file is, as it stands; no server is asked, not even for the namespace
  kArguments,  // objects named by arguments are read, those of files are not
  kLatest,     // all are read: Builder.Latest()
};
// Do manifests have to say kind and apiVersion before anything else is looked at (apply, create, replace)?
// kGoTypes: do they have to be of a kind that kubectl has a Go type for (set, rollout, expose)?
// kLocal: may they be of any kind at all, as with --local?
enum class ManifestCheck { kNone, kStrict, kGoTypes, kLocal };

// Verbs that work on kubectl's own Go types can read no others (set, rollout, expose). Upstream: Builder.WithScheme.
enum class Decoding { kAny, kGoTypes };

struct ResourceRequest {
  std::vector<std::string> args;
  ResourceFlags flags;
  Unnamed unnamed = Unnamed::kRefused;
  Fetch fetch = Fetch::kArguments;
  ManifestCheck check = ManifestCheck::kNone;
  std::string subresource = {};  // what is read is this part of the object: status, scale
  AllFlag all = AllFlag::kLetsTypesStandAlone;
  Decoding decoding = Decoding::kAny;
};

// Fails for words that make no sense together; what cannot be found or read goes into Targets::errors.
Result<Targets> resolve_targets(Session& session, const ResourceRequest& request, std::istream& in);

// Visits each target and goes on after a failure. A name that is none fails in its turn; what files and selectors could
// not give is told at the end, as one. Upstream: ContinueOnErrorVisitor around EagerVisitorList.
Outcome visit_each(const Targets& targets, const std::function<Outcome(const Target&)>& visit);
// The same up to the first failure, of whatever sort. Upstream: a Builder without ContinueOnError.
Outcome visit_until_failure(const Targets& targets, const std::function<Outcome(const Target&)>& visit);
// What a verb ends with that read all targets before it did anything: what could not be had stands first, as one.
// Upstream: Result.Infos, whose error is one of those in the verb's own aggregate.
Outcome after_reading(const Targets& targets, std::vector<Error> own);

// `error: the server doesn't have a resource type "foo"` for what find_resource does not know.
Result<const Kind*> kind_for(std::string_view typed);

// "apps/v1, Resource=deployments": a GroupVersionResource as messages quote it.
std::string group_version_resource(const Kind& kind);
// The error of a list whose selectors the server refused: "Unable to find … that match label selector …".
Error list_error(const Error& error, const Kind& kind, const ResourceFlags& flags);

}  // namespace skiff::cli
