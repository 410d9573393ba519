#include "apiserver/admission/runtime_class_admission.h"

#include <algorithm>
#include <string>
#include <utility>

#include "api/kinds/runtimeclass.h"
#include "apiserver/admission/pod_admission.h"

namespace skiff {
namespace {

bool covers_key(const Value& wide, const Value& narrow) {
  return wide["key"].as_string() == narrow["key"].as_string() ||
         (wide["key"].as_string().empty() && wide["operator"].as_string() == "Exists");
}

bool covers_time(const Value& wide, const Value& narrow) {
  if (wide["effect"].as_string() != "NoExecute" || wide["tolerationSeconds"].is_null()) return true;
  return !narrow["tolerationSeconds"].is_null() &&
         narrow["tolerationSeconds"].as_int() <= wide["tolerationSeconds"].as_int();
}

// Does a pod that tolerates `wide` tolerate all that `narrow` does? Upstream: isSuperset.
bool covers(const Value& wide, const Value& narrow) {
  if (wide == narrow) return true;
  const std::string_view effect = wide["effect"].as_string();
  if (!covers_key(wide, narrow) || (!effect.empty() && effect != narrow["effect"].as_string()) ||
      !covers_time(wide, narrow))
    return false;
  if (wide["operator"].as_string() == "Exists") return true;
  return narrow["operator"].as_string("Equal") == "Equal" && wide["value"].as_string() == narrow["value"].as_string();
}

// Those of both without what another one covers; of equal ones the first. Upstream: MergeTolerations.
Value merge_tolerations(const Value& first, const Value& second) {
  Value all = first.is_array() ? first : Value::array();
  for (const Value& toleration : second.elements()) all.push_back(toleration);
  const Elements& candidates = std::as_const(all).elements();
  Value merged = Value::array();
  for (size_t i = 0; i < candidates.size(); ++i) {
    const Value& one = candidates[i];
    const Elements& kept = std::as_const(merged).elements();
    const auto wider = [&one](const Value& other) { return !(other == one) && covers(other, one); };
    if (std::none_of(kept.begin(), kept.end(), [&one](const Value& other) { return covers(other, one); }) &&
        std::none_of(candidates.begin() + static_cast<std::ptrdiff_t>(i) + 1, candidates.end(), wider))
      merged.push_back(one);
  }
  return merged;
}

Result<void> take_overhead(const Value& overhead, Value& pod) {
  const Value given = std::as_const(pod)["spec"]["overhead"];
  const Value& fixed = overhead["podFixed"];
  if (overhead.is_null()) {
    if (given.empty()) return {};
    return forbidden("pods", "", pod_name(pod),
                     "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
  }
  if (!given.empty() && !(given == fixed))
    return forbidden("pods", "", pod_name(pod),
                     "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  if (!fixed.empty()) pod["spec"].set("overhead", fixed);
  return {};
}

Result<void> take_scheduling(const Value& scheduling, Value& pod) {
  if (scheduling.is_null()) return {};
  const Value spec = std::as_const(pod)["spec"];
  for (const Member& wanted : scheduling["nodeSelector"].members()) {
    const std::string key(wanted.name());
    const Value has = spec["nodeSelector"][key];
    if (!has.is_null() && !(has == wanted.value))
      return forbidden("pods", "", pod_name(pod),
                       "conflict: runtimeClass.scheduling.nodeSelector[" + key + "] = " + wanted.value.str() +
                           "; pod.spec.nodeSelector[" + key + "] = " + has.str());
    pod["spec"]["nodeSelector"].set(key, wanted.value);
  }
  if (!scheduling["tolerations"].empty())
    pod["spec"].set("tolerations", merge_tolerations(spec["tolerations"], scheduling["tolerations"]));
  return {};
}

}  // namespace

Result<void> admit_runtime_class(const Store& store, Value& pod) {
  const std::string name = std::as_const(pod)["spec"]["runtimeClassName"].str();
  if (name.empty()) return take_overhead(Value(), pod);
  const ObjectRef found = store.get(kRuntimeClass, {"", name});
  if (!found) return forbidden("pods", "", pod_name(pod), "pod rejected: RuntimeClass \"" + name + "\" not found");
  const Value document = found->document();
  if (auto ok = take_overhead(document["overhead"], pod); !ok) return ok;
  return take_scheduling(document["scheduling"], pod);
}

}  // namespace skiff
