#include "kubelet/behavior.h"

#include <algorithm>
#include <cmath>

#include "api/kinds/behavior.h"
#include "base/check.h"
#include "base/json.h"
#include "kubelet/default_behaviors.h"

namespace skiff {
namespace {

constexpr std::string_view kNotAttachable = "timed out waiting for the volume to be attached";

const Elements& shipped_specs() {
  static const Elements specs = [] {
    const auto list = parse_json(kDefaultBehaviors);
    check(list.has_value(), "the shipped behaviors are no JSON");
    Elements out;
    for (const Value& item : (*list)["items"].elements()) out.push_back(item["spec"]);
    return out;
  }();
  return specs;
}

// `run` and `ready` say one thing each, so that they are taken whole.
bool is_whole(std::string_view block) { return block == "run" || block == "ready"; }

// What `base` has not is taken from `more`, field by field.
void fill_in(Value& base, const Value& more) {
  for (const Member& member : more.members()) {
    const Value* present = base.find(member.key);
    if (present == nullptr) {
      base.set(member.name(), member.value);
    } else if (present->is_object() && !is_whole(member.name())) {
      Value merged = *present;
      fill_in(merged, member.value);
      base.set(member.name(), std::move(merged));
    }
  }
}

Duration seconds_of(const Value& number) { return Duration(std::llround(number.as_double() * 1e9)); }

std::optional<Duration> optional_seconds(const Value& number) {
  if (!number.is_number()) return std::nullopt;
  return seconds_of(number);
}

// A pull that fails fails for every image that the globs name, and its text may name the image: {image}, {reference}.
std::string expand(std::string_view text, std::string_view image) {
  std::string out;
  while (!text.empty()) {
    const size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    if (text.starts_with("{image}")) {
      out += image;
      text.remove_prefix(7);
    } else if (text.starts_with("{reference}")) {
      out += image_reference(image);
      text.remove_prefix(11);
    } else {
      out += '{';
      text.remove_prefix(1);
    }
  }
  return out;
}

Behavior read(const Value& spec, std::string_view image) {
  Behavior out;
  const Value& pull = spec["pull"];
  if (!pull["failure"].as_string().empty()) out.pull_failure = expand(pull["failure"].as_string(), image);
  out.pull_present = pull["present"].as_bool(true);
  out.pull = seconds_of(pull["seconds"]);
  out.image_bytes = pull["sizeBytes"].as_int();
  out.pull_shown_after = seconds_of(pull["shownAfterSeconds"]);
  out.pull_retry = seconds_of(pull["retrySeconds"]);
  out.pull_retry_max = seconds_of(pull["retryMaxSeconds"]);
  out.config_required = spec["config"]["required"].as_bool();
  out.start = seconds_of(spec["start"]["seconds"]);
  out.unready_message = spec["ready"]["message"].str();
  if (!spec["ready"]["never"].as_bool()) out.ready = seconds_of(spec["ready"]["seconds"]);
  out.has_entrypoint = spec["entrypoint"].as_string() != "None";
  out.runs_arguments = spec["entrypoint"].as_string() == "RunsArguments";
  const Value& run = spec["run"];
  if (!run["forever"].as_bool()) out.run = optional_seconds(run["seconds"]);
  out.run_exit_code = static_cast<int>(run["exitCode"].as_int());
  out.run_reason = run["reason"].str();
  out.run_message = run["message"].str();
  out.run_unless_command_known = run["unlessCommandKnown"].as_bool();
  out.command_success = seconds_of(spec["commands"]["successSeconds"]);
  out.command_failure = seconds_of(spec["commands"]["failureSeconds"]);
  const Value& restart = spec["restart"];
  out.restart_first = seconds_of(restart["firstSeconds"]);
  out.restart_shown_after = seconds_of(restart["shownAfterSeconds"]);
  out.restart = seconds_of(restart["seconds"]);
  out.restart_max = seconds_of(restart["maxSeconds"]);
  out.restart_reset = seconds_of(restart["resetSeconds"]);
  const Value& shutdown = spec["shutdown"];
  out.shutdown = seconds_of(shutdown["seconds"]);
  out.shutdown_idle = seconds_of(shutdown["idleSeconds"]);
  out.shutdown_never = shutdown["never"].as_bool();
  if (shutdown.contains("exitCode")) out.shutdown_exit_code = static_cast<int>(shutdown["exitCode"].as_int());
  const Value& serve = spec["serve"];
  out.serve_port = serve["port"].as_int();
  out.serve_root = serve["root"].str();
  out.serves_mysql = serve["protocol"].as_string() == "MySQL";
  out.serve_page = serve["page"].str();
  out.serve_error_page = serve["errorPage"].str();
  for (const Value& line : spec["logs"].elements())
    out.logs.push_back({seconds_of(line["afterSeconds"]), line["text"].str()});
  const Value& probes = spec["probes"];
  for (auto& [probe, name] : {std::pair{&out.readiness, "readiness"}, std::pair{&out.liveness, "liveness"},
                              std::pair{&out.startup, "startup"}}) {
    probe->fails_after = optional_seconds(probes[name]["failsAfterSeconds"]);
    probe->message = probes[name]["message"].str();
  }
  return out;
}

}  // namespace

std::string image_reference(std::string_view image) {
  const size_t slash = image.find('/');
  const std::string_view first = image.substr(0, slash);
  const bool has_host =
      slash != std::string_view::npos && (first.find_first_of(".:") != std::string_view::npos || first == "localhost");
  std::string out;
  if (!has_host) out = slash == std::string_view::npos ? "docker.io/library/" : "docker.io/";
  out += image;
  const size_t last = image.rfind('/');
  const std::string_view name = last == std::string_view::npos ? image : image.substr(last + 1);
  if (name.find_first_of(":@") == std::string_view::npos) out += ":latest";
  return out;
}

void Behaviors::load(const Store& store) {
  specs_.clear();
  volume_faults_.clear();
  node_faults_.clear();
  by_pod_ = asks_for_config_ = false;
  store.for_each(kBehavior, {}, [&](const ObjectRef& object) {
    const Value& spec = object->spec();
    for (const Value& claim : spec["volume"]["claims"].elements())
      volume_faults_.push_back({claim.str(), std::string(spec["volume"]["failure"].as_string(kNotAttachable))});
    if (spec["node"]["down"].as_bool()) node_faults_.push_back(spec["node"]);
    asks_for_config_ = asks_for_config_ || spec["config"]["required"].as_bool();
    if (!spec.contains("match")) return true;
    specs_.push_back(spec);
    const Value& match = object->spec()["match"];
    by_pod_ = by_pod_ || match.contains("pods") || match.contains("namespaces");
    return true;
  });
  // A Behavior that the user wrote decides over what a command says; see `unlessCommandKnown` in the shipped ones.
  specs_.insert(specs_.end(), shipped_specs().begin(), shipped_specs().end());
  loaded_ = true;
}

bool Behaviors::ask_for_config(const Store& store) {
  if (!loaded_) load(store);
  return asks_for_config_;
}

const std::vector<VolumeFault>& Behaviors::volume_faults(const Store& store) {
  if (!loaded_) load(store);
  return volume_faults_;
}

bool Behaviors::says_down(const Object& node, const Store& store) {
  if (!loaded_) load(store);
  return std::any_of(node_faults_.begin(), node_faults_.end(),
                     [&](const Value& block) { return concerns_node(block, node); });
}

bool Behaviors::says_shut_down(const Object& node, const Store& store) {
  if (!loaded_) load(store);
  return std::any_of(node_faults_.begin(), node_faults_.end(),
                     [&](const Value& block) { return block["graceful"].as_bool() && concerns_node(block, node); });
}

bool concerns_node(const Value& block, const Object& node) {
  const auto any = [](const Value& globs, std::string_view text) {
    const Elements& all = globs.elements();
    return std::any_of(all.begin(), all.end(), [&](const Value& glob) { return glob_matches(glob.as_string(), text); });
  };
  const Value& zone = node.metadata()["labels"]["topology.kubernetes.io/zone"];
  return any(block["names"], node.name()) || (zone.is_string() && any(block["zones"], zone.as_string()));
}

const Behavior& Behaviors::of(const ContainerIdentity& container, const Store& store) {
  if (!loaded_) load(store);
  std::string key(container.image);
  for (const std::string_view part :
       {container.container, role_name(container.role), container.restart_policy, container.argument}) {
    key += '\n';
    key += part;
  }
  if (by_pod_) {
    key += '\n';
    key += container.ns;
    key += '/';
    key += container.pod;
  }
  const auto found = resolved_.find(key);
  if (found != resolved_.end()) return found->second;
  Value spec = Value::object();
  for (const Value& candidate : specs_) {
    if (behavior_matches(candidate["match"], container)) fill_in(spec, candidate);
  }
  return resolved_.emplace(std::move(key), read(spec, container.image)).first->second;
}

std::vector<std::pair<std::string, std::string>> Behavior::image_files() const {
  std::vector<std::pair<std::string, std::string>> files;
  if (serve_port == 0 || serves_mysql) return files;
  files.emplace_back(serve_root + "/index.html", serve_page);
  if (!serve_error_page.empty()) files.emplace_back(serve_root + "/50x.html", serve_error_page);
  return files;
}

}  // namespace skiff
