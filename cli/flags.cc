#include "cli/flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

#include "base/go_bool.h"
#include "base/go_format.h"
#include "base/strings.h"
#include "cli/csv.h"

namespace skiff::cli {
namespace {

// A value's text goes in; nullopt comes back if it fits, else what is wrong with it.
using Assign = std::function<std::optional<std::string>(const std::string& value)>;

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

// strconv.ParseInt(text, 0, 64): the base follows from the prefix.
std::optional<std::string> parse_int(const std::string& text, int64_t& target) {
  const std::string failed = "strconv.ParseInt: parsing " + go_quote(text) + ": ";
  std::string_view digits = text;
  bool negative = false;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) {
    negative = digits[0] == '-';
    digits.remove_prefix(1);
  }
  int base = 10;
  if (digits.size() > 1 && digits[0] == '0') {
    const char mark = static_cast<char>(std::tolower(static_cast<unsigned char>(digits[1])));
    base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
    digits.remove_prefix(base == 8 && mark != 'o' ? 1 : 2);
  }
  uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) return failed + "invalid syntax";
  const uint64_t limit = static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0);
  if (error == std::errc::result_out_of_range || magnitude > limit) return failed + "value out of range";
  target = static_cast<int64_t>(negative ? ~magnitude + 1 : magnitude);
  return std::nullopt;
}

std::string shown_list(const std::vector<std::string>& values) {
  std::string out = "[";
  for (const std::string& value : values) out += (out.size() > 1 ? "," : "") + value;
  return out + "]";
}

}  // namespace

struct Flags::Impl {
  struct Flag {
    std::string name;
    CLI::Option* option;  // names, text, whether required: CLI11's
    Assign assign;
    std::optional<std::string> bare;  // the value of the flag standing alone
    std::string shown_default;
    bool given = false;
    std::string advice = {};  // instead of it; not empty: it is deprecated
  };

  CLI::App app{"", ""};
  std::vector<std::unique_ptr<Flag>> flags;
  std::string words, settings, deprecations;  // of the last parse()

  Flag* find_long(std::string name) const {
    std::replace(name.begin(), name.end(), '_', '-');
    for (const auto& flag : flags)
      if (flag->name == name) return flag.get();
    return nullptr;
  }
  Flag* find_short(char letter) const {
    const CLI::Option* option = app.get_option_no_throw(std::string("-") + letter);
    for (const auto& flag : flags)
      if (flag->option == option) return flag.get();
    return nullptr;
  }

  Flag& add(std::string_view names, std::string_view help, Assign assign, std::string shown_default) {
    const size_t comma = names.find(',');
    std::string name(names.substr(0, comma));
    std::erase_if(flags, [&](const auto& flag) { return flag->name == name && app.remove_option(flag->option); });
    std::string spelled = "--" + name;
    if (comma != std::string_view::npos) spelled = "-" + std::string(names.substr(comma + 1)) + "," + spelled;
    CLI::Option* option = app.add_option(
        spelled, [](const CLI::results_t&) { return true; }, std::string(help));
    flags.push_back(std::make_unique<Flag>(
        Flag{std::move(name), option, std::move(assign), std::nullopt, std::move(shown_default)}));
    return *flags.back();
  }

  Result<void> set(Flag& flag, const std::string& value) {
    if (auto complaint = flag.assign(value)) {
      std::string name = "--" + flag.name;
      if (!flag.option->get_snames().empty()) name = "-" + flag.option->get_snames().front() + ", " + name;
      return client_error("invalid argument " + go_quote(value) + " for " + in_quotes(name) + " flag: " + *complaint);
    }
    flag.given = true;
    settings += " --" + flag.name + (value.empty() ? "" : "=" + value);
    if (!flag.advice.empty()) deprecations += "Flag --" + flag.name + " has been deprecated, " + flag.advice + "\n";
    return {};
  }

  Result<void> read_long(const std::vector<std::string>& args, size_t& i, Arguments& out);
  Result<void> read_shorts(const std::vector<std::string>& args, size_t& i, Arguments& out);
};

Flags::Flags() : impl_(std::make_unique<Impl>()) { impl_->app.set_help_flag(); }
Flags::~Flags() = default;
Flags::Flags(Flags&&) noexcept = default;

