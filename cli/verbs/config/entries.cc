// kubectl config set-cluster, set-credentials and those that list and remove what they have set. A cluster is a state
// file, which its server names: file:///PATH. Users are names: nobody logs in. Mirrors set_cluster.go and
// set_credentials.go.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <span>
#include <utility>

#include "cli/command.h"
#include "cli/contexts.h"
#include "cli/help.h"
#include "cli/verbs/config/properties.h"

namespace skiff::cli {

// The flags that are given, each the property of its name.
struct EntryOptions {
  std::map<std::string, std::string> texts;
  bool insecure = false;
  bool embed_certs = false;
  bool provide_cluster_info = false;
  std::vector<std::string> exec_args;
  std::vector<std::string> exec_env;
  std::vector<std::string> provider_args;
};

namespace {

struct EntryFlag {
  const char* name;
  const char* what;
};
constexpr EntryFlag kClusterFlags[] = {
    {"server", "Its state file: file:///PATH"},
    {"certificate-authority", "No difference: there is no connection"},
    {"tls-server-name", "No difference: there is no connection"},
    {"proxy-url", "No difference: there is no connection"},
};
constexpr EntryFlag kUserFlags[] = {
    {"client-certificate", "No difference: nobody logs in"},
    {"client-key", "No difference: nobody logs in"},
    {"token", "No difference: nobody logs in"},
    {"username", "No difference: nobody logs in"},
    {"password", "No difference: nobody logs in"},
};

Result<void> copy_texts(const EntryOptions& options, std::span<const EntryFlag> flags, std::string_view section,
                        const Invocation& call, Value& entry) {
  for (const EntryFlag& flag : flags)
    if (call.given(flag.name))
      if (auto set = set_entry_property(entry, section, flag.name, options.texts.at(flag.name)); !set) return set;
  return {};
}

Result<void> check_cluster_flags(const EntryOptions& options) {
  const std::string& authority = options.texts.at("certificate-authority");
  if (options.insecure && !authority.empty())
    return client_error("you cannot specify a certificate authority and insecure mode at the same time");
  if (!options.embed_certs) return {};
  if (authority.empty()) return client_error("you must specify a --certificate-authority to embed");
  if (!std::filesystem::exists(authority))
    return client_error(
        fmt::format("could not stat certificate-authority file {0}: stat {0}: no such file or directory", authority));
  return {};
}

Outcome set_cluster(const EntryOptions& options, Invocation& call) {
  if (call.args.size() != 1) return unexpected_args(call);
  if (auto fine = check_cluster_flags(options); !fine) return fine.error();
  if (auto good = check_cluster_name(call.args[0]); !good) return good.error();
  const std::string& server = options.texts.at("server");
  if (!server.empty() && !server.starts_with("file:///"))
    return client_error(fmt::format("a cluster is a state file: --server=file:///PATH, not {}", server));
  Contexts contexts = Contexts::load();
  Value& entry = contexts.clusters[call.args[0]];
  if (entry.is_null()) entry = Value::object();
  if (auto set = copy_texts(options, kClusterFlags, "clusters", call, entry); !set) return set.error();
  if (call.given("insecure-skip-tls-verify")) {
    entry.erase("insecure-skip-tls-verify");
    if (options.insecure) entry["insecure-skip-tls-verify"] = true;
  }
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("Cluster \"{}\" set.\n", call.args[0]);
  return {};
}

// NAME=VALUE sets, NAME- takes away, and no word at all does nothing. Upstream: util.ParsePairs.
bool is_pair(const std::string& word) {
  const size_t equals = word.find('=');
  if (equals != std::string::npos) return equals > 0;
  return word.empty() || (word.size() > 1 && word.ends_with('-'));
}

Result<void> check_pairs(const std::vector<std::string>& words, std::string_view flag) {
  const auto wrong = std::find_if_not(words.begin(), words.end(), is_pair);
  if (wrong == words.end()) return {};
  return client_error(fmt::format("invalid {} format: {}", flag, *wrong));
}

void set_environment(const std::vector<std::string>& words, Value& exec) {
  std::vector<std::pair<std::string, std::string>> kept;
  for (const Value& entry : std::as_const(exec)["env"].elements())
    if (std::find(words.begin(), words.end(), entry["name"].str() + "-") == words.end())
      kept.emplace_back(entry["name"].str(), entry["value"].str());
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos) continue;
    const std::string name = word.substr(0, equals);
    auto one = std::find_if(kept.begin(), kept.end(), [&](const auto& entry) { return entry.first == name; });
    if (one == kept.end()) one = kept.insert(one, {name, ""});
    one->second = word.substr(equals + 1);
  }
  exec.erase("env");
  for (const auto& [name, value] : kept) exec["env"].push_back(Value{{"name", name}, {"value", value}});
}

