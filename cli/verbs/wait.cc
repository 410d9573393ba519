// kubectl wait: lets simulated time pass until a condition holds. Mirrors pkg/cmd/wait.
#include <fmt/format.h>

#include <algorithm>

#include "api/pod_view.h"
#include "base/strings.h"
#include "cli/printers/jsonpath.h"
#include "cli/printing.h"
#include "cli/resource_args.h"
#include "cli/waiting.h"

namespace skiff::cli {

struct WaitOptions {
  ResourceFlags resources;
  PrintFlags print;
  std::vector<std::string> conditions;
  Duration timeout = seconds(30);
  bool local = false;
};

namespace {

enum class Goal { kDelete, kCreate, kCondition, kJsonPath };

struct Condition {
  Goal goal = Goal::kCondition;
  std::string name;  // of the condition
  std::string value = "true";
  std::shared_ptr<JsonPath> path;
  std::optional<std::string> path_value;  // none: the path only has to be there
};

// The parts between the single `=`; a `==` stands in a filter. Upstream: splitJSONPathInput.
std::vector<std::string> split_at_equals(const std::string& text) {
  std::vector<std::string> parts(1);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      parts.back() += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '=') {
      parts.back() += "==";
      ++i;
    } else {
      parts.emplace_back();
    }
  }
  return parts;
}

// `{.status.phase}=Running`, with or without braces. Upstream: newJSONPathParser in wait.go.
Result<Condition> parse_json_path(const std::string& text) {
  Condition condition;
  condition.goal = Goal::kJsonPath;
  const std::vector<std::string> parts = split_at_equals(text);
  if (parts.size() > 2)
    return client_error(
        "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or "
        "--for=jsonpath='{.status.readyReplicas}'");
  if (parts[0].empty()) return client_error("jsonpath expression cannot be empty");
  auto relaxed = relaxed_path(parts[0]);
  if (!relaxed) return relaxed.error();
  if (parts.size() == 2) {
    std::string value = parts[1];
    if (value.size() > 1 && (value.front() == '\'' || value.front() == '"') && value.front() == value.back())
      value = value.substr(1, value.size() - 2);
    if (value.empty())
      return client_error(
          "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3");
    condition.path_value = value;
  }
  auto path = JsonPath::parse(*relaxed);
  if (!path) return path.error();
  condition.path = std::make_shared<JsonPath>(std::move(*path));
  return condition;
}

// Upstream: conditionFuncFor.
Result<Condition> parse_condition(const std::string& text) {
  const std::string lower = to_lower(text);
  Condition condition;
  if (lower == "delete") {
    condition.goal = Goal::kDelete;
    return condition;
  }
  if (lower == "create") {
    condition.goal = Goal::kCreate;
    return condition;
  }
  if (text.rfind("condition=", 0) == 0) {
    condition.name = text.substr(10);
    if (const size_t equals = condition.name.find('='); equals != std::string::npos) {
      condition.value = condition.name.substr(equals + 1);
      condition.name.resize(equals);
    }
    return condition;
  }
  if (text.rfind("jsonpath=", 0) == 0) return parse_json_path(text.substr(9));
  return client_error(fmt::format("unrecognized condition: \"{}\"", text));
}

// A condition counts only if it was seen for the present generation. Upstream: ConditionalWait.checkCondition.
bool condition_holds(const Value& object, const Condition& wanted) {
  const int64_t generation = object["metadata"]["generation"].as_int();
  for (const Value& condition : object["status"]["conditions"].elements()) {
    if (to_lower(condition["type"].as_string()) != to_lower(wanted.name)) continue;
    const Value* observed = condition.find("observedGeneration");
    if (observed == nullptr) observed = object["status"].find("observedGeneration");
    if (observed != nullptr && observed->as_int() < generation) return false;
    return to_lower(condition["status"].as_string()) == to_lower(wanted.value);
  }
  return false;
}

Result<bool> path_holds(const Value& object, const Condition& wanted) {
  auto actions = wanted.path->find(object, MissingKeys::kAllow);
  if (!actions) return actions.error();
  if (actions->empty()) return false;
  const Elements* found = &actions->front();
  if (found->empty()) return false;
  if (found->size() > 1) return client_error("given jsonpath expression matches more than one value");
  const Value& value = found->front();
  if (!wanted.path_value) return true;
  if (value.is_object() || value.is_array())
    return client_error("jsonpath leads to a nested object or list which is not supported");
  return jsonpath_text(value) == *wanted.path_value;
}

// One object's goal, asked again after every step of the simulation.
class Watcher {
 public:
  Watcher(Session& session, const Target& target, const Condition& condition)
      : session_(session),
        target_(target),
        condition_(condition),
        uid_(target.live ? std::string(target.live->uid()) : "") {}

  bool reached() {
    const auto live = session_.api().get(*target_.kind, target_.key);
    if (condition_.goal == Goal::kDelete) return !live || (*live)->uid() != uid_;
    if (condition_.goal == Goal::kCreate) return live.has_value();
    if (!live) return false;
    last_ = *live;
    if (condition_.goal == Goal::kCondition) return condition_holds((*live)->document(), condition_);
    auto holds = path_holds((*live)->document(), condition_);
    if (!holds) {
      error_ = holds.error();
      return true;
    }
    return *holds;
  }
  const std::optional<Error>& error() const { return error_; }
  Value object() const { return last_ ? last_->document() : target_.object(); }

