#include "cli/kustomize/name_references.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/kustomize/field_path.h"
#include "cli/kustomize/name_reference_table.h"

namespace skiff::cli {
namespace {

using Candidates = std::vector<const Resource*>;

template <class Keep>
void sieve(Candidates& candidates, Keep keep) {
  candidates.erase(
      std::remove_if(candidates.begin(), candidates.end(), [&](const Resource* one) { return !keep(*one); }),
      candidates.end());
}

// The shorter list is the end of the longer one. Upstream: utils.SameEndingSubSlice.
bool same_ending(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto& shorter = a.size() < b.size() ? a : b;
  const auto& longer = a.size() < b.size() ? b : a;
  if (shorter.empty()) return longer.empty();
  return std::equal(shorter.rbegin(), shorter.rend(), longer.rbegin());
}

enum class Affixes { kMayBeMissing, kMustMatch };

// Were both renamed by the same kustomizations?
bool same_affixes(const Resource& a, const Resource& b, Affixes how) {
  const auto alike = [how](const auto& x, const auto& y) {
    return (how == Affixes::kMayBeMissing && (x.empty() || y.empty())) || same_ending(x, y);
  };
  return alike(a.prefixes, b.prefixes) && alike(a.suffixes, b.suffixes);
}

// The namespaces whose accounts a RoleBinding may name beside those of its own.
std::set<std::string> subject_namespaces(const Resource& referrer) {
  std::set<std::string> out;
  if (referrer.object["kind"].as_string() != "RoleBinding") return out;
  for (const Value& subject : referrer.object["subjects"].elements())
    if (subject["kind"].as_string() == "ServiceAccount" && subject.contains("namespace"))
      out.insert(subject["namespace"].str());
  return out;
}

// Upstream: resWrangler.SubsetThatCouldBeReferencedByResource.
Candidates reachable(const Resources& resources, const Resource& referrer) {
  const ResourceId id = referrer.id();
  const std::set<std::string> others = subject_namespaces(referrer);
  Candidates out;
  for (const Resource& resource : resources) {
    const ResourceId there = resource.id();
    if (id.cluster_scoped() || there.cluster_scoped() || there.effective_namespace() == id.effective_namespace() ||
        others.contains(there.ns))
      out.push_back(&resource);
  }
  return out;
}

// One reference of one object: finds what it means. Upstream: nameref.Filter.
class Referral {
 public:
  Referral(const Resource& referrer, const NameReference& reference) : referrer_(referrer), reference_(reference) {}

  // Null if nothing in the kustomization is meant.
  Result<const Resource*> find(const std::string& old_name, Candidates candidates) const {
    sieve(candidates, [&](const Resource& one) { return was_called(one, old_name) && was_of(one, reference_.names); });
    if (reference_.path.ends_with("roleRef/name")) {
      const Value& role = referrer_.object["roleRef"];
      const KindChoice wanted{role["apiGroup"].as_string(), "", role["kind"].as_string()};
      if (!wanted.group.empty() && !wanted.kind.empty())
        sieve(candidates, [&](const Resource& one) { return was_of(one, wanted); });
    }
    sieve(candidates, [&](const Resource& one) { return near(one); });
    for (const Affixes how : {Affixes::kMayBeMissing, Affixes::kMustMatch}) {
      if (candidates.size() == 1) return candidates.front();
      sieve(candidates, [&](const Resource& one) { return same_affixes(one, referrer_, how); });
    }
    if (candidates.empty()) return nullptr;
    const std::string name = candidates.front()->id().name;
    if (std::all_of(candidates.begin(), candidates.end(), [&](const Resource* one) { return one->id().name == name; }))
      return candidates.front();
    return ambiguous(candidates);
  }

 private:
  static bool was_called(const Resource& one, const std::string& name) {
    return std::any_of(one.previous.begin(), one.previous.end(), [&](const ResourceId& id) { return id.name == name; });
  }
  static bool was_of(const Resource& one, const KindChoice& kind) {
    return std::any_of(one.previous.begin(), one.previous.end(), [&](const ResourceId& id) { return id.is_of(kind); });
  }
  bool near(const Resource& one) const {
    const ResourceId mine = referrer_.id();
    const ResourceId its = one.id();
    return mine.cluster_scoped() || its.cluster_scoped() || its.kind == "ServiceAccount" ||
           mine.effective_namespace() == its.effective_namespace();
  }
  Error ambiguous(const Candidates& candidates) const {
    std::string ids;
    for (const Resource* one : candidates) ids += (ids.empty() ? "" : ", ") + one->id().text();
    return client_error(
        fmt::format("updating name reference in '{}' field of '{}':  found multiple possible referrals: {}",
                    reference_.path, referrer_.id().text(), ids));
  }

  const Resource& referrer_;
  const NameReference& reference_;
};

// A subject says its namespace beside its name, and both follow. Upstream: nameref.Filter.setMapping.
Result<void> fix_mapping(Value& place, const Referral& referral, Candidates candidates) {
  if (std::as_const(place).contains("namespace")) {
    const std::string ns = std::as_const(place)["namespace"].str();
    Candidates before = candidates;
    sieve(before, [&](const Resource& one) { return one.original().effective_namespace() == ns; });
    if (before.empty()) sieve(candidates, [&](const Resource& one) { return one.id().effective_namespace() == ns; });
    else candidates = before;
  }
  auto found = referral.find(std::as_const(place)["name"].str(), candidates);
  if (!found) return found.error();
  if (*found == nullptr) return {};
  const ResourceId id = (*found)->id();
  place["name"] = id.name;
  if (!id.ns.empty()) place["namespace"] = id.ns;
  return {};
}

Result<void> fix_place(Value& place, const Referral& referral, const Candidates& candidates) {
  if (std::as_const(place).is_array()) {
    for (Value& element : place.edit_elements())
      if (auto fixed = fix_place(element, referral, candidates); !fixed) return fixed;
    return {};
  }
  if (std::as_const(place).is_object()) return fix_mapping(place, referral, candidates);
  if (!std::as_const(place).is_string()) return {};
  auto found = referral.find(std::as_const(place).str(), candidates);
  if (!found) return found.error();
  if (*found != nullptr) place = (*found)->id().name;
  return {};
}

}  // namespace

Result<void> fix_name_references(const std::vector<NameReference>& more, Resources& resources) {
  if (std::all_of(resources.begin(), resources.end(), [](const Resource& one) { return one.previous.empty(); }))
    return {};
  for (Resource& referrer : resources) {
    const ResourceId id = referrer.id();
    const Candidates candidates = reachable(resources, referrer);
    for (const std::vector<NameReference>* references : {&name_references(), &more})
      for (const NameReference& reference : *references) {
        if (!id.is_of(reference.holder)) continue;
        std::optional<Error> failed;
        const Resource as_it_is = referrer;
        visit_field(referrer.object, reference.path, Missing::kSkip, [&](Value& place) {
          if (auto fixed = fix_place(place, Referral(as_it_is, reference), candidates); !fixed && !failed)
            failed = fixed.error();
        });
        if (failed) return *failed;
      }
  }
  return {};
}

}  // namespace skiff::cli
