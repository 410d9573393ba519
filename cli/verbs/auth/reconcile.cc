// kubectl auth reconcile: roles get the rules, and bindings the subjects, that manifests give them, and lose none
// unless told to. Mirrors pkg/cmd/auth/reconcile.go and component-helpers' auth/rbac/reconciliation.
#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/namespace.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct ReconcileOptions {
  ResourceFlags resources;
  PrintFlags print;
  bool remove_extra_permissions = false;
  bool remove_extra_subjects = false;
};

namespace {

constexpr std::string_view kAutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";

enum class Operation { kNone, kCreate, kUpdate, kRecreate };

struct Reconciled {
  Value object;
  Operation operation = Operation::kNone;
  bool is_protected = false;  // the object does not want to be changed
  Elements missing;           // rules or subjects
  Elements extra;
};

// What a rule is about, one thing a rule: verb, group and resource (and name), or verb and URL. Upstream:
// BreakdownRule.
Elements broken_down(const Value& rules) {
  Elements out;
  const auto one = [](const Value& item) { return Value::array({item}); };
  for (const Value& rule : rules.elements())
    for (const Value& verb : rule["verbs"].elements()) {
      for (const Value& group : rule["apiGroups"].elements())
        for (const Value& resource : rule["resources"].elements()) {
          const Value plain{{"apiGroups", one(group)}, {"resources", one(resource)}, {"verbs", one(verb)}};
          if (rule["resourceNames"].empty()) out.push_back(plain);
          for (const Value& name : rule["resourceNames"].elements()) {
            Value named = plain;
            named["resourceNames"] = one(name);
            out.push_back(std::move(named));
          }
        }
      for (const Value& url : rule["nonResourceURLs"].elements())
        out.push_back(Value{{"nonResourceURLs", one(url)}, {"verbs", one(verb)}});
    }
  return out;
}

bool holds(const Value& list, std::string_view all, const Value& item) {
  for (const Value& have : list.elements())
    if (have.as_string() == all || have == item) return true;
  return false;
}

// Upstream: ruleCovers.
bool covers(const Value& owner, const Value& single) {
  if (!holds(owner["verbs"], "*", single["verbs"][0])) return false;
  if (!single["nonResourceURLs"].empty()) {
    const std::string_view url = single["nonResourceURLs"][0].as_string();
    for (const Value& have : owner["nonResourceURLs"].elements()) {
      const std::string_view pattern = have.as_string();
      const bool prefix = pattern.ends_with('*') && url.starts_with(pattern.substr(0, pattern.size() - 1));
      if (pattern == url || prefix) return true;
    }
    return false;
  }
  if (!holds(owner["apiGroups"], "*", single["apiGroups"][0])) return false;
  if (!holds(owner["resources"], "*", single["resources"][0])) return false;
  if (owner["resourceNames"].empty()) return true;
  return !single["resourceNames"].empty() && holds(owner["resourceNames"], "", single["resourceNames"][0]);
}

// What `rules` allow and `owners` do not.
Elements uncovered(const Value& owners, const Value& rules) {
  Elements out;
  for (Value& single : broken_down(rules))
    if (std::none_of(owners.elements().begin(), owners.elements().end(),
                     [&](const Value& owner) { return covers(owner, single); }))
      out.push_back(std::move(single));
  return out;
}

Elements without(const Value& all, const Value& those) {
  Elements out;
  for (const Value& item : all.elements())
    if (std::find(those.elements().begin(), those.elements().end(), item) == those.elements().end())
      out.push_back(item);
  return out;
}

// Labels and annotations of the manifest are added to those there are.
void merge_metadata(const Value& wanted, Reconciled& result) {
  for (const char* map : {"labels", "annotations"})
    for (const Member& member : wanted["metadata"][map].members()) {
      if (std::as_const(result.object)["metadata"][map][member.name()] == member.value) continue;
      result.object["metadata"][map][member.name()] = member.value;
      result.operation = Operation::kUpdate;
    }
}

std::string words_of(const Value& list) {
  std::vector<std::string_view> words;
  for (const Value& word : list.elements()) words.push_back(word.as_string());
  return fmt::format("[{}]", fmt::join(words, " "));
}

// As Go's %+v prints the structs.
std::string described_rule(const Value& item) {
  return fmt::format("{{Verbs:{} APIGroups:{} Resources:{} ResourceNames:{} NonResourceURLs:{}}}",
                     words_of(item["verbs"]), words_of(item["apiGroups"]), words_of(item["resources"]),
                     words_of(item["resourceNames"]), words_of(item["nonResourceURLs"]));
}

std::string described_subject(const Value& item) {
  return fmt::format("{{Kind:{} APIGroup:{} Name:{} Namespace:{}}}", item["kind"].as_string(),
                     item["apiGroup"].as_string(), item["name"].as_string(), item["namespace"].as_string());
}

// What roles and bindings hold.
struct Part {
  const char* field;
  std::string (*describe)(const Value& item);
};
constexpr Part kRules{"rules", described_rule};
constexpr Part kSubjects{"subjects", described_subject};

// What becomes of that which the live object gives beyond the manifest.
enum class Extra { kKept, kRemoved };

// What makes the live object give what the manifest gives.
Reconciled reconciled(const Value& wanted, const ObjectRef& live, const Part& part, Extra extra) {
  Reconciled result;
  const std::string_view list = part.field;
  const bool rules = &part == &kRules;
  if (!live) {
    result.object = wanted;
    result.operation = Operation::kCreate;
    result.missing = wanted[list].elements();
    return result;
  }
  const Value& have = live->document();
  result.object = have;
  result.is_protected = have.at("metadata", "annotations")[kAutoUpdate].as_string() == "false";
  if (!rules && !(have["roleRef"] == wanted["roleRef"])) {
    result.object = wanted;
    result.operation = Operation::kRecreate;
    return result;
  }
  merge_metadata(wanted, result);
  result.missing = rules ? uncovered(have[list], wanted[list]) : without(wanted[list], have[list]);
  result.extra = rules ? uncovered(wanted[list], have[list]) : without(have[list], wanted[list]);
  if (extra == Extra::kRemoved && !(result.missing.empty() && result.extra.empty())) {
    result.object[list] = wanted[list];
    result.operation = Operation::kUpdate;
  } else if (extra == Extra::kKept && !result.missing.empty()) {
    for (const Value& item : result.missing) result.object[list].push_back(item);
    result.operation = Operation::kUpdate;
  }
  return result;
}

void tell(const Reconciled& result, const Part& part, Extra extra, std::ostream& err) {
  const char* caveat =
      result.is_protected ? ", but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)" : "";
  if (result.operation == Operation::kNone) return;
  const char* word = result.operation == Operation::kCreate   ? "create"
                     : result.operation == Operation::kUpdate ? "update"
                                                              : "recreate";
  err << fmt::format("\treconciliation required {}{}\n", word, caveat);
  if (!result.missing.empty()) err << fmt::format("\tmissing {} added:\n", part.field);
  for (const Value& item : result.missing) err << "\t\t" << part.describe(item) << "\n";
  if (extra == Extra::kKept || result.extra.empty()) return;
  err << fmt::format("\textra {} removed:\n", part.field);
  for (const Value& item : result.extra) err << "\t\t" << part.describe(item) << "\n";
}

// The namespace of what is made is made, too. Upstream: tryEnsureNamespace.
void ensure_namespace(Session& session, const std::string& ns) {
  if (ns.empty() || session.api().get(kNamespace, {"", ns})) return;
  (void)session.api().create(kNamespace, "", Value{{"metadata", Value{{"name", ns}}}});
}

Result<void> carry_out(Session& session, const Target& target, Reconciled& result) {
  ApiServer& api = session.api();
  const WriteOptions how = write_options(DryRunMode::kNone, "kubectl");
  if (result.is_protected || result.operation == Operation::kNone) return {};
  if (result.operation == Operation::kUpdate) {
    auto updated = api.update(*target.kind, target.key, result.object, how);
    if (!updated) return updated.error();
    result.object = (*updated)->document();
    return {};
  }
  if (result.operation == Operation::kRecreate)
    if (auto gone = api.remove(*target.kind, target.key); !gone) return gone.error();
  ensure_namespace(session, target.key.ns);
  auto made = api.create(*target.kind, target.key.ns, result.object, how);
  if (!made) return made.error();
  result.object = (*made)->document();
  return {};
}

Outcome reconcile_one(const ReconcileOptions& options, const Target& target, Session& session, ResultPrinter& printer,
                      IoStreams& io) {
  const std::string_view kind = target.kind->kind;
  const bool rules = kind == "Role" || kind == "ClusterRole";
  if (!rules && kind != "RoleBinding" && kind != "ClusterRoleBinding") return {};
  auto live = session.api().get(*target.kind, target.key);
  if (!live && !live.error().is(Reason::kNotFound)) return live.error();
  const Part& part = rules ? kRules : kSubjects;
  const bool remove = rules ? options.remove_extra_permissions : options.remove_extra_subjects;
  const Extra extra = remove ? Extra::kRemoved : Extra::kKept;
  Reconciled result = reconciled(target.document, live ? *live : nullptr, part, extra);
  if (printer.dry_run() == DryRunMode::kNone)
    if (auto done = carry_out(session, target, result); !done) return done.error();
  if (auto printed = printer.print(*target.kind, result.object, "reconciled"); !printed) return printed.error();
  tell(result, part, extra, io.err);
  return {};
}

Outcome reconcile(const ReconcileOptions& options, Invocation& call) {
  if (!options.resources.has_files()) return client_error("must specify one of -f and -k");
  if (!call.args.empty()) return client_error("no arguments are allowed");
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  if (printer->dry_run() == DryRunMode::kServer)
    return client_error("--dry-run=server for command reconcile is not supported yet");
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{{}, options.resources, Unnamed::kRefused, Fetch::kNever, ManifestCheck::kGoTypes};
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  std::vector<Error> errors = std::move(targets->errors);
  for (const Target& target : targets->items) {
    const Outcome done = reconcile_one(options, target, **session, *printer, call.io);
    errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  }
  return errors;
}

}  // namespace

void add_auth_reconcile(Command& command) {
  auto options = std::make_shared<ReconcileOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  flags.toggle(options->remove_extra_permissions, "remove-extra-permissions", "Roles lose what the manifests lack");
  flags.toggle(options->remove_extra_subjects, "remove-extra-subjects", "Bindings lose whom the manifests lack");
  runs(command, options, reconcile);
}

}  // namespace skiff::cli
