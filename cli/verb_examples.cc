// The examples of each verb's --help, in the order of the verb table. A test runs them all against a small cluster
// (tests/help).
#include "cli/verb_examples.h"

#include <algorithm>
#include <iterator>

namespace skiff::cli {
namespace {

struct VerbExamples {
  std::string_view path;
  std::string_view text;  // pairs of lines: `# what it does`, then the command without the program's name
};

constexpr VerbExamples kExamples[] = {
    {"alpha",
     "# Are there commands that are not settled yet?\n"
     "alpha\n"},
    {"annotate",
     "# Leave a note on a deployment\n"
     "annotate deployment web note=\"frozen until Monday\"\n"
     "# Take it off again\n"
     "annotate deployment web note-\n"},
    {"api-resources",
     "# All kinds\n"
     "api-resources\n"
     "# Those of one group, with what can be done to them\n"
     "api-resources --api-group=apps -o wide\n"},
    {"api-versions",
     "# Groups and versions\n"
     "api-versions\n"},
    {"apply",
     "# Make the cluster what a file says\n"
     "apply -f web.yaml\n"
     "# The same, with the server merging field by field\n"
     "apply --server-side --force-conflicts -f web.yaml\n"
     "# A kustomization\n"
     "apply -k shop/\n"
     "# And delete what was applied with this label and is in no file any more\n"
     "apply -f web.yaml -l app=web --prune\n"},
    {"apply edit-last-applied",
     "# Change what the next apply will compare with\n"
     "apply edit-last-applied deployment/web\n"},
    {"apply set-last-applied",
     "# As if the file had been applied\n"
     "apply set-last-applied -f web.yaml --create-annotation\n"},
    {"apply view-last-applied",
     "# What was applied last, as YAML\n"
     "apply view-last-applied deployment/web\n"},
    {"attach",
     "# Sit down at a container's own program\n"
     "attach shell\n"},
    {"auth can-i",
     "# May I create pods?\n"
     "auth can-i create pods\n"
     "# All that I may\n"
     "auth can-i --list\n"
     "# May a service account read secrets?\n"
     "auth can-i get secrets --as=system:serviceaccount:default:default\n"},
    {"auth reconcile",
     "# Give roles and bindings what a file gives them\n"
     "auth reconcile -f rbac.yaml\n"
     "# And take away what it does not\n"
     "auth reconcile -f rbac.yaml --remove-extra-permissions --remove-extra-subjects\n"},
    {"auth whoami",
     "# Who is asking\n"
     "auth whoami\n"},
    {"autoscale",
     "# Between two and five replicas, at 80 % of the CPU asked for\n"
     "autoscale deployment web --min=2 --max=5 --cpu=80%\n"},
    {"certificate approve",
     "# Approve a request\n"
     "certificate approve dev\n"},
    {"certificate deny",
     "# Deny a request\n"
     "certificate deny dev\n"},
    {"clock advance",
     "# Let ten minutes pass\n"
     "clock advance 10m\n"},
    {"clock set-mode",
     "# Let time pass only when told to\n"
     "clock set-mode manual\n"},
    {"clock settle",
     "# Until nothing changes any more\n"
     "clock settle\n"},
    {"clock show",
     "# What time it is in the cluster\n"
     "clock show\n"},
    {"cluster add-node",
     "# A fourth worker\n"
     "cluster add-node worker-4\n"},
    {"cluster create",
     "# A cluster with five workers\n"
     "cluster create big --nodes 5\n"},
    {"cluster delete",
     "# Remove a cluster and its file\n"
     "cluster delete big\n"},
    {"cluster info",
     "# Where it is and what it holds\n"
     "cluster info\n"},
    {"cluster list",
     "# All clusters\n"
     "cluster list\n"},
    {"cluster repair",
     "# Save what a damaged file still holds\n"
     "cluster repair\n"},
    {"cluster-info",
     "# Where the control plane would be\n"
     "cluster-info\n"},
    {"cluster-info dump",
     "# Everything into files\n"
     "cluster-info dump --output-directory=dump\n"},
    {"completion",
     "# Complete in this bash from now on\n"
     "completion bash > completion.bash\n"
     "# In zsh\n"
     "completion zsh > _skiff\n"
     "# In fish\n"
     "completion fish > skiff.fish\n"},
    {"config current-context",
     "# The cluster in use\n"
     "config current-context\n"},
    {"config delete-cluster",
     "# Its state file stays\n"
     "config delete-cluster big\n"},
    {"config delete-context",
     "# Forget a context\n"
     "config delete-context old\n"},
    {"config delete-user",
     "# Forget a name\n"
     "config delete-user dev\n"},
    {"config get-clusters",
     "# All clusters\n"
     "config get-clusters\n"},
    {"config get-contexts",
     "# All contexts\n"
     "config get-contexts\n"
     "# Their names alone\n"
     "config get-contexts -o name\n"},
    {"config get-users",
     "# All names\n"
     "config get-users\n"},
    {"config rename-context",
     "# Another name\n"
     "config rename-context old new\n"},
    {"config set",
     "# The namespace of a context\n"
     "config set contexts.sim.namespace shop\n"},
    {"config set-cluster",
     "# A cluster in a file of one's own choice\n"
     "config set-cluster big --server=file:///tmp/big.jsonl\n"},
    {"config set-context",
     "# Work in another namespace from now on\n"
     "config set-context --current --namespace=shop\n"
     "# A second way to the same cluster\n"
     "config set-context night --cluster=sim --namespace=batch\n"},
    {"config set-credentials",
     "# A name for a context\n"
     "config set-credentials dev\n"},
    {"config unset",
     "# Back to the namespace default\n"
     "config unset contexts.sim.namespace\n"},
    {"config use-context",
     "# Switch to another cluster\n"
     "config use-context sim\n"},
    {"config view",
     "# All of it\n"
     "config view\n"
     "# What belongs to the context in use, as JSON\n"
     "config view --minify -o json\n"},
    {"cordon",
     "# No new pods on a node\n"
     "cordon worker-1\n"},
    {"cp",
     "# A file into a container, and out again\n"
     "cp web.yaml shell:/tmp/web.yaml\n"
     "cp shell:/tmp/web.yaml copy.yaml\n"},
    {"create",
     "# Make what a file says\n"
     "create -f job.yaml\n"
     "# Only show what would be made\n"
     "create -f job.yaml --dry-run=client -o yaml\n"},
    {"create clusterrole",
     "# Read pods\n"
     "create clusterrole reader --verb=get,list,watch --resource=pods\n"
     "# Read one path\n"
     "create clusterrole logs --verb=get --non-resource-url=/logs/*\n"},
    {"create clusterrolebinding",
     "# For a group, everywhere\n"
     "create clusterrolebinding readers --clusterrole=view --group=readers\n"},
    {"create configmap",
     "# From words\n"
     "create configmap colours --from-literal=sky=blue --from-literal=grass=green\n"
     "# From a file\n"
     "create configmap page --from-file=web.yaml\n"
     "# With a name that follows from the contents\n"
     "create configmap page --from-file=web.yaml --append-hash\n"},
    {"create cronjob",
     "# Every five minutes\n"
     "create cronjob hello --image=busybox --schedule=\"*/5 * * * *\" -- echo hello\n"},
    {"create deployment",
     "# Three replicas\n"
     "create deployment shop --image=nginx:1.27 --replicas=3 --port=80\n"
     "# As a manifest\n"
     "create deployment shop --image=nginx:1.27 --dry-run=client -o yaml\n"},
    {"create ingress",
     "# By host and path\n"
     "create ingress shop --rule=\"shop.example/cart*=web:80\"\n"
     "# With a certificate\n"
     "create ingress safe --class=nginx --rule=\"shop.example/=web:80,tls=shop-cert\"\n"},
    {"create job",
     "# Once\n"
     "create job once --image=busybox -- echo once\n"
     "# A scheduled one, now\n"
     "create job now --from=cronjob/tick\n"},
    {"create namespace",
     "# A namespace\n"
     "create namespace shop\n"},
    {"create poddisruptionbudget",
     "# Two must stay\n"
     "create poddisruptionbudget web --selector=app=web --min-available=2\n"},
    {"create priorityclass",
     "# Before others\n"
     "create priorityclass urgent --value=1000 --description=\"goes first\"\n"},
    {"create quota",
     "# At most ten pods\n"
     "create quota small --hard=pods=10,requests.cpu=4\n"},
    {"create role",
     "# Read pods\n"
     "create role reader --verb=get,list,watch --resource=pods\n"
     "# Scale one deployment\n"
     "create role scaler --verb=patch --resource=deployments.apps/scale --resource-name=web\n"},
    {"create rolebinding",
     "# For a service account\n"
     "create rolebinding readers --clusterrole=view --serviceaccount=default:default\n"},
    {"create secret docker-registry",
     "# An account at a registry\n"
     "create secret docker-registry pull --docker-server=registry.example --docker-username=me "
     "--docker-password=secret\n"},
    {"create secret generic",
     "# From words\n"
     "create secret generic login --from-literal=user=me --from-literal=password=secret\n"},
    {"create secret tls",
     "# A certificate\n"
     "create secret tls shop-cert --cert=tls.crt --key=tls.key\n"},
    {"create service clusterip",
     "# Port 80 to port 8080 of the pods\n"
     "create service clusterip shop --tcp=80:8080\n"
     "# Headless\n"
     "create service clusterip db-peers --clusterip=None\n"},
    {"create service externalname",
     "# Another name for a host\n"
     "create service externalname shop --external-name=shop.example\n"},
    {"create service loadbalancer",
     "# From outside\n"
     "create service loadbalancer shop --tcp=80\n"},
    {"create service nodeport",
     "# On every node\n"
     "create service nodeport shop --tcp=80 --node-port=30080\n"},
    {"create serviceaccount",
     "# An account for pods\n"
     "create serviceaccount shop\n"},
    {"create token",
     "# Only a server could sign one\n"
     "create token default\n"},
    {"debug",
     "# Into a pod\n"
     "debug shell --image=busybox --target=shell\n"},
    {"delete",
     "# One pod\n"
     "delete pod shell\n"
     "# What a file made\n"
     "delete -f web.yaml\n"
     "# By label, without asking long\n"
     "delete pods -l app=agent --now\n"
     "# Everything of a kind\n"
     "delete jobs --all\n"},
    {"describe",
     "# One pod, with its events\n"
     "describe pod shell\n"
     "# All pods whose names begin so\n"
     "describe pods web\n"
     "# A node\n"
     "describe node worker-1\n"},
    {"diff",
     "# What would apply change?\n"
     "diff -f web.yaml\n"},
    {"drain",
     "# Empty a node\n"
     "drain worker-1 --ignore-daemonsets --force --delete-emptydir-data\n"},
    {"edit",
     "# In the editor that EDITOR names\n"
     "edit deployment web\n"},
    {"events",
     "# In the namespace\n"
     "events\n"
     "# Warnings everywhere\n"
     "events -A --types=Warning\n"
     "# About one object\n"
     "events --for=deployment/web\n"},
    {"exec",
     "# A command in a container\n"
     "exec shell -- echo hello\n"},
    {"explain",
     "# A kind\n"
     "explain deployments\n"
     "# A field of it\n"
     "explain deployment.spec.strategy\n"
     "# All fields below\n"
     "explain pod.spec.containers --recursive\n"},
    {"expose",
     "# A service for a deployment\n"
     "expose deployment web --port=80 --target-port=8080 --name=front\n"},
    {"fault clear",
     "# One fault, then all that are left\n"
     "fault clear image-nginx-1.28\n"
     "fault clear --all\n"},
    {"fault image",
     "# No tag of nginx 1.28 can be pulled\n"
     "fault image 'nginx:1.28*'\n"
     "# The first pull on each node takes half a minute\n"
     "fault image mysql:8 --slow 30s\n"},
    {"fault list",
     "# What is wrong at the moment\n"
     "fault list\n"},
    {"fault node-down",
     "# A node falls silent; six minutes later its pods are evicted\n"
     "fault node-down worker-2\n"
     "clock advance 6m\n"},
    {"fault node-up",
     "# And answers again\n"
     "fault node-up worker-2\n"},
    {"fault pod",
     "# A pod runs out of memory a minute after each start\n"
     "fault pod shell --crash --after 1m --exit-code 137 --reason OOMKilled\n"
     "# A pod that is not ready, and one that will not die\n"
     "fault pod shell --unready\n"
     "fault pod shell --stuck\n"},
    {"fault volume",
     "# The volume of a claim cannot be attached to any node\n"
     "fault volume data-web-0\n"},
    {"fault zone-down",
     "# All nodes of a zone are cut off, and come back\n"
     "fault zone-down zone-a\n"
     "fault zone-up zone-a\n"},
    {"fault zone-up",
     "# They come back\n"
     "fault zone-up zone-a\n"},
    {"get",
     "# Pods\n"
     "get pods\n"
     "# With their nodes and addresses\n"
     "get pods -o wide\n"
     "# One of them, whole\n"
     "get pod shell -o yaml\n"
     "# By label, in every namespace\n"
     "get pods -l app=web -A\n"
     "# A field of each\n"
     "get pods -o jsonpath=\"{range .items[*]}{.metadata.name}{'\\n'}{end}\"\n"
     "# Columns of your own\n"
     "get pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName\n"
     "# In the order of age\n"
     "get pods --sort-by=.metadata.creationTimestamp\n"
     "# As the API answers\n"
     "get --raw /version\n"},
    {"history",
     "# Who changed what\n"
     "history\n"},
    {"kustomize",
     "# What a kustomization makes\n"
     "kustomize shop/\n"},
    {"label",
     "# A label\n"
     "label pod shell tier=tools\n"
     "# Another value\n"
     "label pods -l app=web tier=front --overwrite\n"
     "# Take it off\n"
     "label pod shell run-\n"},
    {"logs",
     "# Of a pod\n"
     "logs shell\n"
     "# The last ten lines of a deployment's pods\n"
     "logs -l app=web --tail=10\n"},
    {"options",
     "# Flags of every command\n"
     "options\n"},
    {"patch",
     "# A field\n"
     "patch deployment web -p '{\"spec\":{\"replicas\":2}}'\n"
     "# By position\n"
     "patch pod shell --type=json -p "
     "'[{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\",\"value\":\"busybox:1.37\"}]'\n"},
    {"plugin list",
     "# Programs whose names begin with kubectl-\n"
     "plugin list\n"},
    {"port-forward",
     "# Says why there is no port to forward to\n"
     "port-forward pod/shell 8080:80\n"},
    {"proxy",
     "# Says what to use instead\n"
     "proxy --port=8080\n"},
    {"replace",
     "# A whole new version\n"
     "replace -f web.yaml\n"
     "# Deleted and made anew\n"
     "replace --force -f web.yaml\n"},
    {"rollout history",
     "# The revisions\n"
     "rollout history deployment/web\n"
     "# One of them\n"
     "rollout history deployment/web --revision=1\n"},
    {"rollout pause",
     "# Hold it\n"
     "rollout pause deployment/web\n"},
    {"rollout restart",
     "# New pods, one rollout long\n"
     "rollout restart deployment/web\n"},
    {"rollout resume",
     "# Let a held one go on\n"
     "rollout pause deployment/web\n"
     "rollout resume deployment/web\n"},
    {"rollout status",
     "# Wait for it\n"
     "rollout status deployment/web\n"},
    {"rollout undo",
     "# Back to the revision before\n"
     "rollout undo deployment/web\n"
     "# To a certain one\n"
     "rollout undo daemonset/agent --to-revision=1\n"},
    {"run",
     "# A pod\n"
     "run web-client --image=busybox -- sleep 3600\n"
     "# With a port and a service\n"
     "run page --image=nginx:1.27 --port=80 --expose\n"},
    {"scale",
     "# Five replicas\n"
     "scale deployment web --replicas=5\n"
     "# If there are five now\n"
     "scale --current-replicas=5 --replicas=2 deployment/web\n"},
    {"set env",
     "# A variable\n"
     "set env deployment/web COLOUR=blue\n"
     "# All there are\n"
     "set env deployment/web --list\n"
     "# Take it off\n"
     "set env deployment/web COLOUR-\n"},
    {"set image",
     "# A new image\n"
     "set image deployment/web nginx=nginx:1.28\n"},
    {"set resources",
     "# Requests and limits\n"
     "set resources deployment/web --requests=cpu=100m --limits=cpu=1,memory=256Mi\n"},
    {"set selector",
     "# Other pods for a service\n"
     "set selector service web app=web,tier=front\n"},
    {"set serviceaccount",
     "# Another account\n"
     "set serviceaccount deployment web shop\n"},
    {"set subject",
     "# One more user\n"
     "set subject rolebinding readers --user=jane\n"},
    {"taint",
     "# Repel pods\n"
     "taint nodes worker-1 dedicated=batch:NoSchedule\n"
     "# No longer\n"
     "taint nodes worker-1 dedicated:NoSchedule-\n"},
    {"top node",
     "# What nodes use\n"
     "top node\n"},
    {"top pod",
     "# What pods use\n"
     "top pod\n"},
    {"uncordon",
     "# New pods are welcome again\n"
     "uncordon worker-1\n"},
    {"version",
     "# Which versions this mirrors\n"
     "version\n"
     "# As JSON\n"
     "version -o json\n"},
    {"wait",
     "# Until it is available\n"
     "wait deployment/web --for=condition=Available --timeout=60s\n"
     "# Until it is gone\n"
     "wait pod/absent --for=delete --timeout=10s\n"},
};

static_assert(std::is_sorted(std::begin(kExamples), std::end(kExamples),
                             [](const VerbExamples& a, const VerbExamples& b) { return a.path < b.path; }));

}  // namespace

std::string_view examples_of(std::string_view path) {
  for (const VerbExamples& examples : kExamples)
    if (examples.path == path) return examples.text;
  return {};
}

}  // namespace skiff::cli
