#include "cli/resource_args.h"

#include <algorithm>
#include <map>

#include "api/conversion.h"
#include "api/kind_table.h"
#include "api/kinds/namespace.h"
#include "base/strings.h"
#include "cli/errors.h"
#include "cli/manifests.h"
#include "cli/subresources.h"

namespace skiff::cli {
namespace {

constexpr const char* kNothingGiven =
    "You must provide one or more resources by argument or filename.\n"
    "Example resource specifications include:\n"
    "   '-f rsrc.yaml'\n"
    "   '--filename=rsrc.json'\n"
    "   '<resource> <name>'\n"
    "   '<resource>'";

constexpr const char* kNothingLocal =
    "you must specify resources by --filename when --local is set.\n"
    "Example resource specifications include:\n"
    "   '-f rsrc.yaml'\n"
    "   '--filename=rsrc.json'";

// The words of the command line, sorted out.
struct Words {
  std::vector<const Kind*> kinds;
  std::vector<std::string> names;
  std::vector<std::pair<const Kind*, std::string>> pairs;  // of TYPE/NAME
};

// A comma list of types; a category such as `all` stands for its kinds, in discovery order.
Result<std::vector<const Kind*>> kinds_for(std::string_view typed) {
  std::vector<const Kind*> kinds;
  const auto add = [&](const Kind* kind) {
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  };
  for (std::string_view word : split(typed, ',')) {
    bool category = false;
    for (const Kind* kind : all_kinds())
      if (std::find(kind->categories.begin(), kind->categories.end(), word) != kind->categories.end()) {
        add(kind);
        category = true;
      }
    if (category) continue;
    auto kind = kind_for(word);
    if (!kind) return kind.error();
    add(*kind);
  }
  return kinds;
}

// A single TYPE/NAME word. Upstream: splitResourceTypeName.
Result<std::pair<const Kind*, std::string>> split_pair(const std::string& word) {
  const auto parts = split(word, '/');
  if (parts.size() != 2) return client_error("arguments in resource/name form may not have more than one slash");
  if (parts[0].empty() || parts[1].empty() || parts[0].find(',') != std::string_view::npos)
    return client_error("arguments in resource/name form must have a single resource and name");
  auto kind = kind_for(parts[0]);
  if (!kind) return kind.error();
  return std::make_pair(*kind, std::string(parts[1]));
}

// Beside files no words may stand; which types they name is not looked at. Upstream: Builder.visitByPaths.
Error words_beside_files(std::string_view first) {
  return client_error(
      first.find('/') != std::string_view::npos
          ? "resource/name arguments cannot be provided when a path is specified"
          : "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well");
}

// Upstream: Builder.ResourceTypeOrNameArgs and hasCombinedTypeArgs.
Result<Words> sort_out(const ResourceRequest& request) {
  const std::vector<std::string>& args = request.args;
  Words words;
  const auto slashed = std::count_if(args.begin(), args.end(),
                                     [](const std::string& word) { return word.find('/') != std::string::npos; });
  if (slashed > 0 && slashed != static_cast<std::ptrdiff_t>(args.size()))
    return client_error(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name "
        "form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'");
  if (request.flags.has_files() && !args.empty()) return words_beside_files(args.front());
  if (slashed > 0) {
    for (const std::string& word : args) {
      auto pair = split_pair(word);
      if (!pair) return pair.error();
      words.pairs.push_back(std::move(*pair));
    }
    return words;
  }
  if (args.empty()) return words;
  auto kinds = kinds_for(args[0]);
  if (!kinds) return kinds.error();
  words.kinds = std::move(*kinds);
  words.names.assign(args.begin() + 1, args.end());
  const bool category = words.kinds.size() > 1 && args[0].find(',') == std::string::npos;
  if (category && !words.names.empty()) return client_error("you must specify only one resource");
  return words;
}

Error across_namespaces() { return client_error("a resource cannot be retrieved by name across all namespaces"); }

class Resolver {
 public:
  Resolver(Session& session, const ResourceRequest& request) : session_(session), request_(request) {}

