// Namespace, ConfigMap, Secret, ServiceAccount, PriorityClass, PodDisruptionBudget.
#include <algorithm>
#include <vector>

#include "api/kinds/limitrange.h"
#include "api/kinds/resourcequota.h"
#include "base/base64.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"
#include "cli/describers/policy.h"

namespace skiff::cli {
namespace {

std::string scalar(const Value& value) { return value.is_int() ? std::to_string(value.as_int()) : value.str(); }

size_t decoded_size(const Value& base64) {
  const auto bytes = base64_decode(base64.as_string());
  return bytes ? bytes->size() : 0;
}

void add_quotas(const std::vector<ObjectRef>& quotas, Lines& out) {
  out.append("\n");
  if (quotas.empty()) {
    out.add(0, "No resource quota.");
    return;
  }
  out.add(0, "Resource Quotas");
  for (const ObjectRef& quota : quotas) {
    out.add(1, "Name:\t" + quota->name());
    add_scopes(quota->spec()["scopes"], "  ", "  * ", out);
    out.add(1, "Resource\tUsed\tHard");
    out.add(1, "--------\t---\t---");
    for (const Member& hard : quota->status()["hard"].members())
      out.add(1, std::string(hard.name()) + "\t" + scalar(quota->status()["used"][hard.name()]) + "\t" +
                     scalar(hard.value));
  }
}

void add_limits(const std::vector<ObjectRef>& ranges, Lines& out) {
  out.append("\n");
  if (ranges.empty()) {
    out.add(0, "No LimitRange resource.");
    return;
  }
  out.append("Resource Limits\n Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n");
  out.append(" ----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n");
  for (const ObjectRef& range : ranges) add_limit_rows(range->spec()["limits"], " ", out);
}

}  // namespace

void describe_namespace(const Object& ns, const DescribeContext& context, Lines& out) {
  add_name(ns, out);
  add_labels("Labels", ns.metadata()["labels"], out);
  add_annotations("Annotations", ns.metadata()["annotations"], out);
  out.add(0, "Status", ns.status()["phase"].as_string());
  if (const Value& conditions = ns.status()["conditions"]; !conditions.empty()) {
    out.add(0, "Conditions:");
    out.add(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
    out.add(1, "----\t------\t------------------\t------\t-------");
    for (const Value& one : conditions.elements())
      out.add(1, one["type"].str() + "\t" + one["status"].str() + "\t" + date(one["lastTransitionTime"]) + "\t" +
                     one["reason"].str() + "\t" + one["message"].str());
  }
  add_quotas(context.api.store().list(kResourceQuota, ns.name()), out);
  add_limits(context.api.store().list(kLimitRange, ns.name()), out);
}

void describe_configmap(const Object& map, const DescribeContext& context, Lines& out) {
  add_name(map, out);
  add_namespace(map, out);
  add_labels("Labels", map.metadata()["labels"], out);
  add_annotations("Annotations", map.metadata()["annotations"], out);
  out.append("\nData\n====\n");
  for (const Member& one : map.document()["data"].members()) {
    out.append(std::string(one.name()) + ":\n----\n");
    out.append(one.value.str() + "\n\n");
  }
  out.append("\nBinaryData\n====\n");
  for (const Member& one : map.document()["binaryData"].members())
    out.append(std::string(one.name()) + ": " + std::to_string(decoded_size(one.value)) + " bytes\n");
  out.append("\n");
  add_events(map, context, out);
}

void describe_secret(const Object& secret, const DescribeContext&, Lines& out) {
  add_name(secret, out);
  add_namespace(secret, out);
  add_labels("Labels", secret.metadata()["labels"], out);
  add_annotations("Annotations", secret.metadata()["annotations"], out);
  const std::string_view type = secret.document()["type"].as_string();
  out.append("\nType:\t" + std::string(type) + "\n\nData\n====\n");
  for (const Member& one : secret.document()["data"].members()) {
    if (one.name() == "token" && type == "kubernetes.io/service-account-token")
      out.add(0, one.name(), base64_decode(one.value.as_string()).value_or(""));
    else out.add(0, one.name(), std::to_string(decoded_size(one.value)) + " bytes");
  }
}

void describe_serviceaccount(const Object& account, const DescribeContext& context, Lines& out) {
  add_name(account, out);
  add_namespace(account, out);
  add_labels("Labels", account.metadata()["labels"], out);
  add_annotations("Annotations", account.metadata()["annotations"], out);
  const Value& secrets = account.document()["imagePullSecrets"];
  if (secrets.empty()) out.add(0, "Image pull secrets", "<none>");
  bool first = true;
  for (const Value& secret : secrets.elements()) {
    out.append((first ? "Image pull secrets:\t" : "                   \t") + secret["name"].str() + "\n");
    first = false;
  }
  add_events(account, context, out);
}

void describe_priorityclass(const Object& priority, const DescribeContext& context, Lines& out) {
  const Value& document = priority.document();
  add_name(priority, out);
  out.add(0, "Value", document["value"].as_int());
  out.add(0, "GlobalDefault", go_bool(document["globalDefault"].as_bool()));
  out.add(0, "PreemptionPolicy", document["preemptionPolicy"].as_string());
  out.add(0, "Description", document["description"].as_string());
  out.add(0, "Annotations", labels_form(priority.metadata()["annotations"]));
  add_events(priority, context, out);
}

void describe_poddisruptionbudget(const Object& budget, const DescribeContext& context, Lines& out) {
  const Value& spec = budget.spec();
  const Value& status = budget.status();
  add_name(budget, out);
  add_namespace(budget, out);
  if (spec.contains("minAvailable")) out.add(0, "Min available", scalar(spec["minAvailable"]));
  else if (spec.contains("maxUnavailable")) out.add(0, "Max unavailable", scalar(spec["maxUnavailable"]));
  out.add(0, "Selector", spec["selector"].is_null() ? "<unset>" : selector_form(spec["selector"]));
  out.add(0, "Status:");
  out.add(2, "Allowed disruptions", status["disruptionsAllowed"].as_int());
  out.add(2, "Current", status["currentHealthy"].as_int());
  out.add(2, "Desired", status["desiredHealthy"].as_int());
  out.add(2, "Total", status["expectedPods"].as_int());
  add_events(budget, context, out);
}

}  // namespace skiff::cli
