// kubectl apply --server-side: the manifest is sent as it is, and the server decides who owns what.
#include <fmt/format.h>

#include "api/conversion.h"
#include "cli/manifests.h"
#include "cli/verbs/apply/client_side.h"
#include "cli/verbs/apply/migration.h"
#include "cli/write_flags.h"

namespace skiff::cli {
namespace {

constexpr const char* kConflictAdvice =
    "\nPlease review the fields above--they currently have other managers. Here\n"
    "are the ways you can resolve this warning:\n"
    "* If you intend to manage all of these fields, please re-run the apply\n"
    "  command with the `--force-conflicts` flag.\n"
    "* If you do not intend to manage all of the fields, please edit your\n"
    "  manifest to remove references to the fields that should keep their\n"
    "  current managers.\n"
    "* You may co-own fields by updating your manifest to match the existing\n"
    "  value; in this case, you'll become the manager if the other manager(s)\n"
    "  stop managing the field (remove it from their configuration).\n"
    "See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts";

}  // namespace

Result<Applied> apply_server_side(const ApplyOptions& options, const Target& target, Session& session,
                                  DryRunMode dry_run, std::ostream& err) {
  auto validation = field_validation(options.validate);
  if (!validation) return validation.error();
  const bool own_manager = options.field_manager != "kubectl-client-side-apply";
  WriteOptions how = write_options(dry_run, own_manager ? options.field_manager : "kubectl");
  how.field_validation = *validation;
  if (auto fine = refuse_generated_name(target); !fine) return fine.error();
  if (target.key.name.empty()) return client_error("resource name may not be empty");
  if (auto served = check_address(target); !served) return served.error();
  auto applied = session.api().apply(*target.kind, target.key, target.document, options.force_conflicts, how);
  if (applied && dry_run == DryRunMode::kNone) {
    auto migrated = migrate_to_server_side(target, (*applied)->document(), how.field_manager, session);
    if (!migrated) return migrated.error();
    if (*migrated == Migration::kDone)
      applied = session.api().apply(*target.kind, target.key, target.document, options.force_conflicts, how);
  }
  if (applied) warn_if_deleting((*applied)->document(), err);
  if (applied)
    return Applied{in_version(*target.kind, (*applied)->document(), target.api_version), "serverside-applied"};
  // Also where nobody owns anything: a resourceVersion that is not the live one.
  if (applied.error().is(Reason::kConflict)) return client_error(applied.error().message + kConflictAdvice);
  return applied.error();
}

}  // namespace skiff::cli
