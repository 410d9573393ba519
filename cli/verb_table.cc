#include "cli/verb_table.h"

#include <algorithm>
#include <iterator>

namespace skiff::cli {

void add_alpha(Command&);
void add_annotate(Command&);
void add_api_resources(Command&);
void add_api_versions(Command&);
void add_apply(Command&);
void add_apply_edit_last_applied(Command&);
void add_apply_set_last_applied(Command&);
void add_apply_view_last_applied(Command&);
void add_attach(Command&);
void add_auth_can_i(Command&);
void add_auth_reconcile(Command&);
void add_auth_whoami(Command&);
void add_autoscale(Command&);
void add_certificate_approve(Command&);
void add_certificate_deny(Command&);
void add_clock_advance(Command&);
void add_clock_set_mode(Command&);
void add_clock_settle(Command&);
void add_clock_show(Command&);
void add_cluster_add_node(Command&);
void add_cluster_create(Command&);
void add_cluster_delete(Command&);
void add_cluster_info(Command&);
void add_cluster_info_dump(Command&);
void add_cluster_info_own(Command&);
void add_cluster_list(Command&);
void add_cluster_repair(Command&);
void add_completion(Command&);
void add_config_current_context(Command&);
void add_config_delete_cluster(Command&);
void add_config_delete_context(Command&);
void add_config_delete_user(Command&);
void add_config_get_clusters(Command&);
void add_config_get_contexts(Command&);
void add_config_get_users(Command&);
void add_config_rename_context(Command&);
void add_config_set(Command&);
void add_config_set_cluster(Command&);
void add_config_set_context(Command&);
void add_config_set_credentials(Command&);
void add_config_unset(Command&);
void add_config_use_context(Command&);
void add_config_view(Command&);
void add_cordon(Command&);
void add_cp(Command&);
void add_create(Command&);
void add_create_clusterrole(Command&);
void add_create_clusterrolebinding(Command&);
void add_create_configmap(Command&);
void add_create_cronjob(Command&);
void add_create_deployment(Command&);
void add_create_ingress(Command&);
void add_create_job(Command&);
void add_create_namespace(Command&);
void add_create_poddisruptionbudget(Command&);
void add_create_priorityclass(Command&);
void add_create_quota(Command&);
void add_create_role(Command&);
void add_create_rolebinding(Command&);
void add_create_secret_docker_registry(Command&);
void add_create_secret_generic(Command&);
void add_create_secret_tls(Command&);
void add_create_service_clusterip(Command&);
void add_create_service_externalname(Command&);
void add_create_service_loadbalancer(Command&);
void add_create_service_nodeport(Command&);
void add_create_serviceaccount(Command&);
void add_create_token(Command&);
void add_debug(Command&);
void add_delete(Command&);
void add_describe(Command&);
void add_diff(Command&);
void add_drain(Command&);
void add_edit(Command&);
void add_events(Command&);
void add_exec(Command&);
void add_explain(Command&);
void add_expose(Command&);
void add_fault_clear(Command&);
void add_fault_image(Command&);
void add_fault_list(Command&);
void add_fault_node_down(Command&);
void add_fault_node_up(Command&);
void add_fault_pod(Command&);
void add_fault_volume(Command&);
void add_fault_zone_down(Command&);
void add_fault_zone_up(Command&);
void add_get(Command&);
void add_history(Command&);
void add_kustomize(Command&);
void add_label(Command&);
void add_logs(Command&);
void add_options(Command&);
void add_patch(Command&);
void add_port_forward(Command&);
void add_plugin_list(Command&);
void add_proxy(Command&);
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
void add_set_subject(Command&);
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
    {"alpha", kReads, add_alpha, "", "Commands that are not settled yet, of which there are none"},
    {"annotate", kWrites, add_annotate, "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N",
     "Add, change or remove annotations"},
    {"api-resources", kReads, add_api_resources, "", "List the kinds that can be stored"},
    {"api-versions", kReads, add_api_versions, "", "List the groups and versions of those kinds"},
    {"apply", kWrites, add_apply, "(-f FILENAME | -k DIRECTORY)", "Make objects what their manifests say"},
    {"apply edit-last-applied", kWrites, add_apply_edit_last_applied, "(RESOURCE/NAME | -f FILENAME)",
     "Change in an editor what the last apply left behind"},
    {"apply set-last-applied", kWrites, add_apply_set_last_applied, "-f FILENAME",
     "Say what the last apply shall have been, without applying"},
    {"apply view-last-applied", kReads, add_apply_view_last_applied,
     "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)", "Show the manifest that the last apply left behind"},
    {"attach", kWrites, add_attach, "(POD | TYPE/NAME) -c CONTAINER", "Sit down at a container's own program"},
    {"auth", kReads, nullptr, "", "Who may do what"},
    {"auth can-i", kReads, add_auth_can_i, "VERB [TYPE | TYPE/NAME | NONRESOURCEURL]", "Is that allowed?"},
    {"auth reconcile", kWrites, add_auth_reconcile, "-f FILENAME", "Give roles and bindings what manifests give them"},
    {"auth whoami", kReads, add_auth_whoami, "", "Who is asking?"},
    {"autoscale", kWrites, add_autoscale, "(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS",
     "Let a workload be scaled by its load"},
    {"certificate", kReads, nullptr, "SUBCOMMAND", "Decide about certificate signing requests", "",
     GroupHelp::kStdoutAndSuccess},
    {"certificate approve", kWrites, add_certificate_approve, "(-f FILENAME | NAME)", "Approve a request"},
    {"certificate deny", kWrites, add_certificate_deny, "(-f FILENAME | NAME)", "Deny a request"},
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
    {"cluster-info", kReads, add_cluster_info, "", "Say where the control plane would be"},
    {"cluster-info dump", kReads, add_cluster_info_dump, "",
     "Everything that could help to find a fault, as manifests"},
    {"completion", kReads, add_completion, "SHELL",
     "The script with which a shell completes command lines (bash, zsh, fish, powershell)"},
    {"config", kReads, nullptr, "SUBCOMMAND", "Contexts: which cluster and which namespace"},
    {"config current-context", kReads, add_config_current_context, "", "Say which context is in use"},
    {"config delete-cluster", kReads, add_config_delete_cluster, "NAME", "Forget what is set of a cluster"},
    {"config delete-context", kReads, add_config_delete_context, "NAME", "Forget a context"},
    {"config delete-user", kReads, add_config_delete_user, "NAME", "Forget a user"},
    {"config get-clusters", kReads, add_config_get_clusters, "", "List the clusters"},
    {"config get-contexts", kReads, add_config_get_contexts, "[(-o|--output=)name)]", "List the contexts"},
    {"config get-users", kReads, add_config_get_users, "", "List the users"},
    {"config rename-context", kReads, add_config_rename_context, "CONTEXT_NAME NEW_NAME",
     "Give a context another name"},
    {"config set", kReads, add_config_set, "PROPERTY_NAME PROPERTY_VALUE", "Set one value of the configuration"},
    {"config set-cluster", kReads, add_config_set_cluster, "NAME [--server=file:///PATH]",
     "Set which state file a cluster is"},
    {"config set-context", kReads, add_config_set_context,
     "[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]",
     "Make a context or change it"},
    {"config set-credentials", kReads, add_config_set_credentials, "NAME",
     "Set a user, who is only a name: nobody logs in"},
    {"config unset", kReads, add_config_unset, "PROPERTY_NAME", "Unset one value of the configuration"},
    {"config use-context", kReads, add_config_use_context, "CONTEXT_NAME", "Switch to another context", "use"},
    {"config view", kReads, add_config_view, "", "Show all of the configuration"},
    {"cordon", kWrites, add_cordon, "NODE", "Keep new pods off a node"},
    {"cp", kWrites, add_cp, "<file-spec-src> <file-spec-dest>", "Copy files to and from containers"},
    {"create", kWrites, add_create, "-f FILENAME", "Make new objects"},
    {"create clusterrole", kWrites, add_create_clusterrole,
     "NAME --verb=verb --resource=resource.group [--resource-name=resourcename]", "A role for the whole cluster"},
    {"create clusterrolebinding", kWrites, add_create_clusterrolebinding,
     "NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]",
     "Give a cluster role to somebody, everywhere"},
    {"create configmap", kWrites, add_create_configmap,
     "NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
     "A ConfigMap from files or from words", "cm"},
    {"create cronjob", kWrites, add_create_cronjob,
     "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]", "A CronJob that runs an image on a schedule",
     "cj"},
    {"create deployment", kWrites, add_create_deployment, "NAME --image=image -- [COMMAND] [args...]",
     "A Deployment that runs an image", "deploy"},
    {"create ingress", kWrites, add_create_ingress, "NAME --rule=host/path=service:port[,tls[=secret]]",
     "Ways into the cluster by host and path", "ing"},
    {"create job", kWrites, add_create_job, "NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]",
     "A Job that runs an image once"},
    {"create namespace", kWrites, add_create_namespace, "NAME [--dry-run=server|client|none]", "A namespace", "ns"},
    {"create poddisruptionbudget", kWrites, add_create_poddisruptionbudget,
     "NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]",
     "A limit to how many pods evictions may take", "pdb"},
    {"create priorityclass", kWrites, add_create_priorityclass, "NAME --value=VALUE --global-default=BOOL",
     "A class of pods that go before others", "pc"},
    {"create quota", kWrites, add_create_quota, "NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2]",
     "A limit to what a namespace may use", "resourcequota"},
    {"create role", kWrites, add_create_role,
     "NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename]", "A role for a namespace"},
    {"create rolebinding", kWrites, add_create_rolebinding,
     "NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] "
     "[--serviceaccount=namespace:serviceaccountname]",
     "Give a role to somebody, in a namespace"},
    {"create secret", kWrites, nullptr, "(docker-registry | generic | tls)", "A secret of one of several types"},
    {"create secret docker-registry", kWrites, add_create_secret_docker_registry,
     "NAME --docker-username=user --docker-password=password --docker-email=email",
     "Credentials for an image registry"},
    {"create secret generic", kWrites, add_create_secret_generic,
     "NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]",
     "A secret from files or from words"},
    {"create secret tls", kWrites, add_create_secret_tls, "NAME --cert=path/to/cert/file --key=path/to/key/file",
     "A certificate and its key"},
    {"create service", kWrites, nullptr, "(clusterip | externalname | loadbalancer | nodeport)",
     "A service of one of several types", "svc"},
    {"create service clusterip", kWrites, add_create_service_clusterip, "NAME [--tcp=<port>:<targetPort>]",
     "A service inside the cluster"},
    {"create service externalname", kWrites, add_create_service_externalname, "NAME --external-name external.name",
     "A service that is another DNS name"},
    {"create service loadbalancer", kWrites, add_create_service_loadbalancer, "NAME [--tcp=port:targetPort]",
     "A service behind a load balancer"},
    {"create service nodeport", kWrites, add_create_service_nodeport, "NAME [--tcp=port:targetPort]",
     "A service on a port of every node"},
    {"create serviceaccount", kWrites, add_create_serviceaccount, "NAME [--dry-run=server|client|none]",
     "An account for pods", "sa"},
    {"create token", kReads, add_create_token, "SERVICE_ACCOUNT_NAME",
     "A credential of a service account, which only a server could sign"},
    {"debug", kReads, add_debug, "(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]",
     "Look into a pod or node, where there are processes"},
    {"delete", kWrites, add_delete, "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])",
     "Remove objects and wait until they are gone"},
    {"describe", kReads, add_describe, "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)",
     "Tell all about objects, their events included"},
    {"diff", kReads, add_diff, "-f FILENAME", "What would an apply change?"},
    {"drain", kWrites, add_drain, "NODE", "Empty a node of its pods"},
    {"edit", kWrites, add_edit, "(RESOURCE/NAME | -f FILENAME)", "Change objects in an editor"},
    {"events", kReads, add_events, "[(-o|--output=)json|yaml|name] [--for TYPE/NAME] [--watch]",
     "What has been reported, in order"},
    {"exec", kWrites, add_exec, "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
     "Run a command inside a container"},
    {"explain", kReads, add_explain, "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group]",
     "Which fields does a kind have?"},
    {"expose", kWrites, add_expose, "(-f FILENAME | TYPE NAME) [--port=port] [--target-port=number-or-name]",
     "Make a service for what is there already"},
    {"fault", kReads, nullptr, "SUBCOMMAND", "Let things go wrong in the simulation"},
    {"fault clear", kWrites, add_fault_clear, "(NAME... | --all)", "Undo faults"},
    {"fault image", kWrites, add_fault_image, "IMAGE [--message TEXT | --slow DURATION]",
     "An image cannot be pulled, or takes long"},
    {"fault list", kReads, add_fault_list, "", "The faults there are"},
    {"fault node-down", kWrites, add_fault_node_down, "NODE...", "The node stops answering"},
    {"fault node-up", kWrites, add_fault_node_up, "NODE...", "The node answers again"},
    {"fault pod", kWrites, add_fault_pod, "POD (--crash | --unready | --stuck)",
     "A pod crashes, is not ready, or does not stop"},
    {"fault volume", kWrites, add_fault_volume, "CLAIM [--message TEXT]", "A claim's volume cannot be attached"},
    {"fault zone-down", kWrites, add_fault_zone_down, "ZONE", "All nodes of a zone are cut off"},
    {"fault zone-up", kWrites, add_fault_zone_up, "ZONE", "The nodes of a zone answer again"},
    {"get", kReads, add_get,
     "[(-o|--output=)json|yaml|name|wide|...] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME "
     "...)",
     "List objects, or show one"},
    {"history", kReads, add_history, "", "What has changed in the cluster, when and by whom"},
    {"kustomize", kReads, add_kustomize, "DIR", "Print what a kustomization makes"},
    {"label", kWrites, add_label, "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N",
     "Add, change or remove labels"},
    {"logs", kReads, add_logs, "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]", "What a container has written"},
    {"options", kReads, add_options, "", "The flags that every command takes"},
    {"patch", kWrites, add_patch, "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]", "Change single fields"},
    {"plugin", kReads, nullptr, "", "Programs that add commands"},
    {"plugin list", kReads, add_plugin_list, "", "List the plugins on the PATH"},
    {"port-forward", kReads, add_port_forward, "TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT",
     "Says why a simulated pod has no port to forward to"},
    {"proxy", kReads, add_proxy, "[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]",
     "Forward to the API server, where there is one"},
    {"replace", kWrites, add_replace, "-f FILENAME", "Put a whole new version in place of an object"},
    {"rollout", kWrites, nullptr, "SUBCOMMAND", "Follow and steer a rollout", "", GroupHelp::kStdout},
    {"rollout history", kReads, add_rollout_history, "(TYPE NAME | TYPE/NAME) [flags]",
     "The revisions there have been"},
    {"rollout pause", kWrites, add_rollout_pause, "RESOURCE", "Hold a rollout"},
    {"rollout restart", kWrites, add_rollout_restart, "RESOURCE", "Replace all pods, one rollout long"},
    {"rollout resume", kWrites, add_rollout_resume, "RESOURCE", "Let a held rollout go on"},
    {"rollout status", kWrites, add_rollout_status, "(TYPE NAME | TYPE/NAME) [flags]",
     "Wait for a rollout, telling each step"},
    {"rollout undo", kWrites, add_rollout_undo, "(TYPE NAME | TYPE/NAME) [flags]", "Go back to an earlier revision"},
    {"run", kWrites, add_run,
     "NAME --image=image [--env=\"key=value\"] [--port=port] [--command] -- [COMMAND] [args...]", "Start a single pod"},
    {"scale", kWrites, add_scale,
     "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)",
     "Say how many replicas there shall be"},
    {"set", kWrites, nullptr, "SUBCOMMAND", "Change one thing of a workload"},
    {"set env", kWrites, add_set_env, "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N",
     "Environment variables of its containers"},
    {"set image", kWrites, add_set_image,
     "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N",
     "Images of its containers"},
    {"set resources", kWrites, add_set_resources, "(-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS]",
     "Requests and limits of its containers"},
    {"set selector", kWrites, add_set_selector, "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]",
     "The pods that a service selects"},
    {"set serviceaccount", kWrites, add_set_serviceaccount, "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT",
     "The account its pods run under", "sa"},
    {"set subject", kWrites, add_set_subject,
     "(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]",
     "Who a role is given to"},
    {"taint", kWrites, add_taint, "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N",
     "Let a node repel pods"},
    {"top", kReads, nullptr, "SUBCOMMAND", "What nodes and pods use"},
    {"top node", kReads, add_top_node, "[NAME | -l label]", "What nodes use", "nodes no"},
    {"top pod", kReads, add_top_pod, "[NAME | -l label]", "What pods use", "pods po"},
    {"uncordon", kWrites, add_uncordon, "NODE", "Let new pods onto a node again"},
    {"version", kReads, add_version, "", "Which kubectl and which Kubernetes this mirrors"},
    {"wait", kWrites, add_wait, "([-f FILENAME] | resource.name [--for=condition=Ready])",
     "Wait until something is true"},
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
