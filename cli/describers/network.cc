// Service, EndpointSlice, Endpoints, IPAddress, ServiceCIDR.
#include <vector>

#include "cli/describers/endpoints.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"

namespace skiff::cli {
namespace {

std::string scalar(const Value& value) { return value.is_int() ? std::to_string(value.as_int()) : value.str(); }

void add_ingress(const Value& status, Lines& out) {
  const Value& ingress = status.at("loadBalancer", "ingress");
  if (ingress.empty()) return;
  std::string text;
  for (const Value& one : ingress.elements()) {
    if (!text.empty()) text += ", ";
    if (one["ip"].as_string().empty()) text += one["hostname"].str();
    else text += one["ip"].str() + (one.contains("ipMode") ? " (" + one["ipMode"].str() + ")" : "");
  }
  out.add(0, "LoadBalancer Ingress", text);
}

void add_ports(const Value& spec, const std::vector<ObjectRef>& slices, Lines& out) {
  for (const Value& port : spec["ports"].elements()) {
    const std::string name = text_or(port["name"].as_string(), "<unset>");
    const std::string protocol = port["protocol"].str();
    out.add(0, "Port", name + "\t" + std::to_string(port["port"].as_int()) + "/" + protocol);
    if (!port["targetPort"].is_null()) out.add(0, "TargetPort", scalar(port["targetPort"]) + "/" + protocol);
    if (!port["appProtocol"].as_string().empty()) out.add(0, "AppProtocol", port["appProtocol"].as_string());
    if (port["nodePort"].as_int() != 0)
      out.add(0, "NodePort", name + "\t" + std::to_string(port["nodePort"].as_int()) + "/" + protocol);
    out.add(0, "Endpoints", endpoints_text(slices, port["name"].as_string()));
  }
}

}  // namespace

void describe_service(const Object& service, const DescribeContext& context, Lines& out) {
  const Value& spec = service.spec();
  add_name(service, out);
  add_namespace(service, out);
  add_labels("Labels", service.metadata()["labels"], out);
  add_annotations("Annotations", service.metadata()["annotations"], out);
  out.add(0, "Selector", labels_form(spec["selector"]));
  out.add(0, "Type", spec["type"].as_string());
  if (spec.contains("ipFamilyPolicy")) out.add(0, "IP Family Policy", spec["ipFamilyPolicy"].as_string());
  out.add(0, "IP Families", text_or(joined(spec["ipFamilies"], ","), "<none>"));
  out.add(0, "IP", spec["clusterIP"].as_string());
  out.add(0, "IPs", text_or(joined(spec["clusterIPs"], ","), "<none>"));
  if (!spec["externalIPs"].empty()) out.add(0, "External IPs", joined(spec["externalIPs"], ","));
  if (!spec["loadBalancerIP"].as_string().empty())
    out.add(0, "Desired LoadBalancer IP", spec["loadBalancerIP"].as_string());
  if (!spec["externalName"].as_string().empty()) out.add(0, "External Name", spec["externalName"].as_string());
  add_ingress(service.status(), out);
  add_ports(spec, slices_of(service.ns(), service.name(), context), out);
  out.add(0, "Session Affinity", spec["sessionAffinity"].as_string());
  if (!spec["externalTrafficPolicy"].as_string().empty())
    out.add(0, "External Traffic Policy", spec["externalTrafficPolicy"].as_string());
  if (!spec["internalTrafficPolicy"].as_string().empty())
    out.add(0, "Internal Traffic Policy", spec["internalTrafficPolicy"].as_string());
  if (spec["healthCheckNodePort"].as_int() != 0)
    out.add(0, "HealthCheck NodePort", spec["healthCheckNodePort"].as_int());
  if (!spec["loadBalancerSourceRanges"].empty())
    out.add(0, "LoadBalancer Source Ranges", joined(spec["loadBalancerSourceRanges"], ","));
  if (!spec["trafficDistribution"].as_string().empty())
    out.add(0, "Traffic Distribution", spec["trafficDistribution"].as_string());
  add_events(service, context, out);
}

void describe_endpointslice(const Object& slice, const DescribeContext& context, Lines& out) {
  const Value& document = slice.document();
  add_name(slice, out);
  add_namespace(slice, out);
  add_labels("Labels", slice.metadata()["labels"], out);
  add_annotations("Annotations", slice.metadata()["annotations"], out);
  out.add(0, "AddressType", document["addressType"].as_string());
  if (document["ports"].empty()) {
    out.add(0, "Ports: <unset>");
  } else {
    out.add(0, "Ports:");
    out.add(1, "Name\tPort\tProtocol");
    out.add(1, "----\t----\t--------");
    for (const Value& port : document["ports"].elements())
      out.add(1, text_or(port["name"].as_string(), "<unset>") + "\t" +
                     (port["port"].is_null() ? "<unset>" : std::to_string(port["port"].as_int())) + "\t" +
                     port["protocol"].str());
  }
  if (document["endpoints"].empty()) {
    out.add(0, "Endpoints: <none>");
  } else {
    out.add(0, "Endpoints:");
    for (const Value& endpoint : document["endpoints"].elements()) {
      out.add(1, "- Addresses", joined(endpoint["addresses"], ", "));
      out.add(2, "Conditions:");
      out.add(3, "Ready",
              endpoint.at("conditions", "ready").is_null() ? "<unset>"
                                                           : go_bool(endpoint.at("conditions", "ready").as_bool()));
      out.add(2, "Hostname", text_or(endpoint["hostname"].as_string(), "<unset>"));
      if (!endpoint["targetRef"].is_null())
        out.add(2, "TargetRef", endpoint.at("targetRef", "kind").str() + "/" + endpoint.at("targetRef", "name").str());
      out.add(2, "NodeName", text_or(endpoint["nodeName"].as_string(), "<unset>"));
      out.add(2, "Zone", text_or(endpoint["zone"].as_string(), "<unset>"));
    }
  }
  add_events(slice, context, out);
}

void describe_endpoints(const Object& endpoints, const DescribeContext& context, Lines& out) {
  add_name(endpoints, out);
  add_namespace(endpoints, out);
  add_labels("Labels", endpoints.metadata()["labels"], out);
  add_annotations("Annotations", endpoints.metadata()["annotations"], out);
  out.add(0, "Subsets:");
  const auto addresses = [](const Value& list) {
    std::string text;
    for (const Value& one : list.elements()) text += (text.empty() ? "" : ",") + one["ip"].str();
    return text_or(text, "<none>");
  };
  for (const Value& subset : endpoints.document()["subsets"].elements()) {
    out.add(1, "Addresses", addresses(subset["addresses"]));
    out.add(1, "NotReadyAddresses", addresses(subset["notReadyAddresses"]));
    if (!subset["ports"].empty()) {
      out.add(1, "Ports:");
      out.add(2, "Name\tPort\tProtocol");
      out.add(2, "----\t----\t--------");
      for (const Value& port : subset["ports"].elements())
        out.add(2, text_or(port["name"].as_string(), "<unset>") + "\t" + std::to_string(port["port"].as_int()) + "\t" +
                       port["protocol"].str());
    }
    out.add(0, "");
  }
  add_events(endpoints, context, out);
}

void describe_ipaddress(const Object& address, const DescribeContext& context, Lines& out) {
  add_name(address, out);
  add_labels("Labels", address.metadata()["labels"], out);
  add_annotations("Annotations", address.metadata()["annotations"], out);
  if (const Value& parent = address.spec()["parentRef"]; !parent.is_null()) {
    out.add(0, "Parent Reference:");
    out.add(1, "Group", parent["group"].as_string());
    out.add(1, "Resource", parent["resource"].as_string());
    out.add(1, "Namespace", parent["namespace"].as_string());
    out.add(1, "Name", parent["name"].as_string());
  }
  add_events(address, context, out);
}

void describe_servicecidr(const Object& range, const DescribeContext& context, Lines& out) {
  add_name(range, out);
  add_labels("Labels", range.metadata()["labels"], out);
  add_annotations("Annotations", range.metadata()["annotations"], out);
  out.add(0, "CIDRs", joined(range.spec()["cidrs"], ", "));
  if (const Value& conditions = range.status()["conditions"]; !conditions.empty()) {
    out.add(0, "Status:");
    out.add(0, "Conditions:");
    out.add(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
    out.add(1, "----\t------\t------------------\t------\t-------");
    for (const Value& one : conditions.elements())
      out.add(1, one["type"].str() + "\t" + one["status"].str() + "\t" + date(one["lastTransitionTime"]) + "\t" +
                     one["reason"].str() + "\t" + one["message"].str());
  }
  add_events(range, context, out);
}

}  // namespace skiff::cli
