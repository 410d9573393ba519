// kubectl config: skiff's contexts, each with its cluster (a state file), its user (a name) and its namespace. Mirrors
// pkg/cmd/config.
#include <fmt/format.h>

#include <algorithm>

#include "cli/command.h"
#include "cli/contexts.h"
#include "cli/help.h"
#include "cli/printers/tabwriter.h"
#include "cli/printing.h"
#include "cli/verbs/config/properties.h"

namespace skiff::cli {

struct ConfigOptions {
  PrintFlags print;
  std::string cluster;
  std::string user;
  bool current = false;
  bool no_headers = false;
  bool minify = false;
  bool flatten = false;
  bool merge = true;
  bool raw = false;
  bool set_raw_bytes = false;
};

namespace {

std::string current_context(const Invocation& call, const Contexts& contexts) {
  return call.global.context.empty() ? contexts.current : call.global.context;
}

Outcome current(const ConfigOptions&, Invocation& call) {
  const std::string name = current_context(call, Contexts::load());
  if (name.empty()) return client_error("current-context is not set");
  call.io.out << name << "\n";
  return {};
}

Outcome get_contexts(const ConfigOptions& options, Invocation& call) {
  const Contexts contexts = Contexts::load();
  if (!options.print.output.empty() && options.print.output != "name")
    return client_error(
        fmt::format("--output {} is not available in kubectl config get-contexts; resetting to default output format",
                    options.print.output));
  std::vector<Error> errors;
  for (const std::string& name : call.args)
    if (contexts.entries.count(name) == 0) errors.push_back(client_error(fmt::format("context {} not found", name)));
  std::string text;
  if (!options.no_headers && options.print.output.empty()) text = "CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n";
  for (const auto& [name, context] : contexts.entries) {
    if (!call.args.empty() && std::find(call.args.begin(), call.args.end(), name) == call.args.end()) continue;
    if (options.print.output == "name") text += name + "\n";
    else
      text += fmt::format("{}\t{}\t{}\t{}\t{}\n", name == contexts.current ? "*" : "", name, context.cluster,
                          context.user, context.ns);
  }
  call.io.out << (options.print.output == "name" ? text : align_columns(text, kTableTabstops));
  return errors;
}

Outcome use_context(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 1) return unexpected_args(call);
  Contexts contexts = Contexts::load();
  if (contexts.entries.count(call.args[0]) == 0)
    return client_error(fmt::format("no context exists with the name: \"{}\"", call.args[0]));
  contexts.current = call.args[0];
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Switched to context \"{}\".\n", call.args[0]);
  return {};
}

Outcome set_context(const ConfigOptions& options, Invocation& call) {
  Contexts contexts = Contexts::load();
  if (call.args.size() > 1) return unexpected_args(call);
  if (call.args.empty() && !options.current)
    return client_error("you must specify a non-empty context name or --current");
  if (!call.args.empty() && options.current)
    return client_error("you cannot specify both a context name and --current");
  const std::string name = options.current ? contexts.current : call.args[0];
  if (name.empty()) return client_error("no current context is set");
  for (const std::string& checked : {name, options.cluster.empty() ? name : options.cluster})
    if (auto good = check_cluster_name(checked); !good) return good.error();
  const bool known = contexts.entries.count(name) > 0;
  Context& context = contexts.entries[name];
  if (!known) context.cluster = name;
  if (call.given("cluster")) context.cluster = options.cluster;
  if (call.given("user")) context.user = options.user;
  if (call.given("namespace")) context.ns = call.global.ns;
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Context \"{}\" {}.\n", name, known ? "modified" : "created");
  return {};
}

Outcome rename_context(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 2) return unexpected_args(call);
  Contexts contexts = Contexts::load();
  const auto old = contexts.entries.find(call.args[0]);
  if (old == contexts.entries.end())
    return client_error(fmt::format("cannot rename the context \"{}\", it's not in {}", call.args[0], config_file()));
  if (contexts.entries.count(call.args[1]) > 0)
    return client_error(fmt::format("cannot rename the context \"{}\", the context \"{}\" already exists in {}",
                                    call.args[0], call.args[1], config_file()));
  if (auto good = check_cluster_name(call.args[1]); !good) return good.error();
  contexts.entries[call.args[1]] = old->second;
  contexts.entries.erase(old);
  if (contexts.current == call.args[0]) contexts.current = call.args[1];
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Context \"{}\" renamed to \"{}\".\n", call.args[0], call.args[1]);
  return {};
}

