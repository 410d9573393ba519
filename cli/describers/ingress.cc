// Ingress, IngressClass.
#include <set>
#include <vector>

#include "api/kinds/service.h"
#include "cli/describers/endpoints.h"
#include "cli/describers/kinds.h"
#include "cli/describers/metadata.h"

namespace skiff::cli {
namespace {

std::string resource_text(const Value& resource) {
  return "APIGroup: " + std::string(resource["apiGroup"].as_string("<none>")) + ", Kind: " + resource["kind"].str() +
         ", Name: " + resource["name"].str();
}

// The name that the service gives the backend's port; the endpoints are found by it.
std::string port_name(const Object& service, const Value& wanted) {
  std::string name;
  for (const Value& port : service.spec()["ports"].elements()) {
    const bool by_number = wanted["number"].as_int() != 0 && wanted["number"].as_int() == port["port"].as_int();
    const bool by_name = !wanted["name"].as_string().empty() && wanted["name"] == port["name"];
    if (by_number || by_name) name = port["name"].str();
  }
  return name;
}

// Mirrors describeBackendV1: svc:80 (10.244.0.5:8080), or what keeps it from being found.
std::string backend_text(const std::string& ns, const Value& backend, const DescribeContext& context) {
  const Value& target = backend["service"];
  if (target.is_null()) return backend["resource"].is_null() ? "" : resource_text(backend["resource"]);
  const Value& port = target["port"];
  const int64_t number = port["number"].as_int();
  const std::string name = target["name"].str();
  const std::string text = name + ":" + (number != 0 ? std::to_string(number) : port["name"].str());
  const auto service = context.api.get(kService, {ns, name});
  if (!service) return text + " (<error: " + service.error().message + ">)";
  return text + " (" + endpoints_text(slices_of(ns, name, context), port_name(**service, port)) + ")";
}

std::string address_text(const Value& status) {
  std::set<std::string> addresses;
  for (const Value& point : status.at("loadBalancer", "ingress").elements()) {
    const std::string address = text_or(point["ip"].as_string(), point["hostname"].as_string());
    if (!address.empty()) addresses.insert(address);
  }
  std::string out;
  for (const std::string& address : addresses) out += (out.empty() ? "" : ",") + address;
  return out;
}

void add_tls(const Value& tls, Lines& out) {
  if (tls.empty()) return;
  out.add(0, "TLS:");
  for (const Value& one : tls.elements()) {
    const std::string secret = one["secretName"].str();
    out.add(1, (secret.empty() ? "SNI routes " : secret + " terminates ") + joined(one["hosts"], ","));
  }
}

void add_rules(const Object& ingress, const std::string& default_backend, const DescribeContext& context, Lines& out) {
  out.add(0, "Rules:");
  out.add(1, "Host\tPath\tBackends");
  out.add(1, "----\t----\t--------");
  bool any = false;
  for (const Value& rule : ingress.spec()["rules"].elements()) {
    if (rule["http"].is_null()) continue;
    any = true;
    out.add(1, text_or(rule["host"].as_string(), "*") + "\t");
    for (const Value& path : rule.at("http", "paths").elements())
      out.add(2, "\t" + path["path"].str() + " \t" + backend_text(ingress.ns(), path["backend"], context));
  }
  if (!any) out.add(1, "*\t*\t" + default_backend);
}

}  // namespace

void describe_ingress(const Object& ingress, const DescribeContext& context, Lines& out) {
  const Value& spec = ingress.spec();
  const Value& fallback = spec["defaultBackend"];
  const std::string default_backend = fallback.is_null() ? "<default>" : backend_text(ingress.ns(), fallback, context);
  add_name(ingress, out);
  add_labels("Labels", ingress.metadata()["labels"], out);
  add_namespace(ingress, out);
  out.add(0, "Address", address_text(ingress.status()));
  out.add(0, "Ingress Class", spec["ingressClassName"].as_string("<none>"));
  out.add(0, "Default backend", default_backend);
  add_tls(spec["tls"], out);
  add_rules(ingress, default_backend, context, out);
  add_annotations("Annotations", ingress.metadata()["annotations"], out);
  add_events(ingress, context, out);
}

void describe_ingressclass(const Object& ingress_class, const DescribeContext& context, Lines& out) {
  const Value& parameters = ingress_class.spec()["parameters"];
  add_name(ingress_class, out);
  add_labels("Labels", ingress_class.metadata()["labels"], out);
  add_annotations("Annotations", ingress_class.metadata()["annotations"], out);
  out.add(0, "Controller", ingress_class.spec()["controller"].as_string());
  if (!parameters.is_null()) {
    out.add(0, "Parameters:");
    if (parameters.contains("apiGroup")) out.add(1, "APIGroup", parameters["apiGroup"].as_string());
    out.add(1, "Kind", parameters["kind"].as_string());
    out.add(1, "Name", parameters["name"].as_string());
  }
  add_events(ingress_class, context, out);
}

}  // namespace skiff::cli
