#include "controllers/horizontalpodautoscaler/metrics.h"

#include <algorithm>

#include "api/quantity.h"
#include "controllers/selector_text.h"

namespace skiff::horizontalpodautoscaler {
namespace {

// A Resource or ContainerResource metric; `container` is empty for the former.
struct ResourceMetric {
  std::string resource;
  std::string container;
  const Value& target;
};

Tolerances tolerances_of(const Object& autoscaler) {
  const auto share = [&](const char* direction) {
    const Value& stated = autoscaler.spec().at("behavior", direction, "tolerance");
    const Result<Quantity> quantity = Quantity::of(stated);
    return stated.is_null() || !quantity ? 0.1 : static_cast<double>(quantity->milli_value()) / 1000;
  };
  return {.down = share("scaleDown"), .up = share("scaleUp")};
}

const std::optional<Quantity>& amount_of(const ContainerMetrics& metrics, std::string_view resource) {
  static const std::optional<Quantity> kNone;
  if (resource == "cpu") return metrics.cpu;
  return resource == "memory" ? metrics.memory : kNone;
}

// getPodMetrics, getContainerMetrics: a pod counts only if all of its containers that are asked for have a sample.
Result<std::optional<int64_t>> usage_of(const Object& pod, const PodMetrics& metrics, const ResourceMetric& metric) {
  int64_t sum = 0;
  bool found = metric.container.empty();
  for (const ContainerMetrics& container : metrics.containers) {
    if (!metric.container.empty() && container.container != metric.container) continue;
    found = true;
    const std::optional<Quantity>& amount = amount_of(container, metric.resource);
    if (!amount) return std::optional<int64_t>();
    sum += amount->milli_value();
  }
  if (!found)
    return client_error("container " + metric.container + " not present in metrics for pod " + pod.ns() + "/" +
                        pod.name());
  return std::optional<int64_t>(sum);
}

// calculatePodRequests: all containers that stay must say what they ask for.
Result<int64_t> request_of(const Object& pod, const ResourceMetric& metric) {
  const Value& of_pod = pod.spec().at("resources", "requests")[metric.resource];
  if (metric.container.empty() && !of_pod.is_null()) {
    const Result<Quantity> quantity = Quantity::of(of_pod);
    return quantity ? quantity->milli_value() : 0;
  }
  int64_t sum = 0;
  for (const char* list : {"containers", "initContainers"}) {
    for (const Value& container : pod.spec()[list].elements()) {
      if (list[0] == 'i' && container["restartPolicy"].as_string() != "Always") continue;
      if (!metric.container.empty() && container["name"].as_string() != metric.container) continue;
      const Value& request = container.at("resources", "requests")[metric.resource];
      if (request.is_null())
        return client_error("missing request for " + metric.resource + " in container " + container["name"].str() +
                            " of Pod " + pod.name());
      if (const Result<Quantity> quantity = Quantity::of(request)) sum += quantity->milli_value();
    }
  }
  return sum;
}

Result<Proposal> propose_for(const ResourceMetric& metric, const Target& target, const Observed& observed) {
  if (!observed.reader.available())
    return client_error("unable to get metrics for resource " + metric.resource +
                        ": unable to fetch metrics from resource metrics API: the server could not find the requested "
                        "resource (get pods.metrics.k8s.io)");
  const Resource resource = metric.resource == "cpu" ? Resource::kCpu : Resource::kOther;
  std::vector<PodUsage> pods;
  bool any = false;
  for (const ObjectRef& pod : observed.pods) {
    const std::optional<PodMetrics> metrics = observed.reader.of(*pod);
    std::optional<Time> sampled;
    PodUsage usage;
    if (metrics) {
      any = true;
      const auto amount = usage_of(*pod, *metrics, metric);
      if (!amount)
        return client_error("unable to get metrics for resource " + metric.resource +
                            ": failed to get container metrics: " + amount.error().message);
      usage.usage = *amount;
      if (usage.usage) sampled = metrics->timestamp;
    }
    usage.group = group_of(*pod, resource, sampled, observed.now);
    pods.push_back(usage);
  }
  if (!any)
    return client_error("unable to get metrics for resource " + metric.resource +
                        ": no metrics returned from resource metrics API");
  if (target.type == Target::Type::kUtilization &&
      std::any_of(pods.begin(), pods.end(), [](const PodUsage& pod) { return pod.group == PodGroup::kReady; })) {
    for (size_t i = 0; i < pods.size(); ++i) {
      const Result<int64_t> request = request_of(*observed.pods[i], metric);
      if (!request) return request.error();
      pods[i].request = *request;
    }
  }
  return propose(pods, observed.current, target, tolerances_of(observed.autoscaler));
}

std::string milli_text(int64_t thousandths) { return Quantity::milli(thousandths).text(); }

// computeStatusForResourceMetricGeneric.
Result<MetricOutcome> evaluate_resource(const ResourceMetric& metric, const Observed& observed) {
  MetricOutcome outcome;
  if (const Value& average = metric.target["averageValue"]; !average.is_null()) {
    const Result<Quantity> value = Quantity::of(average);
    const Target target{Target::Type::kAverageValue, value ? value->milli_value() : 0};
    const Result<Proposal> proposal = propose_for(metric, target, observed);
    if (!proposal) return client_error("failed to get " + metric.resource + " usage: " + proposal.error().message);
    outcome.replicas = proposal->replicas;
    outcome.name = metric.resource + " resource";
    outcome.status = Value{{"averageValue", milli_text(proposal->average)}};
    return outcome;
  }
  if (metric.target["averageUtilization"].is_null())
    return client_error(
        "invalid resource metric source: neither an average utilization target nor an average value (usage) target was "
        "set");
  const Target target{Target::Type::kUtilization, metric.target["averageUtilization"].as_int()};
  const Result<Proposal> proposal = propose_for(metric, target, observed);
  if (!proposal) return client_error("failed to get " + metric.resource + " utilization: " + proposal.error().message);
  outcome.replicas = proposal->replicas;
  outcome.name = metric.resource + (metric.container.empty() ? "" : " container") +
                 " resource utilization (percentage of request)";
  outcome.status =
      Value{{"averageUtilization", proposal->utilization}, {"averageValue", milli_text(proposal->average)}};
  return outcome;
}

MetricOutcome failed(std::string_view reason, const std::string& message, const std::string& around) {
  MetricOutcome outcome;
  outcome.failure = MetricFailure{reason, message, around + ": " + message};
  outcome.status = Value{{"type", ""}};
  return outcome;
}

MetricOutcome evaluate_resource(const Value& source, const Observed& observed) {
  const std::string name = source["name"].str();
  Result<MetricOutcome> outcome = evaluate_resource({name, "", source["target"]}, observed);
  if (!outcome)
    return failed("FailedGetResourceMetric", outcome.error().message,
                  "failed to get " + name + " resource metric value");
  outcome->status = Value{{"resource", Value{{"current", outcome->status}, {"name", name}}}, {"type", "Resource"}};
  return std::move(*outcome);
}

MetricOutcome evaluate_container_resource(const Value& source, const Observed& observed) {
  const std::string name = source["name"].str();
  const std::string container = source["container"].str();
  Result<MetricOutcome> outcome = evaluate_resource({name, container, source["target"]}, observed);
  if (!outcome)
    return failed("FailedGetContainerResourceMetric", outcome.error().message,
                  "failed to get " + container + " container metric value");
  outcome->status =
      Value{{"containerResource", Value{{"container", container}, {"current", outcome->status}, {"name", name}}},
            {"type", "ContainerResource"}};
  return std::move(*outcome);
}

constexpr std::string_view kNoCustomMetrics =
    "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered";

MetricOutcome evaluate_pods(const Value& source) {
  return failed("FailedGetPodsMetric",
                "unable to get metric " + source.at("metric", "name").str() + ": " + std::string(kNoCustomMetrics),
                "failed to get pods metric value");
}

// The order of the words is upstream's.
MetricOutcome evaluate_object(const Value& source, const Observed& observed) {
  const Value& described = source["describedObject"];
  return failed("FailedGetObjectMetric",
                "unable to get metric " + source.at("metric", "name").str() + ": " + described["kind"].str() + " on " +
                    observed.autoscaler.ns() + " " + described["name"].str() + "/" + std::string(kNoCustomMetrics),
                "failed to get object metric value");
}

MetricOutcome evaluate_external(const Value& source, const Observed& observed) {
  const std::string name = source.at("metric", "name").str();
  return failed("FailedGetExternalMetric",
                "unable to get external metric " + observed.autoscaler.ns() + "/" + name + "/" +
                    go_selector(source.at("metric", "selector")) +
                    ": unable to fetch metrics from external metrics API: the server could not find the requested "
                    "resource (get " +
                    name + ".external.metrics.k8s.io)",
                "failed to get " + name + " external metric value");
}

}  // namespace

MetricOutcome evaluate(const Value& metric, const Observed& observed) {
  const std::string_view type = metric["type"].as_string();
  if (type == "Resource") return evaluate_resource(metric["resource"], observed);
  if (type == "ContainerResource") return evaluate_container_resource(metric["containerResource"], observed);
  if (type == "Pods") return evaluate_pods(metric["pods"]);
  if (type == "Object") return evaluate_object(metric["object"], observed);
  return evaluate_external(metric["external"], observed);
}

}  // namespace skiff::horizontalpodautoscaler
