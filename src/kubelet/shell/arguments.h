// How the small shell's programs read their arguments and their inputs.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kubelet/shell/programs.h"

namespace skiff::shell {

// getopt(3): the letters that were given, each with its last value, and what is left.
struct Options {
  std::map<char, std::string> given;
  std::vector<std::string> operands;
  bool has(char letter) const { return given.contains(letter); }
  std::string value(char letter, const std::string& otherwise = {}) const {
    const auto found = given.find(letter);
    return found == given.end() ? otherwise : found->second;
  }
};

// `letters` as for getopt: "rnk:" knows -r, -n and -k VALUE. A flag that is not among them is not simulated: the
// outcome is not understood then.
Options parse_options(Invocation& call, std::string_view letters);

// The path as the program sees it, from its working directory.
std::string whole_path(const Invocation& call, const std::string& path);

// "cat: …" to standard error; the status 1.
int complain(Invocation& call, const std::string& text);

// Texts of the files that are named, else standard input. False: one could not be read, which has been said.
bool read_inputs(Invocation& call, const std::vector<std::string>& paths, std::vector<std::string>& out);

// Without the ends of the lines; a last line may lack its own.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace skiff::shell
