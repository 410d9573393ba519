// Who a role is given to: --user, --group and --serviceaccount of create rolebinding, create clusterrolebinding and set
// subject.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "cli/flags.h"

namespace skiff::cli {

struct SubjectFlags {
  std::vector<std::string> users;
  std::vector<std::string> groups;
  std::vector<std::string> service_accounts;  // NAMESPACE:NAME

  bool empty() const { return users.empty() && groups.empty() && service_accounts.empty(); }
};

void declare_subject_flags(Flags& flags, SubjectFlags& subjects);

// The array `subjects` of a binding: users, groups, service accounts, each in the order given. Fails for a service
// account that is no NAMESPACE:NAME.
Result<Value> subjects_of(const SubjectFlags& flags);

}  // namespace skiff::cli
