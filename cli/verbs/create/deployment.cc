// kubectl create deployment. Mirrors create_deployment.go.
#include <fmt/format.h>

#include <set>

#include "api/kinds/deployment.h"
#include "cli/verbs/create/container_names.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreateDeploymentOptions {
  GeneratorOptions generator;
  std::vector<std::string> images;
  int64_t port = -1;
  int64_t replicas = 1;
};

namespace {

Value containers(const CreateDeploymentOptions& options, const std::vector<std::string>& command) {
  Value list = Value::array();
  const std::vector<std::string> names = container_names(options.images);
  for (size_t i = 0; i < options.images.size(); ++i) {
    Value container{{"image", options.images[i]}, {"name", names[i]}, {"resources", Value::object()}};
    for (const std::string& word : command) container["command"].push_back(word);
    if (options.port >= 0 && i == 0) container["ports"].push_back(Value{{"containerPort", options.port}});
    list.push_back(container);
  }
  return list;
}

Outcome run(const CreateDeploymentOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  const std::vector<std::string> command(call.args.begin() + 1, call.args.end());
  if (options.images.size() > 1 && !command.empty())
    return client_error("cannot specify multiple --image options and command");
  const Value labels{{"app", *name}};
  Value document;
  document["metadata"] = Value{{"labels", labels}, {"name", *name}};
  document["spec"] = Value{{"replicas", options.replicas},
                           {"selector", Value{{"matchLabels", labels}}},
                           {"strategy", Value::object()},
                           {"template", Value{{"metadata", Value{{"labels", labels}}},
                                              {"spec", Value{{"containers", containers(options, command)}}}}}};
  document["status"] = Value::object();
  return create_generated(options.generator, call, kDeployment, document, "failed to create deployment: ");
}

}  // namespace

void add_create_deployment(Command& command) {
  auto options = std::make_shared<CreateDeploymentOptions>();
  declare_generator_flags(command.flags, options->generator);
  command.flags.list(options->images, "image", Split::kCommas, "The images");
  command.flags.require("image");
  command.flags.number(options->port, "port", "The port of its containers");
  command.flags.number(options->replicas, "replicas,r", "How many pods");
  runs(command, options, run);
}

}  // namespace skiff::cli
