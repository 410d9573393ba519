// May a user do this? Answered from the roles and bindings that the cluster holds, as the RBAC authorizer does
// (plugin/pkg/auth/authorizer/rbac), with the roles that every server has from the start. Who asks without --as is the
// administrator, whom nothing restricts.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "apiserver/apiserver.h"
#include "cli/command.h"

namespace skiff::cli {

struct User {
  std::string name;
  std::vector<std::string> groups;
};

// From --as and --as-group; else the administrator of a cluster that kubeadm made.
User asking_user(const GlobalOptions& global);

struct AccessRequest {
  std::string verb;
  std::string ns;  // empty: in all namespaces
  std::string group;
  std::string resource;  // empty: `url` is meant
  std::string subresource;
  std::string name;  // empty: any
  std::string url;
};

// The rules (rbac.authorization.k8s.io/v1 PolicyRule documents) that hold for the user in the namespace; with an empty
// one those that hold everywhere.
Elements rules_for(const User& user, std::string_view ns, const ApiServer& api);

bool is_allowed(const User& user, const AccessRequest& request, const ApiServer& api);

}  // namespace skiff::cli
