// The flags of one command. They are declared to CLI11, which knows their names, texts and which are required; the
// argument vector is read by pflag's rules, because kubectl's users know those: `-ojson`, `-Aw`, `--wait=false`,
// `--dry-run` with or without a value, flags after arguments, and pflag's own words for what is wrong
// (docs/decisions/0011-flags.md). Mirrors github.com/spf13/pflag.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace skiff::cli {

// Do the values of a repeatable flag split at commas (pflag's StringSlice) or not (StringArray)?
enum class Split { kCommas, kNever };

// What is left of a command line once its flags are taken.
struct Arguments {
  std::vector<std::string> words;
  std::optional<size_t> before_dash;  // how many words stand before `--`, if it was there
  bool help = false;                  // -h or --help was met
};

// One flag, as completion tells of it.
struct FlagInfo {
  std::string name;    // "output"
  std::string letter;  // "o", or empty
  std::string help;
  bool takes_next_word;  // false for those that may stand alone
};

class Flags {
 public:
  Flags();
  ~Flags();
  Flags(Flags&&) noexcept;

  // Each binds a variable, whose value at this moment is the default. `names` is "output,o" or "replicas". Of two flags
  // of one name the later one counts: global flags are declared before a verb's own.
  void text(std::string& target, std::string_view names, std::string_view help);
  // A text flag that may stand alone: `--dry-run` means `--dry-run=BARE`.
  void optional_text(std::string& target, std::string_view names, std::string_view bare, std::string_view help);
  void toggle(bool& target, std::string_view names, std::string_view help);
  void number(int64_t& target, std::string_view names, std::string_view help);
  void duration(Duration& target, std::string_view names, std::string_view help);
  void list(std::vector<std::string>& target, std::string_view names, Split split, std::string_view help);
  // KEY=VALUE, several parted by commas, several times.
  void pairs(std::map<std::string, std::string>& target, std::string_view names, std::string_view help);

  // It is no longer listed; who gives it is told: "Flag --NAME has been deprecated, <advice>".
  void deprecate(std::string_view name, std::string advice);
  void require(std::string_view name);      // an error when it is not given
  bool given(std::string_view name) const;  // was it on the command line?

  // Reads a command line without the command's own words. The error is pflag's text, without a `See …` line.
  Result<Arguments> parse(const std::vector<std::string>& args);
  // What was told by the last parse() of deprecated flags, a line each.
  const std::string& deprecations() const;
  // The command line of the last parse(): " WORD… --FLAG=VALUE…", flags with their long names in the order in which
  // they were given.
  std::string typed() const;
  // `required flag(s) "image" not set`; asked after the command has had its say about --help.
  Result<void> check_required() const;

  // Does this flag take the next word as its value? For finding the command among flags: nullopt if unknown.
  bool takes_next_word(std::string_view flag_word) const;

  // All of them, sorted by name.
  std::vector<FlagInfo> all() const;

  // The flags as `kubectl COMMAND --help` lists them.
  std::string help() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace skiff::cli
