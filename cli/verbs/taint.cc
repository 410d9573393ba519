// kubectl taint nodes. Mirrors pkg/cmd/taint.
#include <fmt/format.h>

#include <algorithm>

#include "api/kind_table.h"
#include "api/kinds/node.h"
#include "api/name_rules.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/write_flags.h"

namespace skiff::cli {

struct TaintOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::string field_manager = "kubectl-taint";
  std::string validate = "strict";
  bool overwrite = false;
};

namespace {

struct Taint {
  std::string key;
  std::string value;
  std::string effect;  // empty in a removal: every effect of the key

  std::string str() const { return effect.empty() ? key : key + ":" + effect; }
};

struct TaintChanges {
  std::vector<Taint> add;
  std::vector<Taint> remove;
};

// Upstream: validateTaintEffect.
Result<void> check_effect(const std::string& effect) {
  if (effect == "NoSchedule" || effect == "PreferNoSchedule" || effect == "NoExecute") return {};
  return client_error(fmt::format("invalid taint effect: {}, unsupported taint effect", effect));
}

// "key=value:effect", "key:effect" or "key". Upstream: parseTaint.
Result<Taint> parse_taint(const std::string& spec) {
  Taint taint;
  const size_t colon = spec.find(':');
  const std::string key_value = spec.substr(0, colon);
  if (colon != std::string::npos) {
    taint.effect = spec.substr(colon + 1);
    if (taint.effect.find(':') != std::string::npos) return client_error(fmt::format("invalid taint spec: {}", spec));
    if (auto fine = check_effect(taint.effect); !fine) return fine.error();
  }
  const size_t equals = key_value.find('=');
  if (colon != std::string::npos && equals != key_value.rfind('='))
    return client_error(fmt::format("invalid taint spec: {}", spec));
  taint.key = key_value.substr(0, equals);
  if (colon == std::string::npos) taint.key = key_value;  // a key alone: an `=` has no place in it
  else if (equals != std::string::npos) {
    taint.value = key_value.substr(equals + 1);
    if (const auto wrong = label_value_problems(taint.value); !wrong.empty())
      return client_error(fmt::format("invalid taint spec: {}, {}", spec, fmt::join(wrong, "; ")));
  }
  if (const auto wrong = label_key_problems(taint.key); !wrong.empty())
    return client_error(fmt::format("invalid taint spec: {}, {}", spec, fmt::join(wrong, "; ")));
  return taint;
}

Result<TaintChanges> parse_taints(const std::vector<std::string>& specs) {
  TaintChanges changes;
  for (const std::string& spec : specs) {
    const bool removal = !spec.empty() && spec.back() == '-';
    auto taint = parse_taint(removal ? spec.substr(0, spec.size() - 1) : spec);
    if (!taint) return taint.error();
    if (!removal && taint->effect.empty()) return client_error(fmt::format("invalid taint spec: {}", spec));
    const auto same = [&](const Taint& other) { return other.key == taint->key && other.effect == taint->effect; };
    if (!removal && std::any_of(changes.add.begin(), changes.add.end(), same))
      return client_error(fmt::format("duplicated taints with the same key and effect: {{{} {} {} <nil>}}", taint->key,
                                      taint->value, taint->effect));
    (removal ? changes.remove : changes.add).push_back(*taint);
  }
  return changes;
}

bool same_taint(const Value& taint, const Taint& wanted) {
  return taint["key"].as_string() == wanted.key &&
         (wanted.effect.empty() || taint["effect"].as_string() == wanted.effect);
}

// Upstream: CheckIfTaintsAlreadyExists.
std::string already_there(const Value& taints, const std::vector<Taint>& add) {
  std::string keys;
  for (const Taint& taint : add)
    for (const Value& old : taints.elements())
      if (same_taint(old, taint)) keys += (keys.empty() ? "" : ",") + taint.key;
  return keys;
}

struct ChangedTaints {
  Value taints = Value::array();
  std::string_view operation;
  std::vector<Error> errors;
};

// New taints first, then the old ones that stay. What is said to have been done depends on whether the list has grown,
// and on the last removal. Upstream: reorganizeTaints.
ChangedTaints changed_taints(const Value& old, const TaintChanges& changes, bool overwrite) {
  ChangedTaints result;
  Value& taints = result.taints;
  for (const Taint& taint : changes.add) {
    Value entry{{"effect", taint.effect}, {"key", taint.key}};
    if (!taint.value.empty()) entry["value"] = taint.value;
    taints.push_back(entry);
  }
  for (const Value& taint : old.elements()) {
    const auto replaced = [&](const Taint& wanted) { return same_taint(taint, wanted); };
    if (std::none_of(changes.add.begin(), changes.add.end(), replaced)) taints.push_back(taint);
  }
  const bool added = taints.size() != old.size();
  bool removed = false;
  for (const Taint& wanted : changes.remove) {
    Elements& list = taints.edit_elements();
    const auto end = std::remove_if(list.begin(), list.end(), [&](const Value& t) { return same_taint(t, wanted); });
    removed = end != list.end();
    list.erase(end, list.end());
    if (!removed) result.errors.push_back(client_error(fmt::format("taint \"{}\" not found", wanted.str())));
  }
  if ((added && removed) || overwrite) result.operation = "modified";
  else result.operation = added ? "tainted" : "untainted";
  return result;
}

Outcome taint_one(const TaintOptions& options, const TaintChanges& changes, const Target& node, Session& session,
                  ResultPrinter& printer) {
  const Value& old = node.live->spec()["taints"];
  if (!options.overwrite)
    if (const std::string keys = already_there(old, changes.add); !keys.empty())
      return client_error(fmt::format("node {} already has {} taint(s) with same effect(s) and --overwrite is false",
                                      node.key.name, keys));
  ChangedTaints changed = changed_taints(old, changes, options.overwrite);
  if (!changed.errors.empty()) return std::move(changed.errors);
  const Value& taints = changed.taints;
  Value document = node.object();
  document["spec"]["taints"] = taints;
  if (printer.dry_run() != DryRunMode::kClient) {
    const Value patch{{"spec", Value{{"taints", taints.empty() ? Value() : taints}}}};
    auto patched = session.api().patch(*node.kind, node.key, PatchType::kMerge, patch,
                                       write_options(printer.dry_run(), options.field_manager));
    if (!patched) return patched.error();
    document = (*patched)->document();
  }
  return printer.print_plain(*node.kind, document, changed.operation);
}

// Upstream: TaintOptions.Validate.
Result<void> check_changes(const TaintOptions& options, const std::vector<std::string>& resources,
                           const TaintChanges& changes) {
  const bool selects = options.resources.all || !options.resources.selector.empty();
  if (options.resources.all_and_selector())
    return client_error("setting 'all' parameter with a non empty selector is prohibited");
  if (resources.size() < 2 && !selects)
    return client_error("at least one resource name must be specified since 'all' parameter is not set");
  std::vector<std::string> conflicts;
  for (const Taint& added : changes.add)
    for (const Taint& removed : changes.remove)
      if (added.key == removed.key && (removed.effect.empty() || removed.effect == added.effect))
        conflicts.push_back(removed.key + "=" + removed.effect);
  if (conflicts.empty()) return {};
  return client_error(fmt::format("can not both modify and remove the following taint(s) in the same command: {}",
                                  fmt::join(conflicts, ", ")));
}

Outcome run(const TaintOptions& options, Invocation& call) {
  std::vector<std::string> resources;
  std::vector<std::string> specs;
  for (const std::string& word : call.args) {
    const bool is_taint = word.find_first_of("=:") != std::string::npos || (!word.empty() && word.back() == '-');
    if (!is_taint && !specs.empty())
      return client_error(fmt::format("all resources must be specified before taint changes: {}", word));
    (is_taint ? specs : resources).push_back(word);
  }
  if (resources.empty()) return client_error("one or more resources must be specified as <resource> <name>");
  if (specs.empty()) return client_error("at least one taint update is required");
  auto changes = parse_taints(specs);
  if (!changes) return call.usage_error(changes.error().message);
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  if (auto validation = field_validation(options.validate); !validation) return validation.error();
  const Kind* kind = find_resource(resources[0]);
  if (kind == nullptr) return Outcome::nested({kind_for(resources[0]).error()});
  if (kind != &kNode)
    return client_error(fmt::format("invalid resource type {}, only node types are supported", resources[0]));
  if (auto fine = check_changes(options, resources, *changes); !fine) return fine.error();
  // With --all or a selector, names do not count.
  if (options.resources.all || !options.resources.selector.empty()) resources.resize(1);
  auto session = call.session();
  if (!session) return session.error();
  auto nodes = resolve_targets(**session, {resources, options.resources}, call.io.in);
  if (!nodes) return nodes.error();
  std::vector<Error> errors = std::move(nodes->errors);
  for (const Target& node : nodes->items) {
    const Outcome done = taint_one(options, *changes, node, **session, *printer);
    errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  }
  return errors;
}

}  // namespace

void add_taint(Command& command) {
  auto options = std::make_shared<TaintOptions>();
  Flags& flags = command.flags;
  declare_selector_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  declare_dry_run_flag(flags, options->print);
  flags.toggle(options->resources.all, "all", "Every node");
  flags.toggle(options->overwrite, "overwrite", "Change what is there already");
  declare_field_manager_flag(flags, options->field_manager);
  declare_validate_flag(flags, options->validate);
  runs(command, options, run);
}

}  // namespace skiff::cli
