// kubectl create cronjob. Mirrors create_cronjob.go.
#include "api/kinds/cronjob.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreateCronJobOptions {
  GeneratorOptions generator;
  std::string image;
  std::string schedule;
  std::string restart;
};

namespace {

Outcome run(const CreateCronJobOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  Value container{{"image", options.image}, {"name", *name}, {"resources", Value::object()}};
  for (size_t i = 1; i < call.args.size(); ++i) container["command"].push_back(call.args[i]);
  const std::string restart = options.restart.empty() ? "OnFailure" : options.restart;
  const Value pod_template{{"metadata", Value::object()},
                           {"spec", Value{{"containers", Value::array({container})}, {"restartPolicy", restart}}}};
  Value document;
  document["metadata"]["name"] = *name;
  document["spec"] =
      Value{{"jobTemplate", Value{{"metadata", Value{{"name", *name}}}, {"spec", Value{{"template", pod_template}}}}},
            {"schedule", options.schedule}};
  document["status"] = Value::object();
  return create_generated(options.generator, call, kCronJob, document, "failed to create cronjob: ");
}

}  // namespace

void add_create_cronjob(Command& command) {
  auto options = std::make_shared<CreateCronJobOptions>();
  declare_generator_flags(command.flags, options->generator);
  command.flags.text(options->image, "image", "The image");
  command.flags.require("image");
  command.flags.text(options->schedule, "schedule", "When it runs, as a cron expression");
  command.flags.require("schedule");
  command.flags.text(options->restart, "restart", "OnFailure or Never");
  runs(command, options, run);
}

}  // namespace skiff::cli
