// kubectl kustomize: prints what a kustomization builds.
#include "cli/kustomize/kustomize.h"

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/printing.h"

namespace skiff::cli {
namespace {

struct NoOptions {};

Outcome run(const NoOptions&, Invocation& call) {
  if (call.args.size() > 1) return client_error("specify one path to kustomization.yaml");
  std::vector<std::string> warnings;
  auto objects = kustomize_build(call.args.empty() ? "." : call.args[0], warnings);
  for (const std::string& warning : warnings) call.io.err << warning << "\n";
  if (!objects) return objects.error();
  PrintFlags print;
  print.output = "yaml";
  auto printer = ResultPrinter::make(print, call.io);
  if (!printer) return printer.error();
  for (const Value& object : *objects)
    if (auto printed = printer->print_object(object); !printed) return printed.error();
  return {};
}

}  // namespace

void add_kustomize(Command& command) { runs(command, std::make_shared<NoOptions>(), run); }

}  // namespace skiff::cli
