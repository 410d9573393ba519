#include "cli/completion/known_words.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "api/kind_table.h"
#include "api/kinds/namespace.h"
#include "api/kinds/node.h"
#include "api/kinds/pod.h"
#include "base/strings.h"
#include "cli/contexts.h"
#include "cli/verbs/pod_choice.h"

namespace skiff::cli {
namespace {

using Words = std::vector<std::string>;

Completion words_of(const Words& words, unsigned directive = kNoFiles) {
  Completion out;
  out.directive = directive;
  for (const std::string& word : words) out.candidates.push_back({word});
  return out;
}

// The cluster of the line, if it is there already: looking for words makes none.
std::unique_ptr<Session> open_existing(const TypedLine& line) {
  SessionOptions options;
  options.state_file = line.global.state;
  options.context = line.global.context;
  options.ns = line.global.ns;
  options.read_only = true;
  std::error_code failed;
  const auto file = state_file_of(options);
  if (!file || !std::filesystem::exists(*file, failed)) return nullptr;
  std::ostringstream silent;
  auto session = Session::open(options, silent);
  return session ? std::move(*session) : nullptr;
}

Words names_of(const Kind& kind, const TypedLine& line) {
  Words names;
  const auto session = open_existing(line);
  if (!session) return names;
  ListOptions options;
  if (kind.namespaced()) options.ns = session->ns();
  if (auto listed = session->api().list(kind, options))
    for (const ObjectRef& object : *listed) names.push_back(object->name());
  return names;
}

template <class Map>
Words keys_of(const Map& entries) {
  Words names;
  for (const auto& [name, entry] : entries) names.push_back(name);
  return names;
}

Words context_names() { return keys_of(Contexts::load().entries); }
Words cluster_names() { return keys_of(Contexts::load().known_clusters()); }
Words user_names() { return keys_of(Contexts::load().users); }

Words kind_words() {
  std::set<std::string> words;
  for (const Kind* kind : all_kinds())
    if (kind->allows("get")) words.insert(kind->qualified_name());
  return {words.begin(), words.end()};
}

Words container_words(const TypedLine& line) {
  const auto session = open_existing(line);
  if (!session || line.words.empty()) return {};
  std::ostringstream silent;
  std::istringstream nothing;
  IoStreams io{silent, silent, nothing};
  const auto pod = choose_pod(*session, line.words[0], PodUse::kAttach, io);
  return pod ? container_names_of(**pod) : Words{};
}

// Names that are not on the line yet. `web` and `pod/web` are two forms of one name.
Words not_yet_named(Words names, const TypedLine& line) {
  std::erase_if(names, [&](const std::string& name) {
    return std::find(line.words.begin(), line.words.end(), name) != line.words.end();
  });
  return names;
}

// TYPE NAME… or TYPE/NAME…, types out of `types`.
Completion types_and_names(const Words& types, const TypedLine& line) {
  const size_t slash = line.current.find('/');
  if (slash != std::string::npos) {
    const Kind* kind = find_resource(line.current.substr(0, slash));
    if (kind == nullptr) return {};
    Words words;
    for (const std::string& name : names_of(*kind, line)) words.push_back(line.current.substr(0, slash + 1) + name);
    return words_of(not_yet_named(words, line));
  }
  if (line.words.empty()) {
    const size_t comma = line.current.rfind(',');
    if (comma == std::string::npos) return words_of(types);
    Words words;
    for (const std::string& type : types) words.push_back(line.current.substr(0, comma + 1) + type);
    return words_of(words);
  }
  if (line.words[0].find('/') != std::string::npos) {
    Words words;
    for (const std::string& type : types) words.push_back(type + "/");
    return words_of(words, kNoFiles | kNoSpace);
  }
  Words names;
  for (const std::string_view type : split(line.words[0], ','))
    if (const Kind* kind = find_resource(type))
      for (std::string& name : names_of(*kind, line)) names.push_back(std::move(name));
  return words_of(not_yet_named(names, line));
}

Completion any_object(const TypedLine& line) { return types_and_names(kind_words(), line); }
Completion rollouts(const TypedLine& line) { return types_and_names({"deployment", "daemonset", "statefulset"}, line); }
Completion deployments(const TypedLine& line) { return types_and_names({"deployment"}, line); }
Completion scalables(const TypedLine& line) {
  return types_and_names({"deployment", "replicaset", "replicationcontroller", "statefulset"}, line);
}
Completion exposables(const TypedLine& line) {
  return types_and_names({"pod", "service", "replicationcontroller", "deployment", "replicaset"}, line);
}
Completion templates(const TypedLine& line) {
  return types_and_names(
      {"pod", "replicationcontroller", "deployment", "daemonset", "statefulset", "cronjob", "replicaset", "job"}, line);
}
Completion tainted(const TypedLine& line) { return types_and_names({"node"}, line); }
Completion clusters(const TypedLine& line) { return line.words.empty() ? words_of(cluster_names()) : Completion{}; }
Completion users(const TypedLine& line) { return line.words.empty() ? words_of(user_names()) : Completion{}; }
Completion kinds_alone(const TypedLine& line) { return line.words.empty() ? words_of(kind_words()) : Completion{}; }
Completion contexts(const TypedLine& line) { return line.words.empty() ? words_of(context_names()) : Completion{}; }
Completion nodes(const TypedLine& line) { return words_of(not_yet_named(names_of(kNode, line), line)); }
Completion one_node(const TypedLine& line) { return line.words.empty() ? nodes(line) : Completion{}; }
Completion one_pod(const TypedLine& line) { return line.words.empty() ? words_of(names_of(kPod, line)) : Completion{}; }
Completion shells(const TypedLine& line) {
  return line.words.empty() ? words_of({"bash", "zsh", "fish", "powershell"}) : Completion{};
}
Completion folders(const TypedLine&) { return {{}, kOnlyFolders}; }
Completion nothing(const TypedLine&) { return {}; }

// A pod, TYPE/NAME of a workload, or its container.
Completion pod_or_workload(const TypedLine& line) {
  if (!line.words.empty()) return words_of(line.verb == "logs" ? container_words(line) : Words{});
  const Words workloads = {"daemonsets", "deployments", "jobs", "pods", "replicasets", "replicationcontrollers",
                           "services",   "statefulsets"};
  if (line.current.find('/') != std::string::npos) return types_and_names(workloads, line);
  Words words = names_of(kPod, line);
  for (const std::string& type : workloads) words.push_back(type + "/");
  return words_of(words, kNoFiles | kNoSpace);
}

// NAMESPACE/POD:PATH on either side; a path of this machine is completed by the shell.
Completion copied_files(const TypedLine& line) {
  if (line.words.size() > 1) return {};
  if (line.current.find(':') != std::string::npos) return {{}, kDefaultDirective};
  const size_t slash = line.current.find('/');
  TypedLine there = line;
  if (slash != std::string::npos) there.global.ns = line.current.substr(0, slash);
  const std::string before = slash == std::string::npos ? "" : line.current.substr(0, slash + 1);
  Words words;
  if (before.empty())
    for (const std::string& ns : names_of(kNamespace, line)) words.push_back(ns + "/");
  for (const std::string& pod : names_of(kPod, there)) words.push_back(before + pod + ":");
  return words_of(words, kNoSpace);
}

struct VerbArguments {
  std::string_view verb;
  Completion (*complete)(const TypedLine&);
};

constexpr VerbArguments kVerbArguments[] = {
    {"annotate", any_object},
    {"api-resources", nothing},
    {"api-versions", nothing},
    {"apply", nothing},
    {"apply edit-last-applied", any_object},
    {"apply view-last-applied", any_object},
    {"attach", pod_or_workload},
    {"autoscale", scalables},
    {"cluster delete", contexts},
    {"completion", shells},
    {"config delete-cluster", clusters},
    {"config delete-context", contexts},
    {"config delete-user", users},
    {"config get-contexts", contexts},
    {"config rename-context", contexts},
    {"config set-cluster", clusters},
    {"config set-context", contexts},
    {"config set-credentials", users},
    {"config use-context", contexts},
    {"cordon", nodes},
    {"cp", copied_files},
    {"debug", one_pod},
    {"delete", any_object},
    {"describe", any_object},
    {"drain", nodes},
    {"edit", any_object},
    {"exec", pod_or_workload},
    {"explain", kinds_alone},
    {"expose", exposables},
    {"fault node-down", nodes},
    {"fault node-up", nodes},
    {"get", any_object},
    {"kustomize", folders},
    {"label", any_object},
    {"logs", pod_or_workload},
    {"patch", any_object},
    {"port-forward", pod_or_workload},
    {"rollout history", rollouts},
    {"rollout pause", deployments},
    {"rollout restart", rollouts},
    {"rollout resume", deployments},
    {"rollout status", rollouts},
    {"rollout undo", rollouts},
    {"run", nothing},
    {"scale", scalables},
    {"set env", templates},
    {"set image", templates},
    {"set resources", templates},
    {"set serviceaccount", templates},
    {"taint", tainted},
    {"top node", one_node},
    {"top pod", one_pod},
    {"uncordon", nodes},
    {"version", nothing},
    {"wait", any_object},
};

const Words kObjectFormats = {"json",         "yaml",
                              "kyaml",        "name",
                              "go-template",  "go-template-file",
                              "template",     "templatefile",
                              "jsonpath",     "jsonpath-as-json",
                              "jsonpath-file"};

Completion output_formats(const TypedLine& line) {
  Words formats = kObjectFormats;
  if (line.verb == "get") formats.insert(formats.end(), {"custom-columns", "custom-columns-file", "wide"});
  if (line.verb == "api-resources") formats = {"json", "yaml", "kyaml", "name", "wide"};
  if (line.verb == "version" || line.verb == "edit") formats = {"json", "yaml"};
  return words_of(formats);
}

Completion manifest_files(const TypedLine&) { return words_of({"json", "yaml", "yml"}, kFileExtensions); }
Completion namespaces(const TypedLine& line) { return words_of(names_of(kNamespace, line)); }
Completion cluster_values(const TypedLine&) { return words_of(cluster_names()); }
Completion context_values(const TypedLine&) { return words_of(context_names()); }
Completion user_values(const TypedLine&) { return words_of(user_names()); }
Completion containers(const TypedLine& line) { return words_of(container_words(line)); }
Completion dry_runs(const TypedLine&) { return words_of({"none", "server", "client"}); }
Completion cascades(const TypedLine&) { return words_of({"background", "orphan", "foreground"}); }
Completion validations(const TypedLine&) { return words_of({"strict", "warn", "ignore"}); }
Completion subresources(const TypedLine&) { return words_of({"status", "scale", "resize"}); }
Completion any_file(const TypedLine&) { return {{}, kDefaultDirective}; }
Completion patch_types(const TypedLine& line) {
  return line.verb == "patch" ? words_of({"json", "merge", "strategic"}) : Completion{};
}

struct FlagValues {
  std::string_view flag;
  Completion (*complete)(const TypedLine&);
};

constexpr FlagValues kFlagValues[] = {
    {"cascade", cascades},         {"cluster", cluster_values}, {"container", containers},
    {"context", context_values},   {"dry-run", dry_runs},       {"filename", manifest_files},
    {"from-env-file", any_file},   {"from-file", any_file},     {"kubeconfig", any_file},
    {"kustomize", folders},        {"namespace", namespaces},   {"output", output_formats},
    {"output-directory", folders}, {"patch-file", any_file},    {"state", any_file},
    {"subresource", subresources}, {"type", patch_types},       {"user", user_values},
    {"validate", validations},
};

template <class Row, class Name>
auto find_row(const Row& rows, const Name& name) {
  return std::find_if(std::begin(rows), std::end(rows), name);
}

}  // namespace

std::optional<Completion> flag_values(std::string_view flag, const TypedLine& line) {
  const auto row = find_row(kFlagValues, [&](const FlagValues& one) { return one.flag == flag; });
  if (row == std::end(kFlagValues)) return std::nullopt;
  return row->complete(line);
}

std::optional<Completion> argument_values(const TypedLine& line) {
  const auto row = find_row(kVerbArguments, [&](const VerbArguments& one) { return one.verb == line.verb; });
  if (row == std::end(kVerbArguments)) return std::nullopt;
  return row->complete(line);
}

}  // namespace skiff::cli
