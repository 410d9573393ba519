// Terms under which the store finds who has to do with a claim: the pods that mount it, the volumes reserved for it;
// and what is attached to a node.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace skiff {

// Of a pod: it mounts the claim. Of a volume: its claimRef names the claim.
std::string claim_term(std::string_view ns, std::string_view claim);
inline constexpr std::string_view kUnboundClaims = "unbound";       // claims that are not bound yet
inline constexpr std::string_view kUnclaimedVolumes = "unclaimed";  // volumes without spec.claimRef
bool is_unbound(const Value& claim);
std::string attached_to_term(std::string_view node);                // VolumeAttachments of the node

void append_mounted_claims(const Value& pod, std::vector<std::string>& terms);
void append_claim_terms(const Value& claim, std::vector<std::string>& terms);
void append_volume_terms(const Value& volume, std::vector<std::string>& terms);
void append_attachment_terms(const Value& attachment, std::vector<std::string>& terms);

// The claim that a pod's volume stands for, empty if none: its own, or the one that is made for an ephemeral volume.
std::string mounted_claim(const Value& pod, const Value& volume);

}  // namespace skiff