  Result<Targets> run(std::istream& in) {
    auto targets = resolve(in);
    if (targets) name_versions(*targets);
    return targets;
  }

 private:
  // Upstream: Builder.mappingFor, where the words say which version of a resource is meant.
  void name_versions(Targets& targets) const {
    std::map<const Kind*, std::string> asked;
    for (const std::string& word : request_.args)
      for (const std::string_view typed : split(std::string_view(word).substr(0, word.find('/')), ','))
        if (const Kind* kind = find_resource(typed))
          if (std::string version = asked_api_version(*kind, typed); !version.empty()) asked[kind] = std::move(version);
    if (asked.empty()) return;
    for (Target& target : targets.items)
      if (const auto found = asked.find(target.kind); found != asked.end()) target.api_version = found->second;
  }

  Result<Targets> resolve(std::istream& in) {
    const ResourceFlags& flags = request_.flags;
    if (request_.fetch == Fetch::kLocal && !request_.args.empty()) return client_error(kNothingLocal);
    if (std::vector<Error> problems = path_problems(flags); flags.kustomize.empty() && !problems.empty()) {
      if (problems.size() == 1) return problems[0];
      for (Error& problem : problems) add_error(std::move(problem), false);
      return std::move(out_);
    }
    auto words = sort_out(request_);
    if (!words) return words.error();
    if (flags.has_files()) return from_files(in);
    out_.kinds = words->kinds;
    for (const auto& [kind, name] : words->pairs) out_.kinds.push_back(kind);
    const bool alone = words->names.empty() && !words->kinds.empty();
    const bool every = alone && (request_.unnamed == Unnamed::kMeansEvery || flags.all);
    const bool selects = flags.all && request_.all == AllFlag::kSelects;
    if (!flags.selector.empty() || !flags.field_selector.empty() || selects || every) return by_selector(*words);
    if (!words->pairs.empty()) return by_pairs(*words);
    if (!words->names.empty()) return by_names(*words);
    if (!words->kinds.empty()) return client_error("resource(s) were provided, but no name was specified");
    return client_error(kNothingGiven);
  }

  Result<Targets> from_files(std::istream& in) {
    const ManifestCheck check = request_.decoding == Decoding::kGoTypes ? ManifestCheck::kGoTypes
                                : request_.fetch == Fetch::kLocal       ? ManifestCheck::kLocal
                                                                        : request_.check;
    auto read = read_files(request_.flags, check, in, session_.err());
    if (!read) return read.error();
    out_.single_item = read->single_file;
    const auto selects = selector_filter();
    if (!selects) return selects.error();
    for (FileObject& manifest : read->objects) {
      if (manifest.error) {
        add_error(std::move(*manifest.error), false);
        continue;
      }
      add_manifest(std::move(manifest), *selects);
    }
    return std::move(out_);
  }

  Result<std::function<bool(const Value&)>> selector_filter() const { return label_filter(request_.flags.selector); }

  // Upstream: SetNamespace, RetrieveLatest, FilterByLabelSelector, RequireNamespace.
  void add_manifest(FileObject manifest, const std::function<bool(const Value&)>& selects) {
    Target target;
    target.kind = manifest.kind;
    target.source = std::move(manifest.source);
    target.document = std::move(manifest.document);
    target.api_version = std::move(manifest.api_version);
    const Value& metadata = target.document["metadata"];
    target.key.name = metadata["name"].str();
    if (target.kind->namespaced()) {
      std::string ns = metadata["namespace"].str();
      if (ns.empty()) {
        ns = session_.ns();
        if (request_.fetch != Fetch::kLocal) target.document["metadata"]["namespace"] = ns;
      }
      target.key.ns = std::move(ns);
    } else if (request_.fetch != Fetch::kLocal && metadata.contains("namespace")) {  // upstream: FilterNamespace
      target.document["metadata"].erase("namespace");
    }
    if (request_.fetch == Fetch::kLatest && !fetch(target)) return;
    if (!selects(target.object()) || !check_namespace(target)) return;
    out_.items.push_back(std::move(target));
  }

