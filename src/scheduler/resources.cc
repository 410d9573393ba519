#include "scheduler/resources.h"

#include <algorithm>

#include "api/quantity.h"

namespace skiff {
namespace {

constexpr int64_t kDefaultMilliCpu = 100;
constexpr int64_t kDefaultMemory = int64_t{200} * 1024 * 1024;

Resources requests_of(const Value& container) { return read_resources(container["resources"]["requests"]); }

// `of` one container; the sum rule is the same for what is requested and for what is scored.
template <class Amount, class Of>
Amount combine(const Value& spec, const Of& of) {
  Amount running{}, neediest_init{};
  for (const Value& container : spec["initContainers"].elements()) {
    if (is_sidecar(container)) {
      running.add(of(container));
      neediest_init.raise_to(running);
    } else {
      Amount during = running;
      during.add(of(container));
      neediest_init.raise_to(during);
    }
  }
  for (const Value& container : spec["containers"].elements()) running.add(of(container));
  running.raise_to(neediest_init);
  return running;
}

}  // namespace

bool is_sidecar(const Value& container) { return container["restartPolicy"].as_string() == "Always"; }

int64_t Resources::extended_of(std::string_view name) const {
  for (const auto& [key, amount] : extended)
    if (key == name) return amount;
  return 0;
}

void Resources::set(std::string_view name, int64_t amount) {
  if (name == "cpu") milli_cpu = amount;
  else if (name == "memory") memory = amount;
  else if (name == "ephemeral-storage") ephemeral_storage = amount;
  else {
    for (auto& [key, value] : extended) {
      if (key != name) continue;
      value = amount;
      return;
    }
    extended.emplace_back(name, amount);
  }
}

void Resources::add(const Resources& other) {
  milli_cpu += other.milli_cpu;
  memory += other.memory;
  ephemeral_storage += other.ephemeral_storage;
  for (const auto& [name, amount] : other.extended) set(name, extended_of(name) + amount);
}

void Resources::subtract(const Resources& other) {
  milli_cpu -= other.milli_cpu;
  memory -= other.memory;
  ephemeral_storage -= other.ephemeral_storage;
  for (const auto& [name, amount] : other.extended) set(name, extended_of(name) - amount);
}

void Resources::raise_to(const Resources& other) {
  milli_cpu = std::max(milli_cpu, other.milli_cpu);
  memory = std::max(memory, other.memory);
  ephemeral_storage = std::max(ephemeral_storage, other.ephemeral_storage);
  for (const auto& [name, amount] : other.extended) set(name, std::max(extended_of(name), amount));
}

Resources read_resources(const Value& list) {
  if (list.empty()) return {};
  // The pods of a template share their requests, and come one after the other.
  static Value last;
  static Resources out;
  if (list.same_as(last)) return out;
  last = list;
  out = {};
  for (const Member& member : list.members()) {
    const auto quantity = Quantity::of(member.value);
    if (!quantity) continue;
    const bool cpu = member.name() == "cpu";
    if (member.name() == "pods") continue;
    out.set(member.name(), cpu ? quantity->milli_value() : quantity->value());
  }
  return out;
}

Resources pod_requests(const Value& spec) {
  Resources out = combine<Resources>(spec, requests_of);
  // Pod-level requests stand for the sum of the containers' where they are given.
  for (const Member& member : spec["resources"]["requests"].members())
    if (const auto quantity = Quantity::of(member.value))
      out.set(member.name(), member.name() == "cpu" ? quantity->milli_value() : quantity->value());
  out.add(read_resources(spec["overhead"]));
  return out;
}

ScoredRequests scored_requests(const Value& spec) {
  Resources sum = combine<Resources>(spec, [](const Value& container) {
    const Value& requests = container["resources"]["requests"];
    Resources one = read_resources(requests);
    if (!requests.contains("cpu")) one.milli_cpu = kDefaultMilliCpu;
    if (!requests.contains("memory")) one.memory = kDefaultMemory;
    return one;
  });
  const Value& of_pod = spec["resources"]["requests"];
  const Resources whole = read_resources(of_pod);
  if (of_pod.contains("cpu")) sum.milli_cpu = whole.milli_cpu;
  if (of_pod.contains("memory")) sum.memory = whole.memory;
  const Resources overhead = read_resources(spec["overhead"]);
  return {sum.milli_cpu + overhead.milli_cpu, sum.memory + overhead.memory};
}

}  // namespace skiff
