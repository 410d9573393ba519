// What may follow the words typed so far: subcommands, flags and their values, kinds, and the names of what the cluster
// holds. The shells ask through the hidden command `__complete`, whose last word is the one being typed. Mirrors
// cobra's completions.go (its protocol: a candidate a line, then `:` and directives) and kubectl/pkg/util/completion.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/io_streams.h"

namespace skiff::cli {

struct Candidate {
  std::string text;
  std::string description = {};
};

// What the shell shall do with the candidates: cobra's ShellCompDirective, a set of bits (1, an error, is never
// said: what fails has no candidates).
enum Directive : unsigned {
  kDefaultDirective = 0,  // without candidates, file names
  kNoSpace = 2,
  kNoFiles = 4,
  kFileExtensions = 8,  // the candidates are extensions of the files meant
  kOnlyFolders = 16,
};

struct Completion {
  std::vector<Candidate> candidates;
  unsigned directive = kNoFiles;
};

// REQUIRES: at least one word. Never fails: what cannot be found has no candidates.
Completion complete(const std::vector<std::string>& words);

enum class Descriptions { kShown, kLeftOut };
// The hidden command itself; returns its exit status.
int run_complete(const std::vector<std::string>& words, Descriptions descriptions, IoStreams& io);

// The text that a shell reads (`source <(skiff completion bash)`) to complete `program`; empty for a shell that nobody
// knows. "bash", "zsh", "fish", "powershell".
std::string completion_script(std::string_view shell, const std::string& program);

}  // namespace skiff::cli
