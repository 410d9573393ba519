// kubectl set env: adds, changes, removes and lists environment variables. Mirrors set_env.go.
#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/configmap.h"
#include "api/kinds/secret.h"
#include "base/strings.h"
#include "cli/key_value_args.h"
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

using Variables = std::vector<Value>;  // EnvVar documents

// The variables in the words of the command line, `-` for standard input; removals apart.
struct EnvChanges {
  Variables set;
  std::vector<std::string> removed;
};

Result<void> parse_word(const std::string& word, EnvChanges& changes) {
  const size_t equals = word.find('=');
  if (equals == 0 || word.empty())
    return client_error("environment variables must be of the form key=value and can only be set once");
  if (equals != std::string::npos) {
    changes.set.push_back(Value{{"name", word.substr(0, equals)}, {"value", word.substr(equals + 1)}});
    return {};
  }
  if (word.back() == '-') {
    changes.removed.push_back(word.substr(0, word.size() - 1));
    return {};
  }
  return client_error("unknown env format: " + word);
}

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

Value* find_variable(Value& env, std::string_view name) {
  for (size_t i = 0; i < env.size(); ++i)
    if (env.elements()[i]["name"].as_string() == name) return &env.edit_at(i);
  return nullptr;
}

// Upstream: updateEnv; a variable set again stays where it stands.
void change_env(Value& container, const EnvChanges& changes) {
  if (container.contains("env"))
    for (const std::string& name : changes.removed) {
      Elements& env = container["env"].edit_elements();
      env.erase(std::remove_if(env.begin(), env.end(), [&](const Value& v) { return v["name"].as_string() == name; }),
                env.end());
    }
  for (const Value& variable : changes.set) {
    Value& env = container["env"];
    if (Value* old = find_variable(env, variable["name"].as_string())) *old = variable;
    else env.push_back(variable);
  }
  if (container.contains("env") && std::as_const(container)["env"].empty()) container.erase("env");
}

Result<void> check_overwrites(const Value& container, const EnvChanges& changes) {
  std::string found;
  for (const Value& variable : changes.set)
    for (const Value& old : container["env"].elements())
      if (old["name"].as_string() == variable["name"].as_string())
        found += fmt::format("{}'{}' already has a value ({}), and --overwrite is false", found.empty() ? "" : "; ",
                             old["name"].as_string(), old["value"].as_string());
  if (found.empty()) return {};
  return client_error(found);
}

std::vector<Error> set_env(Value& pod_spec, const SetEnvOptions& options, const EnvChanges& changes) {
  bool found = false;
  for (const char* list : {"containers", "initContainers"}) {
    if (!pod_spec.contains(list)) continue;
    for (Value& container : pod_spec[list].edit_elements()) {
      if (!selects_container(options.containers, std::as_const(container)["name"].as_string())) continue;
      found = true;
      if (!options.overwrite)
        if (auto free = check_overwrites(container, changes); !free) return {free.error()};
      change_env(container, changes);
    }
  }
  if (found) return {};
  return {client_error(fmt::format("error: unable to find container named {}", options.containers))};
}

// One line of --list. Upstream: getEnvVarRefString and the loop around it.
std::string listed(const Value& variable) {
  const Value& from = variable["valueFrom"];
  const std::string_view name = variable["name"].as_string();
  if (from.is_null()) return fmt::format("{}={}\n", name, variable["value"].as_string());
  if (from.contains("configMapKeyRef"))
    return fmt::format("# {} from configmap {}, key {}\n", name, from["configMapKeyRef"]["name"].as_string(),
                       from["configMapKeyRef"]["key"].as_string());
  if (from.contains("secretKeyRef"))
    return fmt::format("# {} from secret {}, key {}\n", name, from["secretKeyRef"]["name"].as_string(),
                       from["secretKeyRef"]["key"].as_string());
  if (from.contains("fieldRef"))
    return fmt::format("# {} from field path {}\n", name, from["fieldRef"]["fieldPath"].as_string());
  return fmt::format("# {} from resource field {}\n", name, from["resourceFieldRef"]["resource"].as_string());
}

Outcome list_env(const SetEnvOptions& options, Invocation& call, const std::vector<std::string>& resources) {
  auto session = call.session();
  if (!session) return session.error();
  auto targets = resolve_targets(**session, {resources, options.set.resources}, call.io.in);
  if (!targets) return targets.error();
  for (const Target& target : targets->items) {
    Value document = target.object();
    const Value* pod_spec = pod_spec_of(*target.kind, document);
    if (pod_spec == nullptr) continue;
    for (const char* list : {"containers", "initContainers"})
      for (const Value& container : (*pod_spec)[list].elements()) {
        if (!selects_container(options.containers, container["name"].as_string())) continue;
        call.io.out << fmt::format("# {} {}, container {}\n", target.kind->kind, target.key.name,
                                   container["name"].as_string());
        for (const Value& variable : container["env"].elements()) call.io.out << listed(variable);
      }
  }
  return targets->errors;
}

// Upstream: EnvOptions.Complete: resources first, then what is or looks like a variable.
void split_words(const std::vector<std::string>& args, std::vector<std::string>& resources,
                 std::vector<std::string>& words) {
  for (const std::string& word : args) {
    const bool variable = word.find('=') != std::string::npos || (!word.empty() && word.back() == '-');
    (variable || !words.empty() ? words : resources).push_back(word);
  }
}

Outcome run(const SetEnvOptions& options, Invocation& call) {
  std::vector<std::string> resources;
  std::vector<std::string> words = {};
  split_words(call.args, resources, words);
  words.insert(words.end(), options.env.begin(), options.env.end());
  if (resources.empty() && !options.set.resources.has_files())
    return client_error("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  EnvChanges changes;
  for (const std::string& word : words)
    if (auto parsed = parse_word(word, changes); !parsed) return parsed.error();
  if (options.list && words.empty()) return list_env(options, call, resources);
  if (words.empty() && options.from.empty()) return client_error("at least one environment variable must be provided");
  auto session = call.session();
  if (!session) return session.error();
  if (auto added = add_from(options, **session, call.io.in, call.io.err, changes); !added) return added.error();
  const auto edit = [&](Value& pod_spec) { return set_env(pod_spec, options, changes); };
  return edit_pod_templates(options.set, call, resources, edit,
                            {"env updated", "failed to patch env update to pod template: "});
}

}  // namespace

void add_set_env(Command& command) {
  auto options = std::make_shared<SetEnvOptions>();
  declare_set_flags(command.flags, options->set);
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
