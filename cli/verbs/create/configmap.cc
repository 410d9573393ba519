// kubectl create configmap. Mirrors create_configmap.go.
#include "api/kinds/configmap.h"
#include "base/base64.h"
#include "base/strings.h"
#include "cli/verbs/create/data_sources.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreateConfigMapOptions {
  GeneratorOptions generator;
  DataSources sources;
  bool append_hash = false;
};

namespace {

Outcome run(const CreateConfigMapOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  auto data = read_data(options.sources, "ConfigMap", *name);
  if (!data) return data.error();
  Value document;
  document["metadata"]["name"] = *name;
  for (const auto& [key, bytes] : *data) {
    if (is_valid_utf8(bytes)) document["data"][key] = bytes;
    else document["binaryData"][key] = base64_encode(bytes);
  }
  if (options.append_hash) append_content_hash(kConfigMap, document);
  return create_generated(options.generator, call, kConfigMap, document, "failed to create configmap: ");
}

}  // namespace

void add_create_configmap(Command& command) {
  auto options = std::make_shared<CreateConfigMapOptions>();
  declare_generator_flags(command.flags, options->generator);
  declare_data_flags(command.flags, options->sources);
  command.flags.toggle(options->append_hash, "append-hash", "End the name in a hash of the contents");
  runs(command, options, run);
}

}  // namespace skiff::cli
