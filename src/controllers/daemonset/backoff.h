// How long a node's failed daemons are left alone before they are replaced: 1 s, doubling up to 15 min, forgotten after
// twice that. Kept between commands in the state table `daemonset-backoff`. Mirrors the flowcontrol.Backoff of
// daemon_controller.go.
#pragma once
#include <optional>
#include <string_view>

#include "apiserver/client.h"

namespace skiff {

// What is left of the back-off of `set`'s pods on `node`; nullopt if there is none, and then the next one begins.
std::optional<Duration> failed_daemon_delay(Client& client, const Object& set, std::string_view node);

// Drops what is kept of a DaemonSet that is gone.
void forget_failed_daemons(Client& client, const ObjectKey& set);

}  // namespace skiff
