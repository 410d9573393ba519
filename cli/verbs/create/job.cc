// kubectl create job, from an image or from a CronJob. Mirrors create_job.go.
#include <fmt/format.h>

#include "api/kinds/cronjob.h"
#include "api/kinds/job.h"
#include "cli/resource_args.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreateJobOptions {
  GeneratorOptions generator;
  std::string image;
  std::string from;
};

namespace {

Value job_of_image(const CreateJobOptions& options, const std::string& name, const std::vector<std::string>& command) {
  Value container{{"image", options.image}, {"name", name}, {"resources", Value::object()}};
  for (const std::string& word : command) container["command"].push_back(word);
  Value document;
  document["metadata"]["name"] = name;
  document["spec"]["template"] =
      Value{{"metadata", Value::object()},
            {"spec", Value{{"containers", Value::array({container})}, {"restartPolicy", "Never"}}}};
  document["status"] = Value::object();
  return document;
}

// The CronJob's template, marked as started by hand and owned like a scheduled one.
Value job_of_cronjob(const Object& cronjob, const std::string& name) {
  const Value& pattern = cronjob.spec()["jobTemplate"];
  Value document;
  Value& metadata = document["metadata"];
  metadata["name"] = name;
  metadata["annotations"] = pattern["metadata"]["annotations"];
  metadata["annotations"]["cronjob.kubernetes.io/instantiate"] = "manual";
  if (pattern["metadata"].contains("labels")) metadata["labels"] = pattern["metadata"]["labels"];
  metadata["ownerReferences"] = Value::array({Value{{"apiVersion", cronjob.kind().api_version()},
                                                    {"controller", true},
                                                    {"kind", cronjob.kind().kind},
                                                    {"name", cronjob.name()},
                                                    {"uid", cronjob.uid()}}});
  document["spec"] = pattern["spec"];
  document["status"] = Value::object();
  return document;
}

Outcome run(const CreateJobOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  const std::vector<std::string> command(call.args.begin() + 1, call.args.end());
  if (options.image.empty() == options.from.empty()) return client_error("either --image or --from must be specified");
  if (!options.from.empty() && !command.empty()) return client_error("cannot specify --from and command");
  if (options.from.empty())
    return create_generated(options.generator, call, kJob, job_of_image(options, *name, command),
                            "failed to create job: ");
  auto session = call.session();
  if (!session) return session.error();
  auto sources = resolve_targets(**session, {{options.from}, {}}, call.io.in);
  if (!sources) return sources.error();
  if (!sources->errors.empty()) return sources->errors;
  const Kind& kind = *sources->items.front().kind;
  if (&kind != &kCronJob) return client_error(fmt::format("unknown object type *{}.{}", kind.version, kind.kind));
  return create_generated(options.generator, call, kJob, job_of_cronjob(*sources->items.front().live, *name),
                          "failed to create job: ");
}

}  // namespace

void add_create_job(Command& command) {
  auto options = std::make_shared<CreateJobOptions>();
  declare_generator_flags(command.flags, options->generator);
  command.flags.text(options->image, "image", "The image");
  command.flags.text(options->from, "from", "cronjob/NAME: a run of it out of turn");
  runs(command, options, run);
}

}  // namespace skiff::cli