void Flags::text(std::string& target, std::string_view names, std::string_view help) {
  impl_->add(
      names, help, [&target](const std::string& value) { return target = value, std::nullopt; }, "'" + target + "'");
}

void Flags::optional_text(std::string& target, std::string_view names, std::string_view bare, std::string_view help) {
  impl_
      ->add(
          names, help, [&target](const std::string& value) { return target = value, std::nullopt; }, "'" + target + "'")
      .bare = bare;
}

void Flags::toggle(bool& target, std::string_view names, std::string_view help) {
  const Assign assign = [&target](const std::string& value) -> std::optional<std::string> {
    const auto parsed = parse_bool(value);
    if (!parsed) return "strconv.ParseBool: parsing " + go_quote(value) + ": invalid syntax";
    target = *parsed;
    return std::nullopt;
  };
  impl_->add(names, help, assign, target ? "true" : "false").bare = "true";
}

void Flags::number(int64_t& target, std::string_view names, std::string_view help) {
  impl_->add(
      names, help, [&target](const std::string& value) { return parse_int(value, target); }, std::to_string(target));
}

void Flags::duration(Duration& target, std::string_view names, std::string_view help) {
  const Assign assign = [&target](const std::string& value) -> std::optional<std::string> {
    const auto parsed = parse_duration(value);
    if (!parsed) return duration_complaint(value);
    target = *parsed;
    return std::nullopt;
  };
  impl_->add(names, help, assign, go_duration(target));
}

void Flags::list(std::vector<std::string>& target, std::string_view names, Split split, std::string_view help) {
  auto fresh = std::make_shared<bool>(true);  // the first value given replaces the default
  const Assign assign = [&target, split, fresh](const std::string& value) -> std::optional<std::string> {
    std::vector<std::string> fields = {value};
    if (split == Split::kCommas) {
      auto read = value.empty() ? std::vector<std::string>() : read_csv(value);
      if (!read) return read.error().message;
      fields = std::move(*read);
    }
    if (*fresh) target.clear();
    *fresh = false;
    std::move(fields.begin(), fields.end(), std::back_inserter(target));
    return std::nullopt;
  };
  impl_->add(names, help, assign, shown_list(target));
}

// Upstream: pflag's stringToStringValue.Set: with a single `=` the value is one pair, commas and all.
void Flags::pairs(std::map<std::string, std::string>& target, std::string_view names, std::string_view help) {
  const Assign assign = [&target](const std::string& value) -> std::optional<std::string> {
    const auto equals = std::count(value.begin(), value.end(), '=');
    if (equals == 0) return value + " must be formatted as key=value";
    const size_t from = std::min(value.find_first_not_of('"'), value.size());
    std::vector<std::string> fields = {value.substr(from, value.find_last_not_of('"') + 1 - from)};
    if (equals > 1) {
      auto read = read_csv(value);
      if (!read) return read.error().message;
      fields = std::move(*read);
    }
    for (const std::string& field : fields)
      if (field.find('=') == std::string::npos) return field + " must be formatted as key=value";
    for (const std::string& field : fields)
      target[field.substr(0, field.find('='))] = field.substr(field.find('=') + 1);
    return std::nullopt;
  };
  impl_->add(names, help, assign, "[]");
}

void Flags::deprecate(std::string_view name, std::string advice) {
  if (Impl::Flag* flag = impl_->find_long(std::string(name))) flag->advice = std::move(advice);
}

void Flags::require(std::string_view name) {
  if (Impl::Flag* flag = impl_->find_long(std::string(name))) flag->option->required();
}

bool Flags::given(std::string_view name) const {
  const Impl::Flag* flag = impl_->find_long(std::string(name));
  return flag != nullptr && flag->given;
}

Result<void> Flags::Impl::read_long(const std::vector<std::string>& args, size_t& i, Arguments& out) {
  const std::string& word = args[i];
  const std::string body = word.substr(2);
  if (body[0] == '-' || body[0] == '=') return client_error("bad flag syntax: " + word);
  const size_t equals = body.find('=');
  const std::string name = body.substr(0, equals);
  Flag* flag = find_long(name);
  if (flag == nullptr) {
    if (name == "help") {
      out.help = true;
      return {};
    }
    return client_error("unknown flag: --" + name);
  }
  if (equals != std::string::npos) return set(*flag, body.substr(equals + 1));
  if (flag->bare) return set(*flag, *flag->bare);
  if (i + 1 >= args.size()) return client_error("flag needs an argument: --" + name);
  return set(*flag, args[++i]);
}

