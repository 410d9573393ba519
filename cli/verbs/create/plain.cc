// kubectl create namespace and serviceaccount: nothing but a name.
#include "api/kinds/namespace.h"
#include "api/kinds/serviceaccount.h"
#include "cli/verbs/create/generator.h"

namespace skiff::cli {
namespace {

Outcome create_namespace(const GeneratorOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  Value document{{"metadata", Value{{"name", *name}}}, {"spec", Value::object()}, {"status", Value::object()}};
  return create_generated(options, call, kNamespace, document, "");
}

Outcome create_serviceaccount(const GeneratorOptions& options, Invocation& call) {
  auto name = generator_name(call);
  if (!name) return name.error();
  return create_generated(options, call, kServiceAccount, Value{{"metadata", Value{{"name", *name}}}},
                          "failed to create serviceaccount: ");
}

}  // namespace

void add_create_namespace(Command& command) {
  auto options = std::make_shared<GeneratorOptions>();
  declare_generator_flags(command.flags, *options);
  runs(command, options, create_namespace);
}

void add_create_serviceaccount(Command& command) {
  auto options = std::make_shared<GeneratorOptions>();
  declare_generator_flags(command.flags, *options);
  runs(command, options, create_serviceaccount);
}

}  // namespace skiff::cli