Value exec_entry(const EntryOptions& options, const Invocation& call, Value exec) {
  if (exec.is_null()) exec = Value{{"provideClusterInfo", false}};
  if (call.given("exec-command")) exec["command"] = options.texts.at("exec-command");
  if (call.given("exec-api-version")) exec["apiVersion"] = options.texts.at("exec-api-version");
  if (call.given("exec-interactive-mode")) exec["interactiveMode"] = options.texts.at("exec-interactive-mode");
  if (call.given("exec-provide-cluster-info")) exec["provideClusterInfo"] = options.provide_cluster_info;
  if (call.given("exec-arg")) {
    exec["args"] = Value::array();
    for (const std::string& word : options.exec_args) exec["args"].push_back(word);
  }
  if (!options.exec_env.empty()) set_environment(options.exec_env, exec);
  return exec;
}

Result<void> check_user_flags(const EntryOptions& options, const Invocation& call) {
  const bool basic = !options.texts.at("username").empty() || !options.texts.at("password").empty();
  if (!options.texts.at("token").empty() && basic)
    return client_error(
        "you cannot specify more than one authentication method at the same time: --token, --username/--password");
  if (options.embed_certs && options.texts.at("client-certificate").empty() && options.texts.at("client-key").empty())
    return client_error("you must specify a --client-certificate or --client-key to embed");
  for (const char* flag : {"client-certificate", "client-key"}) {
    const std::string& file = options.texts.at(flag);
    if (options.embed_certs && !file.empty() && !std::filesystem::exists(file))
      return client_error(fmt::format("could not stat {0} file {1}: stat {1}: no such file or directory", flag, file));
  }
  const std::string& mode = options.texts.at("exec-interactive-mode");
  if (call.given("exec-interactive-mode") && mode != "IfAvailable" && mode != "Never" && mode != "Always")
    return client_error("invalid interactive mode type, can be only IfAvailable, Never, Always");
  return {};
}

Outcome set_credentials(const EntryOptions& options, Invocation& call) {
  if (call.args.size() != 1) return unexpected_args(call, "unexpected args");
  for (const auto& good :
       {check_pairs(options.exec_env, "exec-env"), check_pairs(options.provider_args, "auth-provider-arg")})
    if (!good) {
      call.io.out << verb_help(call.path());
      return good.error();
    }
  if (auto fine = check_user_flags(options, call); !fine) return fine.error();
  Contexts contexts = Contexts::load();
  Value& entry = contexts.users[call.args[0]];
  if (entry.is_null()) entry = Value::object();
  // A token takes the place of a name with a password, and they that of a token.
  if (!options.texts.at("token").empty()) {
    entry.erase("username");
    entry.erase("password");
  }
  if (!options.texts.at("username").empty() || !options.texts.at("password").empty()) entry.erase("token");
  if (auto set = copy_texts(options, kUserFlags, "users", call, entry); !set) return set.error();
  if (call.given("auth-provider")) entry["auth-provider"]["name"] = options.texts.at("auth-provider");
  if (entry.contains("auth-provider"))
    for (const std::string& word : options.provider_args)
      if (const size_t equals = word.find('='); equals != word.npos)
        entry["auth-provider"]["config"][word.substr(0, equals)] = word.substr(equals + 1);
  if (call.given("exec-command") || entry.contains("exec")) {
    Value exec = entry["exec"];
    entry["exec"] = exec_entry(options, call, std::move(exec));
  }
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("User \"{}\" set.\n", call.args[0]);
  return {};
}

