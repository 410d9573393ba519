#include "cli/rbac_subjects.h"

#include "base/strings.h"

namespace skiff::cli {
namespace {

constexpr std::string_view kRbacGroup = "rbac.authorization.k8s.io";

}  // namespace

void declare_subject_flags(Flags& flags, SubjectFlags& subjects) {
  flags.list(subjects.users, "user", Split::kNever, "The users it is for");
  flags.list(subjects.groups, "group", Split::kNever, "The groups it is for");
  flags.list(subjects.service_accounts, "serviceaccount", Split::kNever,
             "The service accounts it is for, as NAMESPACE:NAME");
}

Result<Value> subjects_of(const SubjectFlags& flags) {
  Value subjects = Value::array();
  for (const std::string& user : flags.users)
    subjects.push_back(Value{{"apiGroup", kRbacGroup}, {"kind", "User"}, {"name", user}});
  for (const std::string& group : flags.groups)
    subjects.push_back(Value{{"apiGroup", kRbacGroup}, {"kind", "Group"}, {"name", group}});
  for (const std::string& account : flags.service_accounts) {
    const auto parts = split(account, ':');
    if (parts.size() != 2 || parts[0].empty() || parts[1].empty())
      return client_error("serviceaccount must be <namespace>:<name>");
    subjects.push_back(Value{{"kind", "ServiceAccount"}, {"name", parts[1]}, {"namespace", parts[0]}});
  }
  return subjects;
}

}  // namespace skiff::cli
