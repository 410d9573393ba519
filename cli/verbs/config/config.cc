// kubectl config: skiff's contexts, one a cluster, with the namespace of each. Mirrors pkg/cmd/config.
#include <fmt/format.h>

#include <algorithm>

#include "cli/command.h"
#include "cli/contexts.h"
#include "cli/help.h"
#include "cli/printers/tabwriter.h"
#include "cli/printing.h"

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

// Told wrongly, these print their help before they complain.
Outcome unexpected(Invocation& call) {
  call.io.out << verb_help(call.path());
  return client_error(fmt::format("Unexpected args: [{}]", fmt::join(call.args, " ")));
}

Outcome get_contexts(const ConfigOptions& options, Invocation& call) {
  const Contexts contexts = Contexts::load();
  if (!options.print.output.empty() && options.print.output != "name")
    return client_error(
        fmt::format("--output {} is not available in kubectl config get-contexts; resetting to default output format",
                    options.print.output));
  std::vector<Error> errors;
  for (const std::string& name : call.args)
    if (contexts.namespaces.count(name) == 0) errors.push_back(client_error(fmt::format("context {} not found", name)));
  std::string text;
  if (!options.no_headers && options.print.output.empty()) text = "CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n";
  for (const auto& [name, ns] : contexts.namespaces) {
    if (!call.args.empty() && std::find(call.args.begin(), call.args.end(), name) == call.args.end()) continue;
    if (options.print.output == "name") text += name + "\n";
    else text += fmt::format("{}\t{}\t{}\t{}\t{}\n", name == contexts.current ? "*" : "", name, name, "", ns);
  }
  call.io.out << (options.print.output == "name" ? text : align_columns(text, kTableTabstops));
  return errors;
}

Outcome use_context(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 1) return unexpected(call);
  Contexts contexts = Contexts::load();
  if (contexts.namespaces.count(call.args[0]) == 0)
    return client_error(fmt::format("no context exists with the name: \"{}\"", call.args[0]));
  contexts.current = call.args[0];
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Switched to context \"{}\".\n", call.args[0]);
  return {};
}

Outcome set_context(const ConfigOptions& options, Invocation& call) {
  Contexts contexts = Contexts::load();
  if (call.args.size() > 1) return unexpected(call);
  if (call.args.empty() && !options.current)
    return client_error("you must specify a non-empty context name or --current");
  if (!call.args.empty() && options.current)
    return client_error("you cannot specify both a context name and --current");
  if (!options.cluster.empty() && !call.args.empty() && options.cluster != call.args[0])
    return client_error(
        fmt::format("context {0} is cluster {0}: a context of another name makes another cluster", call.args[0]));
  const std::string name = options.current ? contexts.current : call.args[0];
  if (auto good = check_cluster_name(name); !good) return good.error();
  const bool known = contexts.namespaces.count(name) > 0;
  if (call.given("namespace") || !known) contexts.namespaces[name] = call.global.ns;
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Context \"{}\" {}.\n", name, known ? "modified" : "created");
  return {};
}

Outcome rename_context(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 2) return unexpected(call);
  Contexts contexts = Contexts::load();
  const auto old = contexts.namespaces.find(call.args[0]);
  if (old == contexts.namespaces.end())
    return client_error(fmt::format("cannot rename the context \"{}\", it's not in {}", call.args[0], config_file()));
  if (contexts.namespaces.count(call.args[1]) > 0)
    return client_error(fmt::format("cannot rename the context \"{}\", the context \"{}\" already exists in {}",
                                    call.args[0], call.args[1], config_file()));
  if (auto good = check_cluster_name(call.args[1]); !good) return good.error();
  contexts.namespaces[call.args[1]] = old->second;
  contexts.namespaces.erase(old);
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
  if (contexts.namespaces.erase(call.args[0]) == 0)
    return client_error(fmt::format("cannot delete context {}, not in {}", call.args[0], config_file()));
  if (contexts.current == call.args[0])
    call.io.err
        << "warning: this removed your active context, use \"kubectl config use-context\" to select a different one\n";
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("deleted context {} from {}\n", call.args[0], config_file());
  return {};
}

Outcome get_clusters(const ConfigOptions&, Invocation& call) {
  call.io.out << "NAME\n";
  for (const auto& [name, ns] : Contexts::load().namespaces) call.io.out << name << "\n";
  return {};
}

Value config_document(const ConfigOptions& options, const Contexts& contexts) {
  Value document{{"apiVersion", "v1"},
                 {"kind", "Config"},
                 {"clusters", Value::array()},
                 {"contexts", Value::array()},
                 {"current-context", contexts.current},
                 {"users", Value::array()}};
  for (const auto& [name, ns] : contexts.namespaces) {
    if (options.minify && name != contexts.current) continue;
    Value context{{"cluster", name}, {"user", ""}};
    if (!ns.empty()) context["namespace"] = ns;
    document["contexts"].push_back(Value{{"context", context}, {"name", name}});
    document["clusters"].push_back(
        Value{{"cluster", Value{{"server", "file://" + default_state_file(name)}}}, {"name", name}});
  }
  return document;
}

