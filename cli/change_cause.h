// What --record keeps: the command line, as the annotation kubernetes.io/change-cause of each object that it changes.
// Deprecated, but what older pages have readers type. Mirrors cli-runtime's RecordFlags.
#pragma once
#include "base/value.h"
#include "cli/command.h"

namespace skiff::cli {

struct ChangeCause {
  bool wanted = false;
  const Command* command = nullptr;

  // Nothing where it was not asked for.
  void record(Value& document) const;
  // The same as a merge patch; null.
  Value patch() const;
};

void declare_record_flag(Command& command, ChangeCause& cause);

}  // namespace skiff::cli
