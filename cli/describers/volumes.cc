#include "cli/describers/volumes.h"

#include <string>

#include "api/kinds/persistentvolumeclaim.h"
#include "api/quantity.h"
#include "cli/describers/metadata.h"
#include "cli/describers/volume_fields.h"

namespace skiff::cli {
namespace {

struct SourceRow {
  std::string_view member;
  void (*add)(const Value& source, Lines& out);
};

void add_type(std::string_view text, Lines& out) { out.add(2, "Type", text); }

void add_text(std::string_view label, const Value& value, Lines& out) { out.add(2, label, value.as_string()); }

void add_flag(std::string_view label, const Value& value, Lines& out) { out.add(2, label, go_bool(value.as_bool())); }

void add_host_path(const Value& source, Lines& out) {
  add_type("HostPath (bare host directory volume)", out);
  add_text("Path", source["path"], out);
  out.add(2, "HostPathType", source["type"].is_string() ? source["type"].as_string() : "<none>");
}

void add_empty_dir(const Value& source, Lines& out) {
  add_type("EmptyDir (a temporary directory that shares a pod's lifetime)", out);
  add_text("Medium", source["medium"], out);
  const auto limit = Quantity::of(source["sizeLimit"]);
  out.add(2, "SizeLimit", limit && !limit->is_zero() ? limit->text() : "<unset>");
}

void add_secret(const Value& source, Lines& out) {
  add_type("Secret (a volume populated by a Secret)", out);
  add_text("SecretName", source["secretName"], out);
  add_flag("Optional", source["optional"], out);
}

void add_config_map(const Value& source, Lines& out) {
  add_type("ConfigMap (a volume populated by a ConfigMap)", out);
  add_text("Name", source["name"], out);
  add_flag("Optional", source["optional"], out);
}

void add_projected(const Value& source, Lines& out) {
  add_type("Projected (a volume that contains injected data from multiple sources)", out);
  for (const Value& one : source["sources"].elements()) {
    if (const Value& secret = one["secret"]; !secret.is_null()) {
      add_text("SecretName", secret["name"], out);
      add_flag("Optional", secret["optional"], out);
    } else if (!one["downwardAPI"].is_null()) {
      out.add(2, "DownwardAPI", "true");
    } else if (const Value& config = one["configMap"]; !config.is_null()) {
      add_text("ConfigMapName", config["name"], out);
      add_flag("Optional", config["optional"], out);
    } else if (const Value& token = one["serviceAccountToken"]; !token.is_null()) {
      out.add(2, "TokenExpirationSeconds", token["expirationSeconds"].as_int());
    }
  }
}

void add_downward_api(const Value& source, Lines& out) {
  add_type("DownwardAPI (a volume populated by information about the pod)", out);
  out.add(2, "Items:");
  for (const Value& item : source["items"].elements()) {
    const Value& field = item["fieldRef"];
    const std::string from = field.is_null() ? item.at("resourceFieldRef", "resource").str() : field["fieldPath"].str();
    out.add(3, from + " -> " + item["path"].str());
  }
}

void add_claim(const Value& source, Lines& out) {
  add_type("PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)", out);
  add_text("ClaimName", source["claimName"], out);
  add_flag("ReadOnly", source["readOnly"], out);
}

// Labels of what stands inside a volume are set in.
constexpr std::string_view kInset = "    ";

void add_ephemeral(const Value& source, Lines& out) {
  add_type("EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)", out);
  const Value& claim = source["volumeClaimTemplate"];
  const Value& spec = claim["spec"];
  out.add(2, "StorageClass", claim_class(claim));
  add_text("Volume", spec["volumeName"], out);
  add_labels("    Labels", claim.at("metadata", "labels"), out, kInset);
  add_annotations("    Annotations", claim.at("metadata", "annotations"), out, kInset);
  // Both are what the status of a claim with a volume says, and a template has none.
  out.add(2, "Capacity", spec["volumeName"].as_string().empty() ? "" : "0");
  out.add(2, "Access Modes", "");
  if (spec.contains("volumeMode")) add_text("VolumeMode", spec["volumeMode"], out);
  add_data_source(2, spec["dataSource"], out);
}

// Mirrors printCSIPersistentVolumeAttributesMultilineIndent.
void add_volume_attributes(const Value& attributes, Lines& out) {
  constexpr size_t kLongAttribute = 140;
  out.append("    VolumeAttributes:\t");
  if (attributes.empty()) out.append("<none>\n");
  bool first = true;
  for (const Member& attribute : attributes.members()) {
    std::string text = std::string(attribute.name()) + "=" + attribute.value.str();
    if (text.size() > kLongAttribute) text = text.substr(0, kLongAttribute) + "...";
    if (!first) out.append("\t");
    first = false;
    out.append(kInset).append(text).append("\n");
  }
}

void add_csi(const Value& source, Lines& out) {
  add_type("CSI (a Container Storage Interface (CSI) volume source)", out);
  add_text("Driver", source["driver"], out);
  add_text("FSType", source["fsType"], out);
  if (source.contains("volumeHandle")) add_text("VolumeHandle", source["volumeHandle"], out);
  add_flag("ReadOnly", source["readOnly"], out);
  add_volume_attributes(source["volumeAttributes"], out);
}

constexpr SourceRow kSources[] = {
    {"configMap", add_config_map},
    {"csi", add_csi},
    {"downwardAPI", add_downward_api},
    {"emptyDir", add_empty_dir},
    {"ephemeral", add_ephemeral},
    {"hostPath", add_host_path},
    {"persistentVolumeClaim", add_claim},
    {"projected", add_projected},
    {"secret", add_secret},
};

}  // namespace

void add_data_source(int level, const Value& source, Lines& out) {
  if (source.is_null()) return;
  out.add(level, "DataSource:");
  if (source.contains("apiGroup")) out.add(level + 1, "APIGroup", source["apiGroup"].as_string());
  out.add(level + 1, "Kind", source["kind"].as_string());
  out.add(level + 1, "Name", source["name"].as_string());
}

void add_volume_source(const Value& volume, SourceOf owner, Lines& out) {
  for (const SourceRow& row : kSources)
    if (const Value& source = volume[row.member]; !source.is_null()) return row.add(source, out);
  if (!add_volume_fields(volume, owner, out)) out.add(1, "<unknown>");
}

void add_volumes(const Value& volumes, VolumesOf owner, Lines& out) {
  const std::string indent = owner == VolumesOf::kTemplate ? "  " : "";
  if (volumes.empty()) {
    out.add(0, indent + "Volumes", "<none>");
    return;
  }
  out.add(0, indent + "Volumes:");
  for (const Value& volume : volumes.elements()) {
    out.add(1, (indent.empty() ? "" : " ") + volume["name"].str() + ":");
    add_volume_source(volume, SourceOf::kPod, out);
  }
}

}  // namespace skiff::cli
