// kubectl create rolebinding and clusterrolebinding. Mirrors create_rolebinding.go and create_clusterrolebinding.go.
#include "api/kinds/rolebinding.h"
#include "api/kinds/clusterrolebinding.h"
#include "cli/rbac_subjects.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {

struct CreateRoleBindingOptions {
  GeneratorOptions generator;
  SubjectFlags subjects;
  std::string role;
  std::string cluster_role;
};

namespace {

Result<Value> binding_document(const CreateRoleBindingOptions& options, const std::string& name) {
  auto subjects = subjects_of(options.subjects);
  if (!subjects) return subjects.error();
  const bool of_cluster = options.role.empty();
  Value document{{"metadata", Value{{"name", name}}},
                 {"roleRef", Value{{"apiGroup", "rbac.authorization.k8s.io"},
                                   {"kind", of_cluster ? "ClusterRole" : "Role"},
                                   {"name", of_cluster ? options.cluster_role : options.role}}}};
  if (!subjects->empty()) document["subjects"] = *subjects;
  return document;
}

Outcome create_rolebinding(const CreateRoleBindingOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  if (options.role.empty() == options.cluster_role.empty())
    return client_error("exactly one of clusterrole or role must be specified");
  auto document = binding_document(options, *name);
  if (!document) return document.error();
  return create_generated(options.generator, call, kRoleBinding, *document, "failed to create rolebinding: ");
}

Outcome create_clusterrolebinding(const CreateRoleBindingOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  auto document = binding_document(options, *name);
  if (!document) return document.error();
  return create_generated(options.generator, call, kClusterRoleBinding, *document,
                          "failed to create clusterrolebinding: ");
}

std::shared_ptr<CreateRoleBindingOptions> declare_binding(Command& command) {
  auto options = std::make_shared<CreateRoleBindingOptions>();
  declare_generator_flags(command.flags, options->generator);
  declare_subject_flags(command.flags, options->subjects);
  command.flags.text(options->cluster_role, "clusterrole", "The cluster role that is given");
  return options;
}

}  // namespace

void add_create_rolebinding(Command& command) {
  auto options = declare_binding(command);
  command.flags.text(options->role, "role", "The role of the same namespace that is given");
  runs(command, options, create_rolebinding);
}

void add_create_clusterrolebinding(Command& command) {
  auto options = declare_binding(command);
  command.flags.require("clusterrole");
  runs(command, options, create_clusterrolebinding);
}

}  // namespace skiff::cli
