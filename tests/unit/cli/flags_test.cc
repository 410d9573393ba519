#include "cli/flags.h"

#include <catch2/catch.hpp>

namespace skiff::cli {
namespace {

struct Parsed {
  std::string output;
  std::string dry_run = "none";
  std::vector<std::string> files;
  std::vector<std::string> conditions;
  bool all = false;
  bool wait = true;
  int64_t replicas = 0;
  Duration timeout = Duration::zero();
  Flags flags;

  Parsed() {
    flags.text(output, "output,o", "");
    flags.optional_text(dry_run, "dry-run", "unchanged", "");
    flags.list(files, "filename,f", Split::kCommas, "");
    flags.list(conditions, "for", Split::kNever, "");
    flags.toggle(all, "all-namespaces,A", "");
    flags.toggle(wait, "wait,w", "");
    flags.number(replicas, "replicas", "");
    flags.duration(timeout, "timeout", "");
  }
  std::string show() const {
    std::string out = output + "|" + dry_run + "|";
    for (const std::string& file : files) out += file + ";";
    out += "|";
    for (const std::string& condition : conditions) out += condition + ";";
    return out + "|" + (all ? "A" : "") + (wait ? "w" : "") + "|" + std::to_string(replicas) + "|" +
           go_duration(timeout);
  }
};

TEST_CASE("Flags: a deprecated one works, is told and is not listed") {
  bool record = false;
  std::string output;
  Flags flags;
  flags.toggle(record, "record", "");
  flags.deprecate("record", "--record will be removed in the future");
  flags.text(output, "output,o", "");
  REQUIRE(flags.parse({"web", "--record", "c=x", "-oyaml"}));
  CHECK(record);
  CHECK(flags.deprecations() == "Flag --record has been deprecated, --record will be removed in the future\n");
  CHECK(flags.typed() == " web c=x --record=true --output=yaml");
  REQUIRE(flags.all().size() == 1);
  CHECK(flags.all()[0].name == "output");
}

TEST_CASE("Flags: what a command line means") {
  struct Row {
    const char* why;
    std::vector<std::string> args;
    const char* values;
    std::vector<std::string> words;
  };
  const Row rows[] = {
      {"a value after = or after a blank",
       {"--output=yaml", "pods", "--replicas", "3"},
       "yaml|none|||w|3|0s",
       {"pods"}},
      {"a short flag with its value at once", {"-ojson", "pods"}, "json|none|||w|0|0s", {"pods"}},
      {"a short flag with =", {"-o=wide"}, "wide|none|||w|0|0s", {}},
      {"grouped toggles, the last with a value", {"-Aoname", "x"}, "name|none|||Aw|0|0s", {"x"}},
      {"a toggle takes its value only after =",
       {"--wait=false", "false"},
       "|none|||"
       "|0|0s",
       {"false"}},
      {"an optional value never is the next word", {"--dry-run", "server"}, "|unchanged|||w|0|0s", {"server"}},
      {"an optional value after =", {"--dry-run=server"}, "|server|||w|0|0s", {}},
      {"values may begin with a dash", {"--replicas", "-1"}, "|none|||w|-1|0s", {}},
      {"slices split at commas and add up", {"-f", "a,b", "-f", "c"}, "|none|a;b;c;||w|0|0s", {}},
      {"arrays do not split", {"--for=a,b", "--for", "c"}, "|none||a,b;c;|w|0|0s", {}},
      {"-- ends the flags", {"x", "--", "-o", "y"}, "|none|||w|0|0s", {"x", "-o", "y"}},
      {"_ in a name is -", {"--dry_run=client"}, "|client|||w|0|0s", {}},
      {"numbers in other bases", {"--replicas=0x10"}, "|none|||w|16|0s", {}},
      {"a lone dash is a word", {"-f", "-", "-"}, "|none|-;||w|0|0s", {"-"}},
      {"durations", {"--timeout=1m30s"}, "|none|||w|0|1m30s", {}},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Parsed parsed;
      const auto arguments = parsed.flags.parse(row.args);
      REQUIRE(arguments);
      CHECK(parsed.show() == row.values);
      CHECK(arguments->words == row.words);
    }
}

TEST_CASE("Flags: pflag's words for what is wrong") {
  struct Row {
    const char* why;
    std::vector<std::string> args;
    const char* message;
  };
  const Row rows[] = {
      {"unknown", {"--bogus"}, "unknown flag: --bogus"},
      {"unknown with a value", {"--bogus=1"}, "unknown flag: --bogus"},
      {"unknown letter", {"-Az"}, "unknown shorthand flag: 'z' in -z"},
      {"no value", {"--output"}, "flag needs an argument: --output"},
      {"no value, short", {"-o"}, "flag needs an argument: 'o' in -o"},
      {"no number",
       {"--replicas=x"},
       "invalid argument \"x\" for \"--replicas\" flag: strconv.ParseInt: parsing \"x\": invalid syntax"},
      {"no number at all",
       {"--replicas="},
       "invalid argument \"\" for \"--replicas\" flag: strconv.ParseInt: parsing \"\": invalid syntax"},
      {"too large",
       {"--replicas=9223372036854775808"},
       "invalid argument \"9223372036854775808\" for \"--replicas\" flag: strconv.ParseInt: parsing "
       "\"9223372036854775808\": value out of range"},
      {"no boolean",
       {"--wait=x"},
       "invalid argument \"x\" for \"-w, --wait\" flag: strconv.ParseBool: parsing \"x\": invalid syntax"},
      {"no duration", {"--timeout=x"}, "invalid argument \"x\" for \"--timeout\" flag: time: invalid duration \"x\""},
      {"no unit",
       {"--timeout=5"},
       "invalid argument \"5\" for \"--timeout\" flag: time: missing unit in duration \"5\""},
      {"no such unit",
       {"--timeout=1m5y"},
       "invalid argument \"1m5y\" for \"--timeout\" flag: time: unknown unit \"y\" in duration \"1m5y\""},
      {"a unit alone", {"--timeout=s"}, "invalid argument \"s\" for \"--timeout\" flag: time: invalid duration \"s\""},
      {"no name", {"--=x"}, "bad flag syntax: --=x"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      Parsed parsed;
      const auto arguments = parsed.flags.parse(row.args);
      REQUIRE_FALSE(arguments);
      CHECK(arguments.error().message == row.message);
    }
}

TEST_CASE("Flags: required ones are asked for together, sorted") {
  std::string image, schedule;
  Flags flags;
  flags.text(schedule, "schedule", "");
  flags.text(image, "image", "");
  flags.require("schedule");
  flags.require("image");
  CHECK(flags.check_required().error().message == "required flag(s) \"image\", \"schedule\" not set");
  REQUIRE(flags.parse({"--image=x"}));
  CHECK(flags.check_required().error().message == "required flag(s) \"schedule\" not set");
}

TEST_CASE("Flags: a verb's own flag takes the place of a global one") {
  std::string global, own;
  Flags flags;
  flags.text(global, "user,u", "");
  bool verbose = false;
  flags.toggle(verbose, "v,v", "");
  flags.text(own, "user", "The name");
  REQUIRE(flags.parse({"--user=ann"}));
  CHECK(own == "ann");
  CHECK(global.empty());
  CHECK(flags.given("user"));
  CHECK(flags.parse({"-u", "ann"}).error().message == "unknown shorthand flag: 'u' in -u");
  CHECK(flags.all().size() == 2);
}

}  // namespace
}  // namespace skiff::cli
