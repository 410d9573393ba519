// kubectl set serviceaccount. Mirrors set_serviceaccount.go.
#include "cli/verbs/set/pod_template_edit.h"

namespace skiff::cli {
namespace {

Outcome run(const SetOptions& options, Invocation& call) {
  if (call.args.empty()) return client_error("serviceaccount is required");
  std::vector<std::string> resources = call.args;
  const std::string account = resources.back();
  resources.pop_back();
  if (options.local) resources.clear();  // nobody looks at them then
  const auto edit = [&](Value& pod_spec, const Target&) {
    pod_spec["serviceAccountName"] = account;
    return std::vector<Error>{};
  };
  return edit_pod_templates(
      options, call, resources, edit,
      {"serviceaccount updated", "failed to patch ServiceAccountName ", Unchanged::kSentAllTheSame});
}

}  // namespace

void add_set_serviceaccount(Command& command) {
  auto options = std::make_shared<SetOptions>();
  declare_set_flags(command.flags, *options);
  declare_record_flag(command, options->cause);
  runs(command, options, run);
}

}  // namespace skiff::cli
