// kubectl set env: adds, changes, removes and lists environment variables. Mirrors set_env.go.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "api/kinds/configmap.h"
#include "api/kinds/secret.h"
#include "cli/verbs/set/env_args.h"
#include "cli/verbs/set/env_reference.h"
#include "cli/verbs/set/pod_template_edit.h"

namespace skiff::cli {

struct SetEnvOptions {
  SetOptions set;
  std::vector<std::string> env;
  std::vector<std::string> keys;
  std::string containers = "*";
  std::string from;
  std::string prefix;
  bool list = false;
  bool resolve = false;
  bool overwrite = true;
};

namespace {

// A key as a variable's name: upper case, `-` and `.` become `_`. Upstream: keyToEnvName.
std::string variable_name(std::string_view key) {
  std::string name;
  for (char c : key)
    name += (c == '-' || c == '.' || c == '/') ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

// --from=configmap/cm or secret/s: one variable for each key, by reference.
Result<void> add_from(const SetEnvOptions& options, Session& session, std::istream& in, std::ostream& err,
                      EnvChanges& changes) {
  if (options.from.empty()) return {};
  auto sources = resolve_targets(session, {{options.from}, {}}, in);
  if (!sources) return sources.error();
  if (!sources->errors.empty()) return sources->errors.front();
  for (const Target& source : sources->items) {
    const bool secret = source.kind == &kSecret;
    if (!secret && source.kind != &kConfigMap)
      return client_error(fmt::format("unsupported resource specified in --from"));
    for (const Member& entry : source.object()["data"].members()) {
      if (!options.keys.empty() &&
          std::find(options.keys.begin(), options.keys.end(), entry.name()) == options.keys.end())
        continue;
      const std::string name = variable_name(entry.name());
      if (name != entry.name()) err << fmt::format("Warning: key {} transferred to {}\n", entry.name(), name);
      Value reference{{"key", entry.name()}, {"name", source.key.name}};
      Value from;
      from[secret ? "secretKeyRef" : "configMapKeyRef"] = reference;
      changes.set.push_back(Value{{"name", options.prefix + name}, {"valueFrom", from}});
    }
  }
  return {};
}

// Upstream: updateEnv; a variable set again stays where it stands, and of two of one name the first counts.
void change_env(Value& container, const EnvChanges& changes) {
  std::set<std::string> covered(changes.removed.begin(), changes.removed.end());
  Value env = Value::array();
  for (const Value& old : std::as_const(container)["env"].elements()) {
    const std::string name = old["name"].str();
    if (covered.contains(name)) continue;
    const auto newer = std::find_if(changes.set.begin(), changes.set.end(),
                                    [&](const Value& variable) { return variable["name"].as_string() == name; });
    if (newer != changes.set.end()) covered.insert(name);
    env.push_back(newer != changes.set.end() ? *newer : old);
  }
  for (const Value& variable : changes.set)
    if (covered.insert(variable["name"].str()).second) env.push_back(variable);
  if (env.empty()) container.erase("env");
  else container.set("env", std::move(env));
}

std::optional<std::string> overwritten(const Value& container, const EnvChanges& changes) {
  std::string found;
  for (const Value& variable : changes.set)
    for (const Value& old : container["env"].elements())
      if (old["name"].as_string() == variable["name"].as_string())
        found += fmt::format("{}'{}' already has a value ({}), and --overwrite is false", found.empty() ? "" : "; ",
                             old["name"].as_string(), old["value"].as_string());
  if (found.empty()) return std::nullopt;
  return found;
}

// One container's variables, for --list. Those that could not be looked up are told as references, and on the other
// stream why.
void show_variables(const SetEnvOptions& options, Session& session, IoStreams& io, const Target& target,
                    const Value& container) {
  io.out << fmt::format("# {} {}, container {}\n", target.kind->kind, target.key.name, container["name"].as_string());
  std::map<std::string, std::string> missing;  // names, by what went wrong
  for (const Value& variable : container["env"].elements()) {
    const Value& from = variable["valueFrom"];
    const std::string name = variable["name"].str();
    if (from.is_null()) {
      io.out << fmt::format("{}={}\n", name, variable["value"].as_string());
      continue;
    }
    if (options.resolve) {
      if (auto value = reference_value(session, target.object(), container, from)) {
        io.out << fmt::format("{}={}\n", name, *value);
        continue;
      } else {
        std::string& names = missing[value.error().message];
        names += (names.empty() ? "" : ", ") + name;
      }
    }
    io.out << fmt::format("# {} from {}\n", name, reference_text(from));
  }
  std::set<std::string> lines;
  for (const auto& [why, names] : missing)
    lines.insert(fmt::format("error retrieving reference for {}: {}\n", names, why));
  for (const std::string& line : lines) io.err << line;
}

// The containers that --containers means; initContainers come behind.
std::vector<Value*> chosen_containers(const SetEnvOptions& options, Value& pod_spec) {
  std::vector<Value*> chosen;
  for (const char* list : {"containers", "initContainers"}) {
    if (!pod_spec.contains(list)) continue;
    for (Value& container : pod_spec[list].edit_elements())
      if (selects_container(options.containers, std::as_const(container)["name"].as_string()))
        chosen.push_back(&container);
  }
  return chosen;
}

std::vector<Error> set_env(Value& pod_spec, const Target& target, const SetEnvOptions& options,
                           const EnvChanges& changes, IoStreams& io) {
  const std::vector<Value*> containers = chosen_containers(options, pod_spec);
  if (containers.empty())
    io.err << fmt::format("Warning: {}/{} does not have any containers matching \"{}\"\n", target.kind->kind,
                          target.key.name, options.containers);
  for (Value* container : containers) {
    if (!options.overwrite)
      if (const auto found = overwritten(*container, changes)) return {refused_edit(target, *found)};
    change_env(*container, changes);
  }
  return {};
}

// --list shows what the variables would be, and sends nothing.
Outcome list_env(const SetEnvOptions& options, Invocation& call, const std::vector<std::string>& resources,
                 const EnvChanges& changes) {
  auto session = call.session();
  if (!session) return session.error();
  ResourceRequest request{resources, options.set.resources};
  request.decoding = Decoding::kGoTypes;
  request.fetch = options.set.local ? Fetch::kLocal : Fetch::kLatest;
  auto targets = resolve_targets(**session, request, call.io.in);
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors;
  for (const Target& target : targets->items) {
    Value document = target.object();
    Value* pod_spec = pod_spec_of(*target.kind, document);
    if (pod_spec == nullptr) continue;
    if (const auto refused = set_env(*pod_spec, target, options, changes, call.io); !refused.empty()) continue;
    for (const Value* container : chosen_containers(options, *pod_spec))
      show_variables(options, **session, call.io, target, *container);
  }
  return {};
}

Outcome run(const SetEnvOptions& options, Invocation& call) {
  auto args = split_env_args(call.args);
  if (!args) return args.error();
  if (args->resources.empty() && options.set.resources.filenames.empty())  // upstream forgets -k
    return client_error("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  if (options.list && !options.set.print.output.empty())
    return client_error("--list and --output may not be specified together");
  if (!options.keys.empty() && options.from.empty())
    return client_error("when specifying --keys, a configmap or secret must be provided with --from");
  if (options.set.local) args->resources.clear();  // nobody looks at them then
  std::vector<std::string> words = options.env;
  words.insert(words.end(), args->words.begin(), args->words.end());
  auto changes = parse_env(words, call.io.in);
  if (!changes) return changes.error();
  auto session = call.session();
  if (!session) return session.error();
  if (auto added = add_from(options, **session, call.io.in, call.io.err, *changes); !added) return added.error();
  if (options.list) return list_env(options, call, args->resources, *changes);
  const auto edit = [&](Value& pod_spec, const Target& target) {
    return set_env(pod_spec, target, options, *changes, call.io);
  };
  return edit_pod_templates(
      options.set, call, args->resources, edit,
      {"env updated", "failed to patch env update to pod template: ", Unchanged::kSilentAlways, Told::kInTurn});
}

}  // namespace

void add_set_env(Command& command) {
  auto options = std::make_shared<SetEnvOptions>();
  declare_set_flags(command.flags, options->set);
  declare_selector_flag(command.flags, options->set.resources);
  Flags& flags = command.flags;
  flags.text(options->containers, "containers,c", "Which containers");
  flags.list(options->env, "env,e", Split::kNever, "NAME=VALUE");
  flags.list(options->keys, "keys", Split::kCommas, "Only these keys of the source");
  flags.text(options->from, "from", "A ConfigMap or Secret whose entries become variables");
  flags.text(options->prefix, "prefix", "What variable names begin with");
  flags.toggle(options->list, "list", "Only show the variables");
  flags.toggle(options->resolve, "resolve", "Look up what references stand for");
  flags.toggle(options->overwrite, "overwrite", "Change what is there already");
  runs(command, options, run);
}

}  // namespace skiff::cli
