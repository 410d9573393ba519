#include "apiserver/admission/limit_admission.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "api/kinds/limitrange.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "api/kinds/pod.h"
#include "api/pod_resources.h"
#include "base/strings.h"

namespace skiff {
namespace {

constexpr std::string_view kAnnotation = "kubernetes.io/limit-ranger";

// --- defaults

struct ContainerDefaults {
  Value requests = Value::object();
  Value limits = Value::object();
};

ContainerDefaults container_defaults(const Value& range) {
  ContainerDefaults out;
  for (const Value& limit : range.at("spec", "limits").elements()) {
    if (limit["type"].as_string() != "Container") continue;
    for (const Member& resource : limit["defaultRequest"].members()) out.requests.set(resource.name(), resource.value);
    for (const Member& resource : limit["default"].members()) out.limits.set(resource.name(), resource.value);
  }
  return out;
}

// Names of what was not there, in order.
std::vector<std::string> fill_resources(Value& container, const char* part, const Value& defaults) {
  std::vector<std::string> set;
  for (const Member& resource : defaults.members()) {
    if (std::as_const(container).at("resources", part).contains(resource.name())) continue;
    container["resources"][part].set(resource.name(), resource.value);
    set.emplace_back(resource.name());
  }
  return set;
}

void default_containers(Value& pod, const char* list, const char* what, const ContainerDefaults& defaults,
                        std::vector<std::string>& notes) {
  for (size_t i = 0; i < std::as_const(pod).at("spec", list).size(); ++i) {
    Value& container = pod["spec"][list].edit_at(i);
    const std::vector<std::string> limits = fill_resources(container, "limits", defaults.limits);
    const std::vector<std::string> requests = fill_resources(container, "requests", defaults.requests);
    const std::string whose = std::string(" for ") + what + " " + std::as_const(container)["name"].str();
    if (!requests.empty()) notes.push_back(join(requests, ", ") + " request" + whose);
    if (!limits.empty()) notes.push_back(join(limits, ", ") + " limit" + whose);
  }
}

// --- constraints: one line of a LimitRange against the requests and limits of a pod, container or claim

struct Constrained {
  ResourceAmounts requests;
  ResourceAmounts limits;
};

struct Rule {
  std::string resource;
  std::string type;  // Container, Pod, PersistentVolumeClaim
  Quantity enforced;
};

const Quantity* find_amount(const ResourceAmounts& amounts, const std::string& resource) {
  const auto at = amounts.find(resource);
  return at != amounts.end() ? &at->second : nullptr;
}

std::string usage_text(const char* bound, const Rule& rule) {
  return std::string(bound) + " " + rule.resource + " usage per " + rule.type + " is " + rule.enforced.text();
}

void check_min(const Rule& rule, const Constrained& it, std::vector<std::string>& problems) {
  const Quantity* request = find_amount(it.requests, rule.resource);
  const Quantity* limit = find_amount(it.limits, rule.resource);
  const std::string text = usage_text("minimum", rule);
  if (request == nullptr) problems.push_back(text + ".  No request is specified");
  else if (*request < rule.enforced) problems.push_back(text + ", but request is " + request->text());
  else if (limit != nullptr && *limit < rule.enforced) problems.push_back(text + ", but limit is " + limit->text());
}

void check_max(const Rule& rule, const Constrained& it, std::vector<std::string>& problems) {
  const Quantity* request = find_amount(it.requests, rule.resource);
  const Quantity* limit = find_amount(it.limits, rule.resource);
  const std::string text = usage_text("maximum", rule);
  if (limit == nullptr) problems.push_back(text + ".  No limit is specified");
  else if (*limit > rule.enforced) problems.push_back(text + ", but limit is " + limit->text());
  else if (request != nullptr && *request > rule.enforced)
    problems.push_back(text + ", but request is " + request->text());
}

// Claims have requests alone.
void check_max_request(const Rule& rule, const Constrained& it, std::vector<std::string>& problems) {
  const Quantity* request = find_amount(it.requests, rule.resource);
  const std::string text = usage_text("maximum", rule);
  if (request == nullptr) problems.push_back(text + ".  No request is specified");
  else if (*request > rule.enforced) problems.push_back(text + ", but request is " + request->text());
}

void check_ratio(const Rule& rule, const Constrained& it, std::vector<std::string>& problems) {
  const Quantity* request = find_amount(it.requests, rule.resource);
  const Quantity* limit = find_amount(it.limits, rule.resource);
  const std::string text =
      rule.resource + " max limit to request ratio per " + rule.type + " is " + rule.enforced.text();
  if (request == nullptr || request->is_zero()) {
    problems.push_back(text + ", but no request is specified or request is 0");
  } else if (limit == nullptr || limit->is_zero()) {
    problems.push_back(text + ", but no limit is specified or limit is 0");
  } else {
    const double ratio = static_cast<double>(limit->milli_value()) / static_cast<double>(request->milli_value());
    if (ratio * 1000 <= static_cast<double>(rule.enforced.milli_value())) return;
    char shown[64];
    std::snprintf(shown, sizeof shown, "%f", ratio);
    problems.push_back(text + ", but provided ratio is " + shown);
  }
}

using Check = void (*)(const Rule&, const Constrained&, std::vector<std::string>&);

void check_each(const Value& limit, const char* part, Check check, const Constrained& it,
                std::vector<std::string>& problems) {
  for (const auto& [resource, enforced] : resource_amounts(limit[part]))
    check({resource, limit["type"].str(), enforced}, it, problems);
}

void check_compute(const Value& limit, const Constrained& it, std::vector<std::string>& problems) {
  check_each(limit, "min", check_min, it, problems);
  check_each(limit, "max", check_max, it, problems);
  check_each(limit, "maxLimitRequestRatio", check_ratio, it, problems);
}

// PodValidateLimitFunc.
void check_pod(const Value& limit, const Value& pod, std::vector<std::string>& problems) {
  const Value& spec = pod["spec"];
  if (limit["type"].as_string() == "Pod") check_compute(limit, {pod_requests(spec), pod_limits(spec)}, problems);
  if (limit["type"].as_string() != "Container") return;
  for (const char* list : {"containers", "initContainers"})
    for (const Value& container : spec[list].elements())
      check_compute(limit,
                    {resource_amounts(container.at("resources", "requests")),
                     resource_amounts(container.at("resources", "limits"))},
                    problems);
}

// PersistentVolumeClaimValidateLimitFunc.
void check_claim(const Value& limit, const Value& claim, std::vector<std::string>& problems) {
  if (limit["type"].as_string() != "PersistentVolumeClaim") return;
  const Constrained it{resource_amounts(claim.at("spec", "resources", "requests")), {}};
  check_each(limit, "min", check_min, it, problems);
  check_each(limit, "max", check_max_request, it, problems);
}

// utilerrors.NewAggregate: each message once, in brackets if there are several.
std::string aggregate(const std::vector<std::string>& problems) {
  std::vector<std::string> distinct;
  for (const std::string& problem : problems)
    if (std::find(distinct.begin(), distinct.end(), problem) == distinct.end()) distinct.push_back(problem);
  return distinct.size() == 1 ? distinct[0] : "[" + join(distinct, ", ") + "]";
}

}  // namespace

void default_limits(const Store& store, Value& pod) {
  if (store.count(kLimitRange) == 0) return;
  store.for_each(kLimitRange, std::as_const(pod).at("metadata", "namespace").str(), [&](const ObjectRef& range) {
    const ContainerDefaults defaults = container_defaults(range->document());
    std::vector<std::string> notes;
    default_containers(pod, "containers", "container", defaults, notes);
    default_containers(pod, "initContainers", "init container", defaults, notes);
    if (!notes.empty()) pod["metadata"]["annotations"][kAnnotation] = "LimitRanger plugin set: " + join(notes, "; ");
    return true;
  });
}

Result<void> check_limits(const Store& store, const Kind& kind, const Value& document, const Value* old) {
  const bool is_pod = &kind == &kPod && old == nullptr;
  if (!is_pod && &kind != &kPersistentVolumeClaim) return {};
  if (store.count(kLimitRange) == 0) return {};
  std::vector<std::string> problems;
  store.for_each(kLimitRange, document.at("metadata", "namespace").as_string(), [&](const ObjectRef& range) {
    for (const Value& limit : range->spec()["limits"].elements())
      is_pod ? check_pod(limit, document, problems) : check_claim(limit, document, problems);
    return problems.empty();
  });
  if (problems.empty()) return {};
  return forbidden(kind.resource, kind.group, document.at("metadata", "name").as_string(), aggregate(problems));
}

}  // namespace skiff
