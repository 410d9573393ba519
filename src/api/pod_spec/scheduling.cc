#include "api/pod_spec/scheduling.h"

#include <algorithm>
#include <set>

#include "api/field_checks.h"
#include "api/metadata_validation.h"
#include "base/strings.h"

namespace skiff {
namespace {

void check_label_key(const Value& key, const FieldPath& field, FieldErrors& errors) {
  add_problems(errors, field, key, label_key_problems(key.as_string()));
}

// What is only preferred may name values that no label can have.
enum class Values { kChecked, kFree };

// ValidateNodeSelectorRequirement.
void validate_requirement(const Value& requirement, Values checked, const FieldPath& path, FieldErrors& errors) {
  const std::string_view op = requirement["operator"].as_string();
  const Value& values = requirement["values"];
  if (op == "In" || op == "NotIn") {
    if (values.empty()) errors.required(path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
  } else if (op == "Exists" || op == "DoesNotExist") {
    if (!values.empty())
      errors.forbidden(path.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
  } else if (op == "Gt" || op == "Lt") {
    if (values.size() != 1)
      errors.required(path.child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'");
  } else {
    errors.invalid(path.child("operator"), requirement["operator"], "not a valid selector operator");
  }
  check_label_key(requirement["key"], path.child("key"), errors);
  if (checked == Values::kFree) return;
  for (size_t i = 0; i < values.size(); ++i)
    add_problems(errors, path.child("values").index(i), values[i], label_value_problems(values[i].as_string()));
}

// ValidateNodeFieldSelectorRequirement: the name is the only field there is.
void validate_field_requirement(const Value& requirement, const FieldPath& path, FieldErrors& errors) {
  const std::string_view op = requirement["operator"].as_string();
  const Value& values = requirement["values"];
  if (op == "In" || op == "NotIn") {
    if (values.size() != 1)
      errors.required(path.child("values"),
                      "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
  } else {
    errors.invalid(path.child("operator"), requirement["operator"], "not a valid selector operator");
  }
  if (requirement["key"].as_string() != "metadata.name")
    errors.invalid(path.child("key"), requirement["key"], "not a valid field selector key");
  for (size_t i = 0; i < values.size(); ++i)
    add_problems(errors, path.child("values").index(i), values[i], dns1123_subdomain_problems(values[i].as_string()));
}

void validate_term(const Value& term, Values checked, const FieldPath& path, FieldErrors& errors) {
  const Value& expressions = term["matchExpressions"];
  for (size_t i = 0; i < expressions.size(); ++i)
    validate_requirement(expressions[i], checked, path.child("matchExpressions").index(i), errors);
  const Value& fields = term["matchFields"];
  for (size_t i = 0; i < fields.size(); ++i)
    validate_field_requirement(fields[i], path.child("matchFields").index(i), errors);
}

void check_weight(const Value& preferred, const FieldPath& path, FieldErrors& errors) {
  const Value& weight = preferred["weight"];
  if (weight.as_int() <= 0 || weight.as_int() > 100)
    errors.invalid(path.child("weight"), weight, "must be in the range 1-100");
}

void validate_node_affinity(const Value& affinity, const FieldPath& path, FieldErrors& errors) {
  constexpr std::string_view kRequired = "requiredDuringSchedulingIgnoredDuringExecution";
  constexpr std::string_view kPreferred = "preferredDuringSchedulingIgnoredDuringExecution";
  if (affinity[kRequired].is_object()) validate_node_selector(affinity[kRequired], path.child(kRequired), errors);
  const Value& preferred = affinity[kPreferred];
  for (size_t i = 0; i < preferred.size(); ++i) {
    const FieldPath one = path.child(kPreferred).index(i);
    check_weight(preferred[i], one, errors);
    validate_term(preferred[i]["preference"], Values::kFree, one.child("preference"), errors);
  }
}

// validateLabelKeys.
void validate_keys(const Value& keys, const Value& selector, const FieldPath& path, FieldErrors& errors) {
  if (keys.empty()) return;
  if (!selector.is_object()) return errors.forbidden(path, "must not be specified when labelSelector is not set");
  for (size_t i = 0; i < keys.size(); ++i) check_label_key(keys[i], path.index(i), errors);
}

bool holds(const Value& list, const Value& value) {
  return std::find(list.elements().begin(), list.elements().end(), value) != list.elements().end();
}

// The selector has by now what the keys stand for: one that is there twice was named in both.
void check_named_once(const Value& keys, const Value& selector, const FieldPath& path, FieldErrors& errors) {
  std::set<std::string_view> selected;
  for (const Member& label : selector["matchLabels"].members()) selected.insert(label.name());
  for (const Value& expression : selector["matchExpressions"].elements()) {
    const Value& key = expression["key"];
    const bool again = !selected.insert(key.as_string()).second;
    for (size_t i = 0; again && i < keys.size(); ++i)
      if (keys[i] == key) errors.invalid(path.index(i), key, "exists in both matchLabelKeys and labelSelector");
  }
}

// validateMatchLabelKeysAndMismatchLabelKeys.
void validate_label_keys(const Value& term, const FieldPath& path, FieldErrors& errors) {
  const Value& match = term["matchLabelKeys"];
  const Value& mismatch = term["mismatchLabelKeys"];
  validate_keys(match, term["labelSelector"], path.child("matchLabelKeys"), errors);
  validate_keys(mismatch, term["labelSelector"], path.child("mismatchLabelKeys"), errors);
  check_named_once(match, term["labelSelector"], path, errors);
  for (size_t i = 0; i < match.size(); ++i)
    if (holds(mismatch, match[i]))
      errors.invalid(path.child("matchLabelKeys").index(i), match[i],
                     "exists in both matchLabelKeys and mismatchLabelKeys");
}

void validate_pod_term(const Value& term, const FieldPath& path, FieldErrors& errors) {
  validate_label_selector(term["labelSelector"], path.child("labelSelector"), errors);
  validate_label_selector(term["namespaceSelector"], path.child("namespaceSelector"), errors);
  for (const Value& name : term["namespaces"].elements())
    add_problems(errors, path.child("namespace"), name, dns1123_label_problems(name.as_string()));
  validate_label_keys(term, path, errors);
  const Value& key = term["topologyKey"];
  if (key.as_string().empty()) errors.required(path.child("topologyKey"), "can not be empty");
  check_label_key(key, path.child("topologyKey"), errors);
}

void validate_pod_affinity(const Value& affinity, const FieldPath& path, FieldErrors& errors) {
  constexpr std::string_view kRequired = "requiredDuringSchedulingIgnoredDuringExecution";
  constexpr std::string_view kPreferred = "preferredDuringSchedulingIgnoredDuringExecution";
  const Value& required = affinity[kRequired];
  for (size_t i = 0; i < required.size(); ++i) validate_pod_term(required[i], path.child(kRequired).index(i), errors);
  const Value& preferred = affinity[kPreferred];
  for (size_t i = 0; i < preferred.size(); ++i) {
    const FieldPath one = path.child(kPreferred).index(i);
    check_weight(preferred[i], one, errors);
    validate_pod_term(preferred[i]["podAffinityTerm"], one.child("podAffinityTerm"), errors);
  }
}

void validate_toleration(const Value& toleration, const FieldPath& path, FieldErrors& errors) {
  const Value& key = toleration["key"];
  const std::string op = toleration["operator"].str();
  const Value& value = toleration["value"];
  const std::string effect = toleration["effect"].str();
  if (!key.as_string().empty()) check_label_key(key, path.child("key"), errors);
  if (key.as_string().empty() && op != "Exists")
    errors.invalid(path.child("operator"), op,
                   "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
  if (!toleration["tolerationSeconds"].is_null() && effect != "NoExecute")
    errors.invalid(path.child("effect"), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
  if (op == "Exists") {
    if (!value.as_string().empty())
      errors.invalid(path.child("operator"), value, "value must be empty when `operator` is 'Exists'");
  } else if (op == "Equal" || op.empty()) {
    if (const Problems problems = label_value_problems(value.as_string()); !problems.empty())
      errors.invalid(path.child("operator"), value, join(problems, ";"));
  } else {
    errors.not_supported(path.child("operator"), op, {"Equal", "Exists"});
  }
  if (!effect.empty())
    check_one_of(errors, path.child("effect"), effect, {"NoSchedule", "PreferNoSchedule", "NoExecute"});
}

void validate_constraint(const Value& constraint, const FieldPath& path, FieldErrors& errors) {
  const Value& skew = constraint["maxSkew"];
  if (skew.as_int() <= 0) errors.invalid(path.child("maxSkew"), skew, "must be greater than zero");
  const Value& key = constraint["topologyKey"];
  if (key.as_string().empty()) errors.required(path.child("topologyKey"), "can not be empty");
  const Value& action = constraint["whenUnsatisfiable"];
  if (action.as_string() != "DoNotSchedule" && action.as_string() != "ScheduleAnyway")
    errors.not_supported(path.child("whenUnsatisfiable"), action, {"DoNotSchedule", "ScheduleAnyway"});
}

void validate_domains(const Value& constraint, const FieldPath& path, FieldErrors& errors) {
  if (const Value& domains = constraint["minDomains"]; !domains.is_null()) {
    if (domains.as_int() <= 0) errors.invalid(path.child("minDomains"), domains, "must be greater than zero");
    if (constraint["whenUnsatisfiable"].as_string() != "DoNotSchedule")
      errors.invalid(
          path.child("minDomains"), domains,
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + constraint["whenUnsatisfiable"].str());
  }
  for (const std::string_view policy : {"nodeAffinityPolicy", "nodeTaintsPolicy"})
    if (const Value& given = constraint[policy]; !given.is_null())
      check_one_of(errors, path.child(policy), given, {"Honor", "Ignore"});
  validate_label_keys(constraint, path, errors);
  validate_label_selector(constraint["labelSelector"], path.child("labelSelector"), errors);
}

// ValidateSpreadConstraintNotRepeat: all but the last of those that are alike are told of.
bool repeats_later(const Value& constraints, size_t i) {
  for (size_t j = i + 1; j < constraints.size(); ++j)
    if (constraints[i]["topologyKey"] == constraints[j]["topologyKey"] &&
        constraints[i]["whenUnsatisfiable"] == constraints[j]["whenUnsatisfiable"])
      return true;
  return false;
}

}  // namespace

void validate_node_selector(const Value& selector, const FieldPath& path, FieldErrors& errors) {
  const Value& terms = selector["nodeSelectorTerms"];
  const FieldPath list = path.child("nodeSelectorTerms");
  if (terms.empty()) return errors.required(list, "must have at least one node selector term");
  for (size_t i = 0; i < terms.size(); ++i) validate_term(terms[i], Values::kChecked, list.index(i), errors);
}

void validate_affinity(const Value& affinity, const FieldPath& path, FieldErrors& errors) {
  validate_node_affinity(affinity["nodeAffinity"], path.child("nodeAffinity"), errors);
  validate_pod_affinity(affinity["podAffinity"], path.child("podAffinity"), errors);
  validate_pod_affinity(affinity["podAntiAffinity"], path.child("podAntiAffinity"), errors);
}

void validate_tolerations(const Value& tolerations, const FieldPath& path, FieldErrors& errors) {
  for (size_t i = 0; i < tolerations.size(); ++i) validate_toleration(tolerations[i], path.index(i), errors);
}

void validate_topology_spread(const Value& constraints, const FieldPath& path, FieldErrors& errors) {
  for (size_t i = 0; i < constraints.size(); ++i) {
    const FieldPath one = path.index(i);
    validate_constraint(constraints[i], one, errors);
    const std::string pair =
        "{" + constraints[i]["topologyKey"].str() + ", " + constraints[i]["whenUnsatisfiable"].str() + "}";
    if (repeats_later(constraints, i)) errors.duplicate(one.child("{topologyKey, whenUnsatisfiable}"), pair);
    validate_domains(constraints[i], one, errors);
  }
}

void validate_gates(const Value& spec, const FieldPath& spec_path, FieldErrors& errors) {
  const Value& readiness = spec["readinessGates"];
  for (size_t i = 0; i < readiness.size(); ++i)
    check_label_key(readiness[i]["conditionType"], spec_path.child("readinessGates").index(i).child("conditionType"),
                    errors);
  std::set<std::string_view> seen;
  const Value& gates = spec["schedulingGates"];
  for (size_t i = 0; i < gates.size(); ++i) {
    const FieldPath one = spec_path.child("schedulingGates").index(i);
    const Value& name = gates[i]["name"];
    check_label_key(name, one, errors);
    if (!seen.insert(name.as_string()).second) errors.duplicate(one, name);
  }
}

}  // namespace skiff
