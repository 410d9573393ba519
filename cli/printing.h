// What a verb that changes things says about each object: `deployment.apps/web scaled`, or with -o the object itself.
// Mirrors genericclioptions.PrintFlags and its NamePrinter with an operation.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "api/object.h"
#include "apiserver/apiserver.h"
#include "base/result.h"
#include "cli/command.h"
#include "cli/flags.h"
#include "cli/io_streams.h"
#include "cli/printers/printer_table.h"

namespace skiff::cli {

enum class DryRunMode { kNone, kClient, kServer };

struct PrintFlags {
  std::string output;
  std::string template_text;
  bool allow_missing_template_keys = true;
  bool show_managed_fields = false;
  std::string dry_run = "none";
};

void declare_output_flags(Flags& flags, PrintFlags& print);  // -o --template …
void declare_dry_run_flag(Flags& flags, PrintFlags& print);

Result<DryRunMode> dry_run_mode(const PrintFlags& print);
std::string_view dry_run_suffix(DryRunMode mode);  // " (dry run)", " (server dry run)", ""
WriteOptions write_options(DryRunMode mode, std::string_view field_manager);

// `statefulset.apps/web`; without a name `statefulset.apps/<unknown>`.
std::string display_name(const Kind& kind, std::string_view name);

class ResultPrinter {
 public:
  // Fails for an unknown -o or --dry-run.
  static Result<ResultPrinter> make(const PrintFlags& flags, IoStreams& io, Typing typing = Typing::kDocuments);
  ~ResultPrinter();
  ResultPrinter(ResultPrinter&&) noexcept;

  DryRunMode dry_run() const;
  // Is the result shown as a line (`… scaled`) rather than as an object?
  bool says_operation() const;
  // One object is done. `operation` is "scaled"; the dry-run suffix is added.
  Result<void> print(const Kind& kind, const Value& object, std::string_view operation);
  // The same without a dry-run suffix: `patch` has none.
  Result<void> print_plain(const Kind& kind, const Value& object, std::string_view operation);
  // Only the object, in the format of -o; for verbs that show objects without having done anything to them.
  Result<void> print_object(const Value& object);
  // Several objects at once: with -o json or yaml one List. For apply.
  Result<void> print_list(const std::vector<std::pair<const Kind*, Value>>& objects);

 private:
  struct Impl;
  explicit ResultPrinter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace skiff::cli
