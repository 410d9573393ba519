#include "apiserver/admission/pod_security.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "api/field_errors.h"
#include "api/kinds/namespace.h"
#include "api/kinds/pod.h"
#include "apiserver/admission/pod_admission.h"
#include "apiserver/admission/pod_security_checks.h"
#include "apiserver/pod_maker.h"
#include "base/strings.h"

namespace skiff {
namespace {

struct LevelVersion {
  SecurityLevel level = SecurityLevel::kPrivileged;
  std::string version = "latest";  // or v1.N

  bool operator==(const LevelVersion& other) const { return level == other.level && version == other.version; }
};

struct SecurityPolicy {
  LevelVersion enforce;
  LevelVersion warn;
  FieldErrors errors;  // of labels
};

constexpr std::string_view kSecurityLabels = "pod-security.kubernetes.io/";
constexpr std::string_view kLevels[] = {"privileged", "baseline", "restricted"};

std::string text_of(const LevelVersion& wanted) {
  return std::string(kLevels[static_cast<size_t>(wanted.level)]) + ":" + wanted.version;
}

int minor_of(const std::string& version) {
  int minor = kNewestSecurityVersion;
  if (version != "latest") std::from_chars(version.data() + 3, version.data() + version.size(), minor);
  return minor;
}

bool is_version(std::string_view text) {
  if (text == "latest") return true;
  if (!text.starts_with("v1.") || text.size() == 3 || (text[3] == '0' && text.size() > 4)) return false;
  return std::all_of(text.begin() + 3, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// One of the three modes as its labels have it. What is no level forbids all, but warns of nothing.
class ModeLabels {
 public:
  ModeLabels(const Value& labels, const std::string& mode, FieldErrors& errors) {
    const std::string level_label = std::string(kSecurityLabels) + mode;
    const std::string version_label = level_label + "-version";
    if (const Value& given = labels[level_label]; !given.is_null()) {
      has_level = true;
      const auto known = std::find(std::begin(kLevels), std::end(kLevels), given.as_string());
      valid_level = known != std::end(kLevels);
      if (valid_level) {
        wanted.level = static_cast<SecurityLevel>(known - std::begin(kLevels));
      } else {
        wanted.level = mode == "enforce" ? SecurityLevel::kRestricted : SecurityLevel::kPrivileged;
        errors.invalid(FieldPath("metadata.labels").key(level_label), given,
                       "must be one of privileged, baseline, restricted");
      }
    }
    if (const Value& given = labels[version_label]; !given.is_null()) {
      has_version = true;
      if (is_version(given.as_string())) {
        wanted.version = given.str();
      } else {
        errors.invalid(FieldPath("metadata.labels").key(version_label), given, "must be \"latest\" or \"v1.x\"");
      }
    }
  }

  LevelVersion wanted;
  bool has_level = false;
  bool valid_level = false;
  bool has_version = false;
};

// PolicyToEvaluate. Who enforces a level and says nothing of warnings is warned of the same.
SecurityPolicy policy_of(const Value& labels) {
  SecurityPolicy policy;
  const Members& all = labels.members();
  if (std::none_of(all.begin(), all.end(),
                   [](const Member& label) { return label.name().starts_with(kSecurityLabels); }))
    return policy;
  const ModeLabels enforce(labels, "enforce", policy.errors);
  const ModeLabels audit(labels, "audit", policy.errors);  // there is no audit log: only its labels must be right
  const ModeLabels warn(labels, "warn", policy.errors);
  policy.enforce = enforce.wanted;
  policy.warn = warn.wanted;
  if (!warn.has_level && enforce.valid_level && enforce.wanted.level > policy.warn.level) {
    policy.warn.level = enforce.wanted.level;
    if (!warn.has_version) policy.warn.version = enforce.wanted.version;
  }
  return policy;
}

std::vector<SecurityViolation> violations_of(const LevelVersion& wanted, const Value& pod) {
  return security_violations(wanted.level, minor_of(wanted.version), pod);
}

// `violates PodSecurity "baseline:latest": privileged (container "c" must not …), …`
std::string told(const LevelVersion& wanted, const std::vector<SecurityViolation>& violations) {
  std::vector<std::string> texts;
  texts.reserve(violations.size());
  for (const SecurityViolation& violation : violations)
    texts.push_back(violation.reason + " (" + violation.detail + ")");
  return "violate PodSecurity " + go_quote(text_of(wanted)) + ": " + join(texts, ", ");
}

bool same_images(const Value& containers, const Value& old) {
  if (containers.size() != old.size()) return false;
  for (size_t i = 0; i < containers.size(); ++i)
    if (!(containers[i]["image"] == old[i]["image"])) return false;
  return true;
}

// isSignificantPodUpdate: of what matters here only images can change, and containers to debug with come.
bool matters(const Value& pod, const Value& old) {
  for (const char* list : {"containers", "initContainers", "ephemeralContainers"})
    if (!same_images(pod["spec"][list], old["spec"][list])) return true;
  return false;
}

Result<void> judge_pod(const SecurityPolicy& policy, const Value& pod, std::vector<std::string>& warnings) {
  if (const auto broken = violations_of(policy.enforce, pod); !broken.empty()) {
    std::string why = told(policy.enforce, broken);
    return forbidden("pods", "", pod_name(pod), why.replace(0, std::string_view("violate").size(), "violates"));
  }
  if (const auto broken = violations_of(policy.warn, pod); !broken.empty())
    warnings.push_back("would " + told(policy.warn, broken));
  return {};
}

// EvaluatePodsInNamespace: who is there already stays, but is named, all pods with the same faults at once.
std::vector<std::string> warnings_of_pods(const Store& store, std::string_view ns, const LevelVersion& enforce) {
  constexpr size_t kPodsMax = 3000;
  std::map<std::string, std::vector<std::string>> pods;
  size_t looked_at = 0;
  size_t total = 0;
  store.for_each(kPod, ns, [&](const ObjectRef& pod) {
    if (++total > kPodsMax) return true;
    ++looked_at;
    std::vector<std::string> reasons;
    for (SecurityViolation& violation : violations_of(enforce, pod->document()))
      reasons.push_back(std::move(violation.reason));
    if (!reasons.empty()) pods[join(reasons, ", ")].emplace_back(pod->name());
    return true;
  });
  std::vector<std::string> lines;
  for (const auto& [reasons, names] : pods) {
    std::string who = *std::min_element(names.begin(), names.end());
    if (names.size() == 2) who += " (and 1 other pod)";
    if (names.size() > 2) who += " (and " + std::to_string(names.size() - 1) + " other pods)";
    lines.push_back(who + ": " + reasons);
  }
  std::sort(lines.begin(), lines.end());
  if (!lines.empty())
    lines.insert(lines.begin(), "existing pods in namespace " + go_quote(ns) +
                                    " violate the new PodSecurity enforce level " + go_quote(text_of(enforce)));
  if (looked_at < total)
    lines.insert(lines.begin(), "new PodSecurity enforce level only checked against the first " +
                                    std::to_string(looked_at) + " of " + std::to_string(total) + " existing pods");
  return lines;
}

bool same_causes(const std::vector<Cause>& one, const std::vector<Cause>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const Cause& a, const Cause& b) { return a.field == b.field && a.message == b.message; });
}

// ValidateNamespace: labels that were wrong before may stay so.
Result<void> check_labels(const Store& store, const Value& document, const Value* old,
                          std::vector<std::string>& warnings) {
  SecurityPolicy policy = policy_of(document["metadata"]["labels"]);
  const std::string name = document["metadata"]["name"].str();
  const SecurityPolicy before = old != nullptr ? policy_of((*old)["metadata"]["labels"]) : SecurityPolicy{};
  if (!policy.errors.empty() && (old == nullptr || !same_causes(policy.errors.causes(), before.errors.causes())))
    return invalid(kNamespace.kind, kNamespace.group, name, policy.errors.take());
  if (old == nullptr || policy.enforce == before.enforce || policy.enforce.level == SecurityLevel::kPrivileged)
    return {};
  if (policy.enforce.version == before.enforce.version && policy.enforce.level <= before.enforce.level) return {};
  for (std::string& line : warnings_of_pods(store, name, policy.enforce)) warnings.push_back(std::move(line));
  return {};
}

}  // namespace

Result<void> check_pod_security(const Store& store, const Kind& kind, const Value& document, const Value* old,
                                std::vector<std::string>& warnings) {
  if (&kind == &kNamespace) return check_labels(store, document, old, warnings);
  const PodMaker* maker = find_pod_maker(kind);
  if (maker == nullptr) return {};
  const ObjectRef owner = store.get(kNamespace, {"", document["metadata"]["namespace"].str()});
  if (!owner) return {};
  const SecurityPolicy policy = policy_of(owner->metadata()["labels"]);
  if (policy.enforce.level == SecurityLevel::kPrivileged && policy.warn.level == SecurityLevel::kPrivileged) return {};
  if (&kind == &kPod)
    return old != nullptr && !matters(document, *old) ? Result<void>() : judge_pod(policy, document, warnings);
  const Value& pod = pod_of(*maker, document);
  if (const auto broken = violations_of(policy.warn, pod); !pod.is_null() && !broken.empty())
    warnings.push_back("would " + told(policy.warn, broken));
  return {};
}

}  // namespace skiff
