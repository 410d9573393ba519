// kubectl patch. Mirrors pkg/cmd/patch/patch.go.
#include <fmt/format.h>

#include "api/decode.h"
#include "api/patch/json_patch.h"
#include "api/patch/merge_patch.h"
#include "api/patch/strategic_merge_patch.h"
#include "api/schema.h"
#include "base/strings.h"
#include "cli/change_cause.h"
#include "cli/input.h"
#include "cli/manifests.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/subresources.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct PatchOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-patch";
  std::string patch;
  std::string patch_file;
  std::string type = "strategic";
  std::string subresource;
  bool local = false;
  ChangeCause cause;
};

namespace {

Result<PatchType> patch_type(const std::string& word) {
  const std::string type = to_lower(word);
  if (type == "json") return PatchType::kJson;
  if (type == "merge") return PatchType::kMerge;
  if (type == "strategic") return PatchType::kStrategic;
  return client_error(fmt::format("--type must be one of [json merge strategic], not \"{}\"", word));
}

// Whoever applies the patch reads it: the server, or a library of the client's with words of its own.
enum class Reader { kServer, kClient };

Error unreadable(const std::string& why, PatchType type, Reader reader) {
  if (reader == Reader::kClient) {
    if (type == PatchType::kStrategic) return client_error("invalid JSON document");
    if (type == PatchType::kMerge) return client_error("invalid JSON Patch");
    return client_error(why);
  }
  return bad_request((type == PatchType::kStrategic ? "" : "error decoding patch: ") + why);
}

// The text of the patch. What begins with `{` is sent as it is, everything else is read as YAML first.
Result<Value> patch_value(const PatchOptions& options, PatchType type, Reader reader) {
  std::string text = options.patch;
  if (!options.patch_file.empty()) {
    auto read = read_file(options.patch_file, client_error(fmt::format("unable to read patch file: open {}: no such "
                                                                       "file or directory",
                                                                       options.patch_file)));
    if (!read) return read.error();
    text = *std::move(read);
  }
  if (trim_space(text).substr(0, 1) == "{") {
    auto parsed = decode_json(text);
    if (!parsed) return unreadable(parsed.error().message, type, reader);
    return parsed;
  }
  auto document = decode_yaml(text);
  if (!document) {
    // The client reads YAML by itself, not as a manifest.
    constexpr std::string_view kConverting = "error converting YAML to JSON: ";
    std::string_view why = document.error().message;
    if (why.starts_with(kConverting)) why.remove_prefix(kConverting.size());
    return client_error(fmt::format("unable to parse {}: {}", go_quote(text), why));
  }
  return document;
}

// Upstream: getPatchedJSON, which has words of its own for one of the library's errors.
Result<Value> in_client_words(Result<Value> patched) {
  constexpr std::string_view kMissingKey = "doc is missing key: ";
  if (patched) return patched;
  const std::string& message = patched.error().message;
  const size_t at = message.find(kMissingKey);
  if (at == std::string::npos) return patched;
  return client_error(
      fmt::format("Object to be patched is missing field ({})", message.substr(at + kMissingKey.size())));
}

Result<Value> patched_locally(const Target& target, PatchType type, const Value& patch) {
  Value used = patch;
  switch (type) {
    case PatchType::kJson:
      return in_client_words(carry_out_json_patch(target.object(), patch));
    case PatchType::kMerge:
      return apply_merge_patch(target.object(), patch);
    case PatchType::kStrategic:
      if (!in_clients_scheme(*target.kind))
        return client_error(
            fmt::format("strategic merge patch is not supported for {}, Kind={} locally, try --type merge",
                        target.kind->api_version(), target.kind->kind));
      return apply_strategic_patch(target.object(), used, find_patch_schema(*target.kind));
  }
  return internal_error("unknown patch type");
}

// The subresource is what is patched and what is shown: `scale.autoscaling/web patched`.
Outcome patch_part(const PatchOptions& options, const Target& target, Session& session, PatchType type,
                   const Value& patch, const WriteOptions& how, ResultPrinter& printer) {
  ApiServer& api = session.api();
  auto before = get_subresource(api, *target.kind, target.key, options.subresource);
  auto patched = patch_subresource(api, *target.kind, target.key, options.subresource, type, patch, how);
  if (!patched) return patched.error();
  const bool changed = !before || !(*before == *patched);
  return printer.print_plain(kind_of_subresource(*target.kind, options.subresource), *patched,
                             changed ? "patched" : "patched (no change)");
}

// A patch of a sort that the kind does not know. Upstream: RunPatch.
Error in_clients_words(const Error& error, const Kind& kind, PatchType type) {
  if (!error.is(Reason::kUnsupportedMediaType)) return error;
  constexpr std::string_view kTypes[] = {"application/strategic-merge-patch+json", "application/merge-patch+json",
                                         "application/json-patch+json"};
  const std::string_view media = type == PatchType::kStrategic ? kTypes[0]
                                 : type == PatchType::kMerge   ? kTypes[1]
                                                               : kTypes[2];
  return client_error(
      fmt::format("{} is not supported by {}, Kind={}: {}", media, kind.api_version(), kind.kind, error.message));
}

Outcome patch_one(const PatchOptions& options, const Target& target, Session& session, PatchType type,
                  const Result<Value>& read, ResultPrinter& printer) {
  if (!read) {  // the server looks for the object first
    auto live = session.api().get(*target.kind, target.key);
    return live ? read.error() : live.error();
  }
  const Value& patch = *read;
  if (options.local || printer.dry_run() == DryRunMode::kClient) {
    auto patched = patched_locally(target, type, patch);
    if (!patched) return patched.error();
    return printer.print_plain(target.shown_kind(), *patched,
                               *patched == target.object() ? "patched (no change)" : "patched");
  }
  WriteOptions how = write_options(printer.dry_run(), options.field_manager);
  how.field_validation = FieldValidation::kWarn;
  if (!options.subresource.empty()) return patch_part(options, target, session, type, patch, how, printer);
  auto before = session.api().get(*target.kind, target.key);
  auto patched = session.api().patch(*target.kind, target.key, type, patch, how);
  if (!patched) return in_clients_words(patched.error(), *target.kind, type);
  const bool changed = !before || !((*before)->document() == (*patched)->document());
  if (options.cause.wanted) {
    auto recorded = session.api().patch(*target.kind, target.key, PatchType::kMerge, options.cause.patch(), how);
    if (recorded) patched = recorded;
  }
  return printer.print_plain(*target.kind, (*patched)->document(), changed ? "patched" : "patched (no change)");
}

Outcome run(const PatchOptions& options, Invocation& call) {
  if (!options.patch.empty() && !options.patch_file.empty())
    return client_error("cannot specify --patch and --patch-file together");
  if (options.patch.empty() && options.patch_file.empty())
    return client_error("must specify --patch or --patch-file containing the contents of the patch");
  if (options.local && !call.args.empty()) return client_error("cannot specify --local and server resources");
  auto type = patch_type(options.type);
  if (!type) return type.error();
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  const bool reads = options.local || printer->dry_run() == DryRunMode::kClient;
  auto patch = patch_value(options, *type, reads ? Reader::kClient : Reader::kServer);
  // What cannot be read as JSON is for the server to say, which looks for the object first.
  if (!patch && !patch.error().is(Reason::kBadRequest)) return patch.error();
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{call.args, options.resources};
  request.subresource = options.subresource;
  request.fetch = options.local ? Fetch::kLocal : Fetch::kArguments;  // without a server the file's object is patched
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (targets->errors.empty() && targets->items.empty()) return client_error("no objects passed to patch");
  return visit_each(
      *targets, [&](const Target& target) { return patch_one(options, target, **session, *type, patch, *printer); });
}

}  // namespace

void add_patch(Command& command) {
  auto options = std::make_shared<PatchOptions>();
  Flags& flags = command.flags;
  declare_file_flags(flags, options->resources);
  declare_record_flag(command, options->cause);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  flags.text(options->patch, "patch,p", "The patch, JSON or YAML");
  flags.text(options->patch_file, "patch-file", "Where the patch is read from");
  flags.text(options->type, "type", "json, merge or strategic");
  flags.text(options->subresource, "subresource", "Write a subresource instead: status, scale");
  flags.toggle(options->local, "local", "Only print what it would become");
  declare_field_manager_flag(flags, options->field_manager);
  runs(command, options, run);
}

}  // namespace skiff::cli