Outcome get_clusters(const EntryOptions&, Invocation& call) {
  call.io.out << "NAME\n";
  for (const auto& [name, entry] : Contexts::load().known_clusters()) call.io.out << name << "\n";
  return {};
}

Outcome get_users(const EntryOptions&, Invocation& call) {
  call.io.out << "NAME\n";
  for (const auto& [name, entry] : Contexts::load().users) call.io.out << name << "\n";
  return {};
}

// A cluster that only its context knows is not an entry that could be removed.
Outcome delete_cluster(const EntryOptions&, Invocation& call) {
  if (call.args.size() != 1) return unexpected_args(call);
  Contexts contexts = Contexts::load();
  if (contexts.clusters.erase(call.args[0]) == 0) {
    if (contexts.known_clusters().count(call.args[0]) == 0)
      return client_error(fmt::format("cannot delete cluster {}, not in {}", call.args[0], config_file()));
    return client_error(fmt::format("a cluster is its file, which 'cluster delete {}' removes", call.args[0]));
  }
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("deleted cluster {} from {}\n", call.args[0], config_file());
  return {};
}

Outcome delete_user(const EntryOptions&, Invocation& call) {
  if (call.args.size() != 1) return unexpected_args(call);
  Contexts contexts = Contexts::load();
  if (contexts.users.erase(call.args[0]) == 0)
    return client_error(fmt::format("cannot delete user {}, not in {}", call.args[0], config_file()));
  if (auto saved = contexts.save(); !saved) return saved.error();
  call.io.out << fmt::format("deleted user {} from {}\n", call.args[0], config_file());
  return {};
}

using RunEntry = Outcome (*)(const EntryOptions&, Invocation&);

std::shared_ptr<EntryOptions> add_entry_verb(Command& command, RunEntry run) {
  auto options = std::make_shared<EntryOptions>();
  runs(command, options, run);
  return options;
}

}  // namespace

void add_config_delete_cluster(Command& command) { add_entry_verb(command, delete_cluster); }
void add_config_delete_user(Command& command) { add_entry_verb(command, delete_user); }
void add_config_get_clusters(Command& command) { add_entry_verb(command, get_clusters); }
void add_config_get_users(Command& command) { add_entry_verb(command, get_users); }

void add_config_set_cluster(Command& command) {
  auto options = add_entry_verb(command, set_cluster);
  for (const EntryFlag& flag : kClusterFlags) command.flags.text(options->texts[flag.name], flag.name, flag.what);
  command.flags.toggle(options->insecure, "insecure-skip-tls-verify", "No difference: there is no connection");
  command.flags.toggle(options->embed_certs, "embed-certs", "No difference: there is no connection");
}

void add_config_set_credentials(Command& command) {
  auto options = add_entry_verb(command, set_credentials);
  Flags& flags = command.flags;
  for (const EntryFlag& flag : kUserFlags) flags.text(options->texts[flag.name], flag.name, flag.what);
  for (const char* name : {"auth-provider", "exec-command", "exec-api-version", "exec-interactive-mode"})
    flags.text(options->texts[name], name, "No difference: nobody logs in");
  flags.list(options->provider_args, "auth-provider-arg", Split::kCommas, "No difference: nobody logs in");
  flags.list(options->exec_args, "exec-arg", Split::kCommas, "No difference: nobody logs in");
  flags.list(options->exec_env, "exec-env", Split::kNever, "No difference: nobody logs in");
  flags.toggle(options->provide_cluster_info, "exec-provide-cluster-info", "No difference: nobody logs in");
  flags.toggle(options->embed_certs, "embed-certs", "No difference: nobody logs in");
}

}  // namespace skiff::cli
