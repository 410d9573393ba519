#include "cli/overrides.h"

#include <fmt/format.h>

#include "api/kind_table.h"
#include "api/patch/json_patch.h"
#include "api/patch/merge_patch.h"
#include "api/patch/strategic_merge_patch.h"
#include "api/schema.h"
#include "api/strict_decoding.h"
#include "base/json.h"

namespace skiff::cli {
namespace {

Result<Value> patched(const Kind& kind, Value document, const Overrides& overrides) {
  auto patch = parse_json(overrides.patch);
  if (overrides.type == "json") {
    if (!patch) return client_error("invalid JSON document");
    return carry_out_json_patch(std::move(document), *patch);
  }
  if (overrides.type == "strategic") {
    if (!patch || !patch->is_object()) return client_error("invalid JSON document");
    return apply_strategic_patch(std::move(document), *patch, find_schema(kind));
  }
  if (!patch) return client_error("Invalid JSON Patch");
  if (patch->is_object()) return apply_merge_patch(document, *patch);
  return client_error(
      "couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { "
      "APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }");
}

}  // namespace

void declare_override_flags(Flags& flags, Overrides& overrides) {
  flags.text(overrides.patch, "overrides", "JSON that is merged over what is generated");
  flags.text(overrides.type, "override-type", "How --overrides is merged: json, merge or strategic");
}

Result<Overridden> overridden(const Kind& kind, Value document, const Overrides& overrides) {
  if (overrides.patch.empty()) return Overridden{&kind, std::move(document)};
  if (overrides.type != "json" && overrides.type != "merge" && overrides.type != "strategic")
    return client_error(fmt::format("invalid override type: {}", overrides.type));
  document["apiVersion"] = kind.api_version();
  document["kind"] = kind.kind;
  auto changed = patched(kind, std::move(document), overrides);
  if (!changed) return changed.error();
  const Value& seen = *changed;
  const std::string version = seen["apiVersion"].str();
  const std::string name = seen["kind"].str();
  const Kind* now = find_kind(version, name);
  if (now == nullptr)
    return client_error(fmt::format(
        "no kind \"{}\" is registered for version \"{}\" in scheme \"pkg/scheme/scheme.go:28\"", name, version));
  auto decoded = decode_fields(find_schema(*now), std::move(*changed));
  if (!decoded) return decoded.error();
  return Overridden{now, std::move(decoded->document)};
}

}  // namespace skiff::cli
