#include "cli/change_cause.h"

namespace skiff::cli {
namespace {

constexpr const char* kAnnotation = "kubernetes.io/change-cause";

}  // namespace

void ChangeCause::record(Value& document) const {
  if (wanted) document["metadata"]["annotations"][kAnnotation] = command->path + command->flags.typed();
}

Value ChangeCause::patch() const {
  Value patch;
  record(patch);
  return patch;
}

void declare_record_flag(Command& command, ChangeCause& cause) {
  cause.command = &command;
  command.flags.toggle(cause.wanted, "record", "");
  command.flags.deprecate("record", "--record will be removed in the future");
}

}  // namespace skiff::cli
