// kubectl kustomize: prints what a kustomization builds, or writes it to a file or a folder. Mirrors
// kustomize/commands/build.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/strings.h"
#include "cli/command.h"
#include "cli/kustomize/kustomize.h"
#include "cli/printing.h"

namespace skiff::cli {

struct KustomizeOptions {
  std::string output;
  std::string load_restrictor = "LoadRestrictionsRootOnly";
  bool enable_helm = false;
  // What is said to functions and charts, which nobody runs.
  bool ignored = false;
  std::string ignored_text;
  std::vector<std::string> ignored_list;
};

namespace {

Result<LoadRestriction> load_restriction(const std::string& text) {
  if (text == "LoadRestrictionsRootOnly") return LoadRestriction::kRootOnly;
  if (text == "LoadRestrictionsNone") return LoadRestriction::kNone;
  return client_error(
      fmt::format("illegal flag value --load-restrictor {}; legal values: [LoadRestrictionsRootOnly "
                  "LoadRestrictionsNone]",
                  text));
}

// "apps_v1_deployment_web.yaml". Upstream: fileWriter's fileName.
std::string file_of(const Value& object) {
  std::string name = object["apiVersion"].str();
  std::replace(name.begin(), name.end(), '/', '_');
  return to_lower(
      fmt::format("{}_{}_{}.yaml", name, object["kind"].as_string(), object["metadata"]["name"].as_string()));
}

std::string namespace_of(const Value& object) {
  const std::string ns = object["metadata"]["namespace"].str();
  return ns.empty() ? "default" : ns;
}

Result<void> print_objects(const Elements& objects, std::istream& in, std::ostream& out, std::ostream& err) {
  PrintFlags print;
  print.output = "yaml";
  IoStreams io{out, err, in};
  auto printer = ResultPrinter::make(print, io);
  if (!printer) return printer.error();
  for (const Value& object : objects)
    if (auto printed = printer->print_object(object); !printed) return printed;
  return {};
}

Result<void> write_file(const std::string& path, const Elements& objects, IoStreams& io) {
  std::ofstream file(path);
  if (!file) return client_error(fmt::format("open {}: no such file or directory", path));
  return print_objects(objects, io.in, file, io.err);
}

// One file an object; where there are several namespaces, each name begins with its own.
Result<void> write_folder(const std::string& folder, const Elements& objects, IoStreams& io) {
  std::set<std::string> namespaces;
  for (const Value& object : objects) namespaces.insert(namespace_of(object));
  for (const Value& object : objects) {
    std::string name = file_of(object);
    if (namespaces.size() > 1) name = to_lower(namespace_of(object)) + "_" + name;
    if (auto written = write_file((std::filesystem::path(folder) / name).string(), {object}, io); !written)
      return written;
  }
  return {};
}

Outcome run(const KustomizeOptions& options, Invocation& call) {
  if (call.args.size() > 1) return client_error("specify one path to kustomization.yaml");
  auto restriction = load_restriction(options.load_restrictor);
  if (!restriction) return restriction.error();
  std::vector<std::string> warnings;
  auto objects = kustomize_build(call.args.empty() ? "." : call.args[0], warnings,
                                 {*restriction, options.enable_helm ? Charts::kAllowed : Charts::kForbidden});
  for (const std::string& warning : warnings) call.io.err << warning << "\n";
  if (!objects) return objects.error();
  if (options.output.empty()) return print_objects(*objects, call.io.in, call.io.out, call.io.err);
  if (std::filesystem::is_directory(options.output)) return write_folder(options.output, *objects, call.io);
  return write_file(options.output, *objects, call.io);
}

}  // namespace

void add_kustomize(Command& command) {
  auto options = std::make_shared<KustomizeOptions>();
  Flags& flags = command.flags;
  constexpr const char* kNobodyRuns = "No difference: no functions and charts are run";
  flags.text(options->output, "output,o", "Write to this file, or a file an object to this folder");
  flags.text(options->load_restrictor, "load-restrictor",
             "LoadRestrictionsNone: files may lie outside the folder, too");
  flags.toggle(options->enable_helm, "enable-helm", "Charts may be inflated; no helm is run here, though");
  for (const char* name : {"as-current-user", "enable-alpha-plugins", "helm-debug", "network"})
    flags.toggle(options->ignored, name, kNobodyRuns);
  for (const char* name : {"helm-command", "helm-kube-version", "network-name"})
    flags.text(options->ignored_text, name, kNobodyRuns);
  for (const char* name : {"env,e", "helm-api-versions", "mount"})
    flags.list(options->ignored_list, name, Split::kCommas, kNobodyRuns);
  runs(command, options, run);
}

}  // namespace skiff::cli
