#include "api/volume_index.h"

namespace skiff {

std::string claim_term(std::string_view ns, std::string_view claim) {
  std::string term = "claim=";
  term += ns;
  term += '/';
  term += claim;
  return term;
}

std::string attached_to_term(std::string_view node) { return "node=" + std::string(node); }

bool is_unbound(const Value& claim) {
  return claim.at("spec", "volumeName").as_string().empty() ||
         !claim.at("metadata", "annotations").contains("pv.kubernetes.io/bind-completed");
}

std::string mounted_claim(const Value& pod, const Value& volume) {
  if (volume.contains("ephemeral")) return pod.at("metadata", "name").str() + "-" + volume["name"].str();
  return volume.at("persistentVolumeClaim", "claimName").str();
}

void append_mounted_claims(const Value& pod, std::vector<std::string>& terms) {
  for (const Value& volume : pod.at("spec", "volumes").elements())
    if (const std::string claim = mounted_claim(pod, volume); !claim.empty())
      terms.push_back(claim_term(pod.at("metadata", "namespace").as_string(), claim));
}

void append_claim_terms(const Value& claim, std::vector<std::string>& terms) {
  if (is_unbound(claim)) terms.emplace_back(kUnboundClaims);
}

void append_volume_terms(const Value& volume, std::vector<std::string>& terms) {
  const Value& claim = volume.at("spec", "claimRef");
  if (claim.is_object()) terms.push_back(claim_term(claim["namespace"].as_string(), claim["name"].as_string()));
  else terms.emplace_back(kUnclaimedVolumes);
}

void append_attachment_terms(const Value& attachment, std::vector<std::string>& terms) {
  terms.push_back(attached_to_term(attachment.at("spec", "nodeName").as_string()));
}

}  // namespace skiff
