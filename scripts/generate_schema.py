#!/usr/bin/env python3
"""Writes src/api/schema_data.cc from the OpenAPI v3 documents of a Kubernetes API server.

usage: scripts/generate_schema.py DIR > src/api/schema_data.cc

DIR holds one JSON document a group and version (`kubectl get --raw /openapi/v3/apis/apps/v1`). Descriptions are left
out. The format of the table is described in src/api/schema.cc, which reads it.
"""
import json
import pathlib
import re
import sys

REF = "#/components/schemas/"
PREFIXES = [
    ("io.k8s.api.", ""),
    ("io.k8s.apimachinery.pkg.apis.", ""),
    ("io.k8s.apiextensions-apiserver.pkg.apis.", ""),
    ("io.k8s.kube-aggregator.pkg.apis.", ""),
]
# Types that Go decodes by a method of their own, or not at all.
LEAVES = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "intstr",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "microtime",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "raw",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "raw",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON": "raw",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray": "raw",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool": "raw",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray": "raw",
}
SCALARS = {
    ("string", None): "s",
    ("string", "byte"): "bytes",
    ("string", "date-time"): "time",
    ("boolean", None): "b",
    ("integer", "int32"): "i32",
    ("integer", "int64"): "i64",
    ("integer", None): "i64",
    ("number", "double"): "f64",
    ("number", None): "f64",
}
# Go's names of the string types that a decoding error may have to name; the documents do not carry them.
GO_NAMES = {
    "Container.imagePullPolicy": "v1.PullPolicy",
    "Container.terminationMessagePolicy": "v1.TerminationMessagePolicy",
    "Container.restartPolicy": "v1.ContainerRestartPolicy",
    "ContainerPort.protocol": "v1.Protocol",
    "DaemonSetUpdateStrategy.type": "v1.DaemonSetUpdateStrategyType",
    "DeploymentStrategy.type": "v1.DeploymentStrategyType",
    "StatefulSetUpdateStrategy.type": "v1.StatefulSetUpdateStrategyType",
    "StatefulSetSpec.podManagementPolicy": "v1.PodManagementPolicyType",
    "StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted": "v1.PersistentVolumeClaimRetentionPolicyType",
    "StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled": "v1.PersistentVolumeClaimRetentionPolicyType",
    "EmptyDirVolumeSource.medium": "v1.StorageMedium",
    "HTTPGetAction.scheme": "v1.URIScheme",
    "HostPathVolumeSource.type": "v1.HostPathType",
    "LabelSelectorRequirement.operator": "v1.LabelSelectorOperator",
    "NodeSelectorRequirement.operator": "v1.NodeSelectorOperator",
    "NodeSpec.taints.effect": "v1.TaintEffect",
    "Taint.effect": "v1.TaintEffect",
    "Toleration.effect": "v1.TaintEffect",
    "Toleration.operator": "v1.TolerationOperator",
    "PodSpec.dnsPolicy": "v1.DNSPolicy",
    "PodSpec.preemptionPolicy": "v1.PreemptionPolicy",
    "PodSpec.restartPolicy": "v1.RestartPolicy",
    "PersistentVolumeClaimSpec.volumeMode": "v1.PersistentVolumeMode",
    "PersistentVolumeSpec.persistentVolumeReclaimPolicy": "v1.PersistentVolumeReclaimPolicy",
    "PersistentVolumeSpec.volumeMode": "v1.PersistentVolumeMode",
    "StorageClass.reclaimPolicy": "v1.PersistentVolumeReclaimPolicy",
    "StorageClass.volumeBindingMode": "v1.VolumeBindingMode",
    "Secret.type": "v1.SecretType",
    "ServicePort.protocol": "v1.Protocol",
    "ServiceSpec.externalTrafficPolicy": "v1.ServiceExternalTrafficPolicy",
    "ServiceSpec.internalTrafficPolicy": "v1.ServiceInternalTrafficPolicy",
    "ServiceSpec.ipFamilyPolicy": "v1.IPFamilyPolicy",
    "ServiceSpec.sessionAffinity": "v1.ServiceAffinity",
    "ServiceSpec.type": "v1.ServiceType",
    "TopologySpreadConstraint.whenUnsatisfiable": "v1.UnsatisfiableConstraintAction",
    "VolumeMount.mountPropagation": "v1.MountPropagationMode",
    "CronJobSpec.concurrencyPolicy": "v1.ConcurrencyPolicy",
    "JobSpec.completionMode": "v1.CompletionMode",
    "JobSpec.podReplacementPolicy": "v1.PodReplacementPolicy",
    "HTTPIngressPath.pathType": "v1.PathType",
    "OwnerReference.uid": "types.UID",
    "ObjectMeta.uid": "types.UID",
    "PriorityClass.preemptionPolicy": "v1.PreemptionPolicy",
}
# Served kinds whose documents are not at hand: their metadata is typed, the rest is open.
OPEN_KINDS = """
admissionregistration.k8s.io/v1 MutatingAdmissionPolicy
admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration
apiregistration.k8s.io/v1 APIService
flowcontrol.apiserver.k8s.io/v1 FlowSchema
flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration
resource.k8s.io/v1 DeviceClass
resource.k8s.io/v1 ResourceClaim
resource.k8s.io/v1 ResourceClaimTemplate
resource.k8s.io/v1 ResourceSlice
""".strip().splitlines()
# The same, but their Go types are told here, in the table's own form.
TOLD_KINDS = """
certificates.k8s.io/v1 CertificateSigningRequest certificates.v1.CertificateSigningRequest
node.k8s.io/v1 RuntimeClass node.v1.RuntimeClass
""".strip().splitlines()
TOLD_TYPES = """
:certificates.v1.CertificateSigningRequest
apiVersion s
kind s
metadata meta.v1.ObjectMeta ={}
spec certificates.v1.CertificateSigningRequestSpec ! ={}
status certificates.v1.CertificateSigningRequestStatus ={}
:certificates.v1.CertificateSigningRequestCondition
lastTransitionTime time
lastUpdateTime time
message s
reason s
status s ! =""
type s ! =""
:certificates.v1.CertificateSigningRequestSpec
expirationSeconds i32
extra {}[]s
groups []s l:atomic
request bytes ! l:atomic
signerName s ! =""
uid s
usages []s l:atomic
username s
:certificates.v1.CertificateSigningRequestStatus
certificate bytes l:atomic
conditions []certificates.v1.CertificateSigningRequestCondition l:map m:type
:node.v1.Overhead
podFixed {}quantity
:node.v1.RuntimeClass
apiVersion s
handler s ! =""
kind s
metadata meta.v1.ObjectMeta ={}
overhead node.v1.Overhead
scheduling node.v1.Scheduling
:node.v1.Scheduling
nodeSelector {}s t:atomic
tolerations []core.v1.Toleration l:atomic
""".strip().splitlines()
SKIPPED_ROOTS = {"DeleteOptions", "WatchEvent", "Status", "APIResourceList"}


