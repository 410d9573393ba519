// kubectl config: skiff's contexts, one a cluster, with the namespace of each. Mirrors pkg/cmd/config.
#include <fmt/format.h>

#include <algorithm>

#include "cli/command.h"
#include "cli/contexts.h"
#include "cli/printers/tabwriter.h"
#include "cli/printing.h"

namespace skiff::cli {

struct ConfigOptions {
  std::string output;
  std::string ns;
  std::string cluster;
  std::string user;
  bool current = false;
  bool no_headers = false;
  bool minify = false;
  bool flatten = false;
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

Outcome get_contexts(const ConfigOptions& options, Invocation& call) {
  const Contexts contexts = Contexts::load();
  for (const std::string& name : call.args)
    if (contexts.namespaces.count(name) == 0) return client_error(fmt::format("context {} not found", name));
  std::string text;
  if (!options.no_headers && options.output.empty()) text = "CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n";
  for (const auto& [name, ns] : contexts.namespaces) {
    if (!call.args.empty() && std::find(call.args.begin(), call.args.end(), name) == call.args.end()) continue;
    if (options.output == "name") text += name + "\n";
    else text += fmt::format("{}\t{}\t{}\t{}\t{}\n", name == contexts.current ? "*" : "", name, name, "", ns);
  }
  call.io.out << (options.output == "name" ? text : align_columns(text, kTableTabstops));
  return {};
}

Outcome use_context(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 1) return call.usage_error(fmt::format("unexpected args: [{}]", fmt::join(call.args, " ")));
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
  if (call.args.size() > 1 || (call.args.empty() && !options.current))
    return call.usage_error(fmt::format("unexpected args: [{}]", fmt::join(call.args, " ")));
  const std::string name = options.current ? contexts.current : call.args[0];
  if (auto good = check_cluster_name(name); !good) return good.error();
  const bool known = contexts.namespaces.count(name) > 0;
  if (call.given("namespace") || !known) contexts.namespaces[name] = call.global.ns;
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Context \"{}\" {}.\n", name, known ? "modified" : "created");
  return {};
}

Outcome rename_context(const ConfigOptions&, Invocation& call) {
  if (call.args.size() != 2) return call.usage_error("rename-context requires exactly two arguments");
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
  if (call.args.size() != 1) return call.usage_error("you must specify exactly one context");
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
                 {"preferences", Value::object()},
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

Outcome view(const ConfigOptions& options, Invocation& call) {
  PrintFlags print;
  print.output = options.output.empty() ? "yaml" : options.output;
  auto printer = ResultPrinter::make(print, call.io);
  if (!printer) return printer.error();
  return printer->print_object(config_document(options, Contexts::load()));
}

using Run = Outcome (*)(const ConfigOptions&, Invocation&);

void add(Command& command, Run run) {
  auto options = std::make_shared<ConfigOptions>();
  Flags& flags = command.flags;
  flags.text(options->output, "output,o", "Output format");
  flags.toggle(options->current, "current", "Modify the current context");
  flags.toggle(options->no_headers, "no-headers", "Without the line of headers");
  flags.toggle(options->minify, "minify", "Only what belongs to the context in use");
  flags.toggle(options->flatten, "flatten", "Accepted for compatibility");
  flags.toggle(options->raw, "raw", "Accepted for compatibility");
  runs(command, options, run);
}

}  // namespace

void add_config_current_context(Command& command) { add(command, current); }
void add_config_delete_context(Command& command) { add(command, delete_context); }
void add_config_get_clusters(Command& command) { add(command, get_clusters); }
void add_config_get_contexts(Command& command) { add(command, get_contexts); }
void add_config_rename_context(Command& command) { add(command, rename_context); }
void add_config_set_context(Command& command) { add(command, set_context); }
void add_config_use_context(Command& command) { add(command, use_context); }
void add_config_view(Command& command) { add(command, view); }

}  // namespace skiff::cli
