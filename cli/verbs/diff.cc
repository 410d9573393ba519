// kubectl diff: the live objects and what apply would make of them, compared by diff(1) or KUBECTL_EXTERNAL_DIFF.
// Mirrors pkg/cmd/diff/diff.go.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "api/patch/three_way_merge.h"
#include "api/schema.h"
#include "base/json.h"
#include "base/strings.h"
#include "cli/last_applied.h"
#include "cli/patch_types.h"
#include "cli/printers/yaml.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/temporary_files.h"
#include "cli/verbs/apply/prune.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct DiffOptions {
  ResourceFlags resources;
  std::string field_manager = "kubectl-client-side-apply";
  std::vector<std::string> prune_allowlist;
  int64_t concurrency = 1;
  bool server_side = false;
  bool force_conflicts = false;
  bool prune = false;
  bool show_secrets = false;
  bool show_managed_fields = false;
};

namespace {

namespace fs = std::filesystem;

// A folder for one side of the comparison, removed at the end.
class Folder {
 public:
  static Result<Folder> make(const std::string& side) {
    // Numbers, as Go's os.MkdirTemp appends them.
    for (uint64_t number = static_cast<uint64_t>(getpid()) * 1000;; ++number) {
      const fs::path path = temporary_folder() / fmt::format("{}-{}", side, number);
      std::error_code failed;
      if (fs::create_directory(path, failed)) return Folder(path.string());
      if (failed) return path_error("mkdir", path, failed);
    }
  }
  explicit Folder(std::string path) : path_(std::move(path)) {}
  Folder(Folder&& other) noexcept : path_(std::exchange(other.path_, "")) {}
  Folder& operator=(Folder&&) = delete;
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }
  void write(const std::string& name, const Value& object) const {
    std::ofstream(fs::path(path_) / name) << (object.is_null() ? std::string() : to_yaml(object));
  }

 private:
  std::string path_;
};

std::string file_name(const Kind& kind, const ObjectKey& key) {
  const std::string group = kind.group.empty() ? "" : std::string(kind.group) + ".";
  return fmt::format("{}{}.{}.{}.{}", group, kind.version, kind.kind, key.ns, key.name);
}

Value compared_part(const DiffOptions& options, Value object) {
  if (!options.show_managed_fields && std::as_const(object)["metadata"].contains("managedFields"))
    object["metadata"].erase("managedFields");
  return object;
}

// Values of a Secret are not shown, only whether they change. Upstream: Masker.
void mask(Value& live, Value& merged) {
  std::vector<std::string> keys;
  for (const Value* side : {&live, &merged})
    for (const Member& entry : (*side)["data"].members()) keys.emplace_back(entry.name());
  for (const std::string& key : keys) {
    const Value before = std::as_const(live)["data"][key];
    const Value after = std::as_const(merged)["data"][key];
    const bool changed = !before.is_null() && !after.is_null() && !(before == after);
    if (!before.is_null()) live["data"][key] = changed ? "*** (before)" : "***";
    if (!after.is_null()) merged["data"][key] = changed ? "*** (after)" : "***";
  }
}

// What the server says it would store. Upstream: InfoObject.Merged.
Result<Value> merged_object(const DiffOptions& options, const Target& target, const ObjectRef& live, Session& session) {
  WriteOptions how = write_options(DryRunMode::kServer, options.field_manager);
  how.field_validation = FieldValidation::kStrict;
  if (options.server_side) {
    how.field_manager = options.field_manager == "kubectl-client-side-apply" ? "kubectl" : options.field_manager;
    auto applied = session.api().apply(*target.kind, target.key, target.document, options.force_conflicts, how);
    if (!applied) return applied.error();
    return (*applied)->document();
  }
  if (!live) {
    auto made = session.api().create(*target.kind, target.key.ns, target.document, how);
    if (!made) return made.error();
    return (*made)->document();
  }
  Value original;
  if (auto parsed = parse_json(last_applied(live->document()))) original = *parsed;
  Value modified = target.document;
  // The annotation is left as it is live: the map is there, without it.
  Value& annotations = modified["metadata"]["annotations"];
  if (annotations.is_null()) annotations = Value::object();
  annotations.erase(kLastApplied);
  auto patch = three_way_patch(original, modified, live->document(), find_patch_schema(*target.kind));
  if (!patch) return patch.error();
  if (patch->empty()) return live->document();
  auto patched = session.api().patch(*target.kind, target.key, patch_type_of(*target.kind), *patch, how);
  if (!patched) return patched.error();
  return (*patched)->document();
}

constexpr int kNoSuchProgram = 127;  // a shell's exit status for a program that is not there

std::string program_of(const std::string& command) { return command.substr(0, command.find(' ')); }