Result<void> Flags::Impl::read_shorts(const std::vector<std::string>& args, size_t& i, Arguments& out) {
  std::string letters = args[i].substr(1);
  while (!letters.empty()) {
    const std::string all = letters;
    Flag* flag = find_short(letters[0]);
    letters.erase(0, 1);
    if (flag == nullptr) {
      if (all[0] == 'h') {
        out.help = true;
        return {};
      }
      return client_error(std::string("unknown shorthand flag: '") + all[0] + "' in -" + all);
    }
    if (all.size() > 2 && all[1] == '=') return set(*flag, all.substr(2));
    if (flag->bare) {
      if (auto done = set(*flag, *flag->bare); !done) return done;
      continue;
    }
    if (!letters.empty()) return set(*flag, letters);
    if (i + 1 >= args.size()) return client_error(std::string("flag needs an argument: '") + all[0] + "' in -" + all);
    return set(*flag, args[++i]);
  }
  return {};
}

Result<Arguments> Flags::parse(const std::vector<std::string>& args) {
  Arguments out;
  for (size_t i = 0; i < args.size(); ++i) {
    const std::string& word = args[i];
    if (word == "--") {
      out.before_dash = out.words.size();
      out.words.insert(out.words.end(), args.begin() + static_cast<std::ptrdiff_t>(i) + 1, args.end());
      break;
    }
    if (word.size() < 2 || word[0] != '-') {
      out.words.push_back(word);
      continue;
    }
    auto read = word[1] == '-' ? impl_->read_long(args, i, out) : impl_->read_shorts(args, i, out);
    if (!read) return read.error();
    if (out.help) break;
  }
  for (const std::string& word : out.words) impl_->words += " " + word;
  return out;
}

const std::string& Flags::deprecations() const { return impl_->deprecations; }
std::string Flags::typed() const { return impl_->words + impl_->settings; }

Result<void> Flags::check_required() const {
  std::vector<std::string> missing;
  for (const auto& flag : impl_->flags)
    if (flag->option->get_required() && !flag->given) missing.push_back(flag->name);
  if (missing.empty()) return {};
  std::sort(missing.begin(), missing.end());
  std::string names;
  for (const std::string& name : missing) names += (names.empty() ? "" : ", ") + in_quotes(name);
  return client_error("required flag(s) " + names + " not set");
}

bool Flags::takes_next_word(std::string_view word) const {
  if (word.size() < 2 || word[0] != '-' || word.find('=') != std::string_view::npos) return false;
  if (word[1] != '-' && word.size() != 2) return false;
  const Impl::Flag* flag = word[1] == '-' ? impl_->find_long(std::string(word.substr(2))) : impl_->find_short(word[1]);
  return flag == nullptr || !flag->bare;
}

std::vector<FlagInfo> Flags::all() const {
  std::vector<FlagInfo> out;
  for (const auto& flag : impl_->flags) {
    if (!flag->advice.empty()) continue;
    const auto& letters = flag->option->get_snames();
    out.push_back(
        {flag->name, letters.empty() ? "" : letters.front(), flag->option->get_description(), !flag->bare.has_value()});
  }
  std::sort(out.begin(), out.end(), [](const FlagInfo& a, const FlagInfo& b) { return a.name < b.name; });
  return out;
}

std::string Flags::help() const {
  std::map<std::string, const Impl::Flag*> sorted;
  for (const auto& flag : impl_->flags)
    if (!flag->option->get_description().empty()) sorted[flag->name] = flag.get();
  std::string out;
  for (const auto& [name, flag] : sorted) {
    const auto& letters = flag->option->get_snames();
    out += letters.empty() ? "    --" : "    -" + letters.front() + ", --";
    out += name + "=" + flag->shown_default + ":\n\t" + flag->option->get_description() + "\n\n";
  }
  return out;
}

}  // namespace skiff::cli