  // Upstream: RequireNamespace.
  bool check_namespace(const Target& target) {
    const std::string& ns = target.key.ns;
    if (ns.empty() || !session_.ns_given() || ns == session_.ns()) return true;
    add_error(client_error("the namespace from the provided object \"" + ns + "\" does not match the namespace \"" +
                           session_.ns() + "\". You must pass '--namespace=" + ns + "' to perform this operation."),
              true);
    return false;
  }

  // What is not found in a namespace that is not there is that namespace. Upstream: Info.Get.
  Error why_missing(const Error& error, const std::string& ns) {
    if (!error.is(Reason::kNotFound) || ns.empty() || ns == "default") return error;
    const auto found = session_.api().get(kNamespace, {"", ns});
    return !found && found.error().is(Reason::kNotFound) ? found.error() : error;
  }

  // The subresource takes the object's place. Upstream: Helper.Get with a subresource.
  bool fetch_part(Target& target) {
    auto part = get_subresource(session_.api(), *target.kind, target.key, request_.subresource);
    if (!part) {
      add_error(why_missing(part.error(), target.key.ns), target.source.empty());
      return false;
    }
    target.document = std::move(*part);
    target.part = &kind_of_subresource(*target.kind, request_.subresource);
    return true;
  }

  bool fetch(Target& target) {
    if (auto served = check_address(target); !served) {
      add_error(served.error(), false);
      return false;
    }
    if (!request_.subresource.empty()) return fetch_part(target);
    auto live = session_.api().get(*target.kind, target.key);
    if (!live) {
      add_error(why_missing(live.error(), target.key.ns), target.source.empty());
      return false;
    }
    if (!has_go_type(*target.kind)) {
      add_error(client_error(not_in_scheme(target.kind->kind, target.kind->api_version())), target.source.empty());
      return false;
    }
    target.live = std::move(*live);
    return true;
  }

  Result<Targets> by_selector(const Words& words) {
    if (!words.names.empty()) return client_error("name cannot be provided when a selector is specified");
    if (!words.pairs.empty())
      return client_error("selectors and the all flag cannot be used when passing resource/name arguments");
    if (words.kinds.empty()) return client_error("at least one resource must be specified to use a selector");
    out_.listed = true;
    if (!request_.subresource.empty())
      return client_error("subresource cannot be used when bulk resources are specified");
    out_.kinds.clear();
    for (const Kind* kind : words.kinds) {
      ListOptions options;
      if (kind->namespaced() && !request_.flags.all_namespaces) options.ns = session_.ns();
      options.label_selector = request_.flags.selector;
      options.field_selector = request_.flags.field_selector;
      auto listed = session_.api().list(*kind, options);
      if (!listed) {
        add_error(list_error(listed.error(), *kind, request_.flags), false);
        continue;
      }
      out_.kinds.push_back(kind);
      for (ObjectRef& object : *listed) {
        Target target;
        target.kind = kind;
        target.key = object->key();
        target.live = std::move(object);
        out_.items.push_back(std::move(target));
      }
    }
    return std::move(out_);
  }

  Result<Targets> by_pairs(const Words& words) {
    out_.single_item = words.pairs.size() == 1;
    for (const auto& [kind, name] : words.pairs)
      if (auto added = add_named(*kind, name); !added) return added.error();
    return std::move(out_);
  }

  Result<Targets> by_names(const Words& words) {
    out_.single_item = words.kinds.size() == 1 && words.names.size() == 1;
    for (const Kind* kind : words.kinds)
      for (const std::string& name : words.names)
        if (auto added = add_named(*kind, name); !added) return added.error();
    return std::move(out_);
  }

  Result<void> add_named(const Kind& kind, const std::string& name) {
    if (name.empty()) return client_error("resource name may not be empty");
    if (kind.namespaced() && request_.flags.all_namespaces) return across_namespaces();
    Target target;
    target.kind = &kind;
    target.key = {kind.namespaced() ? session_.ns() : std::string(), name};
    if (request_.fetch == Fetch::kNever || fetch(target)) out_.items.push_back(std::move(target));
    return {};
  }

