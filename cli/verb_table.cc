#include "cli/verb_table.h"

#include <algorithm>
#include <iterator>

namespace skiff::cli {

void add_annotate(Command&);
void add_api_resources(Command&);
void add_api_versions(Command&);
void add_apply(Command&);
void add_apply_view_last_applied(Command&);
void add_autoscale(Command&);
void add_clock_advance(Command&);
void add_clock_set_mode(Command&);
void add_clock_settle(Command&);
void add_clock_show(Command&);
void add_cluster_add_node(Command&);
void add_cluster_create(Command&);
void add_cluster_delete(Command&);
void add_cluster_info(Command&);
void add_cluster_info_own(Command&);
void add_cluster_list(Command&);
void add_cluster_repair(Command&);
void add_config_current_context(Command&);
void add_config_delete_context(Command&);
void add_config_get_clusters(Command&);
void add_config_get_contexts(Command&);
void add_config_rename_context(Command&);
void add_config_set_context(Command&);
void add_config_use_context(Command&);
void add_config_view(Command&);
void add_cordon(Command&);
void add_create(Command&);
void add_create_configmap(Command&);
void add_create_cronjob(Command&);
void add_create_deployment(Command&);
void add_create_job(Command&);
void add_create_namespace(Command&);
void add_create_poddisruptionbudget(Command&);
void add_create_priorityclass(Command&);
void add_create_quota(Command&);
void add_create_secret_docker_registry(Command&);
void add_create_secret_generic(Command&);
void add_create_secret_tls(Command&);
void add_create_service_clusterip(Command&);
void add_create_service_externalname(Command&);
void add_create_service_loadbalancer(Command&);
void add_create_service_nodeport(Command&);
void add_create_serviceaccount(Command&);
void add_delete(Command&);
void add_describe(Command&);
void add_diff(Command&);
void add_drain(Command&);
void add_edit(Command&);
void add_events(Command&);
void add_exec(Command&);
void add_explain(Command&);
void add_expose(Command&);
void add_fault_node_down(Command&);
void add_fault_node_up(Command&);
void add_get(Command&);
void add_history(Command&);
void add_kustomize(Command&);
void add_label(Command&);
void add_logs(Command&);
void add_options(Command&);
void add_patch(Command&);
void add_replace(Command&);
void add_rollout_history(Command&);
void add_rollout_pause(Command&);
void add_rollout_restart(Command&);
void add_rollout_resume(Command&);
void add_rollout_status(Command&);
void add_rollout_undo(Command&);
void add_run(Command&);
void add_scale(Command&);
void add_set_env(Command&);
void add_set_image(Command&);
void add_set_resources(Command&);
void add_set_selector(Command&);
void add_set_serviceaccount(Command&);
void add_taint(Command&);
void add_top_node(Command&);
void add_top_pod(Command&);
void add_uncordon(Command&);
void add_version(Command&);
void add_wait(Command&);

namespace {

constexpr Access kReads = Access::kReads;
constexpr Access kWrites = Access::kWrites;

constexpr VerbRow kVerbs[] = {
    {"annotate", kWrites, add_annotate, "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N",
     "Update the annotations on a resource"},
    {"api-resources", kReads, add_api_resources, "", "Print the supported API resources on the server"},
    {"api-versions", kReads, add_api_versions, "",
     "Print the supported API versions on the server, in the form of \"group/version\""},
    {"apply", kWrites, add_apply, "(-f FILENAME | -k DIRECTORY)",
     "Apply a configuration to a resource by file name or stdin"},
    {"apply view-last-applied", kReads, add_apply_view_last_applied, "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)",
     "View the latest last-applied-configuration annotations of a resource/object"},
    {"autoscale", kWrites, add_autoscale, "(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS",
     "Auto-scale a deployment, replica set, stateful set, or replication controller"},
    {"clock", kReads, nullptr, "SUBCOMMAND", "Show and move the cluster's simulated time"},
    {"clock advance", kWrites, add_clock_advance, "DURATION", "Let that much simulated time pass"},
    {"clock set-mode", kWrites, add_clock_set_mode, "auto|manual", "Follow the wall clock, or move only when told to"},
    {"clock settle", kWrites, add_clock_settle, "", "Let time pass until nothing changes any more"},
    {"clock show", kReads, add_clock_show, "", "Show the cluster's time"},
    {"cluster", kReads, nullptr, "SUBCOMMAND", "Make, inspect and remove simulated clusters"},
    {"cluster add-node", kWrites, add_cluster_add_node, "NAME...", "A new worker registers itself"},
    {"cluster create", kWrites, add_cluster_create, "[NAME] [--nodes N]", "Make a new simulated cluster"},
    {"cluster delete", kWrites, add_cluster_delete, "NAME", "Remove a simulated cluster and its file"},
    {"cluster info", kReads, add_cluster_info_own, "", "Where the cluster is and what it holds"},
    {"cluster list", kReads, add_cluster_list, "", "The clusters in skiff's own folder"},
    {"cluster repair", kReads, add_cluster_repair, "", "Save what can be saved of a damaged state file"},
    {"cluster-info", kReads, add_cluster_info, "", "Display cluster information"},
    {"config", kReads, nullptr, "SUBCOMMAND", "Modify kubeconfig files"},
    {"config current-context", kReads, add_config_current_context, "", "Display the current-context"},
    {"config delete-context", kReads, add_config_delete_context, "NAME", "Delete the specified context from the kubeconfig"},
    {"config get-clusters", kReads, add_config_get_clusters, "", "Display clusters defined in the kubeconfig"},
    {"config get-contexts", kReads, add_config_get_contexts, "[(-o|--output=)name)]", "Describe one or many contexts"},
    {"config rename-context", kReads, add_config_rename_context, "CONTEXT_NAME NEW_NAME", "Rename a context from the kubeconfig file"},
    {"config set-context", kReads, add_config_set_context, "[NAME | --current] [--namespace=namespace]",
     "Set a context entry in kubeconfig"},
    {"config use-context", kReads, add_config_use_context, "CONTEXT_NAME", "Set the current-context in a kubeconfig file", "use"},
    {"config view", kReads, add_config_view, "", "Display merged kubeconfig settings or a specified kubeconfig file"},
    {"cordon", kWrites, add_cordon, "NODE", "Mark node as unschedulable"},
    {"create", kWrites, add_create, "-f FILENAME", "Create a resource from a file or from stdin"},
    {"create configmap", kWrites, add_create_configmap,
     "NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
     "Create a config map from a local file, directory or literal value", "cm"},
    {"create cronjob", kWrites, add_create_cronjob, "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
     "Create a cron job with the specified name", "cj"},
    {"create deployment", kWrites, add_create_deployment, "NAME --image=image -- [COMMAND] [args...]",
     "Create a deployment with the specified name", "deploy"},
    {"create job", kWrites, add_create_job, "NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]",
     "Create a job with the specified name"},
    {"create namespace", kWrites, add_create_namespace, "NAME [--dry-run=server|client|none]",
     "Create a namespace with the specified name", "ns"},
    {"create poddisruptionbudget", kWrites, add_create_poddisruptionbudget,
     "NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]",
     "Create a pod disruption budget with the specified name", "pdb"},
    {"create priorityclass", kWrites, add_create_priorityclass, "NAME --value=VALUE --global-default=BOOL",
     "Create a priority class with the specified name", "pc"},
    {"create quota", kWrites, add_create_quota, "NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2]",
     "Create a quota with the specified name", "resourcequota"},
    {"create secret", kWrites, nullptr, "(docker-registry | generic | tls)", "Create a secret using a specified subcommand"},
    {"create secret docker-registry", kWrites, add_create_secret_docker_registry,
     "NAME --docker-username=user --docker-password=password --docker-email=email",
     "Create a secret for use with a Docker registry"},
    {"create secret generic", kWrites, add_create_secret_generic,
     "NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]",
     "Create a secret from a local file, directory, or literal value"},
    {"create secret tls", kWrites, add_create_secret_tls, "NAME --cert=path/to/cert/file --key=path/to/key/file",
     "Create a TLS secret"},
    {"create service", kWrites, nullptr, "(clusterip | externalname | loadbalancer | nodeport)",
     "Create a service using a specified subcommand", "svc"},
    {"create service clusterip", kWrites, add_create_service_clusterip, "NAME [--tcp=<port>:<targetPort>]",
     "Create a ClusterIP service"},
    {"create service externalname", kWrites, add_create_service_externalname, "NAME --external-name external.name",
     "Create an ExternalName service"},
    {"create service loadbalancer", kWrites, add_create_service_loadbalancer, "NAME [--tcp=port:targetPort]",
     "Create a LoadBalancer service"},
    {"create service nodeport", kWrites, add_create_service_nodeport, "NAME [--tcp=port:targetPort]",
     "Create a NodePort service"},
    {"create serviceaccount", kWrites, add_create_serviceaccount, "NAME [--dry-run=server|client|none]",
     "Create a service account with the specified name", "sa"},
    {"delete", kWrites, add_delete, "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])",
     "Delete resources by file names, stdin, resources and names, or by resources and label selector"},
    {"describe", kReads, add_describe, "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)",
     "Show details of a specific resource or group of resources"},
    {"diff", kReads, add_diff, "-f FILENAME", "Diff the live version against a would-be applied version"},
    {"drain", kWrites, add_drain, "NODE", "Drain node in preparation for maintenance"},
    {"edit", kWrites, add_edit, "(RESOURCE/NAME | -f FILENAME)", "Edit a resource on the server"},
    {"events", kReads, add_events, "[(-o|--output=)json|yaml|name] [--for TYPE/NAME] [--watch]", "List events"},
    {"exec", kWrites, add_exec, "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
     "Execute a command in a container"},
    {"explain", kReads, add_explain, "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group]",
     "Get documentation for a resource"},
    {"expose", kWrites, add_expose, "(-f FILENAME | TYPE NAME) [--port=port] [--target-port=number-or-name]",
     "Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service"},
    {"fault", kReads, nullptr, "SUBCOMMAND", "Let things go wrong in the simulation"},
    {"fault node-down", kWrites, add_fault_node_down, "NODE...", "The node stops answering"},
    {"fault node-up", kWrites, add_fault_node_up, "NODE...", "The node answers again"},
    {"get", kReads, add_get,
     "[(-o|--output=)json|yaml|name|wide|...] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...)",
     "Display one or many resources"},
    {"history", kReads, add_history, "", "What has changed in the cluster, when and by whom"},
    {"kustomize", kReads, add_kustomize, "DIR", "Build a kustomization target from a directory or URL"},
    {"label", kWrites, add_label, "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N",
     "Update the labels on a resource"},
    {"logs", kReads, add_logs, "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]", "Print the logs for a container in a pod"},
    {"options", kReads, add_options, "", "Print the list of flags inherited by all commands"},
    {"patch", kWrites, add_patch, "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]", "Update fields of a resource"},
    {"replace", kWrites, add_replace, "-f FILENAME", "Replace a resource by file name or stdin"},
    {"rollout", kWrites, nullptr, "SUBCOMMAND", "Manage the rollout of a resource"},
    {"rollout history", kReads, add_rollout_history, "(TYPE NAME | TYPE/NAME) [flags]", "View rollout history"},
    {"rollout pause", kWrites, add_rollout_pause, "RESOURCE", "Mark the provided resource as paused"},
    {"rollout restart", kWrites, add_rollout_restart, "RESOURCE", "Restart a resource"},
    {"rollout resume", kWrites, add_rollout_resume, "RESOURCE", "Resume a paused resource"},
    {"rollout status", kWrites, add_rollout_status, "(TYPE NAME | TYPE/NAME) [flags]", "Show the status of the rollout"},
    {"rollout undo", kWrites, add_rollout_undo, "(TYPE NAME | TYPE/NAME) [flags]", "Undo a previous rollout"},
    {"run", kWrites, add_run, "NAME --image=image [--env=\"key=value\"] [--port=port] [--command] -- [COMMAND] [args...]",
     "Run a particular image on the cluster"},
    {"scale", kWrites, add_scale,
     "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)",
     "Set a new size for a deployment, replica set, or replication controller"},
    {"set", kWrites, nullptr, "SUBCOMMAND", "Set specific features on objects"},
    {"set env", kWrites, add_set_env, "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N",
     "Update environment variables on a pod template"},
    {"set image", kWrites, add_set_image,
     "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N",
     "Update the image of a pod template"},
    {"set resources", kWrites, add_set_resources, "(-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS]",
     "Update resource requests/limits on objects with pod templates"},
    {"set selector", kWrites, add_set_selector, "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]",
     "Set the selector on a resource"},
    {"set serviceaccount", kWrites, add_set_serviceaccount, "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT",
     "Update the service account of a resource", "sa"},
    {"taint", kWrites, add_taint, "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N",
     "Update the taints on one or more nodes"},
    {"top", kReads, nullptr, "SUBCOMMAND", "Display resource (CPU/memory) usage"},
    {"top node", kReads, add_top_node, "[NAME | -l label]", "Display resource (CPU/memory) usage of nodes", "nodes no"},
    {"top pod", kReads, add_top_pod, "[NAME | -l label]", "Display resource (CPU/memory) usage of pods", "pods po"},
    {"uncordon", kWrites, add_uncordon, "NODE", "Mark node as schedulable"},
    {"version", kReads, add_version, "", "Print the client and server version information"},
    {"wait", kWrites, add_wait, "([-f FILENAME] | resource.name [--for=condition=Ready])",
     "Wait for a specific condition on one or many resources"},
};

static_assert(std::is_sorted(std::begin(kVerbs), std::end(kVerbs),
                             [](const VerbRow& a, const VerbRow& b) { return a.path < b.path; }));

// "rollout" for "rollout status", "" for "get".
constexpr std::string_view parent_of(std::string_view path) {
  const size_t blank = path.rfind(' ');
  return blank == std::string_view::npos ? std::string_view() : path.substr(0, blank);
}

bool answers_to(const VerbRow& verb, std::string_view word) {
  if (verb.path.substr(verb.path.rfind(' ') + 1) == word) return true;
  for (std::string_view rest = verb.aliases; !rest.empty();) {
    const size_t blank = rest.find(' ');
    if (rest.substr(0, blank) == word) return true;
    rest = blank == std::string_view::npos ? std::string_view() : rest.substr(blank + 1);
  }
  return false;
}

}  // namespace

std::span<const VerbRow> all_verbs() { return kVerbs; }

const VerbRow* find_verb(std::string_view parent, std::string_view word) {
  for (const VerbRow& verb : kVerbs)
    if (parent_of(verb.path) == parent && answers_to(verb, word)) return &verb;
  return nullptr;
}

std::vector<const VerbRow*> verbs_below(std::string_view parent) {
  std::vector<const VerbRow*> out;
  for (const VerbRow& verb : kVerbs)
    if (parent_of(verb.path) == parent) out.push_back(&verb);
  return out;
}

}  // namespace skiff::cli
