#include "cli/help.h"

#include "cli/verb_examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace skiff::cli {
namespace {

struct Section {
  std::string_view title;
  std::vector<std::string_view> verbs;
};

// kubectl's command groups; what no section names belongs to skiff alone.
const std::vector<Section>& sections() {
  static const std::vector<Section> kSections = {
      {"Basic Commands (Beginner):", {"create", "expose", "run", "set"}},
      {"Basic Commands (Intermediate):", {"explain", "get", "edit", "delete"}},
      {"Deploy Commands:", {"rollout", "scale", "autoscale"}},
      {"Cluster Management Commands:", {"certificate", "cluster-info", "top", "cordon", "uncordon", "drain", "taint"}},
      {"Troubleshooting and Debugging Commands:",
       {"describe", "logs", "attach", "exec", "port-forward", "proxy", "cp", "auth", "debug", "events"}},
      {"Advanced Commands:", {"diff", "apply", "patch", "replace", "wait", "kustomize"}},
      {"Settings Commands:", {"label", "annotate", "completion"}},
      {"Other Commands:", {"api-resources", "api-versions", "config", "plugin", "version"}},
  };
  return kSections;
}

std::string verb_line(const VerbRow& verb) {
  const std::string_view word = verb.path.substr(verb.path.rfind(' ') + 1);
  return fmt::format("  {:<15} {}\n", word, verb.summary);
}

bool in_a_section(std::string_view path) {
  return std::any_of(sections().begin(), sections().end(), [&](const Section& section) {
    return std::find(section.verbs.begin(), section.verbs.end(), path) != section.verbs.end();
  });
}

}  // namespace

std::string root_help() {
  std::string out =
      "kubectl with the cluster in a file: controllers, scheduler and kubelet are simulated, in virtual time.\n\n";
  for (const Section& section : sections()) {
    out += fmt::format("{}\n", section.title);
    for (std::string_view name : section.verbs)
      if (const VerbRow* verb = find_verb("", name)) out += verb_line(*verb);
    out += "\n";
  }
  out += "Simulation Commands:\n";
  for (const VerbRow* verb : verbs_below(""))
    if (!in_a_section(verb->path)) out += verb_line(*verb);
  out +=
      "\nUsage:\n  kubectl [flags] [options]\n\n"
      "Use \"kubectl <command> --help\" for more information about a given command.\n"
      "Use \"kubectl options\" for a list of global command-line options (applies to all commands).\n";
  return out;
}

std::string verb_help(const VerbRow& verb, const Command& command) {
  std::string out = fmt::format("{}.\n\n", verb.summary);
  if (const std::string_view examples = examples_of(verb.path); !examples.empty())
    out += fmt::format("Examples:\n{}\n", examples);
  const auto children = verbs_below(verb.path);
  if (!children.empty()) {
    out += "Available Commands:\n";
    for (const VerbRow* child : children) out += verb_line(*child);
    out += "\n";
  }
  const std::string options = command.flags.help();
  if (!options.empty()) out += "Options:\n" + options;
  out += fmt::format("Usage:\n  {} {} [options]\n\n", command.path, verb.synopsis.empty() ? "[flags]" : verb.synopsis);
  if (!children.empty())
    out += fmt::format("Use \"{} <command> --help\" for more information about a given command.\n", command.path);
  out += "Use \"kubectl options\" for a list of global command-line options (applies to all commands).\n";
  return out;
}

}  // namespace skiff::cli
