#include "cli/verbs/fault/faults.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/kinds/behavior.h"
#include "base/strings.h"

namespace skiff::cli {

std::string fault_name(std::string_view sort, std::string_view subject) {
  std::string name(sort);
  name += '-';
  for (const char c : to_lower(subject)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
    if (kept) name += c;
    else if (!name.ends_with('-')) name += '-';
  }
  while (name.ends_with('-') || name.ends_with('.')) name.pop_back();
  return name;
}

Result<void> inject_fault(Session& session, std::string_view sort, const std::string& name, const Value& spec) {
  Value document{{"apiVersion", kBehavior.api_version()}, {"kind", kBehavior.kind}};
  document["metadata"]["name"] = name;
  document["metadata"]["labels"].set(kFaultLabel, sort);
  document["spec"] = spec;
  const auto present = session.api().get(kBehavior, {"", name});
  const auto written = present ? session.api().update(kBehavior, {"", name}, std::move(document))
                               : session.api().create(kBehavior, "", std::move(document));
  if (!written) return written.error();
  return {};
}

Result<bool> clear_fault(Session& session, const std::string& name) {
  const auto removed = session.api().remove(kBehavior, {"", name});
  if (removed) return true;
  if (removed.error().is(Reason::kNotFound)) return false;
  return removed.error();
}

struct ClearOptions {
  bool all = false;
};

namespace {

struct NoFaultOptions {};

std::vector<std::string> texts(const Value& list) {
  std::vector<std::string> out;
  for (const Value& one : list.elements()) out.push_back(one.str());
  return out;
}

// What the fault is about, and what it does.
std::pair<std::string, std::string> described(const Value& spec) {
  if (const Value* node = spec.find("node")) {
    auto names = texts((*node)["names"]);
    for (const std::string& zone : texts((*node)["zones"])) names.push_back("zone " + zone);
    return {fmt::format("{}", fmt::join(names, ",")), "does not answer"};
  }
  if (const Value* volume = spec.find("volume"))
    return {fmt::format("{}", fmt::join(texts((*volume)["claims"]), ",")), "cannot be attached"};
  const Value& match = spec["match"];
  std::string subject = fmt::format("{}", fmt::join(texts(match["images"]), ","));
  if (match.contains("pods"))
    subject = fmt::format("{}/{}", fmt::join(texts(match["namespaces"]), ","), fmt::join(texts(match["pods"]), ","));
  std::vector<std::string> what;
  if (spec["pull"].contains("failure")) what.emplace_back("cannot be pulled");
  else if (spec.contains("pull")) what.push_back(fmt::format("takes {}s to pull", spec["pull"]["seconds"].as_double()));
  if (spec.contains("run")) what.push_back(fmt::format("exits {}", spec["run"]["exitCode"].as_int()));
  if (spec["ready"]["never"].as_bool()) what.emplace_back("is not ready");
  if (spec["shutdown"]["never"].as_bool()) what.emplace_back("does not stop");
  return {subject, fmt::format("{}", fmt::join(what, ", "))};
}

Outcome list(const NoFaultOptions&, Invocation& call) {
  if (auto unexpected = call.unexpected_arguments()) return *unexpected;
  auto session = call.session();
  if (!session) return session.error();
  auto faults = (*session)->api().list(kBehavior, {"", std::string(kFaultLabel), ""});
  if (!faults) return faults.error();
  if (faults->empty()) {
    call.io.err << "No faults\n";
    return {};
  }
  size_t name_width = 4, subject_width = 5;
  for (const ObjectRef& fault : *faults) {
    name_width = std::max(name_width, fault->name().size());
    subject_width = std::max(subject_width, described(fault->spec()).first.size());
  }
  call.io.out << fmt::format("{:{}}   {:{}}   {}\n", "NAME", name_width, "ABOUT", subject_width, "FAULT");
  for (const ObjectRef& fault : *faults) {
    const auto [subject, what] = described(fault->spec());
    call.io.out << fmt::format("{:{}}   {:{}}   {}\n", fault->name(), name_width, subject, subject_width, what);
  }
  return {};
}

Outcome clear(const ClearOptions& options, Invocation& call) {
  if (call.args.empty() == !options.all) return call.usage_error("NAMEs of faults are required, or --all");
  auto session = call.session();
  if (!session) return session.error();
  std::vector<std::string> names = call.args;
  if (options.all) {
    auto faults = (*session)->api().list(kBehavior, {"", std::string(kFaultLabel), ""});
    if (!faults) return faults.error();
    for (const ObjectRef& fault : *faults) names.push_back(fault->name());
  }
  for (const std::string& name : names) {
    auto cleared = clear_fault(**session, name);
    if (!cleared) return cleared.error();
    if (!*cleared) return client_error(fmt::format("there is no fault \"{}\"; `fault list` shows them", name));
    call.io.out << fmt::format("fault/{} cleared\n", name);
  }
  return {};
}

}  // namespace

void add_fault_clear(Command& command) {
  auto options = std::make_shared<ClearOptions>();
  command.flags.toggle(options->all, "all", "Every fault there is");
  runs(command, options, clear);
}

void add_fault_list(Command& command) { runs(command, std::make_shared<NoFaultOptions>(), list); }

}  // namespace skiff::cli
