// The describers, one a kind; describer_table.cc says which kind has which.
#pragma once
#include "cli/describers/describer_table.h"

namespace skiff::cli {

void describe_certificatesigningrequest(const Object& object, const DescribeContext& context, Lines& out);
void describe_configmap(const Object& object, const DescribeContext& context, Lines& out);
void describe_cronjob(const Object& object, const DescribeContext& context, Lines& out);
void describe_csinode(const Object& object, const DescribeContext& context, Lines& out);
void describe_daemonset(const Object& object, const DescribeContext& context, Lines& out);
void describe_deployment(const Object& object, const DescribeContext& context, Lines& out);
void describe_endpoints(const Object& object, const DescribeContext& context, Lines& out);
void describe_endpointslice(const Object& object, const DescribeContext& context, Lines& out);
void describe_generic(const Object& object, const DescribeContext& context, Lines& out);
void describe_horizontalpodautoscaler(const Object& object, const DescribeContext& context, Lines& out);
void describe_ingress(const Object& object, const DescribeContext& context, Lines& out);
void describe_ingressclass(const Object& object, const DescribeContext& context, Lines& out);
void describe_ipaddress(const Object& object, const DescribeContext& context, Lines& out);
void describe_job(const Object& object, const DescribeContext& context, Lines& out);
void describe_limitrange(const Object& object, const DescribeContext& context, Lines& out);
void describe_namespace(const Object& object, const DescribeContext& context, Lines& out);
void describe_networkpolicy(const Object& object, const DescribeContext& context, Lines& out);
void describe_node(const Object& object, const DescribeContext& context, Lines& out);
void describe_persistentvolume(const Object& object, const DescribeContext& context, Lines& out);
void describe_persistentvolumeclaim(const Object& object, const DescribeContext& context, Lines& out);
void describe_pod(const Object& object, const DescribeContext& context, Lines& out);
void describe_poddisruptionbudget(const Object& object, const DescribeContext& context, Lines& out);
void describe_priorityclass(const Object& object, const DescribeContext& context, Lines& out);
void describe_replicaset(const Object& object, const DescribeContext& context, Lines& out);
void describe_replicationcontroller(const Object& object, const DescribeContext& context, Lines& out);
void describe_resourcequota(const Object& object, const DescribeContext& context, Lines& out);
void describe_role(const Object& object, const DescribeContext& context, Lines& out);
void describe_rolebinding(const Object& object, const DescribeContext& context, Lines& out);
void describe_secret(const Object& object, const DescribeContext& context, Lines& out);
void describe_service(const Object& object, const DescribeContext& context, Lines& out);
void describe_servicecidr(const Object& object, const DescribeContext& context, Lines& out);
void describe_serviceaccount(const Object& object, const DescribeContext& context, Lines& out);
void describe_statefulset(const Object& object, const DescribeContext& context, Lines& out);
void describe_storageclass(const Object& object, const DescribeContext& context, Lines& out);
void describe_volumeattributesclass(const Object& object, const DescribeContext& context, Lines& out);

}  // namespace skiff::cli