Outcome get_users(const ConfigOptions&, Invocation& call) {
  call.io.out << "NAME\n";
  return {};
}

Outcome view(const ConfigOptions& options, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  PrintFlags print = options.print;
  if (print.output.empty() && print.template_text.empty()) print.output = "yaml";
  auto printer = ResultPrinter::make(print, call.io, Typing::kGoTypes);
  if (!printer) return printer.error();
  return printer->print_object(config_document(options, Contexts::load()));
}

// The properties that there are: current-context and contexts.NAME.namespace.
struct Property {
  bool current_context = false;
  std::string context;
};

Result<Property> parse_property(const std::string& path) {
  if (path == "current-context") return Property{true, ""};
  constexpr std::string_view kFront = "contexts.", kBack = ".namespace";
  if (path.size() > kFront.size() + kBack.size() && path.starts_with(kFront) && path.ends_with(kBack))
    return Property{false, path.substr(kFront.size(), path.size() - kFront.size() - kBack.size())};
  return client_error(fmt::format("there is no property {}: contexts are clusters, and have a namespace alone", path));
}

Outcome set_property(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 2) return unexpected(call);
  auto property = parse_property(call.args[0]);
  if (!property) return property.error();
  Contexts contexts = Contexts::load();
  if (property->current_context) contexts.current = call.args[1];
  else contexts.namespaces[property->context] = call.args[1];
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Property \"{}\" set.\n", call.args[0]);
  return {};
}

Outcome unset_property(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 1) return unexpected(call);
  auto property = parse_property(call.args[0]);
  if (!property) return property.error();
  Contexts contexts = Contexts::load();
  if (property->current_context) contexts.current.clear();
  else if (auto at = contexts.namespaces.find(property->context); at != contexts.namespaces.end()) at->second.clear();
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Property \"{}\" unset.\n", call.args[0]);
  return {};
}

// Entries of a kubeconfig that lead to servers and prove who is asking.
Outcome no_servers(const ConfigOptions&, Invocation&) {
  return client_error("a cluster here is a file, without servers and users: 'cluster create NAME' makes one");
}

Outcome delete_cluster(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 1) return unexpected(call);
  if (Contexts::load().namespaces.count(call.args[0]) == 0)
    return client_error(fmt::format("cannot delete cluster {}, not in {}", call.args[0], config_file()));
  return client_error(fmt::format("a cluster is its file, which 'cluster delete {}' removes", call.args[0]));
}

Outcome delete_user(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 1) return unexpected(call);
  return client_error(fmt::format("cannot delete user {}, not in {}", call.args[0], config_file()));
}

using Run = Outcome (*)(const ConfigOptions&, Invocation&);

std::shared_ptr<ConfigOptions> add(Command& command, Run run) {
  auto options = std::make_shared<ConfigOptions>();
  runs(command, options, run);
  return options;
}

}  // namespace

void add_config_current_context(Command& command) { add(command, current); }
void add_config_delete_cluster(Command& command) { add(command, delete_cluster); }
void add_config_delete_context(Command& command) { add(command, delete_context); }
void add_config_delete_user(Command& command) { add(command, delete_user); }
void add_config_get_clusters(Command& command) { add(command, get_clusters); }
void add_config_get_users(Command& command) { add(command, get_users); }
void add_config_rename_context(Command& command) { add(command, rename_context); }
void add_config_set(Command& command) { add(command, set_property); }
void add_config_unset(Command& command) { add(command, unset_property); }
void add_config_use_context(Command& command) { add(command, use_context); }

void add_config_get_contexts(Command& command) {
  auto options = add(command, get_contexts);
  command.flags.text(options->print.output, "output,o", "Output format. One of: (name).");
  command.flags.toggle(options->no_headers, "no-headers", "Without the line of headers");
}

void add_config_set_context(Command& command) {
  auto options = add(command, set_context);
  command.flags.toggle(options->current, "current", "Modify the current context");
  command.flags.text(options->cluster, "cluster", "Its cluster, which has the same name");
  command.flags.text(options->user, "user", "No difference: nobody logs in");
}

void add_config_set_cluster(Command& command) {
  auto options = add(command, no_servers);
  command.flags.text(options->cluster, "server", "Where it would be");
}

void add_config_set_credentials(Command& command) {
  auto options = add(command, no_servers);
  command.flags.text(options->user, "exec-command", "What would prove who is asking");
}

void add_config_view(Command& command) {
  auto options = add(command, view);
  declare_output_flags(command.flags, options->print);
  command.flags.toggle(options->minify, "minify", "Only what belongs to the context in use");
  command.flags.toggle(options->flatten, "flatten", "No difference: nothing stands in other files");
  command.flags.toggle(options->merge, "merge", "No difference: there is one file");
  command.flags.toggle(options->raw, "raw", "No difference: there are no secrets in it");
}

}  // namespace skiff::cli
