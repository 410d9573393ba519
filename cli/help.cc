#include "cli/help.h"

#include "cli/verb_examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "base/strings.h"
#include "cli/verb_examples.h"

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
      {"Other Commands:", {"config", "plugin", "version", "api-versions", "api-resources", "options"}},
  };
  return kSections;
}

std::string_view last_word(std::string_view path) { return path.substr(path.rfind(' ') + 1); }

std::string verb_line(const VerbRow& verb) { return fmt::format("  {:<15} {}\n", last_word(verb.path), verb.summary); }

// kubectl leaves `alpha` out of its list for as long as there are no alpha commands.
constexpr std::string_view kUnlisted = "alpha";

bool in_a_section(std::string_view path) {
  if (path == kUnlisted) return true;
  return std::any_of(sections().begin(), sections().end(), [&](const Section& section) {
    return std::find(section.verbs.begin(), section.verbs.end(), path) != section.verbs.end();
  });
}

std::string_view program_of(std::string_view verb_path) {
  return in_a_section(verb_path.substr(0, verb_path.find(' '))) ? "kubectl" : "skiff";
}

// Each example behind a blank line that sets it apart, as kubectl has them.
std::string shown_examples(std::string_view examples, std::string_view program) {
  std::string out;
  for (std::string_view line : split(examples, '\n')) {
    if (line.empty()) continue;
    const bool comment = line[0] == '#';
    if (comment && !out.empty()) out += "  \n";
    out += comment ? fmt::format("  {}\n", line) : fmt::format("  {} {}\n", program, line);
  }
  return out;
}

}  // namespace

std::vector<std::string_view> kubectl_commands() {
  std::vector<std::string_view> out;
  for (const Section& section : sections())
    for (std::string_view name : section.verbs)
      if (find_verb("", name) != nullptr) out.push_back(name);
  return out;
}

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

std::string command_path(std::string_view verb_path) {
  return std::string(program_of(verb_path)).append(" ").append(verb_path);
}

std::string verb_help(const VerbRow& verb, const Command& command) {
  std::string out = fmt::format("{}.\n\n", verb.summary);
  if (!verb.aliases.empty())
    out += fmt::format("Aliases:\n{}, {}\n\n", last_word(verb.path), fmt::join(split(verb.aliases, ' '), ", "));
  if (const std::string_view examples = examples_of(verb.path); !examples.empty())
    out += "Examples:\n" + shown_examples(examples, program_of(verb.path)) + "\n";
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

std::string verb_help(std::string_view path) {
  const VerbRow* verb = nullptr;
  for (std::string_view word : split(path.substr(path.find(' ') + 1), ' '))
    verb = find_verb(verb == nullptr ? "" : verb->path, word);
  check(verb != nullptr, "a path of the verb table");
  Command command;
  command.path = path;
  if (verb->add != nullptr) verb->add(command);
  return verb_help(*verb, command);
}

}  // namespace skiff::cli