def short(name):
    for prefix, replacement in PREFIXES:
        if name.startswith(prefix):
            return replacement + name[len(prefix):]
    return name


def reference(schema):
    if "$ref" in schema:
        return schema["$ref"][len(REF):]
    if len(schema.get("allOf", [])) == 1 and "$ref" in schema["allOf"][0]:
        return schema["allOf"][0]["$ref"][len(REF):]
    return None


def type_of(schema, seen):
    target = reference(schema)
    if target is not None:
        if target in LEAVES:
            return LEAVES[target]
        seen.append(target)
        return short(target)
    kind = schema.get("type")
    if kind == "array":
        return "[]" + type_of(schema["items"], seen)
    if kind == "object":
        values = schema.get("additionalProperties")
        return "{}" + type_of(values, seen) if isinstance(values, dict) else "raw"
    if kind is None:
        return "raw"
    return SCALARS[(kind, schema.get("format"))]


def attributes(owner, name, schema, required):
    out = []
    if name in required:
        out.append("!")
    if "default" in schema:
        out.append("=" + json.dumps(schema["default"], separators=(",", ":")))
    if "enum" in schema:
        out.append("e:" + "|".join(schema["enum"]))
    if "x-kubernetes-patch-strategy" in schema:
        out.append("p:" + schema["x-kubernetes-patch-strategy"])
    if "x-kubernetes-patch-merge-key" in schema:
        out.append("k:" + schema["x-kubernetes-patch-merge-key"])
    if "x-kubernetes-list-type" in schema:
        out.append("l:" + schema["x-kubernetes-list-type"])
    if "x-kubernetes-list-map-keys" in schema:
        out.append("m:" + ",".join(schema["x-kubernetes-list-map-keys"]))
    if schema.get("x-kubernetes-map-type"):
        out.append("t:" + schema["x-kubernetes-map-type"])
    go_name = GO_NAMES.get(owner.rsplit(".", 1)[-1].replace("EphemeralContainer", "Container") + "." + name)
    if go_name:
        out.append("g:" + go_name)
    return "".join(" " + attribute for attribute in out)


def main():
    schemas, roots = {}, []
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
        document = json.loads(path.read_text())
        for name, schema in document.get("schemas", document.get("components", {}).get("schemas", {})).items():
            if name in schemas:
                continue
            schemas[name] = schema
            for gvk in schema.get("x-kubernetes-group-version-kind", []):
                if gvk["kind"].endswith("List") or gvk["kind"] in SKIPPED_ROOTS:
                    continue
                api_version = (gvk["group"] + "/" if gvk["group"] else "") + gvk["version"]
                roots.append((api_version, gvk["kind"], name))

    todo, done, lines = [name for _, _, name in roots], set(), {}
    while todo:
        name = todo.pop()
        if name in done:
            continue
        done.add(name)
        schema, seen = schemas[name], []
        required = set(schema.get("required", []))
        head = ":" + short(name)
        if schema.get("x-kubernetes-map-type") == "atomic":
            head += " t:atomic"
        body = [head]
        for field, field_schema in sorted(schema.get("properties", {}).items()):
            body.append(field + " " + type_of(field_schema, seen) + attributes(name, field, field_schema, required))
        lines[short(name)] = body
        todo += seen

    print("// Generated by scripts/generate_schema.py from the OpenAPI documents of Kubernetes 1.36. Do not edit.")
    print('#include "api/schema_data.h"\n')
    print("namespace skiff {\n")
    # Pieces, because a compiler need not take string literals longer than 64 KiB.
    text = ["!%s %s %s" % (api_version, kind, short(name)) for api_version, kind, name in sorted(roots)]
    text += ["!" + line for line in TOLD_KINDS]
    text += ["!%s open" % line for line in OPEN_KINDS]
    text += [line for name in sorted(lines) for line in lines[name]]
    text += TOLD_TYPES
    text += [":open *", "apiVersion s", "kind s", "metadata meta.v1.ObjectMeta"]
    print("constinit const std::string_view kSchemaData =")
    size = 0
    print('    R"schema(', end="")
    for line in text:
        size += len(line) + 1
        if size > 60000:
            print(')schema"\n    R"schema(', end="")
            size = len(line)
        print(line)
    print(')schema";\n')
    print("}  // namespace skiff")


main()
