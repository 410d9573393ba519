// One object applied the client's way: read it, merge what the manifest said last time, what it says now and what is
// there, and send the difference. Mirrors apply.go's applyOneObject and patcher.go.
#pragma once
#include <string>

#include "cli/change_cause.h"
#include "cli/printing.h"
#include "cli/resource_args.h"

namespace skiff::cli {

struct ApplyOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-client-side-apply";
  std::string validate = "strict";
  std::string cascade = "background";
  std::string subresource;
  std::vector<std::string> prune_allowlist;
  int64_t grace_period = -1;
  Duration timeout = Duration::zero();
  bool server_side = false;
  bool force_conflicts = false;
  bool overwrite = true;
  bool openapi_patch = true;
  bool prune = false;
  bool force = false;
  bool wait = false;
  ChangeCause cause;
};

struct Applied {
  Value object;
  std::string_view operation;  // "created", "configured", "unchanged", "serverside-applied"
};

Result<Applied> apply_client_side(const ApplyOptions& options, const Target& target, Session& session,
                                  DryRunMode dry_run, std::ostream& err);
Result<Applied> apply_server_side(const ApplyOptions& options, const Target& target, Session& session,
                                  DryRunMode dry_run, std::ostream& err);

// What neither way can apply: an object that the server is to name.
Result<void> refuse_generated_name(const Target& target);
void warn_if_deleting(const Value& object, std::ostream& err);

}  // namespace skiff::cli
