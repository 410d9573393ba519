// kubectl create secret generic, tls and docker-registry. Mirrors create_secret.go and its neighbours.
#include <fmt/format.h>

#include "api/kinds/secret.h"
#include "base/base64.h"
#include "base/json.h"
#include "cli/input.h"
#include "cli/verbs/create/data_sources.h"
#include "cli/verbs/create/generator.h"
#include "cli/verbs/create/key_pair.h"

namespace skiff::cli {

struct CreateSecretOptions {
  GeneratorOptions generator;
  DataSources sources;
  std::string type;
  std::string cert;
  std::string key;
  std::string docker_server = "https://index.docker.io/v1/";
  std::string docker_username;
  std::string docker_password;
  std::string docker_email;
  bool append_hash = false;
};

namespace {

Outcome create_secret(const CreateSecretOptions& options, Invocation& call, const std::string& name,
                      const std::string& type, const std::map<std::string, std::string>& data) {
  Value document;
  document["metadata"]["name"] = name;
  for (const auto& [key, bytes] : data) document["data"][key] = base64_encode(bytes);
  if (!type.empty()) document["type"] = type;
  if (options.append_hash) append_content_hash(kSecret, document);
  return create_generated(options.generator, call, kSecret, document, "failed to create secret ");
}

Outcome generic(const CreateSecretOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  auto data = read_data(options.sources, "Secret", *name);
  if (!data) return data.error();
  return create_secret(options, call, *name, options.type, *data);
}

Result<std::string> file_text(const std::string& path) {
  return read_file(path, client_error(fmt::format("Cannot read file {0}, open {0}: no such file or directory", path)));
}

Outcome tls(const CreateSecretOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  if (options.key.empty() || options.cert.empty()) return client_error("key and cert must be specified");
  auto cert = file_text(options.cert);
  if (!cert) return cert.error();
  auto key = file_text(options.key);
  if (!key) return key.error();
  if (auto pair = check_key_pair(*cert, *key); !pair) return pair.error();
  return create_secret(options, call, *name, "kubernetes.io/tls", {{"tls.crt", *cert}, {"tls.key", *key}});
}

// The members in the order of upstream's struct, which is part of what is stored.
std::string docker_config(const CreateSecretOptions& options) {
  std::string out = "{\"auths\":{";
  append_json_string(out, options.docker_server, Escape::kGo);
  out += ":{";
  const std::string auth = base64_encode(options.docker_username + ":" + options.docker_password);
  bool first = true;
  for (const auto& [name, value] :
       {std::pair("username", options.docker_username), std::pair("password", options.docker_password),
        std::pair("email", options.docker_email), std::pair("auth", auth)}) {
    if (value.empty()) continue;
    out += std::string(first ? "\"" : ",\"") + name + "\":";
    append_json_string(out, value, Escape::kGo);
    first = false;
  }
  return out + "}}}";
}

Outcome docker_registry(const CreateSecretOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  std::map<std::string, std::string> data;
  if (!options.sources.files.empty()) {
    auto read = read_data(options.sources, "Secret", *name);
    if (!read) return read.error();
    data = *read;
  } else {
    if (options.docker_username.empty() || options.docker_password.empty())
      return client_error(
          "either --from-file or the combination of --docker-username, --docker-password and "
          "--docker-server is required");
    data[".dockerconfigjson"] = docker_config(options);
  }
  return create_secret(options, call, *name, "kubernetes.io/dockerconfigjson", data);
}

std::shared_ptr<CreateSecretOptions> common(Command& command) {
  auto options = std::make_shared<CreateSecretOptions>();
  declare_generator_flags(command.flags, options->generator);
  command.flags.toggle(options->append_hash, "append-hash", "End the name in a hash of the contents");
  return options;
}

}  // namespace

void add_create_secret_generic(Command& command) {
  auto options = common(command);
  declare_data_flags(command.flags, options->sources);
  command.flags.text(options->type, "type", "The secret's type");
  runs(command, options, generic);
}

void add_create_secret_tls(Command& command) {
  auto options = common(command);
  command.flags.text(options->cert, "cert", "The certificate, PEM");
  command.flags.text(options->key, "key", "Its key, PEM");
  runs(command, options, tls);
}

void add_create_secret_docker_registry(Command& command) {
  auto options = common(command);
  command.flags.text(options->docker_server, "docker-server", "Where the registry is");
  command.flags.text(options->docker_username, "docker-username", "The name of the account");
  command.flags.text(options->docker_password, "docker-password", "The password of the account");
  command.flags.text(options->docker_email, "docker-email", "The address of the account");
  command.flags.list(options->sources.files, "from-file", Split::kCommas, "Key files, as for a generic secret");
  runs(command, options, docker_registry);
}

}  // namespace skiff::cli