Outcome delete_context(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 1) {
    call.io.out << verb_help(call.path());
    return {};
  }
  Contexts contexts = Contexts::load();
  if (contexts.entries.erase(call.args[0]) == 0)
    return client_error(fmt::format("cannot delete context {}, not in {}", call.args[0], config_file()));
  if (contexts.current == call.args[0])
    call.io.err
        << "warning: this removed your active context, use \"kubectl config use-context\" to select a different one\n";
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("deleted context {} from {}\n", call.args[0], config_file());
  return {};
}

Outcome view(const ConfigOptions& options, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  PrintFlags print = options.print;
  if (print.output.empty() && print.template_text.empty()) print.output = "yaml";
  auto printer = ResultPrinter::make(print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  if (!options.merge && !call.given("kubeconfig"))
    return client_error("if merge==false a precise file must be specified");
  Contexts contexts = Contexts::load();
  contexts.current = current_context(call, contexts);
  if (options.minify)
    if (auto cut = keep_current(contexts); !cut) return cut.error();
  return printer->print_object(config_document(contexts, options.raw ? Secrets::kShown : Secrets::kHidden));
}

Outcome set_property(const ConfigOptions& options, Invocation& call) {
  if (call.args.size() != 2) return unexpected_args(call);
  Contexts contexts = Contexts::load();
  if (call.args[0].empty()) return client_error("you must specify a property");
  const Bytes bytes = options.set_raw_bytes ? Bytes::kRaw : Bytes::kBase64;
  if (auto set = set_config_property(contexts, call.args[0], call.args[1], bytes); !set) return set.error();
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Property \"{}\" set.\n", call.args[0]);
  return {};
}

Outcome unset_property(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 1) return unexpected_args(call);
  Contexts contexts = Contexts::load();
  if (auto unset = unset_config_property(contexts, call.args[0]); !unset) return unset.error();
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Property \"{}\" unset.\n", call.args[0]);
  return {};
}

using Run = Outcome (*)(const ConfigOptions&, Invocation&);

std::shared_ptr<ConfigOptions> add(Command& command, Run run) {
  auto options = std::make_shared<ConfigOptions>();
  runs(command, options, run);
  return options;
}

}  // namespace

Outcome unexpected_args(Invocation& call, std::string_view words) {
  call.io.out << verb_help(call.path());
  return client_error(fmt::format("{}: [{}]", words, fmt::join(call.args, " ")));
}

void add_config_current_context(Command& command) { add(command, current); }
void add_config_delete_context(Command& command) { add(command, delete_context); }
void add_config_rename_context(Command& command) { add(command, rename_context); }
void add_config_unset(Command& command) { add(command, unset_property); }
void add_config_use_context(Command& command) { add(command, use_context); }

void add_config_get_contexts(Command& command) {
  auto options = add(command, get_contexts);
  command.flags.text(options->print.output, "output,o", "Output format. One of: (name).");
  command.flags.toggle(options->no_headers, "no-headers", "Without the line of headers");
}

void add_config_set(Command& command) {
  auto options = add(command, set_property);
  command.flags.toggle(options->set_raw_bytes, "set-raw-bytes", "The value of a certificate or key is not in base64");
}

void add_config_set_context(Command& command) {
  auto options = add(command, set_context);
  command.flags.toggle(options->current, "current", "Modify the current context");
  command.flags.text(options->cluster, "cluster", "Its cluster; that of its own name without this flag");
  command.flags.text(options->user, "user", "Its user, who is only a name");
}

void add_config_view(Command& command) {
  auto options = add(command, view);
  declare_output_flags(command.flags, options->print);
  command.flags.toggle(options->minify, "minify", "Only what belongs to the context in use");
  command.flags.toggle(options->flatten, "flatten", "No difference: nothing stands in other files");
  command.flags.toggle(options->merge, "merge", "No difference: there is one file");
  command.flags.toggle(options->raw, "raw", "Show passwords and tokens, too");
}

}  // namespace skiff::cli
