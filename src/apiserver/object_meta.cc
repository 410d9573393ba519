#include "apiserver/object_meta.h"

#include "api/custom_resources/custom_resource.h"
#include "api/kinds/endpointslice.h"

namespace skiff {
namespace {

constexpr size_t kSuffixLength = 5;
constexpr size_t kGenerateNameMax = 63 - kSuffixLength;

// A null where the other has nothing: both mean that there is none.
bool same_but_for_nothing(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null())
    return (a.is_null() || (!a.is_bool() && !a.is_number() && !a.is_string() && a.empty())) &&
           (b.is_null() || (!b.is_bool() && !b.is_number() && !b.is_string() && b.empty()));
  return a == b;
}

// Where there is no spec, all counts but metadata, and status where that is a subresource; of a custom resource always.
bool same_body(const Kind& kind, const Value& document, const Value& old) {
  const auto body = [&](Value object) {
    object.erase("metadata");
    if (kind.has_status) object.erase("status");
    return object;
  };
  return body(document) == body(old);
}

bool says_the_same(const Kind& kind, const Value& document, const Value& old) {
  const bool has_spec = document.contains("spec") || old.contains("spec");
  if (has_spec && custom_resource(kind) == nullptr) return document["spec"] == old["spec"];
  // endpointSliceStrategy: its labels say whose it is.
  if (&kind == &kEndpointSlice &&
      !same_but_for_nothing(document.at("metadata", "labels"), old.at("metadata", "labels")))
    return false;
  return same_body(kind, document, old);
}

}  // namespace

Error name_taken(const Kind& kind, std::string_view name, std::string_view generate_name) {
  Error error = already_exists(kind.resource, kind.group, name);
  if (!generate_name.empty()) error.message += ", the server was not able to generate a unique name for the object";
  return error;
}

std::string generate_name(std::string_view base, Random& random) {
  return std::string(base.substr(0, kGenerateNameMax)) + random.suffix(kSuffixLength);
}

void fill_system_fields(Value& document, const Kind& kind, Random& random, Time now) {
  Value& metadata = document["metadata"];
  const Value& read = metadata;
  if (read["name"].as_string().empty()) {
    if (const std::string_view base = read["generateName"].as_string(); !base.empty())
      metadata["name"] = generate_name(base, random);
  }
  metadata.erase("deletionTimestamp");
  metadata.erase("deletionGracePeriodSeconds");
  metadata.erase("selfLink");
  metadata["uid"] = random.uid();
  metadata["creationTimestamp"] = rfc3339(now);
  if (kind.generation != Generation::kNone) metadata["generation"] = 1;
  else metadata.erase("generation");
}

int64_t next_generation(const Kind& kind, const Value& document, const Value& old) {
  const int64_t before = old.at("metadata", "generation").as_int();
  switch (kind.generation) {
    case Generation::kNone:
      return 0;
    case Generation::kInitialOnly:
      return before;
    case Generation::kOnSpecOrAnnotations:
      if (!same_but_for_nothing(document.at("metadata", "annotations"), old.at("metadata", "annotations")))
        return before + 1;
      [[fallthrough]];
    case Generation::kOnSpec:
      return says_the_same(kind, document, old) ? before : before + 1;
  }
  return before;
}

void carry_over_system_fields(Value& document, const Value& old, const Kind& kind) {
  const int64_t generation = next_generation(kind, document, old);
  Value& metadata = document["metadata"];
  const Value& read = metadata;
  const Value& before = old["metadata"];
  // rest.BeforeUpdate: when an object is to go is never taken back; that nobody else sets it, is validation's matter.
  for (const std::string_view field : {"deletionTimestamp", "deletionGracePeriodSeconds"}) {
    const bool kept = field == "deletionTimestamp" || read[field].is_null();
    if (kept && !before[field].is_null()) metadata[field] = before[field];
  }
  for (const std::string_view field : {"uid", "creationTimestamp", "name", "namespace"}) {
    const Value& kept = before[field];
    if (read[field] == kept) continue;
    if (kept.is_null()) metadata.erase(field);
    else metadata[field] = kept;
  }
  if (generation == 0) metadata.erase("generation");
  else if (read["generation"].as_int() != generation) metadata["generation"] = generation;
}

}  // namespace skiff