// The program and its arguments; of the variable's words only plain ones are taken as arguments.
std::string diff_command(const std::string& live, const std::string& merged) {
  std::string program = "diff -u -N";
  if (const std::string chosen = Invocation::environment("KUBECTL_EXTERNAL_DIFF"); !chosen.empty()) {
    program.clear();
    for (std::string_view word : split(chosen, ' ')) {
      const bool plain = !word.empty() && word.find_first_not_of(
                                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-=/._") ==
                                              std::string_view::npos;
      if (plain) program.append(program.empty() ? "" : " ").append(word);
    }
  }
  return fmt::format("command -v {} >/dev/null || exit {}; {} '{}' '{}'", program_of(program), kNoSuchProgram, program,
                     live, merged);
}

Outcome run_diff(const std::string& live, const std::string& merged, IoStreams& io) {
  std::FILE* pipe = popen(diff_command(live, merged).c_str(), "r");
  if (pipe == nullptr) return Outcome::failed(client_error("cannot run diff"), 2);
  char buffer[4096];
  for (size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    io.out.write(buffer, static_cast<std::streamsize>(size));
  const int status = pclose(pipe);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 2;
  if (code == kNoSuchProgram) {
    const std::string chosen = Invocation::environment("KUBECTL_EXTERNAL_DIFF");
    return Outcome::failed(client_error(fmt::format("failed to run {}: executable file not found in $PATH",
                                                    go_quote(chosen.empty() ? "diff" : program_of(chosen)))),
                           2);
  }
  // Upstream: CheckDiffErr leaves the statuses 0 and 1 to what was found.
  if (code > 1) return Outcome::program_ended(fmt::format("exit status {}", code), code + 1);
  return Outcome::exit(code);
}

// What pruning would delete is there before, and not after.
Result<void> add_pruned(const DiffOptions& options, const Visited& visited, Session& session, const Folder& live) {
  warn_of_default_kinds(options.prune_allowlist, session.err());
  auto kinds = prunable_kinds(options.prune_allowlist);
  if (!kinds) return kinds.error();
  auto found = find_prunable(session, *kinds, options.resources.selector, visited);
  if (!found) return found.error();
  for (const Prunable& one : *found)
    live.write(file_name(*one.kind, one.object->key()), compared_part(options, one.object->document()));
  return {};
}

Outcome compare(const DiffOptions& options, Invocation& call, Session& session) {
  ResourceRequest request{{}, options.resources, Unnamed::kRefused, Fetch::kNever, ManifestCheck::kNone};
  auto targets = resolve_targets(session, request, call.io.in);
  if (!targets) return targets.error();
  auto live_folder = Folder::make("LIVE");
  if (!live_folder) return live_folder.error();
  auto merged_folder = Folder::make("MERGED");
  if (!merged_folder) return merged_folder.error();
  if (!targets->errors.empty()) return targets->errors;
  Visited visited;
  for (const Target& target : targets->items) {
    if (target.key.name.empty()) return client_error("resource name may not be empty");
    auto live = session.api().get(*target.kind, target.key);
    if (!live && !live.error().is(Reason::kNotFound)) return live.error();
    auto after = merged_object(options, target, live ? *live : nullptr, session);
    if (!after) return after.error();
    visited.uids.insert(std::as_const(*after)["metadata"]["uid"].str());
    if (target.kind->namespaced()) visited.namespaces.insert(target.key.ns);
    Value before = live ? compared_part(options, (*live)->document()) : Value();
    Value merged = compared_part(options, *after);
    if (target.kind->kind == "Secret" && !options.show_secrets) mask(before, merged);
    live_folder->write(file_name(*target.kind, target.key), before);  // an empty file for what is not there yet
    merged_folder->write(file_name(*target.kind, target.key), merged);
  }
  if (options.prune)
    if (auto added = add_pruned(options, visited, session, *live_folder); !added) return added.error();
  return run_diff(live_folder->path(), merged_folder->path(), call.io);
}

Outcome run(const DiffOptions& options, Invocation& call) {
  if (!call.args.empty())
    return Outcome::failed(call.usage_error(fmt::format("Unexpected args: [{}]", fmt::join(call.args, " "))), 2);
  if (!options.resources.has_files()) return Outcome::failed(client_error("must specify one of -f and -k"), 2);
  if (options.force_conflicts && !options.server_side)
    return Outcome::failed(client_error("--force-conflicts only works with --server-side"), 2);
  auto session = call.session();
  if (!session) return session.error();
  Outcome compared = compare(options, call, **session);
  // 1 says that there are differences, so that an error is one more than usual.
  if (!compared.errors().empty() && compared.exit_code() == 1) return Outcome::failed(std::move(compared), 2);
  return compared;
}

}  // namespace

void add_diff(Command& command) {
  auto options = std::make_shared<DiffOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_field_manager_flag(flags, options->field_manager);
  flags.toggle(options->server_side, "server-side", "Let the server merge, field by field and with owners");
  flags.toggle(options->force_conflicts, "force-conflicts", "Take over fields that others own");
  flags.toggle(options->show_secrets, "show-secrets", "Show what secrets hold");
  flags.toggle(options->show_managed_fields, "show-managed-fields", "Compare who owns which field, too");
  flags.number(options->concurrency, "concurrency",
               "How many objects to compare at once; one by one is fast enough here");
  flags.toggle(options->prune, "prune", "With what apply --prune would delete");
  flags.list(options->prune_allowlist, "prune-allowlist", Split::kNever, "Of these kinds alone, as GROUP/VERSION/KIND");
  command.flag_error_code = 2;
  runs(command, options, run);
}

}  // namespace skiff::cli
