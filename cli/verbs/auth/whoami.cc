// kubectl auth whoami. Mirrors pkg/cmd/auth/whoami.go.
#include <fmt/format.h>

#include "api/kinds/reviews.h"
#include "cli/printers/tabwriter.h"
#include "cli/printing.h"
#include "cli/verbs/auth/access.h"

namespace skiff::cli {
namespace {

Outcome whoami(const PrintFlags& print, Invocation& call) {
  const User user = asking_user(call.global);
  Value groups = Value::array();
  for (const std::string& group : user.groups) groups.push_back(group);
  auto session = call.session();
  if (!session) return session.error();
  if (!print.output.empty() || !print.template_text.empty()) {
    auto printer = ResultPrinter::make(print, call.io, Typing::kGoTypes);
    if (!printer) return printer.error();
    const Value review{{"apiVersion", kSelfSubjectReview.api_version()},
                       {"kind", kSelfSubjectReview.kind},
                       {"metadata", Value{{"creationTimestamp", rfc3339((*session)->now())}}},
                       {"status", Value{{"userInfo", Value{{"groups", groups}, {"username", user.name}}}}}};
    return printer->print(kSelfSubjectReview, review, "");
  }
  call.io.out << align_columns(
      fmt::format("ATTRIBUTE\tVALUE\nUsername\t{}\nGroups\t[{}]\n", user.name, fmt::join(user.groups, " ")),
      kTableTabstops);
  return {};
}

}  // namespace

void add_auth_whoami(Command& command) {
  auto options = std::make_shared<PrintFlags>();
  declare_output_flags(command.flags, *options);
  runs(command, options, whoami);
}

}  // namespace skiff::cli
