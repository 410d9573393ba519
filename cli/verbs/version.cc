// kubectl version: what the program and its server say of themselves.
#include <fmt/format.h>

#include "api/struct_order.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/global_options.h"
#include "cli/printing.h"
#include "cli/versions.h"

namespace skiff::cli {

struct VersionOptions {
  std::string output;
  bool client = false;
};

namespace {

Outcome version(const VersionOptions& options, Invocation& call) {
  if (!call.args.empty() && !options.client)
    return client_error(fmt::format("extra arguments: [{}]", fmt::join(call.args, " ")));
  if (!options.output.empty() && options.output != "yaml" && options.output != "json")
    return client_error("--output must be 'yaml' or 'json'");
  if (!options.client)
    if (auto found = check_kubeconfig(call.global); !found) return found.error();
  if (options.output.empty()) {
    call.io.out << fmt::format("Client Version: {}\nKustomize Version: {}\n", kClientVersion, kKustomizeVersion);
    if (!options.client) call.io.out << fmt::format("Server Version: {}\n", kServerVersion);
    return {};
  }
  Value document{{"clientVersion", build_information(kClientVersion)}, {"kustomizeVersion", kKustomizeVersion}};
  if (!options.client) document["serverVersion"] = build_information(kServerVersion);
  if (options.output == "json") {
    call.io.out << to_pretty_json(document, StructOrder::of_type("version.Version"), 2) << "\n";
    return {};
  }
  PrintFlags print;
  print.output = "yaml";
  auto printer = ResultPrinter::make(print, call.io);
  if (!printer) return printer.error();
  if (auto printed = printer->print_object(document); !printed) return printed.error();
  call.io.out << "\n";
  return {};
}

}  // namespace

void add_version(Command& command) {
  auto options = std::make_shared<VersionOptions>();
  command.flags.text(options->output, "output,o", "One of 'yaml' or 'json'");
  command.flags.toggle(options->client, "client", "Only what this program is");
  runs(command, options, version);
}

}  // namespace skiff::cli
