// What label and annotate have in common: which objects are meant, and what is asked of their labels or annotations.
#pragma once
#include <functional>
#include <string>

#include "cli/change_cause.h"
#include "cli/command.h"
#include "cli/key_value_args.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct TagOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager;
  std::string resource_version;
  bool overwrite = false;
  bool list = false;
  bool local = false;
  ChangeCause cause;
};

struct TagVerb {
  std::string_view one;    // "label"
  std::string_view field;  // of metadata: "labels"
  // What the words ask for, checked as the client does.
  Result<KeyValues> (*parse)(const TagOptions& options, const std::vector<std::string>& words);
  // Its labels or annotations as the change would leave them, for --list.
  Result<Value> (*changed)(const TagOptions& options, const KeyValues& wanted, const Value& object);
  // Changes one object and says so.
  Outcome (*change)(const TagOptions& options, const KeyValues& wanted, const Target& target, Session& session,
                    ResultPrinter& printer, IoStreams& io);
};

void declare_tag_flags(Flags& flags, TagOptions& options, const TagVerb& verb);
Outcome run_tag_verb(const TagOptions& options, const TagVerb& verb, Invocation& call);

}  // namespace skiff::cli
