// Rule by rule: services, slices, ingresses, policies. What is expected was printed by a real client for the same object.
#include "support/described_rows.h"

namespace skiff::cli {
namespace {

const DescribedRow kNetworkRows[] = {
    {"a Service of one port, unnamed", "v1", "Service",
     R"j({"metadata":{"name":"s","namespace":"default"},"spec":{"type":"ClusterIP","clusterIP":"10.96.0.1",
     "clusterIPs":["10.96.0.1"],"ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","selector":{"b":"2",
     "a":"1"},"ports":[{"port":80,"protocol":"TCP","targetPort":8080}],"sessionAffinity":"None",
     "internalTrafficPolicy":"Cluster"},"status":{}})j",
     "Name:                     s\n"
     "Namespace:                default\n"
     "Labels:                   <none>\n"
     "Annotations:              <none>\n"
     "Selector:                 a=1,b=2\n"
     "Type:                     ClusterIP\n"
     "IP Family Policy:         SingleStack\n"
     "IP Families:              IPv4\n"
     "IP:                       10.96.0.1\n"
     "IPs:                      10.96.0.1\n"
     "Port:                     <unset>  80/TCP\n"
     "TargetPort:               8080/TCP\n"
     "Endpoints:                <none>\n"
     "Session Affinity:         None\n"
     "Internal Traffic Policy:  Cluster\n"
     "Events:                   <none>\n"},
    {"what a port may have", "v1", "Service",
     R"j({"metadata":{"name":"s","namespace":"default"},"spec":{"type":"NodePort","ports":[{"name":"http","port":80,
     "protocol":"TCP","targetPort":"web","nodePort":30080},{"name":"dns","port":53,"protocol":"UDP",
     "targetPort":53}],"externalTrafficPolicy":"Local","internalTrafficPolicy":"Local",
     "sessionAffinity":"ClientIP","healthCheckNodePort":31000,"trafficDistribution":"PreferClose"},"status":{}})j",
     "IP Families:              <none>\n"
     "IP:                       \n"
     "IPs:                      <none>\n"
     "Port:                     http  80/TCP\n"
     "TargetPort:               web/TCP\n"
     "NodePort:                 http  30080/TCP\n"
     "Endpoints:                <none>\n"
     "Port:                     dns  53/UDP\n"
     "TargetPort:               53/UDP\n"
     "Endpoints:                <none>\n"
     "Session Affinity:         ClientIP\n"
     "External Traffic Policy:  Local\n"
     "Internal Traffic Policy:  Local\n"
     "HealthCheck NodePort:     31000\n"
     "Traffic Distribution:     PreferClose\n"
     "Events:                   <none>\n"},
    {"what comes from outside", "v1", "Service",
     R"j({"metadata":{"name":"s","namespace":"default"},"spec":{"type":"LoadBalancer","externalIPs":["1.1.1.1",
     "2.2.2.2"],"loadBalancerIP":"9.9.9.9","loadBalancerSourceRanges":["10.0.0.0/8","11.0.0.0/8"],"ports":[{
     "port":80,"protocol":"TCP","targetPort":80}]},"status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4",
     "ipMode":"VIP"},{"hostname":"h"},{"ip":"5.6.7.8"}]}}})j",
     "IPs:                         <none>\n"
     "External IPs:                1.1.1.1,2.2.2.2\n"
     "Desired LoadBalancer IP:     9.9.9.9\n"
     "LoadBalancer Ingress:        1.2.3.4 (VIP), h, 5.6.7.8\n"
     "Port:                        <unset>  80/TCP\n"
     "TargetPort:                  80/TCP\n"
     "Endpoints:                   <none>\n"
     "Session Affinity:            \n"
     "LoadBalancer Source Ranges:  10.0.0.0/8,11.0.0.0/8\n"
     "Events:                      <none>\n"},
    {"another name for something elsewhere", "v1", "Service",
     R"j({"metadata":{"name":"s","namespace":"default"},"spec":{"type":"ExternalName","externalName":"example.com"},
     "status":{}})j",
     "Name:              s\n"
     "Namespace:         default\n"
     "Labels:            <none>\n"
     "Annotations:       <none>\n"
     "Selector:          <none>\n"
     "Type:              ExternalName\n"
     "IP Families:       <none>\n"
     "IP:                \n"
     "IPs:               <none>\n"
     "External Name:     example.com\n"
     "Session Affinity:  \n"
     "Events:            <none>\n"},
    {"a slice with all that an endpoint may have", "discovery.k8s.io/v1", "EndpointSlice",
     R"j({"metadata":{"name":"e","namespace":"default"},"addressType":"IPv4","ports":[{"name":"http","port":80,
     "protocol":"TCP"},{"name":"","protocol":"TCP"}],"endpoints":[{"addresses":["1.1.1.1","1.1.1.2"],
     "conditions":{"ready":true},"hostname":"h","nodeName":"n","zone":"z","targetRef":{"kind":"Pod",
     "name":"p"}},{"addresses":["1.1.1.3"],"conditions":{}}]})j",
     "Name:         e\n"
     "Namespace:    default\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "AddressType:  IPv4\n"
     "Ports:\n"
     "  Name     Port     Protocol\n"
     "  ----     ----     --------\n"
     "  http     80       TCP\n"
     "  <unset>  <unset>  TCP\n"
     "Endpoints:\n"
     "  - Addresses:  1.1.1.1, 1.1.1.2\n"
     "    Conditions:\n"
     "      Ready:    true\n"
     "    Hostname:   h\n"
     "    TargetRef:  Pod/p\n"
     "    NodeName:   n\n"
     "    Zone:       z\n"
     "  - Addresses:  1.1.1.3\n"
     "    Conditions:\n"
     "      Ready:   <unset>\n"
     "    Hostname:  <unset>\n"
     "    NodeName:  <unset>\n"
     "    Zone:      <unset>\n"
     "Events:        <none>\n"},
    {"a slice of nothing", "discovery.k8s.io/v1", "EndpointSlice",
     R"j({"metadata":{"name":"e","namespace":"default"},"addressType":"IPv4","ports":null,"endpoints":[]})j",
     "Name:         e\n"
     "Namespace:    default\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "AddressType:  IPv4\n"
     "Ports: <unset>\n"
     "Endpoints: <none>\n"
     "Events:  <none>\n"},
    {"subsets of Endpoints", "v1", "Endpoints",
     R"j({"metadata":{"name":"e","namespace":"default"},"subsets":[{"addresses":[{"ip":"1.1.1.1"},{"ip":"1.1.1.2"}],
     "ports":[{"name":"http","port":80,"protocol":"TCP"}]},{"notReadyAddresses":[{"ip":"1.1.1.3"}],"ports":[{
     "port":81,"protocol":"UDP"}]}]})j",
     "Name:         e\n"
     "Namespace:    default\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "Subsets:\n"
     "  Addresses:          1.1.1.1,1.1.1.2\n"
     "  NotReadyAddresses:  <none>\n"
     "  Ports:\n"
     "    Name  Port  Protocol\n"
     "    ----  ----  --------\n"
     "    http  80    TCP\n"
     "\n"
     "  Addresses:          <none>\n"
     "  NotReadyAddresses:  1.1.1.3\n"
     "  Ports:\n"
     "    Name     Port  Protocol\n"
     "    ----     ----  --------\n"
     "    <unset>  81    UDP\n"
     "\n"
     "Events:  <none>\n"},
    {"hosts, paths, backends that are resources", "networking.k8s.io/v1", "Ingress",
     R"j({"metadata":{"name":"i","namespace":"default","annotations":{"a":"b"}},"spec":{"ingressClassName":"c",
     "tls":[{"hosts":["a.b","c.d"],"secretName":"s"},{"hosts":["e.f"]}],"rules":[{"host":"a.b","http":{"paths":[
     {"path":"/x","pathType":"Prefix","backend":{"resource":{"apiGroup":"g","kind":"K","name":"n"}}}]}},{
     "host":"c.d"}]},"status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"},{"hostname":"h"}]}}})j",
     "Name:             i\n"
     "Labels:           <none>\n"
     "Namespace:        default\n"
     "Address:          1.2.3.4,h\n"
     "Ingress Class:    c\n"
     "Default backend:  <default>\n"
     "TLS:\n"
     "  s terminates a.b,c.d\n"
     "  SNI routes e.f\n"
     "Rules:\n"
     "  Host        Path  Backends\n"
     "  ----        ----  --------\n"
     "  a.b         \n"
     "              /x   APIGroup: g, Kind: K, Name: n\n"
     "Annotations:  a: b\n"
     "Events:       <none>\n"},
    {"a class of ingresses and its parameters", "networking.k8s.io/v1", "IngressClass",
     R"j({"metadata":{"name":"c"},"spec":{"controller":"e.f/g","parameters":{"apiGroup":"k","kind":"P","name":"n",
     "scope":"Cluster"}}})j",
     "Name:         c\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "Controller:   e.f/g\n"
     "Parameters:\n"
     "  APIGroup:  k\n"
     "  Kind:      P\n"
     "  Name:      n\n"
     "Events:      <none>\n"},
    {"peers, ports, exceptions of a policy", "networking.k8s.io/v1", "NetworkPolicy",
     R"j({"metadata":{"name":"n","namespace":"default","creationTimestamp":"2026-11-22T15:14:55Z"},"spec":{
     "podSelector":{"matchLabels":{"a":"b"}},"policyTypes":["Ingress","Egress"],"ingress":[{"from":[{
     "podSelector":{"matchLabels":{"x":"y"}}},{"namespaceSelector":{},"podSelector":{}},{"ipBlock":{
     "cidr":"10.0.0.0/8","except":["10.1.0.0/16","10.2.0.0/16"]}}],"ports":[{"port":80,"protocol":"TCP"},{
     "port":80,"endPort":90,"protocol":"UDP"}]},{}],"egress":[{"to":[{"namespaceSelector":{"matchLabels":{
     "q":"r"}}}]}]}})j",
     "Name:         n\n"
     "Namespace:    default\n"
     "Created on:   2026-11-22 15:14:55 +0000 UTC\n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "Spec:\n"
     "  PodSelector:     a=b\n"
     "  Allowing ingress traffic:\n"
     "    To Port: 80/TCP\n"
     "    To Port Range: 80-90/UDP\n"
     "    From:\n"
     "      PodSelector: x=y\n"
     "    From:\n"
     "      NamespaceSelector: <none>\n"
     "      PodSelector: <none>\n"
     "    From:\n"
     "      IPBlock:\n"
     "        CIDR: 10.0.0.0/8\n"
     "        Except: 10.1.0.0/16, 10.2.0.0/16\n"
     "    ----------\n"
     "    To Port: <any> (traffic allowed to all ports)\n"
     "    From: <any> (traffic not restricted by source)\n"
     "  Allowing egress traffic:\n"
     "    To Port: <any> (traffic allowed to all ports)\n"
     "    To:\n"
     "      NamespaceSelector: q=r\n"
     "  Policy Types: Ingress, Egress\n"},
};

TEST_CASE("descriptions, rule by rule: services, slices, ingresses, policies") { check_described(kNetworkRows); }

}  // namespace
}  // namespace skiff::cli
