#include "api/custom_resources/custom_kinds.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "api/pod_view.h"

namespace skiff {

namespace {

std::vector<const CustomKinds*>& open_kinds() {
  static std::vector<const CustomKinds*> open;
  return open;
}

// A row of the scheme does not say whose it is, as only few are anybody's.
std::unordered_map<const Kind*, const CustomResource*>& resources_of_kinds() {
  static std::unordered_map<const Kind*, const CustomResource*> resources;
  return resources;
}

}  // namespace

const std::vector<const CustomKinds*>& open_custom_kinds() { return open_kinds(); }

const CustomResource* custom_resource(const Kind& kind) {
  const auto& resources = resources_of_kinds();
  if (resources.empty()) return nullptr;
  const auto at = resources.find(&kind);
  return at != resources.end() ? at->second : nullptr;
}

CustomKinds::CustomKinds() {
  list();
  open_kinds().push_back(this);
}

CustomKinds::~CustomKinds() {
  std::erase(open_kinds(), this);
  for (const auto& [name, slot] : slots_) resources_of_kinds().erase(&slot->kind);
}

void CustomKinds::define(const Value& definition) {
  const std::string name = definition.at("metadata", "name").str();
  if (find_condition(definition["status"], "Established")["status"].as_string() != "True") return undefine(name);
  std::unique_ptr<Slot>& slot = slots_[name];
  if (!slot) slot = std::make_unique<Slot>();
  if (slot->resource) former_.push_back(std::move(slot->resource));
  slot->resource = std::make_unique<CustomResource>(definition);
  slot->kind = slot->resource->kind();
  resources_of_kinds().insert_or_assign(&slot->kind, slot->resource.get());
  slot->active = !slot->resource->served_versions().empty();
  list();
}

void CustomKinds::undefine(std::string_view definition_name) {
  const auto at = slots_.find(definition_name);
  if (at == slots_.end() || !at->second->active) return;
  at->second->active = false;
  list();
}

std::span<const Kind* const> CustomKinds::defined() const { return std::span(all_).subspan(builtin_kinds().size()); }

void CustomKinds::list() {
  all_.assign(builtin_kinds().begin(), builtin_kinds().end());
  const auto first = static_cast<std::ptrdiff_t>(all_.size());
  for (const auto& [name, slot] : slots_)
    if (slot->active) all_.push_back(&slot->kind);
  std::sort(all_.begin() + first, all_.end(), [](const Kind* a, const Kind* b) {
    return std::tie(a->group, a->resource) < std::tie(b->group, b->resource);
  });
}

}  // namespace skiff
