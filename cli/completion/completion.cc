#include "cli/completion/completion.h"

#include <algorithm>

#include "cli/completion/known_words.h"
#include "cli/global_options.h"
#include "cli/verb_table.h"

namespace skiff::cli {
namespace {

void keep_beginning_with(const std::string& beginning, Completion& completion) {
  if (completion.directive & kFileExtensions) return;
  std::erase_if(completion.candidates,
                [&](const Candidate& candidate) { return candidate.text.rfind(beginning, 0) != 0; });
}

// Help texts are cut to what fits behind a candidate.
std::string first_line(std::string_view help) { return std::string(help.substr(0, help.find('\n'))); }

Completion flag_names(const Flags& flags, const std::string& beginning) {
  Completion out;
  for (const FlagInfo& flag : flags.all()) {
    if (flag.help == kForCompatibility) continue;
    out.candidates.push_back({"--" + flag.name, first_line(flag.help)});
    if (!flag.letter.empty()) out.candidates.push_back({"-" + flag.letter, first_line(flag.help)});
  }
  out.candidates.push_back({"--help", "What the command does"});
  keep_beginning_with(beginning, out);
  return out;
}

// The long name of a flag as typed: "-o" and "--output" are output.
std::string long_name(const Flags& flags, const std::string& typed) {
  const std::string name = typed.substr(0, typed.find('='));
  for (const FlagInfo& flag : flags.all())
    if (name == "--" + flag.name || (!flag.letter.empty() && name == "-" + flag.letter)) return flag.name;
  return "";
}

// The verb of a line, step by step, with what is left when its words are taken.
struct FoundVerb {
  const VerbRow* verb = nullptr;
  std::vector<std::string> rest;
};

FoundVerb find_verb_of(const std::vector<std::string>& words, const Flags& global_flags) {
  FoundVerb found{nullptr, words};
  for (size_t i = 0; i < found.rest.size();) {
    const std::string& word = found.rest[i];
    if (word == "--") break;
    if (!word.empty() && word[0] == '-') {
      i += global_flags.takes_next_word(word) ? 2 : 1;
      continue;
    }
    const VerbRow* verb = find_verb(found.verb == nullptr ? "" : found.verb->path, word);
    if (verb == nullptr) break;
    found.verb = verb;
    found.rest.erase(found.rest.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return found;
}

std::optional<Completion> subcommands(std::string_view parent) {
  Completion out;
  for (const VerbRow* verb : verbs_below(parent))
    out.candidates.push_back({std::string(verb->path.substr(verb->path.rfind(' ') + 1)), std::string(verb->summary)});
  if (parent.empty()) out.candidates.push_back({"help", "What commands there are"});
  std::sort(out.candidates.begin(), out.candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.text < b.text; });
  if (out.candidates.empty()) return std::nullopt;
  return out;
}

// `help rollout st`: the commands that the words lead to.
Completion help_topics(const std::vector<std::string>& words, const std::string& beginning) {
  const VerbRow* verb = nullptr;
  for (const std::string& word : words)
    if (verb = find_verb(verb == nullptr ? "" : verb->path, word); verb == nullptr) return {};
  Completion topics = subcommands(verb == nullptr ? "" : verb->path).value_or(Completion{});
  keep_beginning_with(beginning, topics);
  return topics;
}

// Values of `--flag=` are offered without the flag: bash takes `=` for the end of a word, and the scripts for the other
// shells put it back.
Completion value_of_flag(const std::string& flag, const TypedLine& line) {
  auto values = flag_values(flag, line);
  if (!values) return {{}, kDefaultDirective};
  keep_beginning_with(line.current, *values);
  return *values;
}

}  // namespace

Completion complete(const std::vector<std::string>& words) {
  TypedLine line;
  line.current = words.back();
  std::vector<std::string> before(words.begin(), words.end() - 1);
  if (!before.empty() && before[0] == "help") return help_topics({before.begin() + 1, before.end()}, line.current);
  Command command;
  IgnoredOptions ignored;
  declare_global_flags(command.flags, line.global, ignored);
  const FoundVerb found = find_verb_of(before, command.flags);
  if (found.verb != nullptr && found.verb->add != nullptr) found.verb->add(command);
  if (found.verb != nullptr) line.verb = found.verb->path;

  std::vector<std::string> rest = found.rest;
  std::string waiting;  // a flag that stands right before, and wants a value
  if (!rest.empty() && rest.back().size() > 1 && rest.back()[0] == '-' && command.flags.takes_next_word(rest.back())) {
    waiting = rest.back();
    rest.pop_back();
  }
  const bool ended = std::find(rest.begin(), rest.end(), "--") != rest.end();
  if (auto parsed = command.flags.parse(rest)) line.words = parsed->words;
  if (!waiting.empty()) return value_of_flag(long_name(command.flags, waiting), line);
  if (!ended && !line.current.empty() && line.current[0] == '-') {
    const size_t equals = line.current.find('=');
    if (equals == std::string::npos) return flag_names(command.flags, line.current);
    const std::string flag = long_name(command.flags, line.current);
    line.current.erase(0, equals + 1);
    return value_of_flag(flag, line);
  }
  if (ended) return {{}, kDefaultDirective};
  std::optional<Completion> known = line.words.empty() ? subcommands(line.verb) : std::nullopt;
  if (auto arguments = argument_values(line)) {
    if (!known) known = Completion{};
    known->directive = arguments->directive;
    known->candidates.insert(known->candidates.end(), arguments->candidates.begin(), arguments->candidates.end());
  }
  if (!known) return {{}, kDefaultDirective};
  keep_beginning_with(line.current, *known);
  return *known;
}

int run_complete(const std::vector<std::string>& words, Descriptions descriptions, IoStreams& io) {
  if (words.empty()) {
    io.err << "error: requires at least 1 arg(s), only received 0\n";
    return 1;
  }
  const Completion completion = complete(words);
  for (const Candidate& candidate : completion.candidates) {
    io.out << candidate.text;
    if (descriptions == Descriptions::kShown && !candidate.description.empty()) io.out << "\t" << candidate.description;
    io.out << "\n";
  }
  io.out << ":" << completion.directive << "\n";
  return 0;
}

}  // namespace skiff::cli
