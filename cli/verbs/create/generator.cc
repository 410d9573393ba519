#include "cli/verbs/create/generator.h"

#include <fmt/format.h>

#include "cli/content_hash.h"
#include "cli/global_options.h"
#include "cli/last_applied.h"
#include "cli/write_flags.h"

namespace skiff::cli {

void declare_generator_flags(Flags& flags, GeneratorOptions& options) {
  declare_output_flags(flags, options.print);
  declare_dry_run_flag(flags, options.print);
  declare_field_manager_flag(flags, options.field_manager);
  flags.toggle(options.save_config, "save-config", "Keep the manifest in an annotation, for apply");
  declare_validate_flag(flags, options.validate);
}

Result<std::string> generator_name(const Invocation& call) {
  const size_t words = call.before_dash.value_or(call.args.size());
  if (words != 1) return call.usage_error(fmt::format("exactly one NAME is required, got {}", words));
  return call.args[0];
}

Result<Value> send_generated(const GeneratorOptions& options, Invocation& call, const Kind& kind, Value document,
                             std::string_view failed) {
  auto mode = dry_run_mode(options.print);
  if (!mode) return mode.error();
  auto validation = field_validation(options.validate);
  if (!validation) return validation.error();
  document["apiVersion"] = kind.api_version();
  document["kind"] = kind.kind;
  const bool client = *mode == DryRunMode::kClient;
  // A namespace is part of the manifest if it was typed.
  const bool typed = kind.namespaced() && !call.global.ns.empty();
  if (typed && (client || options.remembers == Remembers::kAlways)) document["metadata"]["namespace"] = call.global.ns;
  const bool remembered =
      options.remembers == Remembers::kAlways || (options.remembers == Remembers::kWhatIsMade && !client);
  if (options.save_config && remembered) document = with_last_applied_of_types(kind, document);
  if (client) {
    if (auto found = check_kubeconfig(call.global); !found) return found.error();
    return document;
  }
  auto session = call.session();
  if (!session) return session.error();
  const std::string ns = kind.namespaced() ? (*session)->ns() : std::string();
  if (!ns.empty()) document["metadata"]["namespace"] = ns;
  WriteOptions how = write_options(*mode, options.field_manager);
  how.field_validation = *validation;
  auto made = (*session)->api().create(kind, ns, document, how);
  if (!made) return failed.empty() ? made.error() : as_client_error(made.error(), failed);
  return (*made)->document();
}

Outcome print_generated(const GeneratorOptions& options, Invocation& call, const Kind& kind, const Value& made) {
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  return printer->print(kind, made, "created");
}

Outcome create_generated(const GeneratorOptions& options, Invocation& call, const Kind& kind, Value document,
                         std::string_view failed) {
  auto printer = ResultPrinter::make(options.print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  auto made = send_generated(options, call, kind, std::move(document), failed);
  if (!made) return made.error();
  return printer->print(kind, *made, "created");
}

void append_content_hash(const Kind& kind, Value& document) {
  document["kind"] = kind.kind;
  if (!document.contains("data")) document["data"] = Value::object();
  const std::string hash = content_hash(document);
  if (std::as_const(document)["data"].empty()) document.erase("data");
  document["metadata"]["name"] = std::as_const(document)["metadata"]["name"].str() + "-" + hash;
}

std::optional<std::pair<std::string, std::string>> split_literal(const std::string& word) {
  const size_t equals = word.find('=');
  if (equals == std::string::npos) return std::nullopt;
  return std::make_pair(word.substr(0, equals), word.substr(equals + 1));
}

}  // namespace skiff::cli
