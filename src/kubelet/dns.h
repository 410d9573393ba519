// The cluster's DNS: names of Services and of the pods behind headless ones, answered from Services and EndpointSlices.
// Mirrors the Kubernetes DNS specification 1.1 as CoreDNS serves it, zone cluster.local.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "kubelet/shell/shell.h"
#include "store/store.h"

namespace skiff {

inline constexpr std::string_view kClusterDomain = "cluster.local";
inline constexpr std::string_view kNameServer = "10.96.0.10";

// A full name, with or without the final dot.
std::optional<DnsAnswer> resolve_full_name(const Store& store, std::string_view name);

// As a pod of `ns` asks: names with fewer than five dots go through the search list first.
std::optional<DnsAnswer> resolve_from_namespace(const Store& store, std::string_view name, std::string_view ns);

// Since when a full name has been answered as it is now, as far as the objects behind it tell: its Service, and the
// first pod of a headless one that was ready. The beginning of time for names that never were unknown.
Time answered_since(const Store& store, std::string_view full_name);

// SRV records of _PORT._PROTOCOL.SERVICE…, and of a Service's own name those of all its named ports.
std::vector<ServiceRecord> resolve_service_records(const Store& store, std::string_view name, std::string_view ns);

// PTR: the name of a Service with that address, or of an endpoint behind a headless one; empty if there is none.
std::string reverse_name(const Store& store, std::string_view address);

}  // namespace skiff
