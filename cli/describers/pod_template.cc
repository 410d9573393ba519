#include "cli/describers/pod_template.h"

#include <algorithm>
#include <string>
#include <vector>

#include "cli/describers/containers.h"
#include "cli/describers/metadata.h"
#include "cli/describers/volumes.h"

namespace skiff::cli {
namespace {

std::string toleration_text(const Value& toleration) {
  std::string out = toleration["key"].str();
  if (!toleration["value"].as_string().empty()) out += "=" + toleration["value"].str();
  if (!toleration["effect"].as_string().empty()) out += ":" + toleration["effect"].str();
  if (toleration["operator"].as_string() == "Exists" && toleration["value"].as_string().empty())
    out += out.empty() ? "op=Exists" : " op=Exists";
  if (toleration.contains("tolerationSeconds"))
    out += " for " + std::to_string(toleration["tolerationSeconds"].as_int()) + "s";
  return out;
}

}  // namespace

void add_tolerations(std::string_view title, const Value& tolerations, Lines& out) {
  out.append(std::string(title) + ":\t");
  if (tolerations.empty()) out.append("<none>\n");
  Elements sorted = tolerations.elements();
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Value& a, const Value& b) { return a["key"].as_string() < b["key"].as_string(); });
  bool first = true;
  for (const Value& toleration : sorted) {
    if (!first) out.append("\t");
    first = false;
    out.append(toleration_text(toleration) + "\n");
  }
}

void add_spread_constraints(std::string_view indent, const Value& constraints, Lines& out) {
  if (constraints.empty()) return;
  Elements sorted = constraints.elements();
  std::stable_sort(sorted.begin(), sorted.end(), [](const Value& a, const Value& b) {
    return a["topologyKey"].as_string() < b["topologyKey"].as_string();
  });
  out.append(std::string(indent) + "Topology Spread Constraints:\t");
  bool first = true;
  for (const Value& constraint : sorted) {
    if (!first) out.append("\t");
    first = false;
    out.append(constraint["topologyKey"].str() + ":" + constraint["whenUnsatisfiable"].str() + " when max skew " +
               std::to_string(constraint["maxSkew"].as_int()) + " is exceeded");
    if (!constraint["labelSelector"].is_null())
      out.append(" for selector " + selector_form(constraint["labelSelector"]));
    out.append("\n");
  }
}

void add_pod_template(const Value& pod_template, Lines& out) {
  out.add(0, "Pod Template:");
  if (pod_template.is_null()) {
    out.append("  <unset>");
    return;
  }
  const Value& metadata = pod_template["metadata"];
  const Value& spec = pod_template["spec"];
  add_labels("  Labels", metadata["labels"], out);
  if (!metadata["annotations"].empty()) add_annotations("  Annotations", metadata["annotations"], out);
  if (!spec["serviceAccountName"].as_string().empty())
    out.add(1, "Service Account", spec["serviceAccountName"].as_string());
  if (!spec["initContainers"].empty()) add_containers("Init Containers", spec["initContainers"], Value(), {}, out);
  add_containers("Containers", spec["containers"], Value(), {}, out);
  add_volumes(spec["volumes"], VolumesOf::kTemplate, out);
  add_spread_constraints("  ", spec["topologySpreadConstraints"], out);
  if (!spec["priorityClassName"].as_string().empty())
    out.add(1, "Priority Class Name", spec["priorityClassName"].as_string());
  add_labels("  Node-Selectors", spec["nodeSelector"], out);
  add_tolerations("  Tolerations", spec["tolerations"], out);
}

}  // namespace skiff::cli
