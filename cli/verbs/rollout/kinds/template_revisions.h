// The history of StatefulSets and DaemonSets, which ControllerRevisions hold, and the way back to one of them: kubectl's
// StatefulSetHistoryViewer, DaemonSetHistoryViewer and their rollbackers.
#pragma once
#include "cli/verbs/rollout/kinds/rollout_table.h"

namespace skiff::cli {

std::vector<Revision> template_revisions(const ApiServer& api, const Object& object);
Result<std::string> undo_to_template_revision(ApiServer& api, const Object& object, const UndoRequest& request);

}  // namespace skiff::cli
