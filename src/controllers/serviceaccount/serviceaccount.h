// What every namespace holds: the ServiceAccount `default` and the ConfigMap `kube-root-ca.crt`.
// Mirrors pkg/controller/serviceaccount and pkg/controller/certificates/rootcacertpublisher.
#pragma once
#include <memory>

#include "apiserver/actor.h"

namespace skiff {

std::unique_ptr<Actor> make_serviceaccount_controller();
std::unique_ptr<Actor> make_root_ca_publisher();

}  // namespace skiff