  void add_error(Error error, bool in_turn) {
    out_.errors.push_back(std::move(error));
    out_.places.push_back({out_.items.size(), in_turn});
  }

  // kubectl itself has types for what a cluster has from the beginning, not for definitions and what they define.
  bool has_go_type(const Kind& kind) const { return request_.decoding == Decoding::kAny || in_clients_scheme(kind); }

  Session& session_;
  const ResourceRequest& request_;
  Targets out_;
};

}  // namespace

void declare_file_flags(Flags& flags, ResourceFlags& resources) {
  declare_manifest_flags(flags, resources);
  flags.text(resources.kustomize, "kustomize,k", "A folder with a kustomization");
}

void declare_manifest_flags(Flags& flags, ResourceFlags& resources) {
  flags.list(resources.filenames, "filename,f", Split::kCommas, "Manifests: a file, a folder, or - for standard input");
  flags.toggle(resources.recursive, "recursive,R", "With the folders inside the folder");
}

void declare_selector_flag(Flags& flags, ResourceFlags& resources) {
  flags.text(resources.selector, "selector,l", "Only those whose labels match: a=b,c in (d,e)");
}

void declare_field_selector_flag(Flags& flags, ResourceFlags& resources) {
  flags.text(resources.field_selector, "field-selector", "Only those whose fields match: a=b,c!=d");
}

void declare_all_namespaces_flag(Flags& flags, ResourceFlags& resources) {
  flags.toggle(resources.all_namespaces, "all-namespaces,A", "In every namespace");
}

Result<const Kind*> kind_for(std::string_view typed) {
  if (const Kind* kind = find_resource(typed)) return kind;
  return client_error("the server doesn't have a resource type \"" + std::string(typed.substr(0, typed.find('.'))) +
                      "\"");
}

std::string group_version_resource(const Kind& kind) {
  std::string out(kind.group);
  out.append("/").append(kind.version).append(", Resource=").append(kind.resource);
  return out;
}

Error list_error(const Error& error, const Kind& kind, const ResourceFlags& flags) {
  if (!error.is(Reason::kBadRequest) && !error.is(Reason::kNotFound)) return error;
  return in_context(error, "Unable to find \"" + group_version_resource(kind) + "\" that match label selector " +
                               go_quote(flags.selector) + ", field selector " + go_quote(flags.field_selector) + ": ");
}

Result<Targets> resolve_targets(Session& session, const ResourceRequest& request, std::istream& in) {
  return Resolver(session, request).run(in);
}

Outcome visit_each(const Targets& targets, const std::function<Outcome(const Target&)>& visit) {
  std::vector<Error> errors;
  std::vector<Error> unread;
  size_t told = 0;
  const auto tell_missing = [&](size_t item) {
    for (; told < targets.errors.size() && targets.places[told].before <= item; ++told)
      (targets.places[told].in_turn ? errors : unread).push_back(targets.errors[told]);
  };
  for (size_t at = 0; at < targets.items.size(); ++at) {
    tell_missing(at);
    const Outcome done = visit(targets.items[at]);
    errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  }
  tell_missing(targets.items.size());
  if (errors.empty()) return unread;
  if (!unread.empty()) errors.push_back(together(unread));
  return errors;
}

Outcome visit_until_failure(const Targets& targets, const std::function<Outcome(const Target&)>& visit) {
  for (size_t at = 0; at < targets.items.size(); ++at) {
    if (!targets.errors.empty() && targets.places.front().before <= at) return targets.errors.front();
    if (Outcome done = visit(targets.items[at]); !done.ok()) return done;
  }
  return targets.errors.empty() ? Outcome() : Outcome(targets.errors.front());
}

Outcome after_reading(const Targets& targets, std::vector<Error> own) {
  if (targets.errors.empty()) return own;
  const bool alone = targets.errors.size() == 1 && targets.places.front().in_turn;
  if (own.empty()) return alone ? Outcome(targets.errors) : Outcome::nested(targets.errors);
  own.insert(own.begin(), alone ? targets.errors.front() : together(targets.errors));
  return own;
}

}  // namespace skiff::cli
