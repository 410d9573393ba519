// kubectl cluster-info dump: what could help to find a fault, as JSON: the nodes, then for each namespace its events,
// controllers, workloads and pods, and what their containers have written. Mirrors clusterinfo_dump.go.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "api/kinds/daemonset.h"
#include "api/kinds/deployment.h"
#include "api/kinds/event.h"
#include "api/kinds/namespace.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "api/kinds/replicaset.h"
#include "api/kinds/replicationcontroller.h"
#include "api/kinds/service.h"
#include "base/strings.h"
#include "cli/printers/printer_table.h"
#include "cli/printing.h"
#include "cli/raw_lists.h"

namespace skiff::cli {

struct ClusterInfoDumpOptions {
  PrintFlags print;
  std::vector<std::string> namespaces;
  std::string output_directory = "-";
  Duration pod_running_timeout = seconds(20);
  bool all_namespaces = false;
};

namespace {

std::string format_of(const ClusterInfoDumpOptions& options) {
  return options.print.output.empty() && options.print.template_text.empty() ? "json" : options.print.output;
}

// Where one part of the dump goes: a file below the folder that was named, or the output.
Result<void> write_part(const ClusterInfoDumpOptions& options, const std::string& name, const Value& list,
                        Invocation& call) {
  auto printer = make_printer({format_of(options), options.print.template_text,
                               options.print.allow_missing_template_keys, options.print.show_managed_fields},
                              AllowedFormats::kObjects);
  if (!printer) return printer.error();
  if (options.output_directory.empty() || options.output_directory == "-") return (*printer)->print(list, call.io.out);
  const std::filesystem::path path = std::filesystem::path(options.output_directory) / name;
  std::error_code failed;
  std::filesystem::create_directories(path.parent_path(), failed);
  std::ofstream file(path.string() + (options.print.output == "yaml" ? ".yaml" : ".json"));
  if (!file) return client_error(fmt::format("cannot write {}", path.string()));
  return (*printer)->print(list, file);
}

Result<void> dump_kind(const ClusterInfoDumpOptions& options, const Kind& kind, const std::string& ns, Invocation& call,
                       Session& session) {
  auto listed = session.api().list(kind, {ns, "", ""});
  if (!listed) return listed.error();
  const Value list = list_document(kind, *listed, session.store().resource_version());
  const std::string name =
      kind.kind == "ReplicationController" ? "replication-controllers" : std::string(kind.resource);
  return write_part(options, ns.empty() ? name : ns + "/" + name, list, call);
}

std::vector<std::string> namespaces_of(const ClusterInfoDumpOptions& options, Session& session) {
  if (!options.all_namespaces && !options.namespaces.empty()) return options.namespaces;
  if (!options.all_namespaces) return {"kube-system", session.ns()};
  std::vector<std::string> names;
  if (auto listed = session.api().list(kNamespace, {}))
    for (const ObjectRef& one : *listed) names.push_back(one->name());
  return names;
}

Outcome dump(const ClusterInfoDumpOptions& options, Invocation& call) {
  if (to_lower(options.print.output) == "name")
    return client_error("list types are not supported by name printing: *v1.NodeList");
  auto session = call.session();
  if (!session) return session.error();
  if (auto done = dump_kind(options, kNode, "", call, **session); !done) return done.error();
  for (const std::string& ns : namespaces_of(options, **session))
    for (const Kind* kind :
         {&kEvent, &kReplicationController, &kService, &kDaemonSet, &kDeployment, &kReplicaSet, &kPod})
      if (auto done = dump_kind(options, *kind, ns, call, **session); !done) return done.error();
  if (!options.output_directory.empty() && options.output_directory != "-")
    call.io.out << fmt::format("Cluster info dumped to {}\n", options.output_directory);
  return {};
}

}  // namespace

void add_cluster_info_dump(Command& command) {
  auto options = std::make_shared<ClusterInfoDumpOptions>();
  Flags& flags = command.flags;
  declare_output_flags(flags, options->print);
  flags.toggle(options->all_namespaces, "all-namespaces,A", "Of every namespace");
  flags.list(options->namespaces, "namespaces", Split::kCommas, "Of these namespaces");
  flags.text(options->output_directory, "output-directory", "A folder for files; - for standard output");
  flags.duration(options->pod_running_timeout, "pod-running-timeout", "No difference: nothing has to be waited for");
  runs(command, options, dump);
}

}  // namespace skiff::cli