 private:
  Session& session_;
  const Target& target_;
  const Condition& condition_;
  std::string uid_;
  ObjectRef last_;
  std::optional<Error> error_;
};

Outcome wait_for_one(const WaitOptions& options, const Target& target, const Condition& condition, Session& session,
                     Time deadline, ResultPrinter& printer) {
  const auto timed_out = [&] {
    return client_error("timed out waiting for the condition on " + awaited_name(*target.kind, target.key.name));
  };
  // All share one limit: past it nothing is asked any more, but whether something is gone.
  if (condition.goal != Goal::kDelete && options.timeout != Duration::zero() && session.now() >= deadline)
    return timed_out();
  Watcher watcher(session, target, condition);
  const auto reached = [&] { return watcher.reached(); };
  if (!reached()) {
    if (options.timeout == Duration::zero())
      return client_error("condition not met for " + awaited_name(*target.kind, target.key.name));
    const Duration left = std::max(deadline - session.now(), Duration::zero());
    if (session.cluster().wait_until(reached, left) != WaitOutcome::kReached) return timed_out();
  }
  if (watcher.error()) return *watcher.error();
  return printer.print(*target.kind, watcher.object(), "condition met");
}

// Only one object may be missing for the wait to go on; of several, upstream sees an aggregate and gives up.
bool is_worth_waiting(const std::vector<Error>& errors) {
  return errors.empty() || (errors.size() == 1 && errors.front().is(Reason::kNotFound));
}

// --for=create: the objects may not be there yet.
Outcome wait_for_creation(const WaitOptions& options, ResourceRequest request, Session& session, Time deadline,
                          ResultPrinter& printer, std::istream& in) {
  Result<Targets> targets = resolve_targets(session, request, in);
  const auto there = [&] {
    targets = resolve_targets(session, request, in);
    return !targets || !is_worth_waiting(targets->errors) || (targets->errors.empty() && !targets->items.empty());
  };
  if (!there()) {
    const Duration left = std::max(deadline - session.now(), Duration::zero());
    if (options.timeout == Duration::zero() || session.cluster().wait_until(there, left) != WaitOutcome::kReached)
      return client_error("timed out waiting for the condition");
  }
  if (!targets) return targets.error();
  if (!targets->errors.empty()) return targets->errors;
  for (const Target& target : targets->items)
    if (auto printed = printer.print(*target.kind, target.object(), "condition met"); !printed) return printed.error();
  return {};
}

// What is not there has been deleted.
void forget_missing(Targets& targets) {
  std::vector<Error> errors;
  std::vector<Targets::Place> places;
  for (size_t i = 0; i < targets.errors.size(); ++i) {
    if (targets.errors[i].is(Reason::kNotFound)) continue;
    errors.push_back(std::move(targets.errors[i]));
    places.push_back(targets.places[i]);
  }
  targets.errors = std::move(errors);
  targets.places = std::move(places);
}

Outcome run(const WaitOptions& options, Invocation& call) {
  if (options.conditions.empty()) return client_error("unrecognized condition: []");
  std::vector<Condition> conditions;
  for (const std::string& text : options.conditions) {
    auto condition = parse_condition(text);
    if (!condition) return condition.error();
    conditions.push_back(std::move(*condition));
  }
  auto printer = ResultPrinter::make(options.print, call.io);
  if (!printer) return printer.error();
  auto session = call.session();
  if (!session) return session.error();
  const Duration timeout = options.timeout < Duration::zero() ? Duration(hours(7 * 24)) : options.timeout;
  const Time deadline = (*session)->now() + timeout;
  ResourceRequest request{call.args, options.resources, Unnamed::kRefused,
                          options.local ? Fetch::kLocal : Fetch::kLatest, ManifestCheck::kNone};
  std::vector<Error> errors;
  for (const Condition& condition : conditions) {
    if (condition.goal == Goal::kCreate) {
      if (Outcome done = wait_for_creation(options, request, **session, deadline, *printer, call.io.in); !done.ok())
        return done;
      continue;
    }
    auto targets = resolve_targets(**session, request, call.io.in);
    if (!targets) return targets.error();
    const bool deletion = condition.goal == Goal::kDelete;
    if (targets->items.empty() && targets->errors.empty() && !deletion)
      return client_error("no matching resources found");
    if (deletion) forget_missing(*targets);
    const Outcome done = visit_each(*targets, [&](const Target& target) {
      return wait_for_one(options, target, condition, **session, deadline, *printer);
    });
    errors.insert(errors.end(), done.errors().begin(), done.errors().end());
  }
  return errors;
}

}  // namespace

void add_wait(Command& command) {
  auto options = std::make_shared<WaitOptions>();
  options->resources.recursive = true;
  Flags& flags = command.flags;
  declare_manifest_flags(flags, options->resources);
  declare_selector_flag(flags, options->resources);
  declare_field_selector_flag(flags, options->resources);
  declare_all_namespaces_flag(flags, options->resources);
  declare_output_flags(flags, options->print);
  flags.list(options->conditions, "for", Split::kNever,
             "What to wait for: create, delete, condition=NAME[=VALUE], jsonpath='{…}'[=VALUE]");
  flags.duration(options->timeout, "timeout", "Limit of the wait");
  flags.toggle(options->resources.all, "all", "Every object of the kinds");
  flags.toggle(options->local, "local", "Only look at what is given");
  runs(command, options, run);
}

}  // namespace skiff::cli
