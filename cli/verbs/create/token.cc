// kubectl create token: a credential that only a real server could sign. Its words are checked as kubectl checks them.
#include "api/kinds/serviceaccount.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreateTokenOptions {
  PrintFlags print;
  Duration duration = Duration::zero();
  std::vector<std::string> audiences;
  std::string bound_kind;
  std::string bound_name;
  std::string bound_uid;
};

namespace {

Outcome create_token(const CreateTokenOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  if (options.bound_kind.empty() && !options.bound_name.empty())
    return client_error("--bound-object-name can only be set if --bound-object-kind is provided");
  if (options.bound_kind.empty() && !options.bound_uid.empty())
    return client_error("--bound-object-uid can only be set if --bound-object-kind is provided");
  if (!options.bound_kind.empty() && options.bound_kind != "Pod" && options.bound_kind != "Secret" &&
      options.bound_kind != "Node")
    return client_error("supported --bound-object-kind values are Node, Pod, Secret");
  if (!options.bound_kind.empty() && options.bound_name.empty())
    return client_error("--bound-object-name is required if --bound-object-kind is provided");
  if (call.given("duration") && options.duration <= Duration::zero())
    return client_error("--duration must be greater than or equal to 0");
  auto session = call.session();
  if (!session) return session.error();
  auto account = (*session)->api().get(kServiceAccount, {(*session)->ns(), *name});
  if (!account) return as_client_error(account.error(), "failed to create token: ");
  return client_error("failed to create token: no key signs tokens in a simulated cluster, whose API needs none");
}

}  // namespace

void add_create_token(Command& command) {
  auto options = std::make_shared<CreateTokenOptions>();
  declare_output_flags(command.flags, options->print);
  command.flags.duration(options->duration, "duration", "How long it would be good for");
  command.flags.list(options->audiences, "audience", Split::kNever, "Who would accept it");
  command.flags.text(options->bound_kind, "bound-object-kind", "Tie it to an object of this kind: Pod, Secret, Node");
  command.flags.text(options->bound_name, "bound-object-name", "The name of that object");
  command.flags.text(options->bound_uid, "bound-object-uid", "The uid of that object");
  runs(command, options, create_token);
}

}  // namespace skiff::cli
